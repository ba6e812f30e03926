"""The words on the pictures: labels, notes, and the findings that serve as titles.

A finding is given as a tuple of clauses: one line on wide pictures, one clause a line on the tall one.
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
STATES = {"demonstration": "演示数据", "what_if": "试算", "draft": "草案", "final": "定稿"}
STATE_ORDER = ("demonstration", "what_if", "draft", "final")

SUGGESTED = "建议入选"
COUNTED = "未入选"
BARRED = "不能参评"
PENDING = "并列待定"
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
DATE = "{date}生成"
BAR = "｜"

DONE = "✓"
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


# --- findings of the gap picture -------------------------------------------------------------------------


def pending(tied: int, seats: int) -> tuple[str, ...]:
    return (f"{count(tied)}个单位同分并列待定，", f"只剩{count(seats)}席")


def pending_no_line(tied: int) -> tuple[str, ...]:
    return (f"{count(tied)}个单位并列待定，", "还没有评先线")


def unfilled(quota: int, suggested: int) -> tuple[str, ...]:
    return (f"名额{count(quota)}个，", f"符合条件的只有{count(suggested)}个")


def all_suggested(suggested: int, spread: str) -> tuple[str, ...]:
    if suggested == 1:
        return ("唯一参评的单位建议入选",)
    return (f"{count(suggested)}个参评单位全部建议入选，", f"相差 {spread} 分")


def decided_by_tie_break(seat: int, outside: str) -> tuple[str, ...]:
    return (f"第{ordinal(seat)}席与{outside}同分，", "按方案规则分出先后")


def narrow_with_lead(leaders: int, lead: int, seat: int, margin: str) -> tuple[str, ...]:
    return (f"{ordinal_seats(leaders)}领先评先线 {lead} 分以上，", f"第{ordinal(seat)}席只赢 {margin} 分")


def ordinal_seats(number: int) -> str:
    return f"{count(number)}席"


def narrow_with_names(seat: int, margin: str, inside: str, outside: str) -> tuple[str, ...]:
    return (f"第{ordinal(seat)}席只赢 {margin} 分：", f"{inside}压线，{outside}在外")


def narrow(seat: int, margin: str) -> tuple[str, ...]:
    return (f"第{ordinal(seat)}席只赢 {margin} 分，", "谁进谁出要看细")


def clear(seats: int, margin: str, outside: str) -> tuple[str, ...]:
    return (f"{ordinal_seats(seats)}都稳：", f"线外最近的{outside}还差 {margin} 分")


def clear_short(seats: int, margin: str) -> tuple[str, ...]:
    return (f"{ordinal_seats(seats)}都稳，", f"线外最近的还差 {margin} 分")


def ahead(seat: int, margin: str, outside: str) -> tuple[str, ...]:
    return (f"第{ordinal(seat)}席领先 {margin} 分，", f"线外第一是{outside}")


def ahead_short(seat: int, margin: str) -> tuple[str, ...]:
    return (f"第{ordinal(seat)}席比线外第一名", f"高 {margin} 分")


def all_equal(units: int, total: str) -> tuple[str, ...]:
    return (f"{count(units)}个单位都是 {total} 分，", "分不出先后")


def only_one(unit: str, total: str) -> tuple[str, ...]:
    return (f"只有{unit}一个单位，", f"{total} 分")


def only_one_short(total: str) -> tuple[str, ...]:
    return ("只有一个单位，", f"{total} 分")


def nobody_eligible(spread: str) -> tuple[str, ...]:
    return ("没有单位符合评先条件，", f"首尾相差 {spread} 分")


def spread_of_first(units: int, spread: str, calm: bool) -> tuple[str, ...]:
    return (f"前{ordinal(units)}名相差 {spread} 分", *(("，没有悬殊",) if calm else ()))


def page_gaps(first: int, last: int, nearest: str, farthest: str) -> tuple[str, ...]:
    return (f"第 {first}–{last} 个：", f"与评先线的分差 {nearest} 到 {farthest}")


def page_gaps_no_line(first: int, last: int, nearest: str, farthest: str) -> tuple[str, ...]:
    return (f"第 {first}–{last} 个：", f"与第一名的分差 {nearest} 到 {farthest}")


# --- findings of the contribution picture ----------------------------------------------------------------


def all_high(units: int, dimensions: int, floor: int) -> tuple[str, ...]:
    every = "得分" if dimensions == 1 else f"{count(dimensions)}项"
    if units == 1:
        return ("建议入选的单位，", f"{every}都在 {floor} 分以上")
    return (f"建议入选的{count(units)}个单位，", f"{every}都在 {floor} 分以上")


def decided_by(dimension: str, spread: str) -> tuple[str, ...]:
    return (f"差距主要在{dimension}：", f"最高最低相差 {spread} 分")


def shortfalls(units: int) -> tuple[str, ...]:
    return (f"{count(units)}个单位因短板", "折减 3 分以上")


def one_unit_parts(unit: str, total: str, dimension: str, part: str) -> tuple[str, ...]:
    return (f"{unit} {total} 分，", f"{dimension}占 {part} 分")


def page_totals(first: int, last: int, highest: str, lowest: str) -> tuple[str, ...]:
    return (f"第 {first}–{last} 个：", f"总分 {highest} 到 {lowest}")


# --- finding of the reporting matrix ---------------------------------------------------------------------


def all_reported(cells: int) -> str:
    return f"{cells} 格评分全部报齐"


def not_reported(open_cells: int, cells: int, units: str) -> str:
    return f"{cells} 格评分还差 {open_cells} 格：{units}"


def nothing_to_report() -> str:
    return "名册里还没有单位"


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
        "months": ["一月", "二月", "三月", "四月", "五月", "六月"]
        + ["七月", "八月", "九月", "十月", "十一月", "十二月"],
        "shortMonths": [f"{month}月" for month in range(1, 13)],
        "date": "%Y-%m-%d",
    },
}
"""What the chart library itself says, by its English key."""
