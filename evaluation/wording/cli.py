"""Words of the command line."""

import errno

OF_GROUP = "{group}：{text}"

LOCKED = "{list}已经定稿（{at} {actor}定稿，校验码 {code}）。这里的数是按现在的方案和数据算的，可能和定稿的不同。"

DESCRIPTION = "三个年考评台：核对评分表、排名、生成候选名单。不写评分表文件时，使用已入库的数据。"
COMMANDS = {
    "rank": "排名：每个单位一行，按类别和名次",
    "check": "只核对评分表，列出问题",
    "shortlist": "候选名单：谁符合条件，谁在建议名单里，其余为什么不在",
    "restore": "把存档包载入还没有数据的安装，并核对结果",
    "stability": "权重推演：权重调多少，某个奖项的名单才会变",
}
HELP_ARCHIVE = "存档包（zip）"
NOBODY = "无"
HELP_SHEET = "评分表文件（CSV、XLSX、XLS、ODS），可以写多个"
HELP_SCHEME = "考核方案（TOML）"
HELP_ROSTER = "名册（CSV 或 XLSX：单位,类别,别名,顺序）"
HELP_PERIOD = "考核期，如 2022年；不写时取评分表里最近的一期"
HELP_ADJUSTMENTS = "加减分（单位,加减分,事由[,考核期]）"
HELP_VETOES = "一票否决（单位,事由[,日期][,考核期]）"
HELP_WEIGHT = "试算权重，如 项目建设=2；可以写多次"
HELP_AGGREGATION = "试算合成办法：arithmetic、geometric、harmonic、minimum"
HELP_GROUP = "只列这个类别"
HELP_FORMAT = "输出格式"
HELP_OUTPUT = "写到这个文件，不写则输出到屏幕"
HELP_DATABASE = "已入库数据所在的文件或文件夹；不写时照 EVALUATION_HOME，没有设就是 data/local"
HELP_AWARD = "奖项名称，如 先进集体"
HELP_HELP = "显示这份说明"
USAGE = "用法："
POSITIONALS, OPTIONS = "参数", "选项"

WRONG_USAGE = "用法不对：{message}"
MISSING_ARGUMENT = "缺少 {names}。"
UNRECOGNISED = "不认识的参数 {names}。"
INVALID_CHOICE = "{found} 不在可选范围：{choices}。"
EXPECTED_ONE = "{name} 后面要有一个值。"
NEED_BOTH = "写了评分表文件，就要同时写 --scheme 和 --roster。"
NOT_WITH_STORED = "{names} 只能和评分表文件一起用；没有写评分表文件。"
NO_FILE = "打不开文件 {path}：{reason}。"
BAD_WEIGHT = "--weight {found} 写得不对。应写成 维度=数，如 项目建设=2。"
NO_PERIOD = "评分表里没有写考核期，请用 --period 指明，如 --period 2022年。"
PERIOD_BLANK = "评分表写的是{period}，里面却没有一个分，没有排名。"
PERIOD_OTHER = "要排有分的，请用 --period 写明：{known}。"
PERIOD_EMPTY = "{period}没有评分。评分表里的考核期：{known}。"
GROUP_WITHOUT_AWARD = "奖项“{award}”不评“{group}”，没有可列的。"
UNKNOWN_GROUP = "名册里没有类别“{group}”。名册的类别有：{known}。"
NO_STORE = "{path} 里没有入库的数据。"
HOME = "默认文件夹"
NOT_THERE, NO_FOLDER, OS_OTHER = "没有这个文件", "没有这个文件夹", "系统拒绝了"
OS_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
}
CANNOT_WRITE = "写不了文件 {path}：{reason}。"

SEVERITY = {"error": "必须改", "warning": "请确认", "info": "说明"}
PROBLEM_LINE, FOUND = "{severity}　{place}　{found}{message}", "“{found}”："
PROBLEM_COUNT = "共 {count} 处必须改，没有排名。"
ALL_CLEAR = "没有发现问题。"
PLACE_ROW, PLACE_COLUMN = "第 {row} 行", "{column} 列"

COLUMNS = {
    "period": "考核期",
    "group": "类别",
    "unit": "单位",
    "rank": "名次",
    "total": "总分",
    "base": "基础分",
    "adjustment": "加减分",
    "status": "状态",
    "missing": "缺",
    "vetoes": "一票否决",
    "eligible": "符合条件",
    "suggested": "建议",
    "tied_at_cut": "并列待定",
    "reasons": "原因",
}
KINDS = {"adjustments": "加减分", "vetoes": "一票否决", "sheets": "评分表"}
OTHER_KIND = "这张表是用 {option} 给的，看列名却是{kind}。请换一个选项，或改列名。"
DIMENSION_COLUMN = "{name}（维度）"
STATUS = {"ranked": "已排名", "incomplete": "资料不全", "vetoed": "否决不排"}
YES, NO = "是", ""
