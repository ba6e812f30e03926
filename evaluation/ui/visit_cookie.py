"""The cookie that brings a visit along, out of reach of scripts.

A page of Streamlit can't set a cookie. It gives its browser a ticket that works once, for a minute, at an address of our
own, and that address answers with the cookie.
"""

import secrets
import threading
import time
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evaluation.safe_start import host_name
from evaluation.sign_in import LONGEST_VISIT

COOKIE = "evaluation_visit"
PATH = "visit"
LIFE_OF_TICKET = 60
_tickets: dict[str, tuple[str, float]] = {}
_lock = threading.Lock()


def new_ticket(token: str) -> str:
    """Return a ticket for which the browser gets the cookie of a visit, once and within a minute."""
    ticket, now = secrets.token_urlsafe(32), time.monotonic()
    with _lock:
        for old in [old for old, (_, ends) in _tickets.items() if ends < now]:
            del _tickets[old]
        _tickets[ticket] = token, now + LIFE_OF_TICKET
    return ticket


def redeem(ticket: str) -> str:
    """Return the token that a ticket stands for, "" where it never was, has been used, or is too old."""
    with _lock:
        token, ends = _tickets.pop(ticket, ("", 0.0))
    return token if time.monotonic() <= ends else ""


def keep_cookie(token: str) -> None:
    """Let the browser fetch the cookie of a visit, so that a page loaded anew or another tab knows who is there."""
    if st.session_state.get("ticket_of") != token:
        st.session_state["ticket_of"], st.session_state["ticket"] = token, new_ticket(token)
    _fetch("POST", st.session_state["ticket"])


def drop_cookie() -> None:
    """Let the browser forget the visit, which has ended already."""
    _fetch("DELETE", "")


def _fetch(method: str, ticket: str) -> None:
    """The ticket is letters, digits, - and _ only, so that it can stand in a script."""
    address = "/".join(["", *filter(None, [st.get_option("server.baseUrlPath").strip("/"), PATH])])
    body = f'body: "{ticket}", ' if ticket else ""
    script = f'<script>fetch("{address}", {{method: "{method}", {body}credentials: "same-origin"}})</script>'
    st.container(key="language_cookie").html(script, unsafe_allow_javascript=True)


async def _answer(request: Request) -> Response:
    """Set the cookie for a ticket, or take it away; for our own pages only, so that nobody signs another person in."""
    if host_name(urlsplit(request.headers.get("Origin", "")).netloc) != host_name(request.headers.get("Host")):
        return Response(status_code=403)
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    if request.method == "DELETE":
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer
    token = redeem((await _beginning(request)).decode("ascii", "replace"))
    if not token:
        return Response(status_code=403)
    is_secure = "https" in (request.url.scheme, request.headers.get("X-Forwarded-Proto"))
    answer.set_cookie(COOKIE, token, max_age=LONGEST_VISIT, httponly=True, samesite="strict", secure=is_secure)
    return answer


async def _beginning(request: Request, most: int = 100) -> bytes:
    """Return the request's body as far as a ticket may go."""
    found = b""
    async for part in request.stream():
        found += part
        if len(found) > most:
            return b""
    return found


def visit_route() -> Route:
    """Return the address where a ticket becomes a cookie."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return Route("/".join(["", *filter(None, [base, PATH])]), _answer, methods=["POST", "DELETE"])
