"""What a stranger can do with connections and bytes alone.

Forms of two megabytes, hundreds of bodies that never end, 1,200 connections that send one byte
while every stream is taken, and raw bytes that are no HTTP. A judge submits meanwhile, on a
connection that is open and on new ones.
"""

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator

from tests.attack.scene import Answer, Finding, Scene, Server, median, p99
from tests.bench.writes.venue import KEY, TEAMS

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
STREAM = f"GET /c/{KEY}/stream HTTP/1.1\r\nHost: accord\r\n\r\n".encode()
REFUSED: dict[bytes, tuple[int, ...]] = {
    b"get / HTTP/1.1\r\nHost: a\r\n\r\n": (400, 501),
    b"GET / HTTP/1.1\r\n\r\n": (400,),
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n": (400,),
    b"GET / HTTP/1.1\r\nHost:\r\n\r\n": (400,),
    b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n": (400,),
    b"GET / HTTP/1.1\r\nHost: a\r\nX: b\x00c\r\n\r\n": (400,),
    b"GET / HTTP/1.1\r\nHost : a\r\n\r\n": (400,),
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na": (400,),
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na": (400,),
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n": (
        400,
    ),
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n": (400,),
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a\nb\r\na\r\n0\r\n\r\n": (
        400,
    ),
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n": (
        400,
    ),
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n": (400,),
}


def attack(scene: Scene) -> Iterator[Finding]:
    """Try everything on one server, and the connections on one that may open few files."""
    venue = scene.prepare(live=True)
    with scene.serve(venue) as server:
        yield from _raw_requests(scene, server)
        yield _large_forms(scene, server)
        yield _unfinished_bodies(scene, server)
    files = scene.pick(640, 1024)
    with scene.serve(venue, files=files) as server:
        yield from _too_many_connections(scene, server, files)


def _raw_requests(scene: Scene, server: Server) -> Iterator[Finding]:
    follower = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    wrong = []
    for data, statuses in REFUSED.items():
        answer = server.raw(data + follower)
        status = int(answer[9:12]) if answer.startswith(b"HTTP/1.1 ") else 0
        if status not in statuses or answer.count(b"HTTP/1.1 ") != 1:
            wrong.append(f"{data!r}: {status}")
    for _ in range(scene.pick(20, 500)):
        server.raw(b"no HTTP\r\n\r\n")
    text = server.log.read_text(encoding="utf-8").lower()
    lines = sum(text.count(word) for word in ("traceback", "malformed", "invalid"))
    yield Finding(
        "raw requests that two parsers may read in two ways are refused and end their connection",
        held=not wrong,
        figures={"tried": len(REFUSED)} | ({"wrong": wrong} if wrong else {}),
    )
    yield Finding("malformed requests leave a line a minute at most", lines <= 2, {"lines": lines})


def _large_forms(scene: Scene, server: Server) -> Finding:
    statuses = []

    def send_forms(stopped: threading.Event) -> None:
        head = (
            b"POST /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            + FORM
            + b"Content-Length: 2000000\r\n\r\n"
        )
        while not stopped.is_set():
            answer = server.raw(head + b"a&" * 1_000_000)
            statuses.append(int(answer[9:12]) if answer.startswith(b"HTTP/1.1 ") else 0)

    figures = _submits_under(scene, server, send_forms)
    allowed = (413, 0)  # 0 if the connection was reset while the client was still sending.
    return Finding(
        "forms of 2 MB to /sign-in are refused, and judges do not notice them",
        held=bool(statuses) and all(status in allowed for status in statuses),
        figures=figures | {"forms": len(statuses)},
        limits={"p99_to_idle": 2, "memory_mb": 20},
    )


def _unfinished_bodies(scene: Scene, server: Server) -> Finding:
    kinds = ((2_000_000, "/sign-in"), (16_000, "/sign-in"), (60_000, "/api/v1/x"))

    def begin_bodies(stopped: threading.Event) -> None:
        with contextlib.ExitStack() as stack:
            for turn in range(scene.pick(40, 150)):
                length, path = kinds[turn % 3]
                head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n"
                client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
                with contextlib.suppress(OSError):
                    client.sendall(head.encode() + b"x" * (length - 1))
            stopped.wait()

    figures = _submits_under(scene, server, begin_bodies)
    signed_in = server.organiser().ask("GET", "/organiser").status == 200
    return Finding(
        "bodies that never end take little memory, and an organiser can still sign in",
        held=signed_in,
        figures=figures,
        limits={"p99_to_idle": 2, "memory_mb": 20},
    )


def _too_many_connections(scene: Scene, server: Server, files: int) -> Iterator[Finding]:
    silent, streams = scene.pick(700, 1200), files - 512
    with contextlib.ExitStack() as stack:

        def connect(data: bytes) -> socket.socket:
            client = stack.enter_context(
                socket.create_connection(("127.0.0.1", server.port), timeout=10)
            )
            client.sendall(data)
            return client

        version, times = server.version("judge-1", TEAMS[0]), scene.pick(5, 40)
        idle = _new_submits(server, version, times)
        viewers = [connect(STREAM) for _ in range(streams)]
        seated = sum(viewer.recv(12) == b"HTTP/1.1 200" for viewer in viewers)
        refused = server.raw(STREAM, timeout=5)
        strangers = [connect(b"G") for _ in range(silent)]
        under = _new_submits(server, version + times, times)
        time.sleep(12.5)
        left = _open(strangers)
        log = server.log.read_text(encoding="utf-8")
    stored = [answer.status == 200 for _, answer in under]
    took, idle_took = [each for each, _ in under], [each for each, _ in idle]
    yield Finding(
        "one-byte connections and a full number of streams do not hold up a judge who connects",
        held=all(stored) and seated == streams and "Traceback" not in log,
        figures={
            "files": files,
            "connections": silent,
            "streams": seated,
            "stored": sum(stored),
            "of": len(stored),
            "p50_ms": round(median(took), 1),
            "p99_ms": round(p99(took), 1),
            "idle_p99_ms": round(p99(idle_took), 1),
            "tracebacks": log.count("Traceback"),
        },
    )
    yield Finding(
        "a connection without a whole head goes, and so does that of a refused stream",
        held=left == 0 and refused.startswith(b"HTTP/1.1 503 ") and b"Retry-After" in refused,
        figures={"left_after_12_s": left},
    )


def _submits_under(
    scene: Scene, server: Server, load: Callable[[threading.Event], None]
) -> dict[str, float]:
    """A judge's times before and under a load, and how much memory that took."""
    server.submit_times(scene.pick(5, 50))
    idle = server.submit_times(scene.pick(10, 300))
    before = server.memory_mb()
    stopped = threading.Event()
    loading = threading.Thread(target=load, args=(stopped,))
    loading.start()
    try:
        time.sleep(1)
        under = server.submit_times(scene.pick(10, 300))
        memory = server.memory_mb() - before
    finally:
        stopped.set()
        loading.join()
    return {
        "idle_p50_ms": round(median(idle), 2),
        "idle_p99_ms": round(p99(idle), 2),
        "p50_ms": round(median(under), 2),
        "p99_ms": round(p99(under), 2),
        "p99_to_idle": round(p99(under) / p99(idle), 2),
        "memory_mb": round(memory, 1),
    }


def _new_submits(server: Server, version: int, times: int) -> list[tuple[float, Answer]]:
    """Submits of a judge, each on a connection of its own, with how long they took."""
    found = []
    for turn in range(times):
        begun = time.perf_counter()
        answer = server.put("judge-1", TEAMS[0], base_version=version + turn)
        found.append(((time.perf_counter() - begun) * 1000, answer))
    return found


def _open(clients: list[socket.socket]) -> int:
    """How many of these connections the server has not closed."""
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client, selectors.EVENT_READ)
        return len(clients) - len(selector.select(0))
