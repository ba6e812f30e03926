"""Words about raters: how far they agree, who is strict, what the list would be without one of them."""

TITLE = "### 评分人　:gray[{group}，{count} 位]"
UNNAMED = "未署名"
TWO, SEVERAL = "两位", "{count} 位"
JOIN = "；"
STOP = "。"

# agreement
LEVELS = {
    "close": "{who}评分人意见一致（W = {w}）",
    "fair": "{who}评分人意见大体一致（W = {w}）",
    "poor": "{who}评分人意见不一致（W = {w}）",
}
BY_PART = "{who}评分人没有共同评完各项，分开看：{parts}"
BY_PART_ITEM = "{name} W = {w}"
ONLY_ONE = "{who}评分人里只有“{name}”这一项能比（W = {w}）"
LOWEST = "{who}评分人没有共同评完各项，单项里“{name}”最不一致（W = {w}）"
NO_AGREEMENT = "{who}评分人共同评过的单位不足 3 个，或给的分都一样，看不出意见是否一致"

# severity
STRICT, MILD = "严 {points}", "宽 {points}"
SENTENCE_STRICT, SENTENCE_MILD = "{rater}比平均严 {points} 分", "{rater}比平均宽 {points} 分"
EVEN, SENTENCE_EVEN = "持平", "宽严相当"
NOT_COMPARABLE = "无从比较"
PARTED = "评分人分成 {count} 拨，各拨没有评过同一单位的同一指标，拨与拨之间不能比宽严"
IN_PART = "第 {part} 拨：{severity}"

# without one rater
TRY = "看去掉一位会怎样"
TRYING = "正在试算：去掉一位评分人后的名单（{done}/{of}）"
ALL_SAME, ALL_SAME_RANKS = "去掉任何一位，名单不变", "去掉任何一位，名次不变"
WITHOUT = "去掉{rater}，{change}"
WITHOUT_MANY, WITHOUT_MANY_RANKS = "有 {count} 位，去掉其中任何一位名单都会变", "有 {count} 位，去掉其中任何一位名次都会变"
ENTER, LEAVE = "{units} 进", "{units} 出"
LIST_SAME, RANKS_SAME = "名单不变", "名次不变"
MOVES, OTHER_MOVES = "{count} 家名次有变", "另 {count} 家名次有变"
UNRANKED = "{count} 家缺分、排不了名"
COMMA = "，"

COLUMN_RATER, COLUMN_MARKS, COLUMN_SEVERITY = "评分人", "给分（格）", "宽严（百分制）"
COLUMN_WITHOUT, COLUMN_WITHOUT_RANKS = "去掉后名单", "去掉后名次"

# details
DETAILS = "各维度、各指标的 W"
COLUMN_NAME, COLUMN_RATERS, COLUMN_UNITS, COLUMN_W = "维度 / 指标", "评分人", "都评过的单位", "W"
INDENTED = "　{name}"
NONE = "—"

JOINED = {"mean": "取平均", "median": "取中位数", "trimmed_mean": "去掉最高最低再平均"}
NOTE = "只供参考，不改任何得分和名次：正式得分仍按方案把各位评分人的分{joined}。"
EXPLAIN_W = (
    "W（肯德尔和谐系数）看大家排出的先后次序像不像：1 是完全相同；各评各的、互不相干时约为 1/人数（{count} 位约 {chance}）。"
)
EXPLAIN_SEVERITY = "宽严是在同一单位、同一指标上和评分人的平均比，评到的单位好坏不影响它。"
MEASURED = "{names}不是按满分打的分，不参加宽严比较。"
