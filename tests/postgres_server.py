"""A PostgreSQL server of the tests' own: Debian's programs, a temporary folder, a socket in it and, unless asked for, no port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
WHY_NOT = "" if PLACES else "PostgreSQL isn't installed: apt-get install postgresql"
_numbers = count(1)


class Server:
    """One cluster; ``database`` gives an empty place in it, by URL.

    ``settings`` are further lines of postgresql.conf, ``doors`` lines of pg_hba.conf for whoever comes over a network, ``files``
    what both may name: copied into the folder, for the server alone.
    """

    def __init__(self, settings: str = "", doors: str = "", files: tuple[Path, ...] = ()):
        # A socket's path has room for some hundred signs, which pytest's own folders use up.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if os.geteuid() == 0:
            found = pwd.getpwnam("postgres")
            os.chown(self.folder, found.pw_uid, found.pw_gid)
        self.run("initdb", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres")
        # What the tests ask for is kept through ends of processes; power cuts are PostgreSQL's own matter.
        before = f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\nfsync = off\nshared_buffers = 32MB\n"
        before += "authentication_timeout = 15s\n"  # for so long the end waits for a connection that somebody gave up half made
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write(before + settings)
        if doors:
            (self.folder / "data" / "pg_hba.conf").write_text(f"local all all trust\n{doors}")
        for path in files:
            self._take(path)
        self.start()
        self._end_with_this_process()

    def _end_with_this_process(self) -> None:
        """Leave somebody behind who ends the server and clears up should the tests themselves be ended from outside."""
        pid_file = self.folder / "data" / "postmaster.pid"
        waiting = f"while kill -0 {os.getpid()}; do sleep 2; done; kill -INT $(head -1 {pid_file}); sleep 2; rm -rf {self.folder}"
        silent = subprocess.DEVNULL
        subprocess.Popen(["sh", "-c", waiting], stdin=silent, stdout=silent, stderr=silent, start_new_session=True)

    def _take(self, path: Path) -> None:
        taken = Path(shutil.copy(path, self.folder / "data"))
        taken.chmod(0o600)
        shutil.chown(taken, *(["postgres"] * 2 if os.geteuid() == 0 else [os.geteuid()]))

    def run(self, program: str, *arguments: str) -> str:
        """Run one of the server's own programs as its user, which may not be root."""
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(PLACES[-1].with_name(program)), "-D", str(self.folder / "data"), *arguments]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=60, text=True, cwd=self.folder).stdout

    def client(self, program: str, *arguments: str, content: bytes = b"") -> bytes:
        """Run one of the programs that connect to a server, and return what it says."""
        command = [str(PLACES[-1].with_name(program)), *arguments]
        return subprocess.run(command, check=True, input=content, stdout=subprocess.PIPE, timeout=60).stdout

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.run("pg_ctl", "--wait", "--silent", "--log", str(self.folder / "log"), "start")

    def stop(self, mode: str = "fast") -> None:
        """End the server as an administrator does: connections are cut, what was committed stays."""
        self.run("pg_ctl", "--wait", "--silent", f"--mode={mode}", "stop")

    def url(self, database: str, user: str = "postgres", **options: str) -> str:
        """Return the URL of a database."""
        more = "".join(f"&{name}={value}" for name, value in options.items())
        return f"postgresql://{user}@/{database}?host={self.folder}{more}"

    def schema(self) -> str:
        """Return the URL of an empty schema: a place of its own, much faster to make than a database."""
        name = f"place{next(_numbers)}"
        self.execute(f"create schema {name}")
        return self.url("postgres", options=f"-csearch_path={name}")

    def database(self) -> str:
        """Return the URL of an empty database."""
        name = f"office{next(_numbers)}"
        self.execute(f"create database {name} template template0")
        return self.url(name)

    def execute(self, *statements: str, url: str = "") -> None:
        """Run statements as the administrator."""
        engine = create_engine((url or self.url("postgres")).replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def close(self) -> None:
        """End the server and leave nothing behind."""
        self.stop("immediate")
        shutil.rmtree(self.folder)
