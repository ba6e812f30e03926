"""The worst sheet that an office might send: everything that goes wrong at once, in GB18030. All names are invented."""

FILE = "项目建设（最终版2）.csv"
_HEADER = """2022年度项目建设考核评分表,,,,,
填报单位：项目办,,,单位：分,,
序号,村名,项目推进情况,,群众评价,备注
,,重点项目推进（20分）,项目要素保障（10分）,,
"""
_ROWS = """1,东坪村,19.2,9,8,
2,西嶺村,1O,8.5,8,
3,南沟村,八十,7,8,分管领导已审
4,核桃坪村,185,8,8,漏了小数点
5,东坪村,18,9,7,
6,柳沟村,１７．５分,８,9,
合计,,,,,
注：满分按方案执行。,,,,,
制表人：甲,,审核：乙,,日期：2022年12月30日,
"""


def worst_sample() -> bytes:
    """Return the bytes as the office's spreadsheet would save them."""
    return (_HEADER + _ROWS).encode("gb18030")


REWRITES = {"1O": "10", "八十": "18", "185": "18.5"}
"""What a person writes beside each faulty cell."""
EXPECTED = {
    "东坪村": ("19.2", "9"),
    "西岭村": ("10", "8.5"),
    "南沟村": ("18", "7"),
    "核桃坪村": ("18.5", "8"),
    "柳沟村": ("17.5", "8"),
}
