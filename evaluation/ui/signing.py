"""Hands Streamlit the installation's own secret for signing cookies; left alone it makes another one at each start."""

from typing import Any

from streamlit import config

from evaluation.cookie_secret import cookie_secret
from evaluation.home import home_folder
from evaluation.problems import EvaluationError
from evaluation.ui.door import auth_section, mode

_OPTION = "server.cookieSecret"


def signing_secrets() -> dict[str, Any] | None:
    """Set Streamlit's secret and return what to add to its secrets: the login service's section, where it lacks one.

    Nothing in ``local`` mode, where no cookie says who is there, nor where the secret can't be used: the door says why.
    """
    if mode() == "local":
        return None
    try:
        secret = cookie_secret(home_folder())
    except EvaluationError:
        return None
    if not config.is_manually_set(_OPTION):
        config.set_option(_OPTION, secret)
    auth = auth_section()
    return {"auth": {**auth, "cookie_secret": secret}} if auth and not auth.get("cookie_secret") else None
