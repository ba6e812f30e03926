"""Under which settings the app may be used at all: the access mode, and combinations that would let strangers in."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from evaluation.wording import access as words

Mode = Literal["local", "password", "oidc"]
LEAST_SECRET = 32
"""Characters of a cookie secret; the recipe in docs/deploy.md gives 64."""
_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True)
class Settings:
    """What the server was started with, and from where this request comes.

    ``address`` is what the server listens on (None or "": everywhere); ``host`` is the request's Host header, None where
    there is no request; ``auth`` is the section of that name in secrets.toml, None where there is none.
    """

    mode: str = "local"
    address: str | None = None
    host: str | None = None
    is_forwarded: bool = False
    has_trusted_headers: bool = False
    has_agent_api: bool = False
    guards_forms: bool = True
    allowed_hosts: tuple[str, ...] = ()
    has_manager: bool = False
    auth: Mapping[str, Any] | None = field(default=None, repr=False)
    open_secrets: str = ""
    has_authlib: bool = True


def refusal(settings: Settings) -> str:
    """Return the sentence that says why the app may not be used under these settings, "" where it may."""
    if settings.mode not in get_args(Mode):
        return words.UNKNOWN_MODE.format(mode=settings.mode)
    if settings.has_trusted_headers:
        return words.TRUSTED_HEADERS
    if settings.has_agent_api:
        return words.AGENT_API
    if settings.mode == "local":
        return _refuse_local(settings)
    if not settings.guards_forms:
        return words.XSRF
    if problem := _refuse_hosts(settings):
        return problem
    if settings.mode == "oidc" and (problem := _refuse_oidc(settings)):
        return problem
    if not settings.has_manager:
        return words.NO_PEOPLE if settings.mode == "password" else words.NO_PEOPLE_OIDC
    return ""


def is_loopback(name: str | None) -> bool:
    """Say whether a name or address reaches this machine only; nothing (everywhere) doesn't."""
    name = (name or "").strip().strip("[]")
    if name.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def host_name(host: str | None) -> str:
    """Return the name or address in a Host header, without its port; "" where there is none."""
    host = host or ""
    if host.startswith("["):
        return host.partition("]")[0].strip("[")
    return host.rpartition(":")[0] if host.count(":") == 1 else host


def is_forwarded(headers: Mapping[str, str]) -> bool:
    """Say whether a proxy has passed a request on."""
    return any(headers.get(name) for name in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-Ip"))


def _refuse_local(settings: Settings) -> str:
    """A proxy, or a foreign name that points at this machine, would bring strangers in through the loopback address."""
    if not is_loopback(settings.address):
        return words.LOCAL_ADDRESS.format(address=settings.address or words.ALL_ADDRESSES)
    if settings.is_forwarded:
        return words.LOCAL_HOST.format(host=words.FORWARDED)
    if settings.host is not None and not is_loopback(host_name(settings.host)):
        return words.LOCAL_HOST.format(host=settings.host)
    return ""


def _refuse_hosts(settings: Settings) -> str:
    """Others reach the app by names that are written down, so that no foreign name can be pointed at it."""
    if any(name.strip() == "*" for name in settings.allowed_hosts):
        return words.ANY_HOST
    if settings.host is not None and not settings.allowed_hosts and not is_loopback(host_name(settings.host)):
        return words.NO_HOSTS.format(host=host_name(settings.host))
    return ""


def _refuse_oidc(settings: Settings) -> str:
    if not settings.has_authlib:
        return words.NO_LIBRARY
    auth = settings.auth or {}
    if lacking := [name for name in _NEEDED if not auth.get(name)]:
        return words.NO_SECRETS.format(names=words.BETWEEN.join(lacking))
    if len(str(auth["cookie_secret"])) < LEAST_SECRET:
        return words.WEAK_SECRET.format(least=LEAST_SECRET)
    uri = str(auth["redirect_uri"])
    if not uri.startswith("https://") and not is_loopback(host_name(uri.removeprefix("http://").partition("/")[0])):
        return words.PLAIN_REDIRECT
    if settings.open_secrets:
        return words.OPEN_SECRETS.format(path=settings.open_secrets)
    return ""
