"""Buttons for the workbooks that go back to their senders."""

from collections.abc import Sequence

import streamlit as st

from evaluation.export.returned_plan import to_return
from evaluation.export.returned_sheet import returned_archive, returned_name, returned_sheet
from evaluation.intake import File, Intake
from evaluation.matching import known_names
from evaluation.problems import Problem
from evaluation.wording import returned as words


def return_button(file: File, intake: Intake, problems: Sequence[Problem], key: str) -> None:
    """Offer the file with its problems marked in their cells; nothing where its sender has nothing to do."""
    if to_return(file.base_name, problems):
        st.download_button(
            words.DOWNLOAD,
            lambda: returned_sheet(file, problems, known_names(intake.scheme, intake.roster)),
            file_name=returned_name(file),
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
            key=key,
        )


def return_all_button(files: Sequence[File], intake: Intake, problems: Sequence[Problem]) -> None:
    """Offer all such workbooks as one archive, where there are several."""
    count = sum(bool(to_return(file.base_name, problems)) for file in files)
    if count > 1:
        st.download_button(
            words.DOWNLOAD_ALL.format(count=count),
            lambda: returned_archive(files, problems, known_names(intake.scheme, intake.roster)),
            file_name=words.ARCHIVE,
            icon=":material/folder_zip:",
            on_click="ignore",
            key="return_all",
        )
