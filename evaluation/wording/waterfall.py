"""Words of the picture that takes the difference of two totals apart. A finding is a tuple of clauses, as in charts.py."""

LINE, LEADER, MEAN = "评先线", "第一名", "组平均"
OF_LINE, OF_LEADER, OF_MEAN = "评先线单位", "第一名", "全组平均"
OWN = "本单位"
REFERENCE = ("{name}", "{value}")
ADJUSTMENT = "加减分"
FROM_TO = ("{start}", "→{end}")

SUBTITLE = ("从{of} {against}（{start}）到 {unit}（{end}），", "每项差多少（分）；纵轴不从 0 起")
SUBTITLE_MEAN = ("从全组平均（{start}）到 {unit}（{end}），", "每项差多少（分）；纵轴不从 0 起")
HOW = "实心 = 高于{against}，空心 = 低于{against}；各项相加正好等于总分之差"

LOST = (
    ("{unit}差 {gap} 分：", "输在{dimension}，少 {points} 分"),
    ("离{name}差 {gap} 分：", "输在{dimension}，少 {points} 分"),
    ("离{name}差 {gap} 分，", "输在{dimension}"),
    ("离{name}差 {gap} 分",),
)
WON = (
    ("{unit}高出 {gap} 分：", "赢在{dimension}，多 {points} 分"),
    ("比{name}高 {gap} 分：", "赢在{dimension}，多 {points} 分"),
    ("比{name}高 {gap} 分，", "赢在{dimension}"),
    ("比{name}高 {gap} 分",),
)
EQUAL = ("{unit}和{name}总分相同",)
EQUAL_SHORT = ("和{name}总分相同",)
ITSELF = ("{unit}就是{name}，", "总分 {total}")
ITSELF_SHORT = ("就是{name}，总分 {total}",)

PANEL = "再得几分"
FEWEST = "最省的一格：{indicator}"
OUT_OF_REACH = "满分也不够"
EACH = "各 {gain}"
TOGETHER = "几项一起提"
ONLY = "只提{dimension}"
NOT_MOVED = "其他单位不变"
