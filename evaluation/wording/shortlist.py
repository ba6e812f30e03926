"""Why a unit can't be put forward, in words."""

INCOMPLETE = "缺{missing}"
VETOED = "一票否决：{reasons}"
BELOW_FLOOR = "{dimension} {score} ＜ 底线 {floor}"
BELOW_MINIMUM = "总分 {total} ＜ {minimum}"
BEYOND_RANK = "第 {rank} 名，条件是前 {within} 名"
UNKNOWN_AWARD = "没有名为“{name}”的奖项。方案里有：{known}。"

# conclusions in a table cell
SHORT_SUGGESTED, SHORT_TIED, SHORT_VETO = "建议入选", "并列待定", "一票否决"
DECIDED_IN, DECIDED_ADDED, DECIDED_OUT = "定稿选定", "定稿补入", "定稿未选"
"""What a locked list says of a tie at the cut, of a unit that the rules hadn't, and of one that they had."""
SHORT_FLOOR = "▼ {dimension} {score}"

# what the rules say, in one word
OPINION_SUGGESTED, OPINION_OUTSIDE, OPINION_TIED, OPINION_BARRED = "建议", "名额外", "并列待定", "不符合"
