"""What happens to the machines and nodes in the middle of a contest."""

import operator
import os
import signal
import time
from collections.abc import Callable

from tests.factories import CHAOYANG
from tests.nodes.cluster import wait_until
from tests.nodes.hall import Hall
from tests.nodes.noted import Day
from tests.nodes.pages import Pages

BETWEEN_SECONDS = 4
CALM_SECONDS = 8
CLOSINGS = 3
ROUND = "round-1"
CUT_OFF_SECONDS = 8


def close_round(day: Day, there: Hall, pages: Pages | None, tell: Callable[[str], None]) -> None:
    """The round is closed by a command, and opened again, while the judges go on."""
    tell(f"the round is closed and opened again, {CLOSINGS} times")
    for turn in range(CLOSINGS):
        node = there.nodes[turn % len(there.nodes)]
        closed = node.flask("round", "state", CHAOYANG, ROUND, "closed")
        opened = node.flask("round", "state", CHAOYANG, ROUND, "open", "--reason", "once more")
        for done in (closed, opened):
            if done.returncode:
                day.faults.append(done.stderr.strip()[-200:])
        day.closings += 1
    follow(day, pages, "after the round was closed and opened")


def kill_nodes(day: Day, there: Hall, pages: Pages | None, tell: Callable[[str], None]) -> None:
    """Every node dies once, nginx's first upstream before the others, and comes back."""
    for node in there.nodes:
        tell(f"{node.url} is killed")
        node.kill()
        time.sleep(BETWEEN_SECONDS)
        follow(day, pages, f"after {node.url} was killed")
        node.start_again()


def restart_nodes(day: Day, there: Hall, pages: Pages | None, tell: Callable[[str], None]) -> None:
    """One node after the other is restarted, as an update of the machine does."""
    for node in there.nodes:
        tell(f"{node.url} is restarted")
        if code := node.stop():
            day.faults.append(f"{node.url} stopped with {code}")
        node.start_again()
    follow(day, pages, "after the restarts")


def cut_off(day: Day, there: Hall, pages: Pages | None, tell: Callable[[str], None]) -> None:
    """A node stops in the middle of what it does, and goes on later."""
    node = there.nodes[-1]
    tell(f"{node.url} stops for {CUT_OFF_SECONDS} s")
    begun = time.monotonic()
    os.kill(node.process.pid, signal.SIGSTOP)
    try:
        time.sleep(CUT_OFF_SECONDS)
    finally:
        os.kill(node.process.pid, signal.SIGCONT)
    day.cut_off = (begun, time.monotonic())
    follow(day, pages, "after a node had stopped")


def kill_standby(day: Day, there: Hall, pages: Pages | None, tell: Callable[[str], None]) -> None:
    """The machine of the synchronous standby dies; the other standby takes its place."""
    standby = there.cluster.synchronous()
    assert standby is not None
    tell(f"{standby.name}, the synchronous standby's, dies with all that runs on it")
    begun = time.monotonic()
    standby.kill()
    wait_until(
        lambda: bool(day.acknowledged) and day.acknowledged[-1] > begun + 1,
        90,
        "a mark is acknowledged again",
    )
    day.killed_standby = (begun, time.monotonic())
    follow(day, pages, "after the standby died")
    standby.start()
    took = wait_until(there.cluster.is_whole, 90, f"{standby.name} has joined again")
    tell(f"{standby.name} is back after {took:.1f} s")


def kill_primary(day: Day, there: Hall, pages: Pages | None, tell: Callable[[str], None]) -> None:
    """The primary's machine dies with all that runs on it, and comes back as a standby."""
    primary = there.cluster.primary()
    assert primary is not None
    tell(f"{primary.name}, the primary's, dies with all that runs on it")
    day.killed_primary = time.monotonic()
    primary.kill()
    wait_until(
        lambda: bool(day.acknowledged) and day.acknowledged[-1] > day.killed_primary + 1,
        90,
        "a mark is acknowledged again",
    )
    took = time.monotonic() - day.killed_primary
    tell(f"a mark is acknowledged again, {took:.1f} s after the death")
    follow(day, pages, "after the primary died")
    primary.start()
    took = wait_until(there.cluster.is_whole, 90, f"{primary.name} has joined again")
    tell(f"{primary.name} is back as a standby after {took:.1f} s")


EVENTS = {
    "round": close_round,
    "nodes": kill_nodes,
    "restarts": restart_nodes,
    "cut-off": cut_off,
    "standby": kill_standby,
    "primary": kill_primary,
}


def happen(
    day: Day, there: Hall, pages: Pages | None, names: list[str], tell: Callable[[str], None]
) -> None:
    """What happens to the machines, one thing after the other, with some seconds between."""
    time.sleep(BETWEEN_SECONDS)
    begun = time.monotonic()
    time.sleep(CALM_SECONDS)
    day.calm = (begun, time.monotonic())
    for name in names:
        try:
            EVENTS[name](day, there, pages, tell)
        except TimeoutError as late:
            day.faults.append(str(late))
        time.sleep(BETWEEN_SECONDS)


def follow(day: Day, pages: Pages | None, when: str) -> None:
    """Whether both browsers go on showing new marks, within ten seconds."""
    if pages is None:
        return
    before = pages.look()["open"]
    try:
        wait_until(
            lambda: all(map(operator.ne, before, pages.look()["open"])), 10, "both boards move"
        )
        day.pages_right[when] = True
    except TimeoutError:
        day.pages_right[when] = False
