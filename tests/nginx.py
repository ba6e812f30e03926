"""A running nginx of the tests' own, on a configuration as docs/deploy.md gives it: a temporary folder, no daemon."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
WHY_NOT = "" if NGINX else "nginx isn't installed: apt-get install nginx-light"
PATIENCE = 20

_AROUND = """\
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    log_format asked '$upstream_addr | $status $request_uri';
    access_log {folder}/access.log asked;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/none;
    uwsgi_temp_path {folder}/none;
    scgi_temp_path {folder}/none;
{sites}
}}
"""
"""What Debian's own nginx.conf would say, in a folder of ours."""


class Proxy:
    """A running nginx and what it has passed on."""

    def __init__(self, folder: Path, process: subprocess.Popen):
        self.folder, self.process = folder, process

    def passed(self) -> list[str]:
        """Return which app answered each request that has ended; where several were tried, the last."""
        lines = (self.folder / "access.log").read_text().splitlines()
        return [line.partition(" | ")[0].rpartition(", ")[2] for line in lines]

    def passed_since(self, count: int) -> list[str]:
        """Return which apps answered after so many requests; nginx notes a request a moment after its answer has gone."""
        end = time.monotonic() + PATIENCE
        while len(found := self.passed()[count:]) == 0:
            assert time.monotonic() < end, "nothing was passed on"
            time.sleep(0.01)
        return found


@contextmanager
def proxying(folder: Path, sites: str, port: int) -> Iterator[Proxy]:
    """Start nginx on these sites, wait until it answers at a port of theirs, and end it by its own id."""
    folder.mkdir(parents=True)
    (folder / "logs").mkdir()
    user = "user root;" if os.geteuid() == 0 else ""  # the folder is closed to whom Debian's nginx would run as
    configuration = folder / "nginx.conf"
    configuration.write_text(_AROUND.format(folder=folder, user=user, sites=sites), "utf-8")
    command = [NGINX, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)]
    with (folder / "said.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(folder, process, port)
            yield Proxy(folder, process)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait(folder: Path, process: subprocess.Popen, port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError((folder / "said.log").read_text() + (folder / "error.log").read_text())


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
