"""The words on the pictures: labels, notes, and the findings that serve as titles.

A finding is a tuple of clauses: joined to one line on wide pictures, one clause a line on the tall one.
"""

PRODUCT = "三个年考评台"
RANK = "名次"
UNIT = "单位"
TOTAL = "总分"
VERDICT = "结论"
ADJUSTMENT = "加减分"
SHORTFALL = "短板折减"
CUT_LINE = "评先线 {value}"
LEADER_LINE = "第一名 {value}"
ON_THE_LINE = "{value} 线上"
NOTHING = "—"
AND = "、"
CHECK_CODE = "校验码 {code}"
STATES = {"demonstration": "演示数据", "internal": "内部资料", "what_if": "试算", "draft": "草案", "final": "定稿"}
STATE_ORDER = ("demonstration", "internal", "what_if", "draft", "final")

SUGGESTED = "建议入选"
COUNTED = "未入选"
BARRED = "不能参评"
PENDING = "并列待定"
LEVEL = "末席同分"
VERDICT_BY_REASON = (("否决", "一票否决"), ("底线", "低于底线"), ("总分", "总分不够"), ("名次", "名次不够"))
"""First match wins: a word in a failed condition, and the short verdict that fits beside a row."""
RED_VERDICTS = frozenset({"低于底线"})

OMITTED = "第 {first}–{last} 行略（{count} 个单位）"
BROKEN = "断开处不按比例，数字为准"
NO_ROOM = "窄段不印数字"
INCOMPLETE = "未排名（资料不全）："
LACKS = "{unit} 缺{dimensions}"
JOIN = "；"
AND_MORE = "{names} 等 {count} 个"
NOBODY = "还没有可以排名的单位"

GAP_SUBTITLE = ("与评先线的分差（分）；", "评先线 = 最后一个建议入选单位的总分 {line}（{unit}）")
GAP_SUBTITLE_SHORT = ("与评先线 {line} 的分差（分），", "线 = {unit}")
GAP_SUBTITLE_NO_LINE = ("与第一名的分差（分）；", "没有单位建议入选，所以还没有评先线")
PARTS_SUBTITLE = {
    "arithmetic": ("各段 = 得分 × 权重 ÷ 权重和（按基础分调平）；", "各段 + 加减分 = 总分，横轴从 0 起"),
    "geometric": ("各段 = 得分 × 权重 ÷ 权重和；", "短板折减 = 几何平均 − 算术平均，横轴从 0 起"),
    "harmonic": ("各段 = 得分 × 权重 ÷ 权重和；", "短板折减 = 调和平均 − 算术平均，横轴从 0 起"),
    "minimum": ("各段 = 得分 ÷ 项数（不计权重）；", "短板折减 = 最低一项 − 平均，横轴从 0 起"),
}
PAGE_OF = "第 {page}/{pages} 张"
OWN_SCALE = "第 {page}/{pages} 张，各张刻度不同"

SOURCES = "来源：{sources}"
SHOWN = "显示 {shown} 个，共 {of} 个单位"
SHOWN_PAGE = "第 {page}/{pages} 张，第 {first}–{last} 个，共 {of} 个单位"
WEIGHTS = "权重 {weights}"
OTHERWISE = "；{list}与建议不同：{changes}"
OTHERWISE_MANY = "{lead}换入 {more} 个、换出 {fewer} 个"
EQUALS = " = "
"""Between the dimensions and their weights."""
DATE = "{date}生成"
COMPETING = "参评 {shown} 个，共 {of} 个单位"
COMPETING_PAGE = "第 {page}/{pages} 张，参评 {shown} 个中的第 {first}–{last} 个，共 {of} 个单位"
COMPARED = "1 个单位，对照{against}"
BAR = "｜"

DONE = "✓"
DOUBT = "疑"
MISSING = "缺"
PARTIAL = "不全"
MISSING_COUNT = "缺{count}"
REPORTED = "{done}/{all}"

DIGITS = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """Return a whole number in Chinese, 0 to 99: 六, 十二, 二十."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def count(number: int) -> str:
    """Return a number of things: 两个, not 二个."""
    return "两" if number == 2 else ordinal(number)


# Findings of the gap picture. {seat} is an ordinal, {seats}, {units} and {tied} are numbers of things.
PENDING_SEATS = ("{tied}个单位同分并列待定，", "只剩{seats}席")
DECIDED_OTHERWISE = ("定稿名单{chosen}个单位，", "与系统建议有{differing}处不同")
DECIDED_VACANT = ("定稿名单空缺，", "系统建议了{differing}个单位")
SETTLED_SEATS = ("{tied}个单位末席同分，", "定稿已作取舍")
PENDING_NO_LINE = ("{tied}个单位同分并列待定，", "还没有评先线")
GIVEN_WAY = "让出名额"
UNDER_CONDITIONS = ("为满足名额条件，", "有{count}个单位让出名额")
UNFILLED = ("名额{quota}个，", "符合条件的只有{units}个")
ALL_SUGGESTED = ("{units}个参评单位全部建议入选，", "相差 {spread} 分")
ONLY_CANDIDATE = ("只有{unit}符合条件，", "建议入选")
TIE_BREAK = ("第{seat}席与{outside}同分，", "按方案规则分出先后")
TIE_BREAK_SHORT = ("第{seat}席与线外同分，", "按方案规则分出先后")
NARROW_WITH_LEAD = ("{seats}席领先评先线 {lead} 分以上，", "第{seat}席只赢 {margin} 分")
NARROW_WITH_NAMES = ("第{seat}席只赢 {margin} 分：", "{inside}压线，{outside}在外")
NARROW = ("第{seat}席只赢 {margin} 分，", "谁进谁出要细看")
CLEAR = ("{seats}席都稳：", "线外最近的{outside}还差 {margin} 分")
CLEAR_SHORT = ("{seats}席都稳，", "线外最近的还差 {margin} 分")
AHEAD = ("第{seat}席领先 {margin} 分，", "线外第一是{outside}")
AHEAD_SHORT = ("第{seat}席比线外第一名", "高 {margin} 分")
ALL_EQUAL = ("{units}个单位都是 {total} 分，", "分不出先后")
ONLY_ONE = ("只有{unit}一个单位，", "{total} 分")
ONLY_ONE_SHORT = ("只有一个单位，", "{total} 分")
ONLY_TOTAL = ("只有{unit}有总分，", "{total} 分")
ONLY_TOTAL_SHORT = ("只有一个单位有总分，", "{total} 分")
NOBODY_ELIGIBLE = ("没有单位符合评先条件，", "首尾相差 {spread} 分")
SPREAD = ("前{seat}名相差 {spread} 分",)
SPREAD_CALM = ("前{seat}名相差 {spread} 分，", "没有悬殊")
PAGE_GAPS = ("第 {first}–{last} 个：", "与评先线的分差 {start} 到 {end}")
PAGE_GAPS_NO_LINE = ("第 {first}–{last} 个：", "与第一名的分差 {start} 到 {end}")

# Findings of the contribution picture.
ALL_HIGH = ("建议入选的{units}个单位，", "{dimensions}项都在 {floor} 分以上")
ALL_HIGH_SINGLE = ("建议入选的单位，", "{dimensions}项都在 {floor} 分以上")
DECIDED_BY = ("差距主要在{dimension}：", "最高最低相差 {spread} 分")
SHORTFALLS = ("{units}个单位因短板", "折减 {depth} 分以上")
ONE_UNIT = ("{unit} {total} 分，", "{dimension}占 {part} 分")
PAGE_TOTALS = ("第 {first}–{last} 个：", "总分 {start} 到 {end}")

# The two boards, 红榜 and 黑榜.
RED_BOARD = "红榜　表扬"
BLACK_BOARD = "黑榜　提醒"
THREE_SCORES = "各项 {scores}"
LACKING = "缺{dimensions}"
LACKING_MANY = "缺{dimensions}等 {count} 项"
LACKING_ALL = "各项都缺"
VETOED = "一票否决"
BELOW_FLOOR = "{dimension} {score}，低于底线"
BELOW_FLOORS = "{dimension} {score} 等 {count} 项低于底线"
UNDER_A_FLOOR = "低于底线"
AT_THE_END = "总分靠后"
EMPTY_BOARD = "没有单位"
BOARDS_DECIDED = ("表扬 = {list}上的单位；", "提醒 = 一票否决、低于底线、总分靠后或资料不全")
BOARDS_SUBTITLE = ("表扬 = 建议入选的单位；", "提醒 = 一票否决、低于底线、总分靠后或资料不全")
PRAISED_AND_REMINDED = ("{red}个单位受表扬，", "{black}个单位被提醒")
PRAISED_ONLY = ("{red}个单位受表扬，", "没有单位要提醒")
REMINDED_ONLY = ("还没有单位受表扬，", "{black}个单位被提醒")
NOBODY_NAMED = "没有要表扬或提醒的单位"

# Findings of the reporting matrix.
ALL_REPORTED = "{cells} 格评分全部报齐"
NOT_REPORTED = "{cells} 格评分还差 {open} 格：{units}"
EMPTY_ROSTER = "名册里还没有单位"

LOCALE = {
    "dictionary": {
        "Download plot as a PNG": "保存图片（PNG）",
        "Download plot": "保存图片",
        "Preparing image - this may take a few seconds": "正在生成图片，请稍候几秒",
        "Image download succeeded": "图片已保存",
        "Sorry, there was a problem downloading your image!": "图片没有保存成功，请再试一次",
        "Taking snapshot - this may take a few seconds": "正在生成图片，请稍候几秒",
        "Snapshot succeeded": "图片已保存",
        "Sorry, there was a problem downloading your snapshot!": "图片没有保存成功，请再试一次",
        "Double-click to zoom back out": "双击还原",
    },
    "format": {
        "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
        "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        "months": [f"{ordinal(month)}月" for month in range(1, 13)],
        "shortMonths": [f"{month}月" for month in range(1, 13)],
        "date": "%Y-%m-%d",
    },
}
"""What the chart library itself says, by its English key."""
