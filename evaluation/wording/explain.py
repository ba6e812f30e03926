"""Words of a trace: how a total comes about, step by step. Formulas read as on a calculator or in WPS. Filled by str.format."""

TOTAL, BASE, ADJUSTMENT, BONUS, DEDUCTION = "总分", "基础分", "加减分", "加分", "扣分"
RATER, UNNAMED_RATER = "{name}打分", "打分"
UNKNOWN_UNIT = "{period}没有名为“{unit}”的单位，不能说明得分。"

# --- remarks ------------------------------------------------------------------------------------------------------

EACH_LEVEL = "每一级四舍五入到 {decimals} 位小数，用印出来的数按计算器能算出同样的结果"
FINAL = "中间不舍入，只在最后四舍五入到 {decimals} 位小数；中间数多写 {guard} 位"
INCOMPLETE = "缺{missing}，没有得分"
REWEIGHTED = "缺{missing}，按已有的项折算"
NO_MARK = "没有打分"
COUNTED_ZERO = "没有打分，按方案计 0 分"
IMPUTED = "没有打分，按本组 {units} 个有打分单位的平均分补"
BELOW_LOW = "不高于下限 {low}"
ABOVE_HIGH = "不低于上限 {high}"
ALL_EQUAL = "本组打分都相同，计 100 分"
RANGE = "本组最低 {lowest}，最高 {highest}"
PLACE = "本组 {units} 个有打分的单位中第 {place}"
ALONE = "本组只有它有打分，计 100 分"
BEST = "本组最好 {best}"
BEST_IS_ZERO = "除数是 0：与最好的相同计 100 分，否则计 0 分"
PLACE_POINTS = "本组第 {place}，按名次记 {points} 分"
STEPS = "目标 {target}，每差 {step} 扣 {points} 分"
STEPS_LOWER = "目标 {target}，每超 {step} 扣 {points} 分"
WHOLE_STEPS = "，不足一步按一步"
RATERS = {
    "mean": "{count} 人打分取平均",
    "median": "{count} 人打分取中位数",
    "trimmed_mean": "{count} 人打分，去掉一个最高和一个最低再平均",
}
SEPARATOR = "；"
LOWER_IS_BETTER = "越低越好"
HAS_ZERO = "有一项是 0"
MINIMUM = "取最低的一项"
NO_ADJUSTMENT = "没有加减分"
BONUS_CAP, DEDUCTION_CAP = "加分最多 {cap}", "扣分最多 {cap}"
NOT_BELOW_ZERO = "总分不低于 0"
LEFT_OUT = "按方案不计入平均"
NOT_IN_SCHEME = "方案里没有这项指标，不计分"
VETO = {"bar": "一票否决：保留得分和名次，不能评先", "unrank": "一票否决：不排名，不能评先"}
VETO_DATED = "{date}，{sentence}"

# --- where a figure comes from ------------------------------------------------------------------------------------

SHEET_CELL = "{file} · {sheet}!{column}{row}"
CELL = "{file} · 第 {row} 行 {column} 列"
LINE = "{file} · 第 {line} 条"

# --- lines --------------------------------------------------------------------------------------------------------

NAMES = "、"
INDENT = "　"
STEP = "{label} {printed}"
WITH_FORMULA = "{label} {printed} = {formula}"
FORMULA_FIRST = "{label} {formula} = {printed}"
WITH_REMARK = "{line}（{remark}）"
NOTHING = "—"
