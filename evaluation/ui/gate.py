"""The gate: what every request passes before Streamlit sees it.

Streamlit asks nobody for a login at the addresses beside its pages: whoever knows the address of a download, a picture, an
upload or its own figures about memory gets an answer. Here they ask for the same visit as the pages do.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from streamlit import config
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks, is_host_allowed

from evaluation.access import Person, Role, needs_visit
from evaluation.problems import EvaluationError, Unreachable
from evaluation.safe_start import host_name, is_forwarded, is_loopback
from evaluation.sign_in import visitor
from evaluation.ui.door import mode, person_of_account, the_people
from evaluation.ui.uploads import Refusal, room_for, session_of
from evaluation.ui.visit_cookie import COOKIE
from evaluation.wording import access as words

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}
_RESUMED = 2
"""Where, in the list of subprotocols, Streamlit's browser names the session that it wants to go on with."""


class Gate:
    """Wraps the whole server: refuses foreign hosts, asks for the visit, and adds the headers that browsers heed."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a sentence and status 403; 503 where nobody can look up who has signed in."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        path = path_of(asked)
        if sentence := refused_host(asked) or refused_page(asked):
            await _refuse(Refusal(sentence, 403), scope, receive, send)
            return
        if needs_visit(path) or _resumes(asked):
            refused = await run_in_threadpool(refused_visit, asked)
            if refused and needs_visit(path):
                await _refuse(refused, scope, receive, send)
                return
            if refused:
                _begin_anew(scope)
        answer = _with_headers(send, keep=not needs_visit(path))
        if scope.get("method") == "PUT" and (session := session_of(path)):
            with room_for(session, asked.headers) as refusal:
                if refusal is None:
                    await self._app(scope, receive, answer)
                else:
                    await _refuse(refusal, scope, receive, send)
            return
        await self._app(scope, receive, answer)


def path_of(asked: HTTPConnection) -> str:
    """Return the path as Streamlit knows it, without the base path under which the app may be served."""
    base = "/" + config.get_option("server.baseUrlPath").strip("/")
    return asked.scope["path"].removeprefix(base) if base != "/" else asked.scope["path"]


def refused_host(asked: HTTPConnection) -> str:
    """Return why a request may not come this way, "" where it may.

    In ``local`` mode, where nobody signs in, it has to come from this machine itself, and by a name of this machine.
    """
    host = asked.headers.get("Host")
    if mode() != "local":
        return "" if is_host_allowed(host) else words.FOREIGN_HOST
    peer = asked.client.host if asked.client else None
    if is_loopback(peer) and is_loopback(host_name(host)) and not is_forwarded(asked.headers):
        return ""
    return words.LOCAL_HOST.format(host=host or peer or words.FORWARDED)


def refused_page(asked: HTTPConnection) -> str:
    """Return why a page of another origin may not open the app's websocket, "" where the page is the app's own.

    Streamlit lets in whatever another server on the same machine shows. A proxy may leave the port out of the Host header.
    """
    origin, host = asked.headers.get("Origin"), asked.headers.get("Host", "")
    if asked.scope["type"] != "websocket" or origin is None:
        return ""
    asking = urlsplit(origin).netloc
    is_own = asking == host if mode() == "local" else host_name(asking) == host_name(host) != ""
    return "" if is_own else words.FOREIGN_HOST


def refused_visit(asked: HTTPConnection) -> Refusal | None:
    """Return why a request isn't one of somebody who has signed in, None where it is one.

    That nobody can be asked just now is no end of a visit, and isn't called one.
    """
    try:
        return None if visitor_of(asked) else Refusal(words.ENDED_SHORT, 403)
    except Unreachable as error:
        return Refusal(str(error), 503)
    except EvaluationError:  # names files of the server, which are no stranger's business
        return Refusal(words.NO_LOOKUP, 503)


def visitor_of(asked: HTTPConnection) -> Person | None:
    """Return who a request comes from, by its cookie alone; None where nobody has signed in. Raises EvaluationError."""
    if mode() == "local":
        return Person(words.LOCAL_PERSON, Role.MANAGE)
    if mode() == "oidc":
        return person_of_account(_claims(asked.cookies))
    token = asked.cookies.get(COOKIE)
    return visitor(the_people(), token) if token else None


def _claims(cookies: Mapping[str, str]) -> dict[str, Any]:
    signed = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    return json.loads(signed) if signed else {}


def _resumes(asked: HTTPConnection) -> bool:
    return asked.scope["type"] == "websocket" and len(_protocols(asked.headers)) > _RESUMED


def _protocols(headers: Mapping[str, str]) -> list[str]:
    return headers.get("sec-websocket-protocol", "").split(",")


def _begin_anew(scope: Scope) -> None:
    """Let nobody go on with a tab's session by its number alone: it may be that of somebody who has signed in."""
    headers = MutableHeaders(scope=scope)
    if "sec-websocket-protocol" in headers:
        headers["sec-websocket-protocol"] = ",".join(_protocols(headers)[:_RESUMED])


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).close(1008)
    else:
        await PlainTextResponse(refusal.sentence, refusal.status, {**_HEADERS, "Cache-Control": "no-store"})(scope, receive, send)


def _with_headers(send: Send, *, keep: bool) -> Send:
    """Return ``send`` that adds our headers; what asks for a visit is kept by no browser and no proxy."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            if not keep:
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending
