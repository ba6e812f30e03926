"""A login service as offices have one: OpenID Connect on this machine, authorization code flow with PKCE.

It does what such a service does, and, where a test asks for it, what a broken or hostile one would do.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "evaluation", "a-secret-of-the-client"


class LoginService(ThreadingHTTPServer):
    """``account`` is who sits in front of the browser; ``claims`` and ``key`` are what its tokens say and are signed with."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.published = RSAKey.generate_key(2048, parameters={"kid": "1"})
        self.foreign = RSAKey.generate_key(2048, parameters={"kid": "1"})
        self.codes: dict[str, dict[str, str]] = {}
        self.returns: set[str] = set()
        self.ended = 0
        self.begin({})

    def begin(self, account: dict[str, Any], *, is_foreign: bool = False, **claims: Any) -> None:
        """Let this account sit in front of the browser; its next token carries these claims instead of the right ones."""
        self.account, self.claims, self.key = account, claims, self.foreign if is_foreign else self.published

    def token(self, nonce: str) -> str:
        """Return the signed id_token of the account."""
        now = int(time.time())
        right = {"iss": self.url, "aud": CLIENT, "nonce": nonce, "iat": now, "exp": now + 600, "sub": "sub-of-nobody"}
        claims = {**right, **self.account, **self.claims}
        return jwt.encode(
            {"alg": "RS256", "kid": "1"}, {name: value for name, value in claims.items() if value is not None}, self.key
        )


class _Handler(BaseHTTPRequestHandler):
    server: LoginService

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        url = self.server.url
        if path == "/.well-known/openid-configuration":
            self._json({
                "issuer": url, "authorization_endpoint": f"{url}/authorize", "token_endpoint": f"{url}/token",
                "jwks_uri": f"{url}/keys", "end_session_endpoint": f"{url}/leave", "response_types_supported": ["code"],
                "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            })  # fmt: skip
        elif path == "/keys":
            self._json(KeySet([self.server.published]).as_dict(private=False))
        elif path == "/authorize":
            assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
            code = secrets.token_urlsafe()
            self.server.codes[code] = asked
            self._redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        else:
            assert path == "/leave"
            self.server.ended += 1
            self._redirect(asked["post_logout_redirect_uri"])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(sent["code"])
        given = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        assert (given, proof) == (f"{CLIENT}:{SECRET}", asked["code_challenge"])
        token = self.server.token(asked["nonce"])
        self._json({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def _json(self, value: Any) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def _redirect(self, url: str) -> None:
        self.send_response(302)
        self.send_header("Location", url)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def login_service() -> Iterator[LoginService]:
    """Run a login service in a thread of its own."""
    with LoginService() as service:
        thread = threading.Thread(target=service.serve_forever, daemon=True)
        thread.start()
        try:
            yield service
        finally:
            service.shutdown()
            thread.join()
