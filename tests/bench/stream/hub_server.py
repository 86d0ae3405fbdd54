"""Accord's server around a real hub: GET /stream watches, POST /pub publishes its body, GET /sent
tells when the last viewer's socket had the newest state (nanoseconds of CLOCK_MONOTONIC).

`python hub_server.py` prints its port once it serves.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402 (patched first)
import time  # noqa: E402
from collections.abc import Callable, Iterable  # noqa: E402
from itertools import count  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from competition import live  # noqa: E402
from competition.live import server as live_server  # noqa: E402
from competition.live.fanout import Fanout  # noqa: E402
from competition.live.server import run_server  # noqa: E402

sent_at = 0


class TimedFanout(Fanout):
    """Notes when a state has been sent to everybody."""

    def _broadcast(self, channel: str, now: float) -> None:
        global sent_at
        super()._broadcast(channel, now)
        sent_at = time.monotonic_ns()


live_server.Fanout = TimedFanout  # type: ignore[misc]
hub = live.Hub()
numbers = count(1)


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "POST":
        state = environ["wsgi.input"].read()
        hub.publish("final", next(numbers), {"en": state})
        start_response("204 No Content", [])
        return []
    if environ["PATH_INFO"] == "/sent":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(sent_at).encode()]
    start_response("200 OK", live.stream_headers())
    return live.offer(environ, live.Stream(hub, "final", "en"))


run_server(app, "127.0.0.1", 0, hub, ready=lambda server: print(server.server_port, flush=True))
