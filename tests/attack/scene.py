"""What every attack works with: a competition in a folder, the real server, and what was found."""

import asyncio
import json
import resource
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, NamedTuple

from competition.actions import competitions
from competition.store import migrate, queries
from tests import factories
from tests.bench.writes import venue as writes
from tests.bench.writes.venue import KEY, MATCH, ROOT, TEAMS
from tests.conftest import app_in

PASSWORD = "a password for attacks"
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass(frozen=True)
class Finding:
    """What was tried, and what came of it.

    `held` does not depend on the machine; `limits` are the highest figures that are good enough
    on a quiet one.
    """

    what: str
    held: bool
    figures: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)

    def beyond(self) -> list[str]:
        """The figures above their limits."""
        return [name for name, most in self.limits.items() if self.figures[name] > most]


class Answer(NamedTuple):
    """An answer of the server; `status` is 0 where there was none."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


class Visitor:
    """A browser with cookies; redirects are not followed."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = CookieJar()
        handlers = (urllib.request.HTTPCookieProcessor(self.cookies), _NoRedirect())
        self._opener = urllib.request.build_opener(*handlers)

    def ask(
        self,
        method: str,
        path: str,
        data: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> Answer:
        """Send a request; a mapping is sent as a form."""
        body = urllib.parse.urlencode(data).encode() if isinstance(data, Mapping) else data
        request = urllib.request.Request(
            self.url + path, method=method, data=body, headers=dict(headers or {})
        )
        try:
            with self._opener.open(request, timeout=timeout) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read())
        except OSError:
            return Answer(0, {}, b"")

    def token(self, path: str) -> str:
        """The form token of a page."""
        page = self.ask("GET", path).body.decode()
        for before in ('name="csrf_token" value="', '<meta name="csrf-token" content="'):
            if before in page:
                return page.split(before, 1)[1].split('"', 1)[0]
        raise ValueError(f"{path} has no form token")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass
class Server:
    """A started server; `tokens` are its judges', by key."""

    process: "subprocess.Popen[bytes]"
    port: int
    folder: Path
    tokens: Mapping[str, str]
    log: Path
    """What it printed, standard error included."""

    @property
    def url(self) -> str:
        """Its address on the loopback interface."""
        return f"http://127.0.0.1:{self.port}"

    def visitor(self) -> Visitor:
        """Somebody new."""
        return Visitor(self.url)

    def organiser(self, name: str = "Lin") -> Visitor:
        """An organiser who has signed in; `Scene.prepare` made the account."""
        visitor = self.visitor()
        form = {"name": name, "password": PASSWORD, "csrf_token": visitor.token("/sign-in")}
        answer = visitor.ask("POST", "/sign-in", form)
        assert answer.status == 303, answer
        return visitor

    def version(self, judge: str, team: str) -> int:
        """The newest version of that sheet; 0 before the first."""
        headers = {"Authorization": f"Bearer {self.tokens[judge]}"}
        return int(self.visitor().ask("GET", _address(team), headers=headers).json()["version"])

    def put(self, judge: str = "judge-1", team: str = TEAMS[0], **body: Any) -> Answer:
        """One submit of a judge on a connection of its own."""
        whole = {"marks": factories.FULL_MARKS, "state": "submitted", **body}
        if "base_version" not in whole:
            whole["base_version"] = self.version(judge, team)
        headers = {
            "Authorization": f"Bearer {self.tokens[judge]}",
            "Idempotency-Key": secrets.token_hex(8),
            "Content-Type": "application/json",
        }
        return self.visitor().ask("PUT", _address(team), json.dumps(whole).encode(), headers)

    def submit_times(
        self, times: int, judge: str = "judge-1", pause_seconds: float = 0.01
    ) -> list[float]:
        """Milliseconds of as many submits, one after the other on one connection."""

        async def submit() -> list[float]:
            writer = writes.Judge(self.tokens[judge], self.port)
            writer.versions = {team: self.version(judge, team) for team in TEAMS}
            await writer.connect()
            found = []
            for turn in range(times):
                await asyncio.sleep(pause_seconds)
                found.append(await writer.submit(TEAMS[turn % 2]))
            await writer.leave()
            return found

        return asyncio.run(submit())

    def times(self, path: str, times: int, visitor: Visitor | None = None) -> list[float]:
        """Milliseconds of as many GETs, one after the other."""
        who = visitor or self.visitor()
        found = []
        for _ in range(times):
            begun = time.perf_counter()
            who.ask("GET", path)
            found.append((time.perf_counter() - begun) * 1000)
        return found

    def memory_mb(self) -> float:
        """The memory that the server holds now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def raw(self, data: bytes, timeout: float = 5) -> bytes:
        """Send bytes on a connection of their own; what comes back until it is closed or quiet."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout)) as sock:
            found = b""
            try:
                sock.sendall(data)
                while part := sock.recv(65_536):
                    found += part
            except OSError:
                pass
            return found


class Venue(NamedTuple):
    """A folder with a migrated database, a loaded competition and an organiser Lin."""

    folder: Path
    tokens: Mapping[str, str]


class Scene:
    """A temporary folder, and how thorough the attack is to be."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.folder = folder
        self.quick = quick

    def pick(self, few: int, many: int) -> int:
        """`few` in `make test`, `many` in `make attack`."""
        return few if self.quick else many

    def prepare(
        self, judges: int = 4, *, live: bool = False, file: Mapping[str, Any] | None = None
    ) -> Venue:
        """A new folder with that competition, or one of `judges` at one open match."""
        folder = Path(tempfile.mkdtemp(prefix="venue-", dir=self.folder))
        names = [f"judge-{number}" for number in range(1, judges + 1)]
        whole = file or writes.competition(names, live)
        source = folder.with_suffix(".json")
        source.write_text(json.dumps(whole), encoding="utf-8")
        with app_in(folder) as app, app.app_context():
            migrate.ensure(app)
            competitions.load_competition(factories.checked(dict(whole)), "command line")
            competition = queries.find_competition(whole["competition"]["key"])
            assert competition is not None
            tokens = {judge.key: judge.token for judge in competition.judges}
        # By the command, since the tests' own process makes passwords that are checked cheaply.
        self.flask(folder, "organiser", "add", "Lin", typed=PASSWORD + "\n")
        return Venue(folder, tokens)

    def flask(
        self, folder: Path, *arguments: str, typed: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        """Run a `flask` command; it may fail."""
        return subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=ROOT,
            env=writes.environment(folder, 8000),
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
        )

    @contextmanager
    def serve(
        self, venue: Venue, *, files: int | None = None, **environment: str
    ) -> Iterator[Server]:
        """The real server on that folder; `files` is how many it may open at most."""
        with closing(socket.create_server(("127.0.0.1", 0))) as probe:
            port = int(probe.getsockname()[1])

        def limit() -> None:
            if files is not None:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        log = venue.folder.with_suffix(".log")
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=ROOT,
                env=writes.environment(venue.folder, port) | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=limit,
            )
        server = Server(process, port, venue.folder, venue.tokens, log)
        try:
            give_up = time.monotonic() + START_SECONDS
            while server.visitor().ask("GET", "/healthz", timeout=2).status != 200:
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < give_up, "the server did not start"
                time.sleep(0.05)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(team: str) -> str:
    return f"/api/v1/competitions/{KEY}/sheets/{MATCH}/{team}"


def p99(times: list[float]) -> float:
    """The 99th percentile."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def median(times: list[float]) -> float:
    """The middle one."""
    return sorted(times)[len(times) // 2]
