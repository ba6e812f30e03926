"""Who may do what: one table of roles, and every page, action and kind of event with the least role that it asks for.

What isn't in a table asks for the highest role, so that a new page or event is closed until somebody opens it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from evaluation.problems import EvaluationError
from evaluation.wording import access as words


class Role(IntEnum):
    """The roles; each may do everything that the ones below it may."""

    VIEW = 1
    ENTER = 2
    DECIDE = 3
    MANAGE = 4

    @property
    def word(self) -> str:
        """The role's Chinese name."""
        return words.ROLES[self.name.lower()]


PAGES: Mapping[str, Role] = {
    "home": Role.VIEW,
    "ranking": Role.VIEW,
    "unit": Role.VIEW,
    "stability": Role.VIEW,
    "meeting": Role.VIEW,
    "import": Role.ENTER,
    "shortlist": Role.DECIDE,
    "rectification": Role.DECIDE,
    "scheme": Role.DECIDE,
    "records": Role.MANAGE,
}
"""The least role for each page, by its file's name; a page that isn't here is for 管理 only."""

ACTIONS: Mapping[str, Role] = {
    "see": Role.VIEW,
    "export_ranking": Role.VIEW,
    "keep_views": Role.ENTER,
    "import": Role.ENTER,
    "see_files": Role.ENTER,
    "see_raters": Role.DECIDE,
    "decide": Role.DECIDE,
    "export_list": Role.DECIDE,
    "edit_scheme": Role.MANAGE,
    "manage": Role.MANAGE,
}
"""The least role for each action."""

EVENTS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "sheet_imported", "adjustments_imported", "vetoes_imported", "import_undone", "import_redone",
            "names_confirmed", "name_forgotten",
        ),
        "import",
    ),
    **dict.fromkeys(
        (
            "decided", "award_moved", "award_locked", "lock_withdrawn", "correction_opened", "objection_noted",
            "objection_settled", "list_saved", "rectification_saved",
        ),
        "decide",
    ),
    "scheme_set": "edit_scheme",
}  # fmt: skip
"""Which action each kind of event is; a kind that isn't here (roster, archive, backup, 开始使用 …) is ``manage``."""

OPEN_PATHS = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream")
"""What the login form itself needs of the server's own addresses."""
CLOSED_ROOTS = ("/_stcore", "/media", "/component", "/app/static")
"""Where the server gives out contents, figures about itself, and takes files; all else is the bare frame of the pages."""


class NotAllowed(EvaluationError):
    """The person's role doesn't reach that far; nothing was done."""


@dataclass(frozen=True)
class Person:
    """Who is in front of the app. ``dimensions`` are the only ones that they may import marks of; none: all."""

    name: str
    role: Role
    dimensions: tuple[str, ...] = ()

    def may(self, action: str) -> bool:
        """Say whether the role reaches an action."""
        return self.role >= ACTIONS.get(action, Role.MANAGE)

    def may_open(self, page: str) -> bool:
        """Say whether the role reaches a page."""
        return self.role >= PAGES.get(page, Role.MANAGE)

    def check(self, action: str) -> None:
        """Raise NotAllowed, with a sentence that names the role needed, where the role doesn't reach an action."""
        if not self.may(action):
            raise NotAllowed(_sentence(self.role, words.ACTIONS.get(action, action), ACTIONS.get(action, Role.MANAGE)))

    def check_page(self, page: str) -> None:
        """Raise NotAllowed where the role doesn't reach a page."""
        needed = PAGES.get(page, Role.MANAGE)
        if self.role < needed:
            raise NotAllowed(_sentence(self.role, words.THIS_PAGE, needed))

    def check_kinds(self, kinds: Iterable[str]) -> None:
        """Raise NotAllowed for the first kind of event that the role may not write."""
        for kind in kinds:
            self.check(action_of(kind))


def needs_visit(path: str) -> bool:
    """Say whether an address of the server answers only those who have signed in."""
    return path not in OPEN_PATHS and any(path == root or path.startswith(f"{root}/") for root in CLOSED_ROOTS)


def action_of(kind: str) -> str:
    """Return which action an event of this kind is."""
    return EVENTS.get(kind, "manage")


def role_named(word: str) -> Role:
    """Return the role of a Chinese name. Raises EvaluationError where there is none."""
    for role in Role:
        if role.word == word:
            return role
    raise EvaluationError(words.UNKNOWN_ROLE.format(role=word))


def _sentence(role: Role, what: str, needed: Role) -> str:
    text = words.NEEDS_MANAGER if needed is Role.MANAGE else words.NEEDS_ROLE
    return text.format(role=role.word, what=what, needed=needed.word)
