"""会议展示: what is chosen for a showing, the picture, the full-screen slides, all pictures at once."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import streamlit as st

from evaluation.charts import A4, PROJECTOR, WECHAT, Caption, Preset, png_config
from evaluation.charts.canvas import Figure
from evaluation.charts.gallery import QUESTIONS, Slide, View, anonymised, highlighted, slides
from evaluation.export import album
from evaluation.export.drawing import Drawer, find_browser
from evaluation.glyphs import without_glyph
from evaluation.problems import EvaluationError
from evaluation.ui.desk import Desk
from evaluation.ui.pictures import caption_for
from evaluation.ui.plain_figure import show_figure
from evaluation.ui.tables import in_chinese_time
from evaluation.ui.text import md
from evaluation.wording import gallery as words

PRESETS = {words.PRESETS[preset.name]: preset for preset in (PROJECTOR, A4, WECHAT)}
_ON_PAGE = {PROJECTOR.name: 900, A4.name: 880, WECHAT.name: 520}
_ON_SCREEN = 1280
_SHOW = (Path(__file__).parent / "static" / "show.js").read_text("utf-8")


@dataclass(frozen=True)
class Showing:
    """One showing as chosen: the view with its options carried out, the slides, and the place in them."""

    view: View
    preset: Preset
    slides: list[Slide]
    is_grey: bool

    def figure(self, slide: Slide, preset: Preset) -> Figure:
        """Return one slide's figure at a preset, with the own unit standing out."""
        return self.finish(slide.question.figure(self.view, preset, slide.page))

    def finish(self, figure: Figure) -> Figure:
        """Carry out what is done to every finished figure."""
        return highlighted(figure, self.view.own_unit) if self.view.own_unit else figure


def chosen(desk: Desk) -> Showing:
    """Return the showing for what stands in the session, drawn or not: the controls' values outlive a slide show."""
    state = st.session_state
    ranking = desk.rank()
    shortlist = desk.shortlist(ranking)
    caption = _marked(desk, caption_for(desk, ranking, shortlist))
    floors = {dimension.name: dimension.floor for dimension in desk.scheme.dimension}
    own = state.get("own_unit")
    own = own if own in {candidate.unit.unit for candidate in shortlist.candidates} else None
    hides_scores, chosen = bool(state.get("hide_scores")), desk.chosen(shortlist.award)
    listed = "" if chosen is None else desk.list_name(shortlist.award)
    view = View(ranking, shortlist, caption, floors, desk.previous_period, desk.scheme, hides_scores, own, chosen, listed)
    if state.get("anonymous"):
        view = anonymised(view)
    preset = PRESETS.get(state.get("picture_size", ""), PROJECTOR)
    return Showing(view, preset, slides(view, preset), bool(state.get("grey")))


def _marked(desk: Desk, caption: Caption) -> Caption:
    if st.session_state.get("internal"):
        caption = replace(caption, states=(*caption.states, "internal"))
    if st.session_state.get("watermark"):
        now = in_chinese_time(datetime.now().isoformat())
        caption = replace(caption, watermark=words.MARK.format(person=desk.person, at=now))
    return caption


def keep_choices() -> None:
    """Keep the controls' values while a slide show hides the controls."""
    for key in ("question", "picture_size", "anonymous", "hide_scores", "own_unit", "internal", "watermark", "grey"):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def question_choice() -> str:
    """Draw the questions and return the key of the chosen one."""
    by_words = {question.words: question.key for question in QUESTIONS}
    return by_words[st.radio(words.QUESTIONS, list(by_words), key="question", bind="query-params")]


def size_and_options(desk: Desk) -> None:
    """Draw the choice of size and, folded away, what else can be done to the pictures."""
    # Set, not given as a default: after a slide show the kept choice stands in the session already.
    st.session_state.setdefault("picture_size", words.PRESETS["projector"])
    st.segmented_control(words.SIZE, list(PRESETS), required=True, key="picture_size")
    with st.popover(words.OPTIONS, icon=":material/tune:", width="stretch"):
        st.toggle(words.ANONYMOUS_TOGGLE, key="anonymous")
        st.toggle(words.HIDE_SCORES, key="hide_scores")
        st.selectbox(words.OWN_UNIT, _units(desk), index=None, placeholder=words.NO_UNIT, key="own_unit")
        st.toggle(words.INTERNAL, key="internal")
        st.toggle(words.WATERMARK, key="watermark")
        st.toggle(words.GREY, key="grey")


def unit_choice(desk: Desk) -> None:
    """Let a unit be chosen where its picture would stand: one step instead of three through the options."""
    st.selectbox(
        words.OWN_UNIT,
        _units(desk),
        index=None,
        placeholder=words.CHOOSE_ONE,
        key="own_unit_here",
        label_visibility="collapsed",
        width=300,
        on_change=_take_unit,
    )


def _take_unit() -> None:
    st.session_state["own_unit"] = st.session_state["own_unit_here"]


def _units(desk: Desk) -> list[str]:
    return [unit.name for unit in desk.roster.units if unit.group == desk.group]


def picture(showing: Showing, slide: Slide) -> None:
    """Draw one slide as it will be saved, smaller, with its camera button."""
    shown = showing.preset.at(_ON_PAGE[showing.preset.name])
    with st.container(key="picture_grey" if showing.is_grey else "picture", horizontal_alignment="center"):
        show_figure(
            showing.figure(slide, shown),
            key=f"picture_{slide.question.key}_{slide.page}_{showing.preset.name}",
            config=png_config(album.picture_name(showing.view, slide, showing.preset), shown),
            alt=slide.question.text(showing.view),
            width="content",
        )


def slide_show(showing: Showing, place: int) -> None:
    """Fill the screen with one slide; keys and the quiet buttons below lead on."""
    slide = showing.slides[place]
    preset = showing.preset.at(_ON_SCREEN)
    with st.container(key="show_grey" if showing.is_grey else "show"):
        with st.container(key="show_slide"):
            show_figure(
                showing.figure(slide, preset),
                key=f"show_{place}_{preset.name}",
                config=png_config("", None),
                alt=slide.question.text(showing.view),
                width="content",
            )
        with st.container(key="show_bar", horizontal=True, vertical_alignment="center"):
            st.button(words.PREVIOUS, key="show_back", on_click=step, args=(-1, len(showing.slides)), disabled=place == 0)
            st.markdown(words.PLACE.format(place=place + 1, count=len(showing.slides)))
            is_last = place + 1 == len(showing.slides)
            st.button(words.NEXT, key="show_next", on_click=step, args=(1, len(showing.slides)), disabled=is_last)
            st.button(words.LEAVE, key="show_leave", on_click=leave)
    size = f"<i id='show-size' data-width='{preset.width:g}' data-height='{preset.height:g}'></i>"
    with st.container(key="show_size"):
        st.html(size)


def listen() -> None:
    """Let keys lead through the slides, and buttons save a picture or fill the screen, in the browser alone."""
    with st.container(key="language_show"):
        st.html(f"<script>{_SHOW}</script>", unsafe_allow_javascript=True)


def step(by: int, count: int) -> None:
    """Go to another slide (a button's callback); the ends hold."""
    st.session_state["slide"] = min(max(st.session_state.get("slide", 0) + by, 0), count - 1)


def start(place: int) -> None:
    """Begin the slide show (a button's callback)."""
    st.session_state["slide"], st.session_state["showing"] = place, True


def leave() -> None:
    """End the slide show (a button's callback)."""
    st.session_state["showing"] = False


def deck_button(showing: Showing) -> None:
    """Offer the slides with native charts, whose numbers can still be edited in PowerPoint or WPS."""

    def made() -> bytes:
        from evaluation.export.deck import meeting_deck

        return meeting_deck(showing.view)

    name = words.DECK_FILE.format(period=showing.view.ranking.period, group=showing.view.shortlist.group)
    st.download_button(
        words.DECK,
        made,
        file_name=name,
        icon=":material/co_present:",
        width="stretch",
        on_click="ignore",
        disabled=not showing.slides,
        help=words.DECK_HELP,
    )


@st.cache_resource(show_spinner=False)
def _drawer() -> Drawer:
    return Drawer()


@st.dialog(words.ALL_TITLE)
def all_pictures(showing: Showing) -> None:
    """Offer all pictures as one file; the drawing is shown as it goes and holds nobody else up."""
    if find_browser() is None:
        st.info(words.NO_BROWSER, icon=":material/info:")
        return
    preset_words = words.PRESETS[showing.preset.name]
    st.write(words.ALL_TEXT.format(count=len(showing.slides), preset=preset_words))
    names = [unit.unit for unit in showing.view.ranking.group(showing.view.shortlist.group)]
    if boxes := without_glyph(names):
        st.warning(words.NO_GLYPH.format(characters=md("".join(boxes))), icon=":material/font_download_off:")
    name = words.ALBUM.format(period=showing.view.ranking.period, group=showing.view.shortlist.group, preset=preset_words)
    for label, form, save in ((words.MAKE_ZIP, "png", words.DOWNLOAD_ZIP), (words.MAKE_PDF, "pdf", words.DOWNLOAD_PDF)):
        if st.button(label, width="stretch", key=f"make_{form}"):
            try:
                content = _made(showing, form, name)
            except EvaluationError as error:
                st.error(md(str(error)), icon=":material/error:")
                return
            file_name = f"{name}.{'zip' if form == 'png' else 'pdf'}"
            st.download_button(save, content, file_name=file_name, type="primary", width="stretch", on_click="ignore")


def _made(showing: Showing, form: album.Format, title: str) -> bytes:
    count = len(showing.slides)
    progress = st.progress(0.0, words.MAKING.format(place=1, count=count))
    pictures = []
    for picture_file in album.drawn(showing.view, showing.slides, showing.preset, form, _drawer(), showing.finish):
        pictures.append(picture_file)
        place = min(len(pictures) + 1, count)
        progress.progress(len(pictures) / count, words.MAKING.format(place=place, count=count))
    progress.empty()
    return album.as_zip(pictures) if form == "png" else album.as_pdf(pictures, title)
