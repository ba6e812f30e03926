"""Sentences about rankings that can't be computed, and about scores that rest on a gap."""

NO_SCHEME = "还没有考核方案，不能排名。请先导入方案。"
UNKNOWN_DIMENSION = "没有名为“{name}”的维度。方案里有：{known}。"
BAD_WEIGHT = "“{name}”的权重必须是大于 0 的数，现在是 {found}。"
WEIGHT_TOO_LONG = "“{name}”的权重 {found} 太长：须小于 1 亿，小数不超过 12 位。"
NUMBERS_TOO_LONG = "有的打分或参数位数太多，超出了精确计算的范围。请减少小数位数后再试。"

# scores that rest on a gap
GAP_MARK = "＊"
GAP_NOTE = "＊ 有指标没有打分，{rule}。"
GAPS_NAMED = "有指标没有打分、{rule}的：{units}。"
GAPS_OF = "{unit}（{dimensions}）"
