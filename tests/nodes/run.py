"""Try the promises of docs/nodes.md on this machine, by the shipped files, and print what held.

    python tests/nodes/run.py [EVENT…] [--keep] [--seconds 350] [--no-browsers]

The events are round (closed and opened again), nodes (each is killed), restarts, cut-off (a node
stops for a while), standby and primary (its machine dies); all without a name.

Three machines on the loopback (etcd, Patroni, PostgreSQL), three nodes of Accord, nginx, eight
judges, nine viewers, two browsers. Given up after six minutes, which a quiet machine does not need;
on a busy one etcd and the databases starve. Exits with 1 if anything did not hold, with 2 if
something is not installed.
"""

import argparse
import asyncio
import contextlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests import nginx_front
from tests.nodes import cluster, day, hall, same_everywhere
from tests.nodes.events import EVENTS
from tests.nodes.hall import Hall
from tests.nodes.noted import Day
from tests.nodes.pages import Pages

MOST_SECONDS = 350
RIGHT_SECONDS = 3
LOSS_SEEN_SECONDS = 2
BACK_SECONDS = 5
MOST_WAIT_SECONDS = 6

Row = tuple[str, bool, str]


class OutOfTime(BaseException):
    """Nobody on the way may take it for a network's fault."""


def start_rows(there: Hall) -> Iterator[Row]:
    """What has to be so once the nodes are there."""
    statuses = [hall.health(node) for node in there.nodes]
    faults = sum("Traceback" in node.terminal for node in there.nodes)
    yield (
        "start: three nodes at once on an empty database, one address with three hosts",
        statuses == [200] * 3 and not faults,
        f"healthz {statuses}",
    )
    links = {line for node in there.nodes for line in set_up_links(node.terminal)}
    yield "shared: every node shows the same set-up link", len(links) == 1, f"{len(links)} link"
    keys = [(node.data_dir / "secret_key").exists() for node in there.nodes]
    yield "key: in the database, in no node's folder", not any(keys), ""


def set_up_links(terminal: str) -> list[str]:
    """The last part of each set-up link that a node has printed."""
    words = terminal.split()
    return [word.rpartition("/")[2] for word in words if "/set-up/" in word]


def rows(there: Hall, lived: Day) -> Iterator[Row]:
    """What has to be so after the day."""
    wrong = day.check_books(there, lived)
    stored = len(there.stored())
    told = sum(write.receipt is not None for write in lived.writes)
    yield (
        "no acknowledged mark lost or doubled; receipts without a gap",
        not wrong and bool(told),
        wrong or f"{told} acknowledged, {stored} stored, {lived.settled} settled at the end",
    )
    answers = [status for tablet in lived.tablets for status, _ in tablet.wrong]
    if lived.closings:
        answers = [status for status in answers if status != 423]
    allowed = "200, 409, 423 while closed," if lived.closings else "200, 409"
    what = f"writes: {allowed} or 503 with Retry-After, nothing else"
    yield what, not answers, str(answers or "")
    if lived.cut_off[0]:
        gap = lived.longest_gap(lived.acknowledged, *lived.cut_off)
        what = "a node that stops keeps others waiting 6 s at most"
        yield what, gap <= MOST_WAIT_SECONDS, f"{gap:.1f} s without a receipt"
    if lived.killed_standby[0]:
        yield standby_row(lived)
    if lived.killed_primary:
        yield from failover_rows(lived)
    yield (
        "proxy, reads: the public page through nginx is always there",
        set(lived.pages) == {200},
        str(dict(lived.pages)),
    )
    back = sum(viewer.steps_back() for viewer in lived.viewers)
    seen = [len(viewer.seen) for viewer in lived.viewers]
    newest = {viewer.seen[-1][1] for viewer in lived.viewers if viewer.seen}
    connections = sum(viewer.connections for viewer in lived.viewers)
    yield (
        "streams: never go back, and end at the same number on every node",
        back == 0 and all(seen) and len(newest) == 1,
        f"{sum(seen)} events, {connections} connections, {back} back, newest {sorted(newest)}",
    )
    yield from board_rows(there)
    for when, right in lived.pages_right.items():
        yield f"two browsers, untouched, show new marks {when}", right, ""
    for fault in lived.faults:
        yield "nothing else went wrong", False, fault
    for node in there.nodes:
        if "Traceback" in node.terminal:
            yield "nothing else went wrong", False, f"a traceback of {node.url}"
    done = there.nodes[0].flask("audit", "verify")
    yield "flask audit verify", done.returncode == 0, done.stderr.strip()[-200:]


def standby_row(lived: Day) -> Row:
    """What has to be so when the synchronous standby's machine is gone."""
    again, cluster_gap = (
        lived.longest_gap(times, *lived.killed_standby)
        for times in (lived.acknowledged, lived.stored_by_the_cluster)
    )
    return (
        "standby: marks are acknowledged within 5 s of the other standby's taking its place",
        0 < again <= cluster_gap + BACK_SECONDS,
        f"database away {cluster_gap:.1f} s, marks {again:.1f} s",
    )


def watch_rows(there: Hall) -> Iterator[Row]:
    """Whether each node counts what it does, at its own address alone."""
    counted = [hall.metrics(node) for node in there.nodes]
    lines = [line for text in counted for line in text.splitlines() if not line.startswith("#")]
    yield (
        "watch: every node's metrics are at their own address and not at the main one",
        all(counted) and all(line.startswith("accord_") for line in lines),
        f"{len(lines)} values",
    )


def backup_row(there: Hall, folder: Path) -> Row:
    """Whether a backup of the cluster is an archive that PostgreSQL's programs read."""
    made = folder / "accord.dump"
    done = there.nodes[1].flask("backup", str(made))
    command = ["pg_restore", "--list", str(made)]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    tables = listed.stdout.count(" TABLE DATA ")
    wrong = (done.stderr + listed.stderr).strip()[-200:] if listed.returncode else ""
    return (
        "backup: flask backup makes what pg_restore --list reads",
        bool(tables),
        (wrong or f"{tables} tables"),
    )


def failover_rows(lived: Day) -> Iterator[Row]:
    """What has to be so while the primary is away and after its return."""
    again, cluster_gap = (
        lived.longest_gap(times, lived.killed_primary)
        for times in (lived.acknowledged, lived.stored_by_the_cluster)
    )
    yield (
        "failover: marks are acknowledged within 5 s of the database's return",
        0 < again <= cluster_gap + BACK_SECONDS,
        f"database away {cluster_gap:.1f} s, marks {again:.1f} s",
    )
    yield from health_rows(lived, cluster_gap)


def health_rows(lived: Day, away: float) -> Iterator[Row]:
    """How soon each node says that its database is away, and that it is back."""
    for url, looks in lived.health.items():
        after = [(at - lived.killed_primary, status) for at, status in looks]
        lost = [at for at, status in after if at >= 0 and status != 200]
        silent = [at for at, status in after if at >= 0 and status == 0]
        first, last = (lost[0], lost[-1]) if lost else (99.0, 99.0)
        yield (
            f"database away: {url} says so within 2 s, always answers, is back within 5 s",
            first <= LOSS_SEEN_SECONDS and not silent and last <= away + BACK_SECONDS,
            f"503 from {first:.1f} s to {last:.1f} s, silent {len(silent)} times",
        )


def board_rows(there: Hall) -> Iterator[Row]:
    """Whether every node shows what is counted again from the exported file."""
    counted = there.counted()
    for node in there.nodes:
        right = there.is_board_right(node, counted)
        yield f"board: {node.url} shows the standings of the exported file", right, ""


def put(row: Row) -> bool:
    """Print a row of the table; whether it held."""
    what, held, figures = row
    print(f"{'held    ' if held else 'NOT HELD'}  {what}" + (f"  ({figures})" if figures else ""))
    sys.stdout.flush()
    return held


def teller(begun: float) -> Callable[[str], None]:
    """What says what happens, with the seconds since the beginning."""

    def tell(what: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {what}", file=sys.stderr, flush=True)

    return tell


def run(folder: Path, events: list[str], browsers: bool) -> bool:
    """One day with these events; whether everything held."""
    tell = teller(time.monotonic())
    held = []
    tell("three machines with etcd, Patroni and PostgreSQL")
    with cluster.running(folder) as machines:
        tell("three nodes of Accord at once on the empty database, and nginx")
        with hall.opened(folder, machines) as there:
            held += [put(row) for row in (*start_rows(there), *watch_rows(there))]
            address = f"https://127.0.0.1:{there.front.https}"
            with contextlib.ExitStack() as stack:
                pages = stack.enter_context(Pages().following(address)) if browsers else None
                lived = asyncio.run(day.live(there, pages, events, tell))
            held += [put(row) for row in rows(there, lived)]
            held += [put(row) for row in same_everywhere.rows(there, lived)]
            held.append(put(backup_row(there, folder)))
            tell("everything is stopped")
    return all(held)


def main() -> None:
    """Run it, within the time, and leave nothing behind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", nargs="*", metavar="EVENT", help=", ".join(EVENTS))
    parser.add_argument("--keep", action="store_true", help="keep the folder with all logs")
    parser.add_argument("--no-browsers", action="store_true", help="without the two browsers")
    parser.add_argument("--seconds", type=int, default=MOST_SECONDS, help="for all of it")
    asked = parser.parse_args()
    if unknown := set(asked.events) - set(EVENTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    missing = cluster.missing() + ([] if nginx_front.NGINX else ["nginx"])
    if missing or sys.platform != "linux":
        print(f"Needs Linux and, on Debian: apt install {' '.join(missing)}", file=sys.stderr)
        raise SystemExit(2)

    def give_up(*_: Any) -> None:
        raise OutOfTime(f"not done after {asked.seconds} s")

    signal.signal(signal.SIGALRM, give_up)
    signal.signal(signal.SIGTERM, give_up)
    signal.alarm(asked.seconds)
    folder = Path(tempfile.mkdtemp(prefix="accord-"))
    # PostgreSQL's user has to reach its own folders in it.
    folder.chmod(0o711)
    held = False
    try:
        held = run(folder, asked.events or list(EVENTS), not asked.no_browsers)
    finally:
        signal.alarm(0)
        if asked.keep or not held:
            print(f"The logs are in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder)
    raise SystemExit(0 if held else 1)


if __name__ == "__main__":
    main()
