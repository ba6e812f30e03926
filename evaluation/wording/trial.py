"""Words of what can be tried on 排名分析, and of comparing two ways to reckon."""

DIAL = "短板能不能靠长板补"
DIAL_STOPS = {
    "arithmetic": "加权平均",
    "geometric": "几何平均",
    "harmonic": "调和平均",
    "minimum": "只看短板",
}
DIAL_HELP = "最左：一项高可以补另一项低。越往右，短板压得越重；最右只看最低的一项，权重不起作用。"
MISSING = "缺评分怎么办"
MISSING_RULES = {
    "incomplete": "缺一项就不排名",
    "zero": "按 0 分算",
    "reweight": "只算有的几项",
    "group_mean": "按全组平均算",
}
MARKS = "改一个单位的打分…"
MADE_OF_PARTS = "这一期由几部分合成。要试改打分，请先选那一部分的考核期。"
INDICATOR = "指标"
NEW_MARK = "改成几分"
NO_MARK_NOW = "现在没有打分。"
MARK_NOW = "现在是 {mark}。"
MARKS_NOW = "现在 {marks}（多位评分人，试算时都按新的分）。"
FULL_MARK = "满分 {mark}。"
TRY_MARK = "试这个分"
MARK_TRIED = "{unit} · {indicator} 试 {mark}"
DROP_MARK = "不试这个分了"
WHAT_IF_MISSING = "缺评分{now}（方案 {scheme}）"
FOOT_MISSING = "缺评分{rule}"
WHAT_IF_MARK = "{unit}{indicator}改为 {mark}"
WHAT_IF_MARKS = "改了 {count} 处打分"
AS_IT_IS = "方案原样"

COMPARE = "### 两个方案对比"
COMPARE_HINT = "先调好一种，存为方案A；再调另一种，存为方案B。图里选“方案A/B”对着看。"
KEEP_A, KEEP_B = "存为方案A", "存为方案B"
VARIANT = "**{name}**　{what}"
A, B = "方案A", "方案B"
FORGET = "清掉两个方案"
VARIANTS_TITLE = "### 方案A 和方案B　:gray[○ 方案A → ● 方案B：{finding}]"
VARIANTS_EFFECT = "从方案A到方案B：{effect}"
PICTURE_VARIANTS = "{period}{group}方案A与方案B"
NO_VARIANTS = "还没有可比的方案。在右边调好权重或打分，存为方案A、方案B。"
