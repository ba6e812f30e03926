"""Schemes: what a file may say, what is refused and in which words, and that nothing is lost on the way back."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from evaluation.home import default_scheme
from evaluation.problems import SchemeError
from evaluation.scheme import whole_weights, write_scheme
from evaluation.scheme_reading import check_groups, kept_scheme, read_scheme, stored_scheme
from tests.strategies import GROUPS, schemes, to_toml

HEAD = 'name = "考核"\n'
INDICATOR = '[[dimension.indicator]]\nname = "投资"\nfull_mark = 10\n'
DIMENSION = '[[dimension]]\nname = "项目建设"\n'
GOOD = HEAD + DIMENSION + INDICATOR
SECOND = '[[dimension]]\nname = "营商环境"\n[[dimension.indicator]]\nname = "办结率"\nfull_mark = 100\n'


def with_rule(rule: str, **parameters: str) -> str:
    keys = "".join(f"{key} = {value}\n" for key, value in parameters.items())
    return f'{HEAD}{DIMENSION}[[dimension.indicator]]\nname = "投资"\nrule = "{rule}"\n{keys}'


def faults(text: str | bytes) -> list[str]:
    """Return what is said about a scheme that is refused."""
    with pytest.raises(SchemeError) as refused:
        read_scheme(text, "方案.toml")
    assert all(problem.file == "方案.toml" and problem.severity == "error" for problem in refused.value.problems)
    return [problem.message for problem in refused.value.problems]


# --- the default scheme -------------------------------------------------------------------------------------------


def test_the_default_scheme_has_the_three_dimensions_of_the_speech_with_equal_weights():
    scheme = default_scheme()
    assert [(dimension.name, dimension.weight) for dimension in scheme.dimension] == [
        ("项目建设", 1),
        ("营商环境", 1),
        ("作风能力", 1),
    ]
    assert 10 <= len(scheme.indicators) <= 15


def test_the_default_scheme_says_for_everything_where_the_speech_asks_for_it():
    scheme = default_scheme()
    parts = [*scheme.dimension, *scheme.indicators, *scheme.veto_reason]
    assert [part.name for part in parts if not part.basis.strip()] == []


def test_the_default_scheme_has_its_awards_and_bottom_lines():
    scheme = default_scheme()
    assert [award.name for award in scheme.award] == ["先进集体", "优秀办公室", "先进个人"]
    assert [award.name for award in scheme.awards_for(["村（社区）"])] == ["先进集体"]
    assert "安全生产事故" in [reason.name for reason in scheme.veto_reason]


# --- reading --------------------------------------------------------------------------------------------------------


def test_what_is_left_out_has_the_contracts_default():
    scheme = read_scheme(GOOD)
    assert (scheme.decimals, scheme.rounding, scheme.aggregation) == (2, "each_level", "arithmetic")
    assert (scheme.missing, scheme.raters, scheme.ties, scheme.veto) == ("incomplete", "mean", "competition", "bar")
    assert (scheme.tie_break, scheme.adjustment.bonus_cap, scheme.indicators[0].better) == ((), None, "higher")


def test_numbers_are_the_decimals_as_written_and_never_binary():
    text = with_rule("goalposts", low="0.1", high="0.3", weight="0.333")
    indicator = read_scheme(text).indicators[0]
    assert (indicator.low, indicator.high, indicator.weight) == (Decimal("0.1"), Decimal("0.3"), Decimal("0.333"))
    assert isinstance(indicator.low, Decimal)


@pytest.mark.parametrize(
    "text",
    [
        "grades = { 优秀 = 95, 良好=85.5 }\n" + GOOD,
        'grades = { "优秀" = 95, "良好" = 85.5 }\n' + GOOD,
        GOOD + "[grades]\n优秀 = 95\n  良好\t= 85.5 # 一般 = 3\n",
    ],
)
def test_chinese_keys_may_stand_without_quotes(text):
    assert read_scheme(text).grades == {"优秀": 95, "良好": Decimal("85.5")}


def test_chinese_in_strings_and_comments_is_left_alone():
    text = "# 注 = 释\n" + GOOD.replace('"考核"', "'考核 = \"甲\" # 不是注释'") + 'basis = """第一行\n乙 = 丙"""\n'
    scheme = read_scheme(text)
    assert scheme.name == '考核 = "甲" # 不是注释'
    assert scheme.indicators[0].basis == "第一行\n乙 = 丙"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    assert read_scheme(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == read_scheme(GOOD)


@pytest.mark.parametrize(
    ("weights", "whole"),
    [("1 1", (1, 1)), ("0.333 0.667", (333, 667)), ("40 60", (2, 3)), ("2.5", (1,)), ("0.5 1 0.25", (2, 4, 1))],
)
def test_siblings_weights_become_the_smallest_whole_numbers_of_their_proportion(weights, whole):
    assert whole_weights(map(Decimal, weights.split())) == whole


@pytest.mark.parametrize(
    ("quota", "units", "places"),
    [("3", 22, 3), ('"30%"', 22, 6), ('"30%"', 20, 6), ('"33.3%"', 10, 3), ('"29.9%"', 10, 2), ('"1%"', 10, 1), ('"100%"', 7, 7)],
)
def test_a_quota_is_a_count_or_a_share_rounded_down_but_at_least_one(quota, units, places):
    text = f'{GOOD}[[award]]\nname = "先进集体"\ngroups = ["村"]\nquota = {quota}\n'
    assert read_scheme(text).award[0].places(units) == places


@pytest.mark.parametrize(("quota", "places"), [("1e-99999999%", 1), ("30 %", 6), ("３０%", 6), ("3e1%", 6)])
def test_an_old_scheme_whose_values_are_refused_today_is_read_from_the_journal_and_fills_places_at_once(quota, places):
    text = GOOD.replace(DIMENSION, DIMENSION + "floor = 700\n") + AWARD.replace("3", f'"{quota}"')
    with pytest.raises(SchemeError):
        read_scheme(text)
    scheme = kept_scheme(text)
    assert scheme.dimension[0].floor == 700
    assert scheme.award[0].places(20) == places


# --- writing --------------------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(schemes(GROUPS))
def test_what_stands_in_the_tables_is_read_back_as_the_check_would_read_it(scheme):
    """Without being checked a second time: the same values, of the same kinds."""
    written = write_scheme(read_scheme(to_toml(scheme)))
    assert repr(stored_scheme(written)) == repr(kept_scheme(written))
    assert write_scheme(stored_scheme(written)) == written


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(schemes(GROUPS))
def test_a_scheme_that_is_written_and_read_is_the_same(drawn):
    scheme = read_scheme(to_toml(drawn))
    again = read_scheme(write_scheme(scheme))
    assert again == scheme
    assert again.digest == scheme.digest


def test_the_default_scheme_survives_writing():
    scheme = default_scheme()
    assert read_scheme(write_scheme(scheme)) == scheme


def test_another_weight_is_another_version():
    assert read_scheme(GOOD).digest != read_scheme(GOOD + "weight = 2\n").digest


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ('name = "考核\n' + DIMENSION, "第 1 行", "引号"),
        (GOOD + "weight\n", "第 7 行第 7 个字符", "缺等号"),
        ("name = 考核\n" + DIMENSION + INDICATOR, "第 1 行第 8 个字符", "英文引号"),
        ("name = “考核”\n" + DIMENSION + INDICATOR, "第 1 行第 8 个字符", "英文引号"),
        (GOOD + "weight = 1\nweight = 2\n", "", "写了两次"),
        (GOOD + "aliases = [1, 2\n", "文件末尾", "方括号"),
    ],
)
def test_what_is_not_toml_is_refused_with_the_place_and_the_reason_in_chinese(text, place, reason):
    (sentence,) = faults(text)
    assert place in sentence
    assert reason in sentence
    assert not any("at line" in word or "Expected" in word for word in sentence.split("，"))


def test_a_scheme_in_another_encoding_is_refused():
    assert "UTF-8" in faults(GOOD.encode("gb18030"))[0]


INDICATOR_PATH = "第 1 个维度 › 第 1 个指标 › "
REFUSED = [
    # the text, the place that is named, a word of the reason
    (GOOD + "wieght = 2\n", INDICATOR_PATH + "wieght", "不认识"),
    ("desimals = 2\n" + GOOD, "desimals", "不认识"),
    (DIMENSION + INDICATOR, "name", "缺少"),
    (HEAD, "dimension", "缺少"),
    (HEAD + "dimension = []\n", "dimension", "至少"),
    (HEAD + "dimension = 3\n", "dimension", "列表"),
    (HEAD + "dimension = [3]\n", "第 1 个维度", "[[dimension]]"),
    (HEAD + DIMENSION, "第 1 个维度 › indicator", "缺少"),
    (HEAD + DIMENSION + "indicator = []\n", "第 1 个维度 › indicator", "至少"),
    (GOOD + "weight = 0\n", INDICATOR_PATH + "weight", "大于 0"),
    (GOOD + "weight = -1\n", INDICATOR_PATH + "weight", "-1"),
    (GOOD + 'weight = "1"\n', INDICATOR_PATH + "weight", "数字"),
    (GOOD + "weight = nan\n", INDICATOR_PATH + "weight", "数字"),
    (GOOD + "weight = true\n", INDICATOR_PATH + "weight", "数字"),
    (GOOD + "weight = 100000000\n", INDICATOR_PATH + "weight", "太长"),
    (GOOD + "weight = 0.0000000000001\n", INDICATOR_PATH + "weight", "太长"),
    (HEAD + DIMENSION + "weight = 0\n" + INDICATOR, "第 1 个维度 › weight", "大于 0"),
    (GOOD.replace("full_mark = 10\n", ""), INDICATOR_PATH + "full_mark", "需要 full_mark"),
    (GOOD + 'rule = "guess"\n', INDICATOR_PATH + "rule", "goalposts"),
    (GOOD + 'better = "bigger"\n', INDICATOR_PATH + "better", "higher, lower"),
    (GOOD + 'aliases = "投资额"\n', INDICATOR_PATH + "aliases", "列表"),
    (GOOD + "name2 = 1\n", INDICATOR_PATH + "name2", "不认识"),
    (GOOD.replace('"投资"', '""'), INDICATOR_PATH + "name", "空"),
    (GOOD.replace('"投资"', "3"), INDICATOR_PATH + "name", "文字"),
    (GOOD + "low = 1\n", INDICATOR_PATH + "low", "不用 low"),
    (with_rule("goalposts", low="1"), INDICATOR_PATH + "high", "需要 high"),
    (with_rule("goalposts", low="2", high="2"), INDICATOR_PATH + "low", "小于 high"),
    (with_rule("goalposts", low="0", high="2", scale='"log"'), INDICATOR_PATH + "low", "大于 0"),
    (with_rule("rank_points", points="[10, 8]"), INDICATOR_PATH + "full_mark", "需要"),
    (with_rule("rank_points", points="[]", full_mark="10"), INDICATOR_PATH + "points", "至少"),
    (with_rule("rank_points", points="[11, 8]", full_mark="10"), INDICATOR_PATH + "points", "11"),
    (with_rule("rank_points", points="[10, -8]", full_mark="10"), INDICATOR_PATH + "points › 第 2 项", "不能小于 0"),
    (with_rule("step_deduction", target="1", step="0", points_per_step="1", full_mark="10"), INDICATOR_PATH + "step", "大于 0"),
    (
        with_rule("step_deduction", target="1", step="1", points_per_step="1", full_mark="10", whole_steps="1"),
        INDICATOR_PATH + "whole_steps",
        "true",
    ),
    (with_rule("min_max", whole_steps="true"), INDICATOR_PATH + "whole_steps", "不用"),
    (GOOD + SECOND.replace("营商环境", "项目建设"), "第 2 个维度", "“项目建设”重复"),
    (GOOD + SECOND.replace("办结率", "投资"), "第 2 个维度 › 第 1 个指标", "“投资”重复"),
    (GOOD + SECOND.replace("办结率", "投　资"), "第 2 个维度 › 第 1 个指标", "“投　资”重复"),
    (GOOD + SECOND + 'aliases = ["投 资"]\n', "第 2 个维度 › 第 1 个指标", "第 1 个维度 › 第 1 个指标"),
    (GOOD + SECOND.replace("营商环境", "项目 建设"), "第 2 个维度", "“项目 建设”重复"),
    (GOOD + 'aliases = ["甲", "甲"]\n', "第 1 个维度 › 第 1 个指标", "“甲”重复"),
    (GOOD + SECOND + 'aliases = ["投资"]\n', "第 2 个维度 › 第 1 个指标", "第 1 个维度 › 第 1 个指标"),
    (GOOD + 'aspect = "推进"\n', INDICATOR_PATH + "aspect", "没有声明"),
    (HEAD + DIMENSION + '[[dimension.aspect]]\nname = "推进"\n' + INDICATOR, INDICATOR_PATH + "aspect", "必须写明"),
    (
        HEAD
        + DIMENSION
        + '[[dimension.aspect]]\nname = "推进"\n[[dimension.aspect]]\nname = "成效"\n'
        + INDICATOR
        + 'aspect = "推进"\n',
        "第 1 个维度 › 第 2 个二级指标",
        "“成效”",
    ),
    (
        HEAD
        + DIMENSION
        + '[[dimension.aspect]]\nname = "推进"\n[[dimension.aspect]]\nname = "推进"\n'
        + INDICATOR
        + 'aspect = "推进"\n',
        "第 1 个维度 › 第 2 个二级指标",
        "重复",
    ),
    (GOOD.replace(DIMENSION, DIMENSION + "floor = 700\n"), "第 1 个维度 › floor", "0 到 100"),
    ("decimals = 7\n" + GOOD, "decimals", "0 到 6"),
    ("decimals = 2.0\n" + GOOD, "decimals", "整数"),
    ('rounding = "up"\n' + GOOD, "rounding", "each_level, final"),
    ('aggregation = "sum"\n' + GOOD, "aggregation", "geometric"),
    ('missing = "skip"\n' + GOOD, "missing", "reweight"),
    ('raters = "best"\n' + GOOD, "raters", "trimmed_mean"),
    ('ties = "ordinal"\n' + GOOD, "ties", "dense"),
    ('veto = "drop"\n' + GOOD, "veto", "unrank"),
    ('tie_break = ["营商环境"]\n' + GOOD, "tie_break", "营商环境"),
    ("grades = { 优秀 = 101 }\n" + GOOD, "grades", "优秀"),
    (GOOD + "[adjustment]\nbonus_cap = 0.005\n", "adjustment › bonus_cap", "2 位"),
    (GOOD + "[adjustment]\ndeduction_cap = -1\n", "adjustment › deduction_cap", "不能小于 0"),
    ("adjustment = 3\n" + GOOD, "adjustment", "表"),
    (GOOD + '[[award]]\nname = "先进集体"\nquota = 3\n', "第 1 个奖项 › groups", "缺少"),
    (GOOD + '[[award]]\nname = "先进集体"\ngroups = []\nquota = 3\n', "第 1 个奖项 › groups", "至少"),
    (GOOD + '[[award]]\nname = "先进集体"\ngroups = ["村"]\n', "第 1 个奖项 › quota", "缺少"),
    *(
        (GOOD + f'[[award]]\nname = "先进集体"\ngroups = ["村"]\nquota = {quota}\n', "第 1 个奖项 › quota", "30%")
        for quota in (
            *("0", "-1", "2.5", '"0%"', '"101%"', '"三成"', "true", '"1e-99999999%"', '"3e1%"', '"30 %"', '" 30%"', '"+30%"'),
            *('"1_0%"', '"３０%"', '"0030%"', '"30.%"', '"1.0000000000001%"'),
        )
    ),
    (GOOD + 2 * '[[award]]\nname = "先进集体"\ngroups = ["村"]\nquota = 1\n', "第 2 个奖项", "重复"),
    (GOOD + '[[award]]\nname = "先进集体"\ngroups = ["村"]\nquota = 1\nwithin_rank = 0\n', "第 1 个奖项 › within_rank", "1 到"),
    (
        HEAD + DIMENSION + "weight = 0.000001\n" + INDICATOR + SECOND.replace('环境"\n', '环境"\nweight = 99999999\n'),
        "dimension",
        "太细",
    ),
]


@pytest.mark.parametrize(("text", "place", "reason"), REFUSED)
def test_a_bad_scheme_is_refused_with_the_key_and_the_place(text, place, reason):
    found = faults(text)
    assert [sentence for sentence in found if sentence.split("：")[0].endswith(place) and reason in sentence], found


def test_all_faults_of_the_values_are_told_at_once():
    first = GOOD.replace("full_mark = 10", "full_mark = 0")
    text = "decimals = 9\nties = 1\n" + first + SECOND + "weight = -1\nwhy = 1\n"
    other = "第 2 个维度 › 第 1 个指标 › "
    assert [sentence.split("：")[0] for sentence in faults(text)] == [
        "decimals",
        "ties",
        INDICATOR_PATH + "full_mark",
        other + "weight",
        other + "why",
    ]


def test_all_faults_between_the_parts_are_told_at_once():
    text = 'tie_break = ["党建"]\n' + GOOD + "low = 1\n" + SECOND.replace("办结率", "投资") + 'aspect = "成效"\n'
    assert [sentence.split("：")[0] for sentence in faults(text)] == [
        "第 2 个维度 › 第 1 个指标",
        "tie_break",
        INDICATOR_PATH + "low",
        "第 2 个维度 › 第 1 个指标 › aspect",
    ]


def test_an_indicator_may_have_its_own_name_in_another_spelling_as_alias():
    scheme = read_scheme(GOOD + 'aliases = ["投 资", "投　资"]\n')
    assert scheme.indicators[0].aliases == ("投 资", "投　资")


def test_aspects_of_two_dimensions_may_bear_the_same_name():
    aspect = '[[dimension.aspect]]\nname = "成效"\n'
    text = (
        HEAD
        + DIMENSION
        + aspect
        + INDICATOR
        + 'aspect = "成效"\n'
        + SECOND.replace("[[dimension.indicator]]", aspect + "[[dimension.indicator]]")
        + 'aspect = "成效"\n'
    )
    assert [dimension.aspect[0].name for dimension in read_scheme(text).dimension] == ["成效", "成效"]


def test_an_award_for_a_group_that_the_roster_lacks_is_refused_unless_it_is_optional():
    award = '[[award]]\nname = "{}"\ngroups = ["{}"]\nquota = 1\n'
    scheme = read_scheme(GOOD + award.format("先进集体", "村") + award.format("先进个人", "个人") + "optional = true\n")
    check_groups(scheme, ["村"])
    with pytest.raises(SchemeError, match=r"第 1 个奖项 › groups.*“先进集体”的类别“村”不在名册里.*站所"):
        check_groups(scheme, ["站所"])


# --- signs that nobody sees -----------------------------------------------------------------------------------------

HIDDEN = "\x00\x01\x0b\x1b\x7f\x85\x9f\u202a\u202e\u2066\u2069\ufdd0\ufffe\U0010ffff"
AWARD = '[[award]]\nname = "先进集体"\ngroups = ["村"]\nquota = 3\n'
TEXTS = [
    # a scheme with ⌷ in one of its texts, the place that is named
    (GOOD.replace("考核", "考⌷核"), "name"),
    ('source = "讲⌷话"\n' + GOOD, "source"),
    ("grades = { '优⌷秀' = 90 }\n" + GOOD, "grades"),
    (GOOD.replace("项目建设", "项⌷目"), "第 1 个维度 › name"),
    (GOOD.replace("投资", "投⌷资"), INDICATOR_PATH + "name"),
    (GOOD + 'basis = "依⌷据"\n', INDICATOR_PATH + "basis"),
    (GOOD + 'aliases = ["投资额", "投⌷"]\n', INDICATOR_PATH + "aliases › 第 2 项"),
    (GOOD + AWARD.replace("村", "村⌷民"), "第 1 个奖项 › groups › 第 1 项"),
    (GOOD + AWARD + '[[award.condition]]\ntag = "社⌷区"\nat_least = 1\n', "第 1 个奖项 › 第 1 条名额条件 › tag"),
    (GOOD + '[[veto_reason]]\nname = "事⌷故"\n', "第 1 条否决情形 › name"),
]


def as_toml(text: str, sign: str) -> str:
    """Put a sign where ⌷ stands, written as TOML asks for it."""
    return text.replace("'优⌷秀'", '"优⌷秀"').replace("⌷", f"\\U{ord(sign):08X}")


@pytest.mark.parametrize(("text", "place"), TEXTS)
def test_a_text_with_a_sign_that_nobody_sees_is_refused_with_its_key_and_place(text, place):
    for sign in HIDDEN:
        (sentence,) = faults(as_toml(text, sign))
        assert sentence.startswith(f"{place}：第 2 个字符是看不见的控制字符（U+{ord(sign):04X}）"), sentence


def test_half_a_character_is_refused_where_another_program_hands_it_over():
    (sentence,) = faults(GOOD.replace("投资", "投\ud800资"))
    assert sentence.startswith(INDICATOR_PATH + "name：第 2 个字符是看不见的控制字符（U+D800）")


def test_a_name_is_one_line_and_a_basis_may_have_several():
    assert "换行或制表符" in faults(GOOD.replace("投资", r"投\n资"))[0]
    assert "换行或制表符" in faults(GOOD.replace("投资", r"投\t资"))[0]
    assert read_scheme(GOOD + r'basis = "一\n\t二\r\n三"').indicators[0].basis == "一\n\t二\r\n三"


def test_rare_characters_and_blanks_without_width_are_left_alone():
    text = "\ue000𠀀\u200b❤\ufe0f\u200d\U000e0100"
    assert read_scheme(GOOD.replace("投资", f"投{text}资")).indicators[0].name == f"投{text}资"


def test_hidden_signs_are_told_together_with_all_other_faults():
    text = as_toml(GOOD.replace("投资", "投⌷资"), "\u202e") + "weight = 0\n"
    assert [sentence.split("：")[0] for sentence in faults(text)] == [INDICATOR_PATH + "name", INDICATOR_PATH + "weight"]


def test_a_scheme_that_an_older_program_took_in_is_read_as_it_was():
    assert kept_scheme(as_toml(GOOD.replace("投资", "投⌷资"), "\u202e")).indicators[0].name == "投\u202e资"
