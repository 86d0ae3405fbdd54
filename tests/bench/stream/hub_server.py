"""Accord's server around a real hub: GET /stream watches, POST /pub publishes its body.

`python hub_server.py` prints its port once it serves.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402 (patched first)
from collections.abc import Callable, Iterable  # noqa: E402
from itertools import count  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from competition import live  # noqa: E402
from competition.live.server import run_server  # noqa: E402

hub = live.Hub()
numbers = count(1)


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "POST":
        state = environ["wsgi.input"].read()
        hub.publish("final", next(numbers), {"en": state})
        start_response("204 No Content", [])
        return []
    start_response("200 OK", live.stream_headers())
    return live.offer(environ, live.Stream(hub, "final", "en"))


run_server(app, "127.0.0.1", 0, hub, ready=lambda server: print(server.server_port, flush=True))
