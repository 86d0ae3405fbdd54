"""Long computations let others run, and never inside a write transaction."""

import subprocess
import sys

import pytest

from competition import pauses
from competition.actions import standings
from competition.pauses import Pauses
from competition.store import queries
from competition.store.transactions import writing
from tests.factories import CHAOYANG, ROOT


@pytest.fixture
def waits(monkeypatch):
    """How often others were let run."""
    counted = []
    monkeypatch.setattr(Pauses, "wait", staticmethod(lambda: counted.append(1)))
    return counted


def test_a_computation_pauses_when_its_slice_is_over(waits, monkeypatch):
    clock = iter((0.0, 0.001, 0.01, 0.01, 0.011))
    monkeypatch.setattr(pauses.time, "perf_counter", lambda: next(clock))

    pause = Pauses()
    pause()
    assert not waits
    pause()
    assert waits == [1]
    pause()
    assert waits == [1]


def test_results_are_counted_with_pauses_and_inside_a_write_without(
    context, chaoyang, waits, monkeypatch
):
    monkeypatch.setattr(pauses, "SLICE_SECONDS", 0)

    standings.count_standings(queries.find_competition(CHAOYANG))
    assert waits
    waits.clear()
    with writing():
        standings.count_standings(queries.find_competition(CHAOYANG))
    assert not waits


def test_in_the_server_it_goes_on_when_the_loop_is_idle_and_at_last_anyway():
    program = """
import gevent, time
from competition.cli.idle_loop import MOST_WAIT_SECONDS, IdleLoop

wait, done = IdleLoop(), []
judge = gevent.spawn(lambda: [gevent.sleep(0) or done.append("judge") for _ in range(5)])
page = gevent.spawn(lambda: wait() or done.append("page"))
gevent.joinall([judge, page])
print(done)
busy = gevent.spawn(lambda: [gevent.sleep(0) for _ in iter(lambda: bool(done), False)])
begun = time.monotonic()
wait()
print(MOST_WAIT_SECONDS <= time.monotonic() - begun < 10)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert done.stdout.splitlines() == [str(["judge"] * 5 + ["page"]), "True"], done.stderr
