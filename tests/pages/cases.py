"""Data sets that pages must bear: names that look like markup, one unit, many units, equal scores, long names."""

from evaluation.events import roster_set, scheme_set
from evaluation.roster import Roster, Unit
from evaluation.store import Store
from tests.chain import adjustment_draft, dimension, indicator, scheme_of, sheet_draft, veto_draft

HOSTILE = (
    "=1+1",
    "<b>x</b>",
    "**x**",
    ":red[x]",
    "$x$y$",
    "[a](http://b.c)",
    "`x`",
    "![a](http://b.c/d.png)",
    "{x}",
    "{0}",
    "~~x~~",
    "<script>x</script>",
    ":material/undo:",
    "&copy;x",
    "_x_",
)
HOSTILE_GROUP, HOSTILE_AWARD = ":blue[**组**]", ":orange[奖]"
LONG = tuple(f"{head}川街道幸福花园社区居委" for head in "东西南北中前后")


def fill_hostile(store: Store) -> None:
    """Two periods of units whose names look like markup, in a group and for an award that do so too."""
    scheme = scheme_of(
        dimension("**项目**", indicator("<i>投资</i>"), floor=70),
        dimension(":red[环境]", indicator("$办结$率$")),
        award=[{"name": HOSTILE_AWARD, "groups": [HOSTILE_GROUP], "quota": 4}],
    )
    roster = Roster(tuple(Unit(name, HOSTILE_GROUP, (), place) for place, name in enumerate(HOSTILE, 1)))
    drafts = [scheme_set(scheme), roster_set(roster, "<b>名册</b>.csv", b"r")]
    for number, period in enumerate(("2021年", "2022年")):
        marks = {
            name: {unit: 100 - (place * 7 + number * 3) % 40 for place, unit in enumerate(HOSTILE)}
            for name in ("<i>投资</i>", "$办结$率$")
        }
        del marks["$办结$率$"][HOSTILE[2 + number]]
        drafts.append(sheet_draft(marks, period, file=f"**{period}**<i>.csv"))
    drafts += [adjustment_draft([(HOSTILE[1], 1)]), veto_draft([(HOSTILE[3], "<i>事故</i>**严重**")])]
    store.append(drafts, "<u>王</u>**敏**")


def fill_plain(
    store: Store, totals: dict[str, object], period: str = "2022年", group: str = "村（社区）", floor: int = 60,
) -> None:  # fmt: skip
    """One group for an award of three places, one mark out of 100 per unit and dimension."""
    scheme = scheme_of(
        *(dimension(name, indicator(f"{name}指标"), floor=floor) for name in ("项目建设", "营商环境", "作风能力")),
        award=[{"name": "先进集体", "groups": [group], "quota": 3}],
    )
    roster = Roster(tuple(Unit(name, group, (), place) for place, name in enumerate(totals, 1)))
    marks = {f"{name}指标": totals for name in ("项目建设", "营商环境", "作风能力")}
    store.append([scheme_set(scheme), roster_set(roster), sheet_draft(marks, period)], "考核办")


SHAPES = {
    "one unit": {"甲村": 90},
    "two equal units": {"甲村": 90, "乙村": 90},
    "all equal": {f"第{number}村": 85 for number in range(22)},
    "nobody above the floor": {f"第{number}村": 30 + number for number in range(5)},
    "all zero": {"甲村": 0, "乙村": 0, "丙村": 0},
    "200 units": {f"第{number}村": f"{99 - number * 0.17:.2f}" for number in range(200)},
    "names of twelve characters": {name: 95 - number for number, name in enumerate(LONG)},
}
