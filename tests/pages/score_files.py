"""Small score sheets for 数据导入, and what a person then finds in the store and on the page."""

HEADER = "单位,重点项目推进（20分）,项目要素保障（10分）"
TITLE = "2022年度项目建设考核评分表"


def sheet(*rows: str, title: str = TITLE, header: str = HEADER) -> bytes:
    return "\n".join(filter(None, (title, header, *rows))).encode()


GOOD = ("好表.csv", sheet("东坪村,19,9"))


def marks_of(person, indicator: str) -> list[tuple]:
    return person.store.cursor().execute("select unit, mark from mark where indicator = ? order by unit", [indicator]).fetchall()


def rewrites(person) -> list:
    return [field for field in person.app.text_input if str(field.key).startswith("rewrite/")]
