"""Words of 指标体系: the scheme as tables, differences between two versions, and the page. Filled by str.format."""

# --- the scheme as tables: headings and choices, on the page and in the workbook ----------------------------------

PARTS = {
    "dimension": "维度",
    "aspect": "二级指标",
    "indicator": "指标",
    "award": "奖项",
    "veto_reason": "否决情形",
    "grade": "等次",
    "period_part": "分期",
}
OPTION_SHEET = "规则"
OPTION_HEADINGS = ("规则", "做法")
OPTIONS = {
    "name": "方案名称",
    "source": "依据出处",
    "decimals": "小数位数",
    "rounding": "四舍五入",
    "aggregation": "维度合成",
    "missing": "缺数据",
    "raters": "多人评分",
    "ties": "并列名次",
    "tie_break": "总分相同先看",
    "veto": "一票否决",
    "bonus_cap": "加分最多",
    "deduction_cap": "扣分最多",
}
COLUMNS = {
    "dimension": {"name": "维度", "weight": "权重", "floor": "底线", "basis": "依据", "aliases": "别名"},
    "aspect": {"dimension": "维度", "name": "二级指标", "weight": "权重"},
    "indicator": {
        "dimension": "维度",
        "aspect": "二级指标",
        "name": "指标",
        "weight": "权重",
        "rule": "计分办法",
        "full_mark": "满分",
        "low": "下限",
        "high": "上限",
        "scale": "换算",
        "points": "各名次得分",
        "target": "目标",
        "step": "每差",
        "points_per_step": "扣分",
        "whole_steps": "不足一步按一步",
        "better": "方向",
        "basis": "依据",
        "aliases": "别名",
    },
    "award": {
        "name": "奖项",
        "groups": "类别",
        "quota": "名额",
        "minimum_total": "总分不低于",
        "within_rank": "名次在前",
        "condition": "名额条件",
        "optional": "没有这一类就不设",
    },
    "veto_reason": {"name": "否决情形", "basis": "依据"},
    "grade": {"name": "等次", "share": "占满分的百分比"},
    "period_part": {"name": "分期", "weight": "权重", "periods": "包含的考核期"},
}
CHOICES = {
    "rule": {
        "mark": "得分 ÷ 满分",
        "goalposts": "区间换算",
        "min_max": "组内高低换算",
        "percentile_rank": "名次百分比",
        "ratio_to_best": "与最好的比",
        "rank_points": "名次计分",
        "step_deduction": "目标扣分",
    },
    "better": {"higher": "高", "lower": "低"},
    "scale": {"linear": "线性", "log": "对数"},
    "rounding": {"each_level": "每一级都四舍五入", "final": "只在总分四舍五入"},
    "aggregation": {
        "arithmetic": "加权平均",
        "geometric": "几何平均（防短板）",
        "harmonic": "调和平均",
        "minimum": "取最低项（短板）",
    },
    "missing": {
        "incomplete": "不排名，另列",
        "zero": "按 0 分计，并注明",
        "reweight": "按已有的项折算",
        "group_mean": "按本类平均分补，并注明",
    },
    "raters": {"mean": "取平均", "median": "取中位数", "trimmed_mean": "去掉最高最低再平均"},
    "ties": {"competition": "1、2、2、4", "dense": "1、2、2、3"},
    "veto": {"bar": "保留名次，不能参评", "unrank": "不排名，后面的前移"},
}
YES, NO = "是", "否"
SEPARATOR = "、"
LOG_RULE = "区间换算（对数）"
NO_RANGE = "—"
RANGE = "{low}–{high}"
RANGE_SEPARATOR = "；"

# --- faults ------------------------------------------------------------------------------------------------------

PATH_SEPARATOR = " › "
ROW = "第 {n} 行"
IDENTIFIERS = {
    "true": YES,
    "false": NO,
    "award": "奖项",
    "dimension": "维度",
    "indicator": "指标",
    "aspect": "二级指标",
    "veto_reason": "否决情形",
    "adjustment": "加减分",
    "grades": "等次",
    "period_part": "分期",
    "tag": "标签",
    "each": "每个",
    "at_least": "至少",
    "at_most": "至多",
}
NOTHING = "空的"
UNNAMED = "未命名"
NO_SUCH_DIMENSION = "没有维度“{dimension}”。请在维度表里加上，或改选别的维度。"
SHARES_LEFT = (
    "{shares} 还不是权重。在“占”一栏一起填：全部维度都填，合起来要正好 100%；有没填的，合起来要不到 100%，剩下的归它们。"
)
SAME_GRADE = "等次“{name}”重复了，只能写一次。"

# --- the workbook --------------------------------------------------------------------------------------------------

NOT_A_SCHEME_WORKBOOK = "这个文件里没有“{sheet}”表，不像是从“导出方案”得到的表格。请用导出的表格改好再交回来。"
NOT_A_SCHEME_FILE = "“{file}”不是方案文件。能读的有：从“导出方案”得到的 XLSX 表格、TOML 文件。"
UNKNOWN_HEADING = "“{sheet}”表里不认识的列“{heading}”，没有读进来。"
MISSING_HEADING = "“{sheet}”表里缺“{heading}”列。"
UNKNOWN_SHEET = "不认识的工作表“{sheet}”，没有读进来。"
UNKNOWN_OPTION = "“{sheet}”表里不认识的规则“{name}”，没有读进来。"
FORMULA = "这一格是公式，文件里没有它的结果。请改成数。"
CELL = "“{sheet}”表第 {row} 行"
TOO_LARGE = "一共 {count} 行，超过 {limit} 行，没有读进来。"
TOO_MUCH = "“{file}”太大，或层次太多、数字太长，没有读进来。请从“导出方案”得到的文件改起。"
TOO_MUCH_TEXT = "字数合起来超过 {limit} 万，没有读进来。请从“导出方案”得到的文件改起。"
TOO_LONG_TEXT = "“{text}…”超过 {limit} 个字，表格里放不下。请导出方案文件（TOML）。"
XLSX_HINT = "下拉框和数字都可以直接改；加行写在最后一行下面。改好后在“导入方案”里交回来。"

# --- differences -----------------------------------------------------------------------------------------------------

ADDED, REMOVED = "新增{part} {name}", "删去{part} {name}"
CHANGED = "{subject} {before} → {after}"
MOVED = "指标 {name} 换了维度："
ORDER = "{part}的先后顺序有调整"
NONE = "无"
NO_DIFFERENCE = "两版内容完全相同。"
ASPECT_NAME = "{dimension}的{name}"

# --- the page ----------------------------------------------------------------------------------------------------------

TITLE = "指标体系"
VERSION = "版本"
VERSION_LINE = "第 {number} 版（{at} {actor}）"
VERSION_IN_FORCE = "第 {number} 版（现用，{at} {actor}）"
VERSION_NAME = "第 {number} 版"
DRAFT_NAME = "草案"
NO_SCHEME = "还没有方案，下面是讲话给出的默认方案。改好后存为第 1 版。"
COMPARE = "和另一版比较"
COMPARE_USUAL = "现用版或上一版"
COMPARE_WITH = "和哪一版比"
IMPORT, EXPORT = "导入方案", "导出方案"
IMPORT_HINT = "交回改好的 XLSX 表格或 TOML 文件。读进来是草案，存为新版之前不影响排名。"
EXPORT_XLSX, EXPORT_TOML = "表格（XLSX）", "方案文件（TOML）"
EXPORT_FILE = "{name}_{version}"
EXPORT_HINT = "表格可以用 WPS 改好再导入；方案文件给程序和存档用。"
EXPORT_INVALID = "有 {count} 处必须改，改好后才能导出方案文件。"
SAVE = "存为第 {number} 版"
NOTHING_TO_SAVE = "没有改动"
SAVE_BLOCKED = "先改 {count} 处再存"
SAVE_TITLE = "存为新版"
REASON = "为什么改（必填，记在版本里）"
REASON_EXAMPLE = "如：镇党委会 3 月 2 日议定，作风能力底线提到 70 分"
REASON_NEEDED = "请写上为什么改。"
SAVE_CONFIRM = "确认存为第 {number} 版"
CANCEL = "取消"
LOCKED_STAY = "已经定稿的（{lists}）不跟着变，仍按定稿时的数据。"
SAVED = "已存为第 {number} 版，从现在起按它排名。"
SAVE_CHANGES = "**改了什么**"
SAVE_EFFECT = "**用这一版会怎样**"
IMPORTED = "已读入 {file}，是草案，还没有保存。"
IMPORT_NOTES = "读 {file} 时："

DRAFT_RIBBON = "**草案**　和现用的第 {number} 版有 {count} 处不同。存为新版之前不影响排名。"
VERSION_RIBBON = "**第 {number} 版**　现在按这一版排名。表里可以直接改，存为新版之前不影响排名。"
DRAFT_BROKEN_RIBBON = "**草案**　{count} 处必须改，改好才能存。现用的还是第 {number} 版，排名不受影响。"
OLD_RIBBON = "**旧版**　正在看第 {base} 版，现用的是第 {number} 版，有 {count} 处不同。要恢复它，存为新版就行；原来的版本都不动。"
DISCARD = "放弃改动"
BACK = "回到现用的第 {number} 版"

TABS = {"tree": "指标", "dimension": "维度", "rules": "规则", "period": "分期", "award": "奖项", "veto": "否决与等次"}
TAB = "看哪张表"
TREE = {
    "drop": "删",
    "order": "序",
    "dimension": "维度",
    "share": "占",
    "floor": "底线",
    "aspect": "二级指标",
    "name": "指标",
    "weight": "权重",
    "rule": "计分办法",
    "range": "满分",
    "points": "各名次得分",
    "target": "目标",
    "step": "每差",
    "points_per_step": "扣分",
    "whole_steps": "不足一步按一步",
    "better": "方向",
    "basis": "依据（讲话原文）",
    "aliases": "别名",
}
TREE_ALT = "指标表：每行一个指标，写明维度、权重、计分办法、满分、方向和依据"
PART_ALT = "{part}表"
TREE_HINT = (
    "权重可填任意正数，系统按合计折算；“占”可填 40% 或 2/5，别的维度按比例让。新指标写在最后一行；改“序”换位置，勾“删”去掉。"
)
PART_HINT = "新的写在最后一行；改“序”换位置，勾“删”去掉。"
PERIOD_HINT = (
    "全年得分由各分期按权重合成，如平时 60、年终 40。分期用一个考核期的名称（第1季度、上半年、3月；年终就是全年自己的评分），"
    "或另起名称，再写明包含的考核期，这几期取平均。没有分期，每个考核期各算各的。"
)
HELP = {
    "periods": "用、隔开，如 第1季度、第2季度、第3季度、第4季度；空着就是名称所说的那一个考核期。",
    "share": "这个维度在总分里占多少。可以填 40%、2/5，或一个权重数。",
    "floor": "评先时这个维度至少要多少分（0–100），空着就是不设。",
    "range": "得分 ÷ 满分、名次计分、目标扣分填满分，如 100；区间换算填 0–20 这样的下限和上限。",
    "better": "高：数越大越好；低：数越小越好。",
    "rule": "怎样把打的分换成 0–100 分。",
    "weight": "同一个维度里各指标的轻重，任意正数。",
    "points": "第一名起的得分，用、隔开，如 10、8、6；最后一个给其余各名次。",
    "target": "达到目标不扣分。",
    "step": "每差多少扣一次。",
    "points_per_step": "每差一步扣几分。",
    "whole_steps": "是：不足一步也按一步扣；否：按比例扣。",
    "order": "改成别的数，就移到那个位置（维度内）。",
    "drop": "勾上就去掉这一行。",
    "aliases": "评分表里可能出现的别的叫法，用、隔开。",
    "quota": "整数，或占本类单位数的百分比，如 30%（向下取整，至少 1 个）。",
    "groups": "参评的类别，要和名册里的写法一样。",
    "minimum_total": "空着就是不限。",
    "within_rank": "空着就是不限。",
    "condition": "如 至少 1 个社区；每个片区至多 2 个。按名册的“标签”“片区”两列；空着就是不限。",
    "optional": "勾上：名册里没有这一类时，这个奖项不算错，也不出现。",
    "share_of_full": "评分表里写“优秀”时，按满分的百分之几计。",
    "rounding": "每一级都四舍五入：用印出来的数按计算器能算出同样的总分。",
    "tie_break": "总分相同时，依次比较这些维度的得分；空着就并列。",
    "bonus_cap": "空着就是不封顶。",
    "deduction_cap": "空着就是不封顶。",
}

CHECK = "### 检查　:gray[{count} 个指标]"
CHECK_MUST = "### 检查　**:red[{count} 处必须改]**"
CHECK_WEIGHTS, CHECK_NAMES, CHECK_DIMENSIONS = "权重都大于 0", "没有重名", "每个维度都有指标"
CHECK_SHARES = "权重合计 100%：{shares}"
CHECK_SHARE = "{dimension} {share}"
CHECK_BEST = "各项都做到最好，总分 {total}"
CHECK_DONE = "✓ {text}"
MUST = "**:red[必须改]**"
CONFIRM = "**:orange[请确认]**"
FAULT = "**{place}**　{text}"
MORE_FAULTS = "还有 {count} 处，改好上面的会接着列出来。"
BEST_BELOW = "各项都做到最好，总分也只有 {total}，到不了 100。请看“名次计分”第一名的得分是不是等于满分。"
RELATIVE = "{names}用“{rule}”：最好的一家变了，其他单位的分也会变。"
RELATIVE_RULES = ("min_max", "percentile_rank", "ratio_to_best", "rank_points")
QUOTED = "“{name}”"
GROUPS = "奖项“{award}”的类别“{group}”不在名册里。名册的类别有：{groups}。"
OUTSIDE = "已入库的分里有 {count} 个{allowed}：{cells}。这样存下，这些得分会超出 0 到 100。"
OUTSIDE_MUST = "请改回，或先在导入记录里撤回、更正这些分。"
OUTSIDE_OVER = "这是过去的考核期：已定稿的名单不受影响，没有定稿的会按新方案重算。"
OUTSIDE_FULL = "不在 0 到满分 {full_mark} 之间"
OUTSIDE_NEGATIVE = "是负数，这种计分办法不能有"
OUTSIDE_CELL = "{period} {unit} {mark}"
UNUSED = "有 {count} 格评分不再参与计算：{names}。评分还在记录里，指标改回原名就重新算上。"
UNUSED_NAME = "{name}（{count} 格）"

RULES = "### 规则"
RULE_LINE = "{name}：{value}"
CAPS = "加分最多 {bonus}，扣分最多 {deduction}"
NO_CAP = "不封顶"
SHARES_OF_YEAR = "全年得分：{parts}"
SHARE_OF_YEAR = "{name} {weight}"
SHARES_JOINED = "，"
RULES_IN_CARD = ("missing", "ties", "veto", "rounding", "aggregation", "raters")

EFFECT = "### 用这一版会怎样　:gray[{period}]"
EFFECT_PLAIN = "### 用这一版会怎样"
EFFECT_SAME = "{period}的排名和拟推荐名单都不变。"
EFFECT_GONE = "{period}不再是一个考核期：按这一版，没有评分算进这一期，它的排名和拟推荐名单都没有了。"
EFFECT_NEW_PERIOD = "新增考核期 **{period}**：{count} 个单位有名次。"
EFFECT_RANKS_SAME = "名次和总分都不变。"
EFFECT_SCORES = "名次不变，{count} 个单位的总分有变。"
EFFECT_MOVED = "**{group}**　{count} 个单位名次变了：{moves}"
EFFECT_MOVE = "{unit} {before} → {after}"
EFFECT_MORE = "，等"
EFFECT_INCOMPLETE = "**{group}**　{count} 个单位变成资料不全，不再排名：{units}"
EFFECT_COMPLETE = "**{group}**　{count} 个单位重新有了名次：{units}"
EFFECT_VETOED = "**{group}**　{count} 个单位因一票否决不再排名：{units}"
EFFECT_LIST = "**{award}**　{group}：{changes}"
EFFECT_ENTER, EFFECT_LEAVE = "进 **{names}**", "出 **{names}**"
EFFECT_PENDING, EFFECT_SETTLED = "**{names}** 并列待定", "**{names}** 不再并列待定"
EFFECT_LIST_SAME = "拟推荐名单不变。"
EFFECT_OTHERS = "别的考核期也按新版重新算：{periods}。"
EFFECT_OTHER = "{period}有 {count} 个单位名次变了"
EFFECT_OTHER_GONE = "{period}没有评分算进去，不再排名"
NOT_COMPUTABLE = "按这一版算不出来：数字太长，超出精确计算的范围。请用位数少一些的权重或参数。"
EFFECT_NO_DATA = "还没有评分，没有排名会变。"

DIFFERENCE = "### {before} → {after}"
NOT_COMPARABLE = "有必须改的地方，改好后再比。"
FIRST_VERSION = "### 第 1 版"
FIRST_VERSION_TEXT = "这是第一版，没有更早的可比。"
MORE_DIFFERENCES = "还有 {count} 处不同"

ARROW = " → "
TRACE = "### 一个数怎么算到总分　:gray[以{unit}为例]"

VERSIONS = "### 历次版本　:gray[存过的版本不会再变]"
VERSION_COLUMNS = ("版本", "时间", "谁", "理由")
NO_REASON = "—"
FIRST_REASON = "起始方案"
