"""公示, 通报 and 推荐材料 as Word documents, filled into the office's own templates (data/templates).

What people wrote goes in as text: it is escaped for XML, and nothing in it is read as a template.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from evaluation.award_state import Notice, spoken_day
from evaluation.export.xml_text import xml_text
from evaluation.gap_marks import gap_note, marked
from evaluation.problems import EvaluationError
from evaluation.ranking import RankedUnit
from evaluation.selection import opinion
from evaluation.shortlist import Shortlist
from evaluation.steps import Step, place_in_words, walk
from evaluation.wording import documents as words
from evaluation.wording.charts import ordinal

TEMPLATES = Path(__file__).parents[2] / "data" / "templates"


@dataclass(frozen=True)
class Heading:
    """What every document of a list says about itself."""

    period: str
    award: str
    scheme: str
    office: str
    made: date
    check_code: str
    mark: str
    """草案 or 定稿 (and 演示数据), as it stands before the check code."""


def notice_document(heading: Heading, lists: Mapping[str, Sequence[str]], notice: Notice | None) -> bytes:
    """Return the 公示 of a list (group → units); without days yet they are left open."""
    days = {
        "starts": spoken_day(notice.starts) if notice else words.DAY_UNKNOWN,
        "ends": spoken_day(notice.ends) if notice else words.DAY_UNKNOWN,
        "days": notice.days if notice else "　",
    }
    return _filled("公示.docx", _common(heading) | _groups(lists) | days)


def circular_document(
    heading: Heading,
    lists: Mapping[str, Sequence[str]],
    notice: Notice | None,
    *,
    is_from_meeting: bool,
    renamed: Mapping[str, str] | None = None,
) -> bytes:
    """Return the 通报 of a list (group → units); it speaks of a meeting and of a 公示 only where this list had them.

    ``renamed`` says which units (new → old name) hung out under another name.
    """
    after_notice = words.AFTER_NOTICE if notice else ""
    if notice and renamed:
        names = "、".join(words.RENAMED_UNIT.format(new=new, old=old) for new, old in renamed.items())
        after_notice = words.AFTER_NOTICE_RENAMED.format(units=names)
    course = {
        "after_meeting": words.AFTER_MEETING if is_from_meeting else "",
        "after_notice": after_notice,
    }
    return _filled("通报.docx", _common(heading) | _groups(lists) | course)


def reason_without_words(shortlist: Shortlist, unit: str) -> str:
    """Return why a unit is on the list where nobody wrote a reason: its rank, or the conditions on places that let it in.

    Of a unit that the rules don't suggest it says so, with what stands against it: it was chosen while they still did.
    """
    candidate = next(item for item in shortlist.candidates if item.unit.unit == unit)
    if not candidate.suggested:
        return words.REASON_NONE.format(opinion="；".join(candidate.all_reasons) or opinion(candidate))
    price = shortlist.price
    if price is None or unit not in price.enters:
        return words.REASON_RULES
    gave_way = words.REASON_GAVE_WAY.format(units="、".join(price.leaves)) if price.leaves else ""
    return words.REASON_CONDITIONS.format(conditions="；".join(price.conditions), gave_way=gave_way)


def dossier_document(
    heading: Heading, unit: RankedUnit, of: int, reason: str, trace: Step, missing_rule: str = "incomplete"
) -> bytes:
    """Return the 推荐材料 of one unit: its scores, why it is put forward, and the cell behind each score.

    ``of`` counts the units of its group; ``reason`` is people's, or else ``reason_without_words``; ``trace`` is the way to its
    total. What rests on a gap bears a sign, which is told behind the summary: every office's template has that.
    """
    form = words.SUMMARY_INCOMPLETE if unit.total is None else words.SUMMARY_UNRANKED if unit.rank is None else words.SUMMARY
    summary = form.format(period=unit.period, unit=unit.unit, group=unit.group, of=of, rank=unit.rank, total=unit.total)
    base, total = (marked(name, unit.on_gaps) for name in (words.BASE, words.TOTAL))
    dimensions = [(marked(name, unit.on_gaps, name), score) for name, score in unit.dimensions.items()]
    scores = [*dimensions, (base, unit.base), (words.ADJUSTMENT, unit.adjustment), (total, unit.total)]
    return _filled(
        "推荐材料.docx",
        _common(heading)
        | {
            "unit": unit.unit,
            "summary": summary + gap_note(missing_rule, unit.on_gaps),
            "reason": reason,
            "scores": [{"name": name, "score": words.NO_MARK if score is None else f"{score:f}"} for name, score in scores],
            "evidence": list(_evidence(trace)),
        },
    )


def _evidence(trace: Step) -> Any:
    """Yield a row for each indicator with the marks and cells that it rests on, and for each adjustment.

    Bonuses and deductions that a cap holds have a row before them: without it the lines wouldn't add up to what counts.
    """
    for _, step in walk(trace):
        if step.kind == "indicator":
            marks = [child for child in step.children if child.kind == "mark"]
            yield {
                "name": step.name,
                "score": words.NO_MARK if step.printed is None else f"{step.printed:f}",
                "mark": "；".join(f"{mark.printed:f}" for mark in marks) or words.NO_MARK,
                "source": "；".join(place_in_words(mark.source) for mark in marks if mark.source) or step.remark,
            }
        elif step.kind in ("bonus", "deduction") and step.printed < sum(abs(child.printed) for child in step.children):
            sign = "+" if step.kind == "bonus" else "-"
            yield {"name": step.label, "score": f"{sign}{step.printed:f}", "mark": "", "source": step.remark}
        elif step.kind == "adjustment":
            source = place_in_words(step.source) if step.source else ""
            yield {"name": step.label, "score": f"{step.printed:+f}", "mark": "", "source": source}


def _common(heading: Heading) -> dict[str, Any]:
    return {
        "period": heading.period,
        "award": heading.award,
        "scheme": heading.scheme,
        "office": heading.office,
        "date": spoken_day(heading.made),
        "check_code": heading.check_code,
        "mark": heading.mark,
    }


def _groups(lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the list as the templates want it; one group alone needs no number."""
    form = words.GROUP_HEADING if len(lists) > 1 else words.GROUP_PLAIN
    groups = [
        {
            "heading": form.format(numeral=ordinal(place), group=group, count=len(units)),
            "names": ("、".join(units) or words.NOBODY) + words.NAMES_END,
        }
        for place, (group, units) in enumerate(lists.items(), start=1)
    ]
    return {"groups": groups, "count": sum(map(len, lists.values()))}


def _filled(name: str, values: Mapping[str, Any]) -> bytes:
    """Return a template with these values in it. Raises EvaluationError where the office's edits broke the template."""
    try:
        template = DocxTemplate(TEMPLATES / name)
        template.render(_as_text(values), SandboxedEnvironment(autoescape=True), autoescape=True)
        out = io.BytesIO()
        template.save(out)
    except (TemplateError, OSError, KeyError, ValueError) as error:
        raise EvaluationError(words.TEMPLATE_BROKEN.format(name=name)) from error
    return out.getvalue()


def _as_text(value: Any) -> Any:
    """Return the values as text that an XML file can hold, escaped, and safe from docxtpl's own {_{ for {{."""
    if isinstance(value, Mapping):
        return {name: _as_text(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return Markup(str(escape(xml_text(str(value)))).replace("{_", "{&#95;").replace("_}", "&#95;}"))
