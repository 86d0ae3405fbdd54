"""What a server counts of itself, as text for Prometheus (https://prometheus.io).

No label holds a key, a name or an address: routes are patterns, everything else is a kind.
"""

import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from competition import __version__, measurements
from competition.store import database_file
from competition.store.db import db
from competition.store.health import FAILURE_SECONDS
from competition.web import channels

PATH = "/metrics"
VIEWER_KINDS = ("board", "screen", "clock")
_STARTED = time.time()


def init_app(app: Flask) -> None:
    """Make the application's own registry; `cli/serve.py` serves it on an address of its own."""
    app.extensions["metrics"] = MetricsPage(app)


class MetricsPage:
    """A WSGI application of one page: `GET /metrics`."""

    def __init__(self, app: Flask) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(_Measurements(app))

    def text(self) -> bytes:
        """All metrics in Prometheus' text format, version 0.0.4."""
        return generate_latest(self._registry)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer 200 to `GET /metrics`, 404 or 405 to everything else."""
        method, body, status = environ["REQUEST_METHOD"], b"", "200 OK"
        headers = [("Content-Type", CONTENT_TYPE_PLAIN_0_0_4), ("Cache-Control", "no-store")]
        if environ.get("PATH_INFO") != PATH:
            status, body = "404 Not Found", f"Measurements are at {PATH}.\n".encode()
        elif method not in ("GET", "HEAD"):
            status, body = "405 Method Not Allowed", b"Measurements are only read.\n"
            headers.append(("Allow", "GET, HEAD"))
        else:
            body = self.text()
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]


class _Measurements(Collector):
    """Reads everything at the moment that it is asked."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """Every metric, with its value now."""
        yield from _requests()
        yield from _writes()
        yield from self._viewers()
        yield from self._database()
        yield from _process()

    def _viewers(self) -> Iterator[Metric]:
        hub = self._app.extensions["hub"]
        counts = dict.fromkeys(VIEWER_KINDS, 0)
        for channel, count in hub.viewers_by_channel().items():
            counts[channels.kind_of(channel)] += count
        viewers = GaugeMetricFamily("accord_viewers", "Open streams.", labels=["kind"])
        for kind, count in counts.items():
            viewers.add_metric([kind], count)
        yield viewers
        yield _gauge("accord_viewers_lagging", "Streams with something unsent.", hub.lagging)
        yield _gauge("accord_viewers_limit", "How many streams there may be.", hub.capacity)
        yield _gauge(
            "accord_state_gap_seconds",
            "Shortest time between two states of a stream, with the viewers there are.",
            hub.gap_seconds,
        )

    def _database(self) -> Iterator[Metric]:
        with self._app.app_context():
            engine = db.engine
        yield _gauge(
            "accord_database_connections_in_use",
            "Connections to the database that are in use.",
            _connections_in_use(engine),
        )
        is_away = engine.dialect.name == "sqlite" and _is_file_unusable(engine)
        yield _gauge(
            "accord_database_away",
            "Whether the database cannot be used: 1 or 0.",
            max(float(is_away), measurements.database_away.value),
        )


def _requests() -> Iterator[Metric]:
    requests = CounterMetricFamily(
        "accord_requests", "Requests answered.", labels=["route", "method", "status"]
    )
    for labels, count in sorted(measurements.requests.counts.items()):
        requests.add_metric(labels, count)
    yield requests
    errors = CounterMetricFamily("accord_server_errors", "Answers from 500 on.", labels=["status"])
    for labels, count in sorted(measurements.server_errors.counts.items()):
        errors.add_metric(labels, count)
    yield errors
    yield _counter(
        "accord_malformed_requests",
        "Requests without an acceptable head.",
        measurements.malformed_requests,
    )
    seconds = HistogramMetricFamily(
        "accord_request_seconds", "Time from a request's body to the end of its answer."
    )
    yield _filled(seconds, measurements.request_seconds)


def _writes() -> Iterator[Metric]:
    writes = HistogramMetricFamily(
        "accord_write_seconds", "Time from the request to the commit.", labels=["kind"]
    )
    for kind, measured in measurements.write_seconds.items():
        _filled(writes, measured, kind)
    yield writes
    yield _counter("accord_commits", "Write transactions committed.", measurements.commits)
    sizes = HistogramMetricFamily("accord_commit_group_size", "Writes that shared a commit.")
    yield _filled(sizes, measurements.group_sizes)
    yield _counter("accord_snapshots", "Public snapshots made.", measurements.snapshots_made)
    notices = CounterMetricFamily(
        "accord_notices", "Notices of commits between nodes.", labels=["direction"]
    )
    notices.add_metric(["sent"], measurements.notices_sent.count)
    notices.add_metric(["received"], measurements.notices_received.count)
    yield notices


def _process() -> Iterator[Metric]:
    lag = measurements.loop_lag
    yield _gauge("accord_loop_lag_seconds", "How late the event loop was last.", lag.last)
    yield _gauge(
        "accord_loop_lag_max_seconds", "How late it was at most in the last minute.", lag.largest
    )
    for name, about, value in (
        ("accord_resident_memory_bytes", "Memory in use.", _resident_bytes()),
        ("accord_open_descriptors", "Descriptors that are open.", _open_descriptors()),
        ("accord_descriptors_limit", "Descriptors that may be open.", _most_descriptors()),
    ):
        # Not every system says so.
        if value is not None:
            yield _gauge(name, about, value)
    yield _gauge("accord_start_time_seconds", "When the process started, Unix time.", _STARTED)
    build = InfoMetricFamily("accord_build", "What is running.")
    build.add_metric([], {"version": __version__, "python": platform.python_version()})
    yield build


def _counter(name: str, about: str, counted: measurements.Counter) -> Metric:
    return CounterMetricFamily(name, about, value=counted.count)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _filled(
    family: HistogramMetricFamily, measured: measurements.Histogram, *labels: str
) -> HistogramMetricFamily:
    family.add_metric(list(labels), measured.cumulative(), sum_value=measured.sum)
    return family


def _connections_in_use(engine: Engine) -> int:
    checked_out = getattr(engine.pool, "checkedout", None)
    return checked_out() if checked_out is not None else 0


def _is_file_unusable(engine: Engine) -> bool:
    file = database_file.of_dialect(engine.dialect)
    return file.is_displaced() or file.has_failed_within(FAILURE_SECONDS)


def _resident_bytes() -> int | None:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _open_descriptors() -> int | None:
    """How many files and sockets are open; asked so that ten thousand take no longer than ten."""
    folder = Path("/proc/self/fd")
    try:
        # Its size since Linux 6.2; before, it is 0.
        return folder.stat().st_size or sum(1 for _ in folder.iterdir())
    except OSError:
        return None


def _most_descriptors() -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
