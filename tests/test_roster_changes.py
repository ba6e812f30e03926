"""What a new roster does to units, from two rosters and who bears which name then."""

from evaluation.roster import Roster, Unit
from evaluation.roster_changes import RosterChanges, compare_rosters
from evaluation.unit_names import Borne, names_after
from tests.chain import roster_of


def compared(stored: Roster, new: Roster):
    before = {unit.name: Borne(unit.name, (1,)) for unit in stored.units}
    names = names_after(before, [(unit.name, unit.group, unit.aliases) for unit in new.units])
    return compare_rosters(stored, new, {name: borne.unit for name, borne in names.items()})


def names(pairs) -> list[tuple[str, str]]:
    return [(old.name, new.name) for old, new in pairs]


def test_units_come_and_go():
    found = compared(roster_of(村="甲 乙"), roster_of(村="甲 丙", 站="丁"))
    assert [unit.name for unit in found.gone] == ["乙"]
    assert [unit.name for unit in found.new] == ["丙", "丁"]
    assert found.renamed == found.regrouped == ()


def test_a_renamed_unit_in_another_group_neither_comes_nor_goes():
    found = compared(roster_of(村="甲 乙"), Roster((Unit("甲", "村"), Unit("乙社区", "社区", ("乙",)))))
    assert found.gone == found.new == ()
    assert names(found.renamed) == names(found.regrouped) == [("乙", "乙社区")]


def test_a_unit_taken_in_by_another_is_gone():
    found = compared(roster_of(村="甲 乙"), Roster((Unit("甲", "村", ("乙",)),)))
    assert [unit.name for unit in found.gone] == ["乙"]
    assert found.renamed == ()


def test_nothing_changes():
    found = compared(roster_of(村="甲 乙"), roster_of(村="乙 甲"))
    assert found == RosterChanges((), (), (), (), 2)
