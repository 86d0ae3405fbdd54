"""An evening on many machines, simulated event by event from figures measured on one.

A judge's submission takes processor time on a full node, then waits for its competition's lock,
which all that wait share in one commit. A snapshot follows, at most eight a second for each
competition. Audience nodes learn of it when they look, send it to everybody, core and network link
permitting, and the more viewers a node has, the fewer states it sends (`live.pace`). Viewers
arrive in a storm after a reveal.

Nothing here is measured: `bench_scale.py` measures the figures and compares the small case. What
is left out: the network between machines, lost packets, viewers who read slowly, and the database's
own processor time.

    python tests/bench/simulate_scale.py [--evening small|city|million] [--figures FILE]
"""

import argparse
import dataclasses
import heapq
import itertools
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from competition.live.pace import SendPace  # noqa: E402 (the root has to be known first)

SNAPSHOT_GAP = 0.125
LOOK_SECONDS = 0.5
CORE_SHARE = 0.5
CHUNK_SECONDS = 0.05
PACKET_BYTES, HEADER_BYTES = 1_448, 66
"""What a packet carries, and what it takes on the wire besides."""


@dataclasses.dataclass(frozen=True)
class Figures:
    """Seconds of a core, seconds of waiting, and bytes, as `bench_scale.py` prints them."""

    send: float = 6.3e-06
    connect: float = 8.9e-05
    submit: float = 0.00114
    commit: float = 0.00243
    row: float = 0.00124
    """What each further submission that shares a commit adds to it."""
    snapshot: float = 0.0237
    state_bytes: int = 2_440
    viewer_bytes: int = 250
    node_bytes: int = 150_000_000

    @property
    def wire_bytes(self) -> int:
        """What a state takes on the link, with the heads of its packets."""
        return self.state_bytes + -(-self.state_bytes // PACKET_BYTES) * HEADER_BYTES


@dataclasses.dataclass(frozen=True)
class Evening:
    """Who comes, and which machines there are. Without audience nodes the full ones send."""

    name: str
    viewers: int
    judges: int
    contests: int
    full_nodes: int
    audience_nodes: int
    link_bits: float = 1e9
    arrive_seconds: float = 30.0
    """How long the storm takes in which all viewers arrive."""
    submit_every: float = 30.0
    """How long a judge takes between an answer and the next submission; 0 for none."""
    seconds: float = 40.0


EVENINGS = {
    "small": Evening("small", 1_000, 20, 1, 1, 0),
    "city": Evening("city", 20_000, 500, 10, 2, 2),
    "million": Evening("million", 1_000_000, 10_000, 100, 32, 50),
}


class Server:
    """A core or a link: does one thing after the other."""

    def __init__(self) -> None:
        self.free_at = 0.0
        self.busy = 0.0

    def work(self, now: float, seconds: float) -> float:
        """Begin when free; return when it is done."""
        self.free_at = max(now, self.free_at) + seconds
        self.busy += seconds
        return self.free_at


class Node:
    """A machine with one process: its core, its link, and its viewers by contest."""

    def __init__(self, contests: int, pace: SendPace) -> None:
        self.core, self.link = Server(), Server()
        self.viewers = [0] * contests
        self.pace = pace
        self.sent_at = [-1e9] * contests
        self.pending: dict[int, float] = {}
        """Contests with a state to send, and when the oldest change in it was submitted."""

    @property
    def count(self) -> int:
        """All its viewers."""
        return sum(self.viewers)


class Simulation:
    """Runs an evening; `results` are its rows."""

    def __init__(self, evening: Evening, figures: Figures, seed: int = 1) -> None:
        self.evening, self.figures = evening, figures
        self._random = random.Random(seed)
        self._events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._order = itertools.count()
        self.now = 0.0
        contests = evening.contests
        self.full = [self._node(None) for _ in range(evening.full_nodes)]
        self.audience = [self._node(CORE_SHARE) for _ in range(evening.audience_nodes)] or self.full
        self._waiting: list[list[tuple[float, int]]] = [[] for _ in range(contests)]
        self._is_locked = [False] * contests
        self._owed: list[float | None] = [None] * contests
        self._snapshot_at = [-1e9] * contests
        self.submit_times: list[float] = []
        self.to_last: list[float] = []
        self.snapshots = [0] * contests
        self.seated_at = 0.0

    def _node(self, share: float | None) -> Node:
        pace = SendPace(SNAPSHOT_GAP, share)
        pace.note(1, self.figures.send)
        return Node(self.evening.contests, pace)

    def at(self, when: float, do: Callable[..., None], *arguments: Any) -> None:
        """Do it then."""
        heapq.heappush(self._events, (when, next(self._order), do, arguments))

    def run(self) -> "Simulation":
        """Let all arrive and work until the evening's end."""
        evening = self.evening
        for judge in range(evening.judges):
            self.at(self._random.uniform(0, evening.submit_every), self._submit, judge)
        for index, node in enumerate(self.audience):
            self._arrive_in_chunks(index, node)
        while self._events and self._events[0][0] <= evening.seconds:
            self.now, _, do, arguments = heapq.heappop(self._events)
            do(*arguments)
        return self

    def _arrive_in_chunks(self, index: int, node: Node) -> None:
        evening, nodes = self.evening, len(self.audience)
        mine = evening.viewers // nodes + (index < evening.viewers % nodes)
        chunks = max(1, round(evening.arrive_seconds / CHUNK_SECONDS))
        for chunk in range(chunks):
            count = mine * (chunk + 1) // chunks - mine * chunk // chunks
            if count:
                self.at(chunk * CHUNK_SECONDS, self._arrive, node, count, mine * chunk // chunks)

    def _arrive(self, node: Node, count: int, first: int) -> None:
        sent = node.link.work(self.now, count * self._link_seconds())
        done = max(sent, node.core.work(self.now, count * self.figures.connect))
        self.at(done, self._seat, node, count, first)

    def _seat(self, node: Node, count: int, first: int) -> None:
        contests = self.evening.contests
        for viewer in range(first, first + count):
            node.viewers[viewer % contests] += 1
        self.seated_at = self.now

    def _submit(self, judge: int) -> None:
        node = self.full[judge % len(self.full)]
        done = node.core.work(self.now, self.figures.submit)
        self.at(done, self._wait_for_lock, judge, self.now)

    def _wait_for_lock(self, judge: int, begun: float) -> None:
        contest = judge % self.evening.contests
        self._waiting[contest].append((begun, judge))
        if not self._is_locked[contest]:
            self._commit(contest)

    def _commit(self, contest: int) -> None:
        group, self._waiting[contest] = self._waiting[contest], []
        self._is_locked[contest] = True
        held = self.figures.commit + (len(group) - 1) * self.figures.row
        self.at(self.now + held, self._committed, contest, group)

    def _committed(self, contest: int, group: list[tuple[float, int]]) -> None:
        self._is_locked[contest] = False
        for begun, judge in group:
            self.submit_times.append(self.now - begun)
            pause = self._random.uniform(0.5, 1.5) * self.evening.submit_every
            self.at(self.now + pause, self._submit, judge)
        if self._owed[contest] is None:
            self._owed[contest] = min(begun for begun, _ in group)
            when = max(self.now, self._snapshot_at[contest] + SNAPSHOT_GAP)
            self.at(when, self._make_snapshot, contest)
        if self._waiting[contest]:
            self._commit(contest)

    def _make_snapshot(self, contest: int) -> None:
        origin, self._owed[contest] = self._owed[contest], None
        self._snapshot_at[contest] = self.now
        self.snapshots[contest] += 1
        done = self.full[contest % len(self.full)].core.work(self.now, self.figures.snapshot)
        is_local = self.audience is self.full
        for index, node in enumerate(self.audience):
            # Each node looks twice a second, none at the same time as another.
            phase = LOOK_SECONDS * index / len(self.audience)
            look = done + (phase - done) % LOOK_SECONDS
            self.at(done if is_local else look, self._announce, node, contest, origin)

    def _announce(self, node: Node, contest: int, origin: float) -> None:
        if contest in node.pending:
            node.pending[contest] = min(origin, node.pending[contest])
            return
        node.pending[contest] = origin
        when = max(self.now, node.sent_at[contest] + node.pace.gap(node.count))
        self.at(when, self._send, node, contest)

    def _send(self, node: Node, contest: int) -> None:
        origin, count = node.pending.pop(contest), node.viewers[contest]
        node.sent_at[contest] = self.now
        if count:
            over_link = node.link.work(self.now, count * self._link_seconds())
            done = max(over_link, node.core.work(self.now, count * self.figures.send))
            self.to_last.append(done - origin)

    def _link_seconds(self) -> float:
        return self.figures.wire_bytes * 8 / self.evening.link_bits

    def results(self) -> dict[str, Any]:
        """What docs/scale.md shows of an evening: rounded, in the units of the names."""
        evening, figures = self.evening, self.figures
        most = max(self.audience, key=lambda node: node.count)
        seconds = self.now
        return {
            "evening": evening.name,
            "viewers": evening.viewers,
            "judges": evening.judges,
            "contests": evening.contests,
            "full_nodes": evening.full_nodes,
            "audience_nodes": evening.audience_nodes,
            "submits_per_s": round(len(self.submit_times) / seconds, 1),
            "submit_p50_ms": round(1e3 * quantile(self.submit_times, 0.5), 1),
            "submit_p99_ms": round(1e3 * quantile(self.submit_times, 0.99), 1),
            "snapshots_per_s": round(sum(self.snapshots) / seconds, 1),
            "to_last_p50_ms": round(1e3 * quantile(self.to_last, 0.5)),
            "to_last_p99_ms": round(1e3 * quantile(self.to_last, 0.99)),
            "gap_s": round(most.pace.gap(most.count), 3),
            "busiest_core": round(max(n.core.busy for n in self.audience) / seconds, 2),
            "link_mbit_per_node": round(
                max(n.link.busy for n in self.audience) / seconds * evening.link_bits / 1e6
            ),
            "all_seated_s": round(self.seated_at, 1),
            "node_memory_mb": round((figures.node_bytes + most.count * figures.viewer_bytes) / 1e6),
            "descriptors_per_node": most.count,
        }


def quantile(values: list[float], part: float) -> float:
    """The value below which that part of them lies; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def main() -> None:
    """Print a JSON line for each evening."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--evening", nargs="*", choices=EVENINGS, default=list(EVENINGS))
    parser.add_argument("--figures", type=Path, help="JSON of what bench_scale.py measured")
    asked = parser.parse_args()
    figures = Figures()
    if asked.figures:
        figures = Figures(**json.loads(asked.figures.read_text(encoding="utf-8")))
    for name in asked.evening:
        results = Simulation(EVENINGS[name], figures).run().results()
        print(json.dumps({"bench": "simulate_scale", **results}), flush=True)


if __name__ == "__main__":
    main()
