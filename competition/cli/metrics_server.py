"""Serves the measurements on an address of their own, and measures how late the loop is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gevent
from flask import Flask

from competition import logs, measurements
from competition.cli import terminal
from competition.live.server import make_server
from competition.messages import N_

MEASURE_SECONDS = 0.25


@contextmanager
def serving_metrics(app: Flask, error_log: Any) -> Iterator[None]:
    """Serve the measurements where METRICS says, during the block; without it, do nothing.

    The loop that serves the competition answers, so one that is stuck is seen from outside too.
    Exits with 1 where nothing can listen there.
    """
    if app.config["METRICS"] is None:
        yield
        return
    host, port = app.config["METRICS"]
    server = make_server(app.extensions["metrics"], host, port, error_log=error_log)
    try:
        server.start()
    except OSError as error:
        with app.app_context():
            logs.print_error(_why_not_served(host, port, error))
        raise SystemExit(1) from None
    measuring = gevent.spawn(_measure_lag)
    try:
        yield
    finally:
        measuring.kill(block=False)
        server.stop(timeout=1)


def _measure_lag() -> None:
    while True:
        due = time.monotonic() + MEASURE_SECONDS
        gevent.sleep(MEASURE_SECONDS)
        now = time.monotonic()
        measurements.loop_lag.note(max(0.0, now - due), now)


def _why_not_served(host: str, port: int, error: OSError) -> str:
    return terminal.translated(
        N_(
            "METRICS: cannot listen on %(host)s, port %(port)s: %(reason)s. Choose another address "
            "or port, or leave METRICS out."
        ),
        host=host,
        port=port,
        reason=error.strerror or error,
    )
