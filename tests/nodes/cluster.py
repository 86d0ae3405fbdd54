"""Three machines on this one: each an etcd, a Patroni and its PostgreSQL, by the shipped files.

A machine has an address of its own on the loopback. Everything is in one folder, and is stopped
by the numbers of its processes.
"""

import contextlib
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import factories

SHIPPED, HERE = "10.77.0.", "127.0.77."
PORTS = {":2379": ":22379", ":2380": ":22380", ":8008": ":28008", ":5432": ":25432"}
POSTGRES_PORT = 25432
BIN = Path("/usr/lib/postgresql/15/bin")
PROGRAMS = ("etcd", "patroni")
STOP_SECONDS = 20


def missing() -> list[str]:
    """What has to be installed, as Debian calls it."""
    found = {"etcd": "etcd-server", "patroni": "patroni"}
    packages = [found[program] for program in PROGRAMS if shutil.which(program) is None]
    return packages + ([] if BIN.is_dir() else ["postgresql-15"])


def here(text: str) -> str:
    """A shipped file with the addresses and ports of this machine's loopback."""
    # Whoever connects to an address of the loopback comes from its first.
    text = text.replace(f"{SHIPPED}0/24", "127.0.0.0/8").replace(SHIPPED, HERE)
    for before, after in PORTS.items():
        text = re.sub(rf"(?<={re.escape(HERE)}\d\d){before}\b", after, text)
    return text


def settings_of(name: str) -> dict[str, str]:
    """The shipped file of environment variables, for this machine's loopback."""
    lines = here((factories.ROOT / "deploy" / name).read_text(encoding="utf-8")).splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def user() -> tuple[int, int, str]:
    """Who runs the databases: PostgreSQL refuses root, so `postgres` does then."""
    entry = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return entry.pw_uid, entry.pw_gid, entry.pw_name


def wait_until(holds: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait until something holds; how long it took. Raises `TimeoutError` that says what."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.1)
    return time.monotonic() - begun


@dataclass
class Machine:
    """One machine: `number` from 1 on, its folder, and what runs on it."""

    number: int
    folder: Path
    passwords: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Its address on the loopback."""
        return f"{HERE}{10 + self.number}"

    @property
    def name(self) -> str:
        """Its name in the cluster."""
        return f"machine-{self.number}"

    def _own(self, settings: dict[str, str]) -> dict[str, str]:
        """The shipped settings are the first machine's; a list of all machines stays."""
        all_of_them = ("ETCD_INITIAL_CLUSTER", "ETCD_INITIAL_CLUSTER_TOKEN")
        return {
            name: value
            if name in all_of_them
            else value.replace(f"{HERE}11", self.address).replace("machine-1", self.name)
            for name, value in settings.items()
        }

    def prepare(self) -> None:
        """Make its folder and write its configuration, as docs/nodes.md says."""
        uid, gid, name = user()
        text = here((factories.ROOT / "deploy" / "patroni.yml").read_text(encoding="utf-8"))
        changes = {
            "/var/lib/postgresql/15/accord": str(self.folder / "data"),
            "/var/lib/postgresql/patroni.pgpass": str(self.folder / "pgpass"),
            "/var/run/postgresql": str(self.folder),
        }
        if name != "postgres":
            changes["postgres                 peer"] = "postgres scram-sha-256"
        for before, after in changes.items():
            assert before in text, before
            text = text.replace(before, after)
        self.folder.mkdir(mode=0o700)
        (self.folder / "patroni.yml").write_text(text, encoding="utf-8")
        for path in (self.folder, self.folder / "patroni.yml"):
            os.chown(path, uid, gid)

    def _start(self, program: str, settings: dict[str, str], *arguments: str) -> None:
        uid, gid, _ = user()
        kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder)}
        as_postgres: dict[str, Any] = (
            {"user": uid, "group": gid, "extra_groups": []} if os.geteuid() == 0 else {}
        )
        with (self.folder.parent / f"{self.name}-{program}.log").open("ab") as log:
            self.processes[program] = subprocess.Popen(
                [program, *arguments],
                cwd=self.folder,
                env=kept | self._own(settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **as_postgres,
            )

    def start(self) -> None:
        """Switch it on."""
        etcd = {"ETCD_DATA_DIR": str(self.folder / "etcd"), "ETCD_LOGGER": "zap"}
        self._start("etcd", settings_of("etcd.env") | etcd)
        patroni = settings_of("patroni.env") | self.passwords
        self._start("patroni", patroni, str(self.folder / "patroni.yml"))

    def postmaster(self) -> int | None:
        """The number of PostgreSQL's first process, if it runs."""
        try:
            number = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
            command = Path(f"/proc/{number}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return None
        return number if str(self.folder / "data").encode() in command else None

    def kill(self) -> None:
        """Pull its plug: everything on it is gone at once."""
        # First of all what would see another die and act on it.
        for program in ("patroni", "etcd"):
            self.processes[program].kill()
        if (number := self.postmaster()) is not None:
            os.kill(number, signal.SIGKILL)
        for process in self.processes.values():
            process.wait()
        wait_until(lambda: not self._backends(), STOP_SECONDS, f"{self.name} is off")

    def _backends(self) -> list[int]:
        """PostgreSQL's processes on this machine; without their first they end by themselves."""
        found = []
        for path in Path("/proc").iterdir():
            if path.name.isdigit():
                with contextlib.suppress(OSError):
                    if (path / "cwd").readlink() == self.folder / "data":
                        found.append(int(path.name))
        return found

    def stop(self) -> None:
        """Switch it off in order; Patroni stops its PostgreSQL."""
        for program in ("patroni", "etcd"):
            process = self.processes.get(program)
            if process is None or process.poll() is not None:
                continue
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if (number := self.postmaster()) is not None:
            os.kill(number, signal.SIGKILL)


@dataclass
class Cluster:
    """The machines, and what Patroni says of them."""

    machines: list[Machine]
    password: str
    """Of the role `accord`."""

    @property
    def url(self) -> str:
        """What nodes are given as DATABASE_URL: every machine, and the primary wanted."""
        hosts = "&".join(f"host={machine.address}:{POSTGRES_PORT}" for machine in self.machines)
        return (
            f"postgresql+psycopg://accord:{self.password}@/accord?{hosts}"
            "&target_session_attrs=read-write&connect_timeout=2"
        )

    def members(self) -> list[dict[str, Any]]:
        """What Patroni says of each machine: name, role, state, lag; of the first that answers."""
        for machine in self.machines:
            with contextlib.suppress(OSError):
                url = f"http://{machine.address}:28008/cluster"
                with urllib.request.urlopen(url, timeout=2) as answer:
                    members: list[dict[str, Any]] = json.load(answer)["members"]
                    return members
        return []

    def primary(self) -> Machine | None:
        """The machine that takes writes."""
        return self._in_role("leader")

    def synchronous(self) -> Machine | None:
        """The machine that has every acknowledged commit."""
        return self._in_role("sync_standby")

    def _in_role(self, role: str) -> Machine | None:
        for member in self.members():
            if member["role"] == role and member["state"] in ("running", "streaming"):
                return next(m for m in self.machines if m.name == member["name"])
        return None

    def is_whole(self) -> bool:
        """Whether there is a primary, a synchronous standby, and everybody runs."""
        members = self.members()
        running = [member["state"] in ("running", "streaming") for member in members]
        roles = {member["role"] for member in members}
        return len(members) == len(self.machines) and all(running) and "sync_standby" in roles

    def execute(self, statements: str) -> None:
        """Run statements as the superuser, on the primary's socket; each by itself."""
        primary = self.primary()
        assert primary is not None
        uid, gid, _ = user()
        as_postgres: dict[str, Any] = {"user": uid, "group": gid} if os.geteuid() == 0 else {}
        command = [str(BIN / "psql"), "-qX", "-v", "ON_ERROR_STOP=1", "-U", "postgres"]
        password = primary.passwords["PATRONI_SUPERUSER_PASSWORD"]
        subprocess.run(
            [*command, "-h", str(primary.folder), "-p", str(POSTGRES_PORT), "postgres"],
            input=statements.encode(),
            env={"PATH": os.environ["PATH"], "PGPASSWORD": password},
            cwd=primary.folder.parent,
            check=True,
            timeout=30,
            **as_postgres,
        )


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """Three machines with a database `accord`, until the block ends."""
    names = ("SUPERUSER", "REPLICATION", "REWIND", "RESTAPI")
    passwords = {f"PATRONI_{name}_PASSWORD": secrets.token_hex(16) for name in names}
    machines = [Machine(number, folder / f"m{number}", passwords) for number in (1, 2, 3)]
    cluster = Cluster(machines, secrets.token_hex(16))
    for machine in machines:
        machine.prepare()
    try:
        for machine in machines:
            machine.start()
        wait_until(cluster.is_whole, 90, "a primary and its standbys run")
        cluster.execute(
            f"CREATE ROLE accord LOGIN PASSWORD '{cluster.password}';\n"
            "CREATE DATABASE accord OWNER accord;\n"
        )
        yield cluster
    finally:
        for machine in machines:
            machine.stop()
