"""What the stream benches start: the C floor, nginx with nchan, the real Accord, and viewers.

Servers stay on one core, viewers and who acts on another, where there are several.
"""

import contextlib
import http.client
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TOOLS = Path(__file__).parent / "stream"
NCHAN = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
KEY = "chaoyang-final"
BEAT_BYTES = 100
NAME, PASSWORD = "bench", "a bench is no organiser"
MISSING = "nginx with nchan is not installed (Debian: apt-get install nginx libnginx-mod-nchan)"

sys.path.insert(0, str(ROOT))

from tests import factories  # noqa: E402 (the repository's root has to be known first)


def say(**figures: Any) -> None:
    """Print one JSON line."""
    print(json.dumps(figures), flush=True)


def nchan_is_here() -> bool:
    """Whether nginx with nchan is installed; says so where it is not."""
    here = shutil.which("nginx") is not None and NCHAN.exists()
    if not here:
        say(missing="nchan", why=MISSING)
    return here


def build(name: str, into: Path) -> Path:
    """Compile one of the C tools."""
    program = into / name
    subprocess.run(["gcc", "-O2", "-o", program, TOOLS / f"{name}.c"], check=True)
    return program


def pin(core: int) -> Callable[[], None]:
    """Return what a process does before it starts: stay on one core."""
    cores = sorted(os.sched_getaffinity(0))
    return lambda: os.sched_setaffinity(0, {cores[core % len(cores)]})


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@dataclass
class Engine:
    """A server, where its viewers ask, and whether a stream opens with a state."""

    port: int
    process: subprocess.Popen[bytes]
    path: str = "/stream"
    opens_with_a_state: bool = False

    @property
    def pids(self) -> list[int]:
        """The server's processes."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def memory_kb(self) -> int:
        """What they hold in memory."""
        statuses = [Path(f"/proc/{pid}/status").read_text() for pid in self.pids]
        return sum(int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) for status in statuses)

    def cpu_seconds(self) -> float:
        """What they have worked so far."""
        stats = [
            Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in self.pids
        ]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")

    def post(self, state: bytes) -> int:
        """Publish a state; the time just before, in nanoseconds."""
        head = (
            f"POST /pub HTTP/1.1\r\nHost: accord\r\nContent-Length: {len(state)}\r\n\r\n".encode()
        )
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            begun = time.monotonic_ns()
            connection.sendall(head + state)
            connection.recv(65_536)
        return begun


def until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens."""
    for _ in range(3_000):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        if process.poll() is not None:
            break
        time.sleep(0.01)
    raise SystemExit(f"Nobody listens on port {port}.")


@contextlib.contextmanager
def started(command: list[Any], port: int, **more: Any) -> Iterator[Engine]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, preexec_fn=pin(0), stdout=subprocess.DEVNULL, **more)
    try:
        until_open(port, process)
        yield Engine(port, process)
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def floor(programs: Path) -> Iterator[Engine]:
    """The least that C can do."""
    port = free_port()
    with started([str(programs / "floor"), str(port)], port) as engine:
        yield engine


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[Engine]:
    """Nginx with nchan; it also serves the files in `folder`/www as they are."""
    port = free_port()
    conf = (TOOLS / "nchan.conf.in").read_text()
    conf = conf.replace("@DIR@", str(folder)).replace("@PORT@", str(port))
    (folder / "nginx.conf").write_text(conf)
    (folder / "www").mkdir(exist_ok=True)
    with started(["nginx", "-p", folder, "-c", folder / "nginx.conf"], port) as engine:
        yield engine


class Accord:
    """`python app.py` with the Chaoyang final, live, every sheet in; and who acts on it.

    On SQLite, or on the empty database at `database_url`.
    """

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self._database = {"DATABASE_URL": database_url} if database_url else {}
        self.folder = folder / "data"
        self.folder.mkdir()
        self.port = free_port()
        file = folder / "final.json"
        file.write_text(json.dumps(whole_final()), encoding="utf-8")
        self._flask("competition", "load", str(file))
        self._flask("organiser", "add", NAME, typed=PASSWORD)
        links = json.loads(self._flask("judge", "links", KEY))
        self._tokens = {link["judge"]: link["token"] for link in links}
        self._versions: dict[tuple[str, str], int] = {}
        self._turn = 0
        self._judge: http.client.HTTPConnection | None = None
        self._organiser: urllib.request.OpenerDirector | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are started with."""
        ours = {"DATA_DIR": str(self.folder), "PORT": str(self.port), "HOST": "127.0.0.1"}
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return kept | ours | self._database | {"PYTHONUTF8": "1"}

    def _flask(self, *arguments: str, typed: str = "") -> str:
        return subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=typed,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    @contextlib.contextmanager
    def serving(self) -> Iterator[Engine]:
        """Run the server."""
        command = [sys.executable, "app.py"]
        with started(command, self.port, cwd=ROOT, env=self.environment) as engine:
            engine.path = f"/c/{KEY}/stream?lang=zh"
            engine.opens_with_a_state = True
            self._judge = self._organiser = None
            yield engine

    @contextlib.contextmanager
    def serving_beside(self, folder: Path) -> Iterator[Engine]:
        """Run one more node of its database."""
        port = free_port()
        own = self.environment | {"DATA_DIR": str(folder), "PORT": str(port)}
        with started([sys.executable, "app.py"], port, cwd=ROOT, env=own) as engine:
            engine.path = f"/c/{KEY}/stream?lang=zh"
            engine.opens_with_a_state = True
            yield engine

    def board(self) -> bytes:
        """The board's fragment."""
        with urllib.request.urlopen(self._address(f"/c/{KEY}/board?lang=zh")) as answer:
            body: bytes = answer.read()
        return body

    def put(self) -> tuple[int, float]:
        """A judge changes a sheet; the time just before in ns, and the answer's milliseconds."""
        if self._judge is None:
            self._judge = http.client.HTTPConnection("127.0.0.1", self.port)
            self._judge.connect()
            assert self._judge.sock is not None
            self._judge.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._turn += 1
        sheet = ("match-1", "education")
        # Neither the highest nor the lowest of the panel, so that it counts and the board changes.
        mark = str(14.5 + self._turn % 6 / 2)
        body = {"marks": dict.fromkeys(factories.DIMENSIONS, mark), "state": "submitted"}
        version = self._versions.get(sheet, 1)
        headers = {
            "Authorization": f"Bearer {self._tokens['judge-1']}",
            "Idempotency-Key": secrets.token_hex(8),
            "Content-Type": "application/json",
        }
        address = f"/api/v1/competitions/{KEY}/sheets/{sheet[0]}/{sheet[1]}"
        said = json.dumps({**body, "base_version": version})
        begun = time.monotonic_ns()
        self._judge.request("PUT", address, said, headers)
        answer = self._judge.getresponse()
        stored = json.loads(answer.read())
        took = (time.monotonic_ns() - begun) / 1e6
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {stored}")
        self._versions[sheet] = stored["version"]
        return begun, took

    def deduct(self) -> int:
        """The organiser takes half a point off; the time just before, in nanoseconds."""
        page = self._address(f"/organiser/c/{KEY}/deductions")
        if self._organiser is None:
            jar = urllib.request.HTTPCookieProcessor(CookieJar())
            self._organiser = urllib.request.build_opener(jar)
            self._send(self._address("/sign-in"), {"name": NAME, "password": PASSWORD})
        form = {"entry": "match-1/education", "points": "0.5", "reason": "bench"}
        return self._send(page, form)

    def _send(self, page: str, form: dict[str, str]) -> int:
        assert self._organiser is not None
        text = self._organiser.open(page).read().decode()
        token = re.findall(r'name="csrf-token" content="([^"]+)"', text)[0]
        data = urllib.parse.urlencode(form | {"csrf_token": token}).encode()
        begun = time.monotonic_ns()
        self._organiser.open(page, data).read()
        return begun

    def _address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def whole_final() -> dict[str, Any]:
    """The Chaoyang final, its round open and live, a submitted sheet on every seat."""
    whole = factories.sample()
    stage = whole["stages"][0]
    stage["release"] = "live"
    sheets = []
    for round_ in stage["rounds"]:
        round_["state"] = "open"
        for match in round_["matches"]:
            for entry in match["entries"]:
                for seat, judge in enumerate(match["panel"]):
                    marks = dict.fromkeys(factories.DIMENSIONS, str(14 + seat % 5))
                    sheets.append(
                        {
                            "match": match["key"],
                            "team": entry["team"],
                            "judge": judge,
                            "marks": marks,
                            "state": "submitted",
                            "version": 1,
                        }
                    )
    return whole | {"sheets": sheets}


class Viewers:
    """Viewers, all connected; measures when the last of them has received a new state."""

    def __init__(
        self, programs: Path, engine: Engine, viewers: int, *, gzip: bool, window: int = 256
    ) -> None:
        before = engine.memory_kb()
        headers = ["Accept-Encoding: gzip"] if gzip else []
        first = "1" if engine.opens_with_a_state else "0"
        words = [str(engine.port), engine.path, str(viewers), str(window), first, *headers]
        self.count = viewers
        self._process = subprocess.Popen(
            [str(programs / "viewers"), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=pin(1),
            text=True,
        )
        self.seated = self._read()
        if self.seated["seated"] != viewers:
            raise SystemExit(f"Not all are seated: {self.seated}")
        self.memory_kb = (engine.memory_kb() - before) / viewers

    @property
    def pid(self) -> int:
        """The client's process."""
        return self._process.pid

    def __enter__(self) -> "Viewers":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.communicate()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("The viewers are gone.")
        found: dict[str, Any] = json.loads(line)
        return found

    def arm(self, seconds: float = 20) -> None:
        """Have every viewer look out for one more state, at most so many seconds."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"arm {seconds}\n")
        self._process.stdin.flush()
        self._read()

    def seen(self) -> dict[str, Any]:
        """Wait for the last of them; what was seen."""
        return self._read()

    def to_last_ms(self, act: Callable[[], int]) -> float:
        """Act, and return the milliseconds from just before it until the last has the state."""
        self.arm()
        begun = act()
        seen = self.seen()
        # A beat may have come along with it.
        if seen["missing"] or seen["largest"] - seen["smallest"] > BEAT_BYTES:
            raise SystemExit(f"Not everybody saw the same: {seen}")
        return float(seen["last_ns"] - begun) / 1e6
