"""Words of 单位画像."""

TITLE = "单位画像"
UNIT = "单位"
CHOICE = "{unit}（第 {rank} 名）"
CHOICE_UNRANKED = "{unit}（{reason}）"
INCOMPLETE, VETOED = "资料不全", "一票否决"
PREVIOUS, NEXT = "上一个", "下一个"
COPY = "复制这段话"
COPY_HINT = "点右上角的复制图标，粘贴到微信或文件里。"
NOTICE = "下载单位通知单"
NOTICE_FILE = "{period}{unit}考核通知单.docx"
NEED_SENTENCE = "{label}再得 {gain}，别的都不变，就能{goal}。"
NEED_LESS = "{label}再少 {gain}，别的都不变，就能{goal}。"
NEED_NONE = "只提一项，提到满分也不能{goal}。"
POINTS, MARKS = "{gain} 分", "{gain}"

RANK, TOTAL, TO_LINE, TO_PREVIOUS, SINCE = "名次", "总分", "距评先线", "距上一名", "比上期"
RANK_OF = "{rank} / {of}"
GROUP_MEAN = "组平均 {mean}"
LINE_IS = "评先线 {line}"
NO_LINE = "还没有评先线"
AHEAD_IS = "第 {rank} 名 {unit}"
IS_FIRST = "已是第一名"
IS_ALONE = "没有可比的单位"
BEFORE = "{period}第 {rank} 名"
NO_BEFORE = "没有上期名次"
NONE = "—"

GAP = "### 差在哪　:gray[{finding}]"
AGAINST = "对照"
LINE, LEADER, MEAN = "对评先线", "对第一名", "对组平均"
NO_GAP = "没有总分，画不出差距。先补齐缺的评分。"
HOW = "实心 = 高于{against}，空心 = 低于{against}；纵轴不从 0 起。各项相加正好等于总分之差。"
PICTURE = "{period}{unit}差在哪"

NEEDS = "### 再得几分{goal}　:gray[其他单位的分不变]"
GOAL_LIST, GOAL_RANK = "进名单", "升到第 {rank} 名"
GOAL = "目标"
NEEDS_COLUMNS = ("只提这一项", "再得", "从 → 到")
DIMENSION_LINE = "{dimension}（整项）"
TOGETHER = "各项一起提"
EACH = "各 {gain}"
OUT_OF_REACH = "满分也不够"
USELESS = "提到头也不够"
CHEAPEST = "最省的一格：**{indicator}** {change}（占这一格全程的 {share}）。"
NO_CHEAPEST = "只提一个指标都不够，要几项一起提。"
ALREADY_FIRST = "已经是第一名，前面没有单位。"
BARRED_BY_VETO = "有一票否决，得再多分也不能入选。"
NEEDS_INCOMPLETE = "资料不全，补齐以后才能算。"
NOT_AGREED = "这一期的分由几期合成，或试算和正式排名对不上，这里先不给数。"
FROM_TO = "{now} → {then}"

SOURCES = "### 每个数字从哪来　:gray[点一行，看原表那一格]"
SOURCE_COLUMNS = {
    "dimension": "维度",
    "indicator": "指标",
    "mark": "打分",
    "score": "得分",
    "weight": "权重",
    "place": "组内",
    "source": "文件 · 单元格",
}
PLACE = "{place}/{of}"
NO_MARK = "缺"
SEVERAL = "{count} 个评分人"
WAY = "一个数怎么算到总分：{way}"
ARROW = " → "
TRACE = "这个总分怎么算出来的"
WEAK = "### 长处和短板　:gray[和全组平均比，折合总分]"
WEAK_BY_WEIGHT = "### 长处和短板　:gray[和全组平均比，按权重折算；总分不是加权平均，不等于总分里的分]"
STRONG_LINE = "长处：{items}"
WEAK_LINE = "短板：{items}"
ITEM = "{indicator} 第 {place}（{points} 分）"
NOTHING_WEAK = "没有低于组平均的指标。"
NOTHING_STRONG = "没有高于组平均的指标。"

CHANGE = "### 名次为什么变　:gray[和{period}比]"
CHANGE_PLAIN = "### 名次为什么变"
COMPARED_WITH = "和哪一期比"
HISTORY_ALT = "{unit}历次名次：{ranks}"
HISTORY_ITEM = "{period}第 {rank} 名"
HISTORY_NONE = "{period}没有名次"

CELLS = "### 开会前先核对这几格　:gray[全组里，改得最少就会换名单的打分]"
CELLS_COLUMNS = ("单位", "指标", "现在打分", "改成", "名单就会", "文件 · 单元格")
CELLS_ENTER, CELLS_LEAVE = "{units} 进", "{units} 出"
CELLS_TIED = "{units}并列待定"
CELLS_JOIN = "，"
CELLS_NONE = "随便改哪一格（改到满分或零分），名单都不变。"
CELLS_HINT = "按改动占这一格全程的比例排，越靠前越要核对。点一行，到那个单位。"
CELLS_LEFT_OUT = "{indicators}要和全组比着算分，单位太多，没有试。"
CELLS_NO_AWARD = "这一类没有奖项，没有名单可核对。"
CHANGED_TO = "{becomes}（{change}）"
HISTORY_RANK = "第 {rank}"

NO_SUCH_UNIT = "这里没有“{unit}”（可能改了名，或不在这一期的名册里），下面是**{shown}**。"
