"""Words of the two pictures that compare: the heat table of the dimensions, and ranks before and after."""

FLOOR = "底线 {floor}"
NO_ROOM = "窄格不印数字"
HEAT_SUBTITLE = ("各项得分（0–100）；", "颜色越深，在本组位置越靠前")
HEAT_SUBTITLE_FLOORS = ("各项得分（0–100）；颜色越深，在本组位置越靠前；", "红框 ▼ = 低于底线")
HEAT_SUBTITLE_FRAMES = ("各项得分（0–100）；颜色越深，在本组位置越靠前；", "红框 = 低于底线")
PAGE_OF = "（第 {page}/{pages} 张）"

BELOW_SAME = ("{units}个单位有一项低于 {floor} 分底线：", "{names}")
BELOW_SAME_SHORT = ("{units}个单位有一项", "低于 {floor} 分底线")
BELOW = ("{units}个单位有一项低于底线：", "{names}")
BELOW_SHORT = ("{units}个单位", "有一项低于底线")
BELOW_ONE = ("{unit}的{dimension} {score} 分，", "低于 {floor} 分底线")
BELOW_ONE_SHORT = ("一个单位有一项", "低于底线")
ABOVE = ("没有单位低于底线，", "最低的是{unit}{dimension} {score} 分")
ABOVE_SHORT = ("没有单位低于底线，", "最低的一项 {score} 分")
SPREAD = ("{dimension}差距最大：", "最高最低相差 {spread} 分")
EQUAL = ("{units}个单位各项得分都一样",)
SINGLE = ("只有一个单位，", "最低的是{dimension} {score} 分")
SINGLE_SHORT = ("只有一个单位，", "最低一项 {score} 分")
SINGLE_TOTAL = ("只有{unit}有总分，", "最低的是{dimension} {score} 分")
SINGLE_TOTAL_SHORT = ("只有一个单位有总分，", "最低一项 {score} 分")
PAGE_BELOW = ("第 {first}–{last} 个：", "{units}个单位有一项低于底线")
PAGE_ABOVE = ("第 {first}–{last} 个：", "没有单位低于底线")
PAGE_PLAIN = ("第 {first}–{last} 个：", "最低的一项 {score} 分")

MOVES_SUBTITLE = ("○ {before}名次 → ● {now}名次，越靠左越靠前；", "{heavy}加重")
HEAVY_FROM = "变动 {places} 位及以上"
HEAVY_ANY = "有变动的"
RANK_TICK = "第{rank}名"
CHANGE = "变化"
UP, DOWN, SAME, NEW, GONE = "▲ {places}", "▼ {places}", "— 持平", "新进", "无名次"
RISE_AND_FALL = ("{riser}升 {rise} 位，", "{faller}退 {fall} 位，变动最大")
RISE_AND_FALL_SHORT = ("名次最多升 {rise} 位，", "最多退 {fall} 位")
RISE = ("{riser}升 {rise} 位，变动最大",)
FALL = ("{faller}退 {fall} 位，变动最大",)
NO_MOVE = ("{units}个单位的名次", "都没有变")
NOTHING_BEFORE = ("{before}没有名次可比，", "只画现在的名次")
NOTHING_BEFORE_SHORT = ("没有名次可比，", "只画现在的名次")
PAGE_MOVES = ("第 {first}–{last} 个：", "{units}个单位名次有变")
PAGE_NO_MOVE = ("第 {first}–{last} 个：", "名次都没有变")
WITHOUT_BEFORE = "{before}没有名次：{names}"

PICTURES = "看哪张图"
GAP, HEAT, PARTS, RANKS, VARIANTS = "分差", "三项", "构成", "名次变化", "方案A/B"
ALL_PICTURES = (GAP, HEAT, PARTS, RANKS, VARIANTS)
HEAT_TITLE = "### 各项得分　:gray[{finding}]"
RANKS_TITLE = "### 名次变化　:gray[○ {before} → ● {now}：{{finding}}]"
PICTURE_HEAT = "{period}{group}各项得分"
PICTURE_RANKS = "{period}{group}名次变化"
NO_EARLIER = "这是第一个考核期，没有更早的名次可比。"
OFFICIAL, TRIED = "方案", "试算"
