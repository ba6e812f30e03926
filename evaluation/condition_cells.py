"""Conditions on an award's places as one cell of a table: 至少 1 个社区；每个片区至多 2 个, and back. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from evaluation.wording import conditions as words

_LEAST = r"(?:(?:至少|不少于)\s*(?P<least>\d+)\s*个)"
_MOST = r"(?:(?:至多|最多|不超过)\s*(?P<most>\d+)\s*个)"
_AMOUNT = rf"(?:{_LEAST}\s*[、,，]?\s*{_MOST}|{_LEAST.replace('least', 'least1')}|{_MOST.replace('most', 'most1')})"
_NAME = r'(?P<name>"(?:[^"]|"")+"|[^"]+?)'
_OF_TAG = re.compile(rf"{_AMOUNT}\s*{_NAME}")
_OF_EACH = re.compile(rf"每个?\s*{_NAME}\s*{_AMOUNT}")
_ITEM = re.compile(r'(?:"(?:[^"]|"")*"|[^;；\n"])+')
_UNSAFE = re.compile(r'[;；,，、\n"]|^\s|\s$|^个|至少|至多|不少于|不超过|最多')


def to_text(conditions: object) -> str:
    """Return conditions as they stand in a scheme file as one cell; what isn't made as they are is shown as it is."""
    if not isinstance(conditions, list | tuple):
        return str(conditions)
    return words.JOINED.join(_one(item) if isinstance(item, Mapping) else str(item) for item in conditions)


def _one(item: Mapping[str, Any]) -> str:
    amounts = ((words.AT_LEAST, item.get("at_least")), (words.AT_MOST, item.get("at_most")))
    amount = words.AND.join(template.format(number=number) for template, number in amounts if number is not None)
    if item.get("each") is not None:
        return words.EACH.format(kind=_safe(str(item["each"])), amount=amount)
    return words.OF.format(amount=amount, tag=_safe(str(item.get("tag", ""))))


def _safe(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if _UNSAFE.search(name) else name


def from_text(cell: str) -> list[dict[str, Any]] | str:
    """Return the conditions in a cell as a scheme file has them; the cell itself where they can't be read."""
    found = []
    for text in filter(None, (part.strip() for part in _ITEM.findall(cell))):
        each, tag = _OF_EACH.fullmatch(text), _OF_TAG.fullmatch(text)
        if not (match := each or tag):
            return cell
        name = match["name"]
        name = name[1:-1].replace('""', '"') if name.startswith('"') else name.strip()
        least, most = match["least"] or match["least1"], match["most"] or match["most1"]
        numbers = {key: int(number) for key, number in (("at_least", least), ("at_most", most)) if number}
        found.append({"each" if each else "tag": name, **numbers})
    return found or cell
