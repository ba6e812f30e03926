"""The door: who is in front of the app, the login form, and the sentence instead of an app that would be unsafe.

Nothing here is remembered between runs but a token: the person, their role and the end of their visit are looked up in
the people's file each time.
"""

import os
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

from evaluation.access import Person, Role
from evaluation.cookie_secret import cookie_secret
from evaluation.home import home_folder, open_people
from evaluation.people import FILE, People, spelled_identity
from evaluation.problems import EvaluationError, Unreachable
from evaluation.safe_start import Settings, is_forwarded, refusal
from evaluation.sign_in import LONGEST_VISIT, change_password, sign_in, sign_out, visitor
from evaluation.ui.text import md
from evaluation.ui.visit_cookie import COOKIE, drop_cookie, keep_cookie
from evaluation.wording import access as words

_TOKEN = "visit_token"


class NobodyHere(EvaluationError):
    """Nobody has signed in, or not any more."""


def mode() -> str:
    """Return the access mode: EVALUATION_ACCESS, by default ``local``."""
    return os.environ.get("EVALUATION_ACCESS", "").strip() or "local"


def the_people() -> People:
    """Return the people who may sign in."""
    return open_people()


def this_machine() -> People:
    """Return the file of the home, which keeps the name of the one user of this machine."""
    return People(home_folder() / FILE)


def start_problem() -> str:
    """Return why the app, as it was started, would let strangers in, "" where it wouldn't.

    Raises Unreachable while nobody can be asked who may sign in.
    """
    try:
        return refusal(_settings())
    except Unreachable:
        raise
    except EvaluationError as error:
        return str(error)


def who() -> Person:
    """Return who is in front of the app at this moment. Raises NobodyHere where nobody has signed in, or not any more."""
    if mode() == "local":
        return Person(this_machine().local_name() or words.LOCAL_PERSON, Role.MANAGE)
    person = _by_account() if mode() == "oidc" else _by_password()
    if person is None:
        raise NobodyHere(words.ENDED)
    return person


def anybody() -> Person | None:
    """Return who is in front of the app, None where a login form should be."""
    try:
        return who()
    except NobodyHere:
        return None


def closed_page(problem: str) -> None:
    """Say why the app isn't open to anybody, and nothing else."""
    st.title(words.REFUSED_TITLE, anchor=False)
    st.error(md(problem), icon=":material/block:")


def login_page() -> None:
    """Draw the login form, and nothing of the office's."""
    if st.session_state.pop("signed_out", False):
        st.session_state["has_left"] = True
        drop_cookie()
    _, middle, _ = st.columns([1, 1, 1])
    with middle:
        st.title(words.TITLE, anchor=False)
        if refusal_before := st.session_state.pop("refusal", None):
            st.error(md(refusal_before), icon=":material/lock:")
        elif _was_here() and "has_left" not in st.session_state:
            st.info(words.ENDED_SHORT, icon=":material/lock_clock:")
        if mode() == "oidc":
            _account_login()
        else:
            _password_login()


def account_menu(person: Person) -> None:
    """Draw who has signed in and the way out; nothing in ``local`` mode, where there is no login."""
    if mode() == "local":
        return
    _keep_cookie()
    with (
        st.container(key="account"),
        st.popover(md(words.ACCOUNT.format(name=person.name, role=person.role.word)), type="tertiary"),
    ):
        if person.dimensions:
            st.caption(md(words.ONLY_DIMENSIONS.format(own=words.BETWEEN.join(person.dimensions))))
        if mode() == "password":
            _password_change(person)
        st.button(words.SIGN_OUT, icon=":material/logout:", key="sign_out", on_click=_leave, width="stretch")
    _watch(person)


# --- by password --------------------------------------------------------------------------------------------------


def _by_password() -> Person | None:
    """The cookie comes first: whoever gets into a tab's session without it is still only who their own cookie says."""
    people = the_people()
    tokens = (cookie_of_visit(), st.session_state.get(_TOKEN))
    return next((person for token in tokens if token and (person := visitor(people, token))), None)


def cookie_of_visit() -> str | None:
    """Return the token that the browser brought along when it connected, None where it brought none."""
    return st.context.cookies.get(COOKIE)


def _was_here() -> bool:
    """Say whether this tab has brought a visit along, which has ended then, since the form is shown."""
    return mode() == "password" and bool(st.session_state.get(_TOKEN) or cookie_of_visit())


def _password_login() -> None:
    with st.form("login", enter_to_submit=True):
        name = st.text_input(words.NAME, key="login_name", max_chars=40, autocomplete="username")
        password = st.text_input(words.PASSWORD, key="login_password", type="password", autocomplete="current-password")
        entered = st.form_submit_button(words.SIGN_IN, type="primary", width="stretch")
    if entered:
        try:
            token = sign_in(the_people(), name, password)
        except EvaluationError as error:
            st.error(md(str(error)), icon=":material/lock:")
        else:
            # Nothing of a visit before may be seen in this one: files chosen, views, what was tried.
            st.session_state.clear()
            st.session_state[_TOKEN] = token
            st.rerun()
    st.caption(words.FORGOTTEN)


def _password_change(person: Person) -> None:
    with st.expander(words.CHANGE_PASSWORD), st.form("password", border=False, clear_on_submit=True):
        old = st.text_input(words.OLD_PASSWORD, type="password", key="password_old", autocomplete="current-password")
        new = st.text_input(words.NEW_PASSWORD, type="password", key="password_new", autocomplete="new-password")
        again = st.text_input(words.AGAIN, type="password", key="password_again", autocomplete="new-password")
        if st.form_submit_button(words.CHANGE_PASSWORD):
            if new != again:
                st.error(words.NOT_EQUAL)
                return
            try:
                st.session_state[_TOKEN] = change_password(the_people(), person.name, old, new)
            except EvaluationError as error:
                st.error(md(str(error)))
                return
            st.session_state["done"] = words.CHANGED
            st.rerun()


def _keep_cookie() -> None:
    """Let the browser bring the visit along when a page is loaded anew or in another tab, until the visit ends."""
    token = st.session_state.get(_TOKEN)
    if mode() == "password" and token and token != cookie_of_visit():
        keep_cookie(token)


# --- by the office's account --------------------------------------------------------------------------------------


def _by_account() -> Person | None:
    return person_of_account(st.user.to_dict())


def person_of_account(claims: Mapping[str, Any]) -> Person | None:
    """Return whose account this is; nobody where they signed in longer ago than a visit may last, or nobody knows when."""
    if not claims.get("is_logged_in") or _is_stale(claims):
        return None
    return the_people().find_identity(_accounts(claims))


def _accounts(claims: Mapping[str, Any]) -> list[str]:
    """Return the account's names: the provider's own number, and the e-mail address unless it is said not to be theirs."""
    found = [claims.get("sub")]
    if claims.get("email_verified") not in (False, "false"):
        found.append(claims.get("email"))
    return [spelled_identity(str(name)) for name in found if name]


def _is_stale(claims: Mapping[str, Any]) -> bool:
    issued: Any = claims.get("iat")
    return not isinstance(issued, int | float) or not 0 <= time.time() - issued + 60 < LONGEST_VISIT + 60


def _account_login() -> None:
    if st.user.get("is_logged_in"):
        account = st.user.get("email") or st.user.get("sub") or words.NO_ACCOUNT
        sentence = words.STALE_SIGN_IN.format(hours=LONGEST_VISIT // 3600)
        if not _is_stale(st.user.to_dict()):
            sentence = md(words.UNKNOWN_ACCOUNT.format(account=account))
        st.error(sentence, icon=":material/lock:")
        st.button(words.SIGN_OUT, icon=":material/logout:", key="sign_out", on_click=_leave)
        return
    st.button(words.SIGN_IN_OFFICE, type="primary", icon=":material/login:", on_click=st.login, width="stretch")
    st.caption(words.OFFICE_HINT)


# --- leaving ------------------------------------------------------------------------------------------------------


def _leave() -> None:
    """End the visit in the file, for every tab, and keep nothing of it in this one."""
    tokens = {st.session_state.get(_TOKEN), cookie_of_visit()} - {None, ""}
    for token in tokens if mode() == "password" else ():
        sign_out(the_people(), token)
    st.session_state.clear()
    st.session_state["signed_out"] = True
    if mode() == "oidc":
        st.logout()


def _between_looks(longest: int = 30) -> int:
    """Return the seconds between two looks of a page left open: EVALUATION_WATCH, from 1 to 30, by default 30."""
    said = os.environ.get("EVALUATION_WATCH", "")
    return min(max(int(said), 1), longest) if said.isdecimal() and len(said) < 5 else longest


@st.fragment(run_every=_between_looks())
def _watch(person: Person) -> None:
    """Draw the page anew when the visit has ended or the role has changed, so that nothing stays on a screen left open."""
    try:
        has_changed = anybody() != person
    except Unreachable:
        return
    if has_changed:
        st.rerun()


# --- how the server was started -----------------------------------------------------------------------------------


def _settings() -> Settings:
    is_by_account, headers = mode() == "oidc", st.context.headers
    if mode() != "local":
        cookie_secret(home_folder())
    return Settings(
        mode=mode(),
        address=st.get_option("server.address"),
        host=headers.get("Host"),
        is_forwarded=is_forwarded(headers),
        has_trusted_headers=bool(st.get_option("server.trustedUserHeaders")),
        has_agent_api=bool(st.get_option("server.enableAgentApi")),
        guards_forms=bool(st.get_option("server.enableXsrfProtection") and st.get_option("server.enableCORS")),
        allowed_hosts=tuple(st.get_option("server.allowedHosts")),
        has_manager=mode() in ("password", "oidc") and the_people().has_manager(by_password=mode() == "password"),
        auth=auth_section() if is_by_account else None,
        open_secrets=_open_secrets() if is_by_account else "",
        has_authlib=find_spec("authlib") is not None,
    )


def auth_section() -> dict[str, Any]:
    """Return the section ``auth`` of the secrets, empty where there is none."""
    try:
        return st.secrets["auth"].to_dict()
    except (FileNotFoundError, KeyError):
        return {}


def _open_secrets() -> str:
    """Return the path of a secrets file that others may read, "" where none is."""
    files = [Path(name) for name in st.get_option("secrets.files")]
    is_open = (path for path in files if os.name == "posix" and path.is_file() and path.stat().st_mode & 0o077)
    return next(map(str, is_open), "")
