"""nginx on the sites of docs/deploy.md, and a browser to which the office's name is this nginx."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page
from websockets.sync.client import ClientConnection, connect

from tests import nginx
from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE, VIEWPORT
from tests.certificates import Authority
from tests.deploy_doc import NAME, filled


class Front:
    """A running nginx, the ports that it listens on, and what a client needs in order to trust it."""

    def __init__(self, proxy: nginx.Proxy, https: int, plain: int, authority: Authority):
        self.proxy, self.https, self.plain = proxy, https, plain
        self.trusting = ssl.create_default_context(cafile=str(authority.path))

    def ask(self, path: str = "/", host: str = NAME, **headers: str) -> http.client.HTTPResponse:
        """Ask over HTTPS, under this name, from outside any browser."""
        connection = _Secure(self.https, self.trusting)
        connection.request("GET", path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer

    def page(self) -> ClientConnection:
        """Open what an open page holds on to: a websocket."""
        line = socket.create_connection(("127.0.0.1", self.https), timeout=20)
        return connect(f"wss://{NAME}/_stcore/stream", sock=line, ssl=self.trusting, origin=f"https://{NAME}")

    def ask_plainly(self, path: str, host: str = NAME) -> http.client.HTTPResponse:
        """Ask without encryption."""
        connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=20)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        connection.close()
        return answer


class _Secure(http.client.HTTPSConnection):
    """Goes to this machine and asks for the certificate of kp.example.cn, whatever the Host header will say."""

    def __init__(self, port: int, context: ssl.SSLContext):
        super().__init__("127.0.0.1", port, timeout=20)
        self._trusting = context

    def connect(self) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock = self._trusting.wrap_socket(self.sock, server_hostname=NAME)


@contextmanager
def front(folder: Path, sites: str) -> Iterator[Front]:
    """Start nginx on the sites of docs/deploy.md."""
    folder.mkdir(exist_ok=True)
    authority = Authority(folder)
    certificate, key = authority.sign(NAME)
    https, plain = nginx.free_port(), nginx.free_port()
    places = {
        "listen 443 ssl": f"listen 127.0.0.1:{https} ssl",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "/etc/nginx/kp.crt": certificate,
        "/etc/nginx/kp.key": key,
    }
    with nginx.proxying(folder / "nginx", filled(sites, places), https) as proxy:
        yield Front(proxy, https, plain, authority)


@contextmanager
def browsing(playwright, at: Front) -> Iterator[Page]:
    """Open a browser's tab to which kp.example.cn is this nginx."""
    found = f"MAP {NAME}:443 127.0.0.1:{at.https},MAP {NAME}:80 127.0.0.1:{at.plain}"
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, f"--host-resolver-rules={found}"])
    context = browser.new_context(viewport=VIEWPORT, locale="zh-CN", ignore_https_errors=True)
    context.set_default_timeout(PATIENCE * 1000)
    try:
        yield context.new_page()
    finally:
        browser.close()
