"""All pictures of a showing in one file: PNGs in a ZIP, or one PDF with a page each."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

from pypdf import PdfReader, PdfWriter

from evaluation.charts.canvas import Figure
from evaluation.charts.gallery import Slide, View
from evaluation.charts.language import Preset
from evaluation.export.drawing import Drawer, Format
from evaluation.wording import gallery as words

Finish = Callable[[Figure], Figure]


def picture_name(view: View, slide: Slide, preset: Preset) -> str:
    """Return a file name without suffix: period, group, question, preset and, where there are several, the page."""
    page = f"_{slide.page}-{slide.pages}" if slide.pages > 1 else ""
    question = slide.question.words.rstrip("？").replace("，", "")
    name = f"{view.ranking.period}_{view.shortlist.group}_{question}_{words.PRESETS[preset.name]}{page}"
    return "".join("_" if character in '\\/:*?"<>|\n\r\t' else character for character in name)


def drawn(
    view: View, slides: Sequence[Slide], preset: Preset, form: Format, drawer: Drawer, finish: Finish = lambda figure: figure
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every picture, one by one so that a page can show how far it is.

    ``finish`` is what was chosen for all of them, such as a unit to stand out. Raises EvaluationError where no
    browser can draw.
    """
    for number, slide in enumerate(slides, 1):
        figure = finish(slide.question.figure(view, preset, slide.page))
        picture = drawer.draw(figure, form, preset.saved_scale if form == "png" else 1.0)
        yield f"{number:02}_{picture_name(view, slide, preset)}.{form}", picture


def as_zip(pictures: Sequence[tuple[str, bytes]]) -> bytes:
    """Return the pictures as a ZIP; PNGs are packed already, so they are only stored."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, picture in pictures:
            archive.writestr(name, picture)
    return content.getvalue()


def as_pdf(pictures: Sequence[tuple[str, bytes]], title: str) -> bytes:
    """Return one PDF with a page per picture; letters stay letters."""
    writer = PdfWriter()
    for _, picture in pictures:
        writer.append(PdfReader(io.BytesIO(picture)))
    writer.add_metadata({"/Title": title})
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()
