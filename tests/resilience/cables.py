"""Machines that are network namespaces of this one, each with a cable to a switch that can be pulled out.

Nothing of this machine's own network is touched. The namespaces end with what runs in them.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

IP = shutil.which("ip", path=f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin")
_NETWORK = 0x40000000
"""CLONE_NEWNET: which kind of namespace a thread moves to."""
_BITS = 24


def why_not() -> str:
    """Return why no machines can be made here, "" where they can."""
    if IP is None:
        return "separate hosts need ip: apt-get install iproute2"
    if os.geteuid() != 0:
        return "separate hosts need root, who may make network namespaces"
    try:
        Network("try").close()
    except subprocess.CalledProcessError as error:
        return f"this machine lets nobody make network namespaces: {error.stderr.strip()}"
    return ""


class Network:
    """A switch, and the machines that hang on it by cables. Raises CalledProcessError where the system refuses."""

    def __init__(self, name: str):
        self._prefix, self._machines = f"{name}-{os.getpid()}", list[str]()
        try:
            self._make("switch")
            self._ip("-n", self._at("switch"), "link", "add", "bridge", "type", "bridge")
            self._ip("-n", self._at("switch"), "link", "set", "bridge", "up")
            self._end_with_this_process()
        except subprocess.CalledProcessError:
            self.close()
            raise

    def add(self, name: str, address: str) -> None:
        """Add a machine with this address, and lay its cable."""
        self._make(name)
        here, switch = self._at(name), self._at("switch")
        self._ip("link", "add", "eth0", "netns", here, "type", "veth", "peer", "name", name, "netns", switch)
        self._ip("-n", here, "addr", "add", f"{address}/{_BITS}", "dev", "eth0")
        self._ip("-n", here, "link", "set", "dev", "eth0", "up")
        self._ip("-n", switch, "link", "set", "dev", name, "master", "bridge", "up")

    def cut(self, name: str) -> None:
        """Let everything that a machine sends, and everything sent to it, vanish, which it isn't told."""
        self._ip("-n", self._at("switch"), "link", "set", "dev", name, "nomaster")

    def mend(self, name: str) -> None:
        """Let packets through again."""
        self._ip("-n", self._at("switch"), "link", "set", "dev", name, "master", "bridge")

    def pull_out(self, name: str) -> None:
        """Take a machine's own end of the cable out, which it notices."""
        self._ip("-n", self._at(name), "link", "set", "dev", "eth0", "down")

    def plug_in(self, name: str) -> None:
        """Put the cable in again."""
        self._ip("-n", self._at(name), "link", "set", "dev", "eth0", "up")

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """Let this thread, and what it starts, be on a machine meanwhile."""
        before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{self._at(name)}", os.O_RDONLY)
        try:
            _move(there)
            yield
        finally:
            _move(before)
            os.close(before)
            os.close(there)

    def close(self) -> None:
        """Take all machines away."""
        for name in self._machines:
            with suppress(subprocess.CalledProcessError):
                self._ip("netns", "delete", name)
        self._machines.clear()

    def _end_with_this_process(self) -> None:
        """Leave somebody behind who takes the machines away should the tests themselves be ended from outside."""
        names = f"{IP} netns list | cut -d' ' -f1 | grep '^{self._prefix}-'"
        waiting = f"while kill -0 {os.getpid()}; do sleep 2; done; for name in $({names}); do {IP} netns delete $name; done"
        silent = subprocess.DEVNULL
        subprocess.Popen(["sh", "-c", waiting], stdin=silent, stdout=silent, stderr=silent, start_new_session=True)

    def _make(self, name: str) -> None:
        self._ip("netns", "add", self._at(name))
        self._machines.append(self._at(name))
        self._ip("-n", self._at(name), "link", "set", "dev", "lo", "up")

    def _at(self, name: str) -> str:
        return f"{self._prefix}-{name}"

    @staticmethod
    def _ip(*arguments: str) -> None:
        subprocess.run([str(IP), *arguments], check=True, capture_output=True, text=True, timeout=20)


def _move(descriptor: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(descriptor, _NETWORK) != 0:
        raise OSError(ctypes.get_errno(), "setns")
