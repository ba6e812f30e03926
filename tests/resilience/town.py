"""A town's machines as docs/deploy.md, "Several hosts", sets them up: a database server with TLS and two roles, and app hosts.

Addresses, configurations, statements and units are those of the document; passwords and folders are put in.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.server import Server as App
from benchmarks.server import running, wait_for
from evaluation.access import Person, Role
from evaluation.home import PROJECT
from evaluation.people_on_server import PeopleOnServer
from evaluation.sign_in import hash_password
from tests.certificates import Authority
from tests.deploy_doc import NAME, block, filled, settings_of
from tests.nginx import Proxy, proxying
from tests.postgres_server import Server
from tests.resilience.cables import Network

SECTION = "Several hosts"
DATABASE = "10.0.0.2"
ADDRESSES = {"front": "10.0.0.10", **{f"app{number}": f"10.0.0.1{number}" for number in range(1, 5)}}
OWNERS, APPS, PERSONS = "owner-2022-secret", "app-2022-secret", "三个年考评-2022"
"""Passwords: of the two roles, and of everybody who signs in."""


class Town:
    """The machines, with nothing running but the database. Close it in the end.

    ``url`` is that of the app's role, ``passwords`` the file with its password, ``authority`` signs what the machines show.
    """

    def __init__(self, folder: Path):
        self.folder, self._ends, self._apps = folder, ExitStack(), ExitStack()
        self.network = Network("kp")
        self._ends.callback(self.network.close)
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        for name, address in {"db": DATABASE, **ADDRESSES}.items():
            self.network.add(name, address)
        self.authority = Authority(self.folder)
        with self.network.inside("db"):
            self.server = self._database()
        self._ends.callback(self.server.close)
        self.url = self._url("kp_app")
        self.passwords = self._passwords("kp_app", APPS)
        self._prepare()

    def close(self) -> None:
        """End everything, the machines last."""
        self.stop()
        self._ends.close()

    def stop(self) -> None:
        """End all app processes as systemd does."""
        self._apps.close()

    def start(self, machine: str) -> App:
        """Start the app on a machine as its unit does, on a home of its own, and return it when it answers."""
        unit = {**settings_of(block("One server", "ini")), **settings_of(block(SECTION, "ini"))}
        environment = {
            **unit,
            "EVALUATION_HOME": str(self.home(machine)),
            "EVALUATION_JOURNAL_URL": self.url,
            "PGPASSFILE": str(self.passwords),
            "PGHOSTADDR": DATABASE,
            "STREAMLIT_SERVER_COOKIE_SECRET": "s" * 64,
        }
        options = ("--server.address", "0.0.0.0", "--server.port", "8501")
        with self.network.inside(machine):
            app = self._apps.enter_context(running(self.home(machine), *options, wait=False, settings=environment))
            app.port = 8501
            wait_for(app)
        return app

    def home(self, machine: str) -> Path:
        """Return the folder of a machine's home."""
        return self.folder / f"home-{machine}"

    def line_to(self, machine: str, port: int = 8501) -> socket.socket:
        """Return a connection to the app of a machine, or to its proxy, from somebody who sits at that machine."""
        with self.network.inside(machine):
            return socket.create_connection((ADDRESSES[machine], port), timeout=20)

    @contextmanager
    def proxy(self) -> Iterator[Proxy]:
        """Run nginx on the machine before the others, on the document's configuration with nothing but the certificate put in."""
        certificate, key = self.authority.sign(NAME)
        changed = {"proxy_pass http://127.0.0.1:8501;": block(SECTION, "nginx", 1)}
        places = {"/etc/nginx/kp.crt": certificate, "/etc/nginx/kp.key": key, **changed}
        sites = block(SECTION, "nginx") + filled(block("One server", "nginx"), places)
        with self.network.inside("front"), proxying(self.folder / "nginx", sites, 443) as started:
            yield started

    def add_people(self, *names: str) -> None:
        """Let these people hand in sheets, after they signed in. The app's role is enough for that."""
        people = PeopleOnServer(self.server.url("evaluation", user="kp_app"))
        hashed = hash_password("", PERSONS)
        people.add(Person("主任", Role.MANAGE), hashed)
        for name in names:
            people.add(Person(name, Role.ENTER), hashed)

    def _database(self) -> Server:
        certificate, key = self.authority.sign("db.example.cn")
        places = {f"/etc/evaluation/{path.name}": path.name for path in (certificate, key)}
        return Server(filled(block(SECTION, "conf"), places), block(SECTION, "conf", 1), (certificate, key))

    def _url(self, role: str) -> str:
        said = settings_of(block(SECTION, "ini"))["EVALUATION_JOURNAL_URL"]
        return filled(said, {"kp_app": role, "/etc/evaluation/ca.crt": self.authority.path})

    def _passwords(self, role: str, password: str) -> Path:
        path = self.folder / f"pgpass-{role}"
        path.touch(0o600)
        path.write_text(filled(block(SECTION, "conf", 2), {"kp_app": role, "…": password}))
        return path

    def _prepare(self) -> None:
        """What the document has the administrator type: roles and database, the tables, and what is taken away then."""
        roles = filled(block(SECTION, "sql"), {"kp_owner login password '…'": f"kp_owner login password '{OWNERS}'",
                                               "kp_app login password '…'": f"kp_app login password '{APPS}'"})  # fmt: skip
        self._type(roles)
        command = [sys.executable, "-m", "evaluation", "prepare"]
        asked = {"EVALUATION_JOURNAL_URL": self._url("kp_owner"), "PGPASSFILE": str(self._passwords("kp_owner", OWNERS))}
        with self.network.inside("app1"):
            subprocess.run(command, cwd=PROJECT, env={**os.environ, **asked, "PGHOSTADDR": DATABASE}, check=True, timeout=60)
        self._type(block(SECTION, "sql", 1))

    def _type(self, statements: str) -> None:
        options = ("--host", str(self.server.folder), "--username", "postgres", "--set", "ON_ERROR_STOP=1", "--quiet")
        self.server.client("psql", *options, content=statements.encode())
