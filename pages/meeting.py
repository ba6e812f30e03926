"""会议展示: choose a question, see its picture, show it full screen, take it along."""

import streamlit as st

from evaluation.ui import meeting_view as view
from evaluation.ui.frame import head_row, open_page, stop_if_empty
from evaluation.wording import gallery as words
from evaluation.wording import pages

desk = open_page()
view.keep_choices()
head_row(desk, pages.MEETING)
stop_if_empty(desk)
showing = view.chosen(desk)
view.listen()
if st.session_state.get("showing") and showing.slides:
    view.slide_show(showing, min(st.session_state.get("slide", 0), len(showing.slides) - 1))
    st.stop()

controls, stage = st.columns([1, 3.6], gap="medium")
with controls:
    with st.container(border=True, key="screen_question"):
        key = view.question_choice()
    # The place among all slides, so that 上一张 and 下一张 lead on into the next question.
    of_question = [place for place, slide in enumerate(showing.slides) if slide.question.key == key]
    with st.container(border=True, key="screen_options"):
        view.size_and_options(desk)
        place = of_question[0] if of_question else 0
        page = st.session_state.get(f"page_{key}", 1)
        place += min(page, len(of_question)) - 1 if of_question else 0
        st.button(
            words.SHOW,
            type="primary",
            icon=":material/slideshow:",
            key="show_start",
            width="stretch",
            on_click=view.start,
            args=(place,),
            disabled=not showing.slides,
        )
        st.button(words.SAVE, icon=":material/image:", key="save_picture", width="stretch", disabled=not of_question)
        if st.button(words.ALL, icon=":material/photo_library:", width="stretch", disabled=not showing.slides):
            view.all_pictures(showing)
        view.deck_button(showing)
with stage, st.container(border=True):
    if not of_question:
        question = next(question for question in view.QUESTIONS if question.key == key)
        st.markdown(f"### {words.NOTHING_TO_SHOW}")
        st.write(question.needs(showing.view))
        if question.words == words.UNIT:
            view.unit_choice(desk)
        st.stop()
    if len(of_question) > 1:
        st.segmented_control(
            pages.PICTURE_PAGE,
            range(1, len(of_question) + 1),
            default=1,
            required=True,
            key=f"page_{key}",
            label_visibility="collapsed",
            format_func=lambda number: pages.PICTURE_PAGE_OF.format(n=number, of=len(of_question)),
        )
    view.picture(showing, showing.slides[place])
    st.caption(f"{words.CODE.format(code=showing.view.caption.check_code)}　·　{words.KEYS}")
