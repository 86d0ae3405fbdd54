"""Eight judges who write to two nodes of one database while something happens to them."""

import asyncio
import json
import operator
import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from competition import scoring
from competition.actions import competitions
from tests.conftest import LiveServer, app_in
from tests.durability import books
from tests.durability.conftest import JUDGES, MATCH, TEAMS
from tests.durability.proxy import Message
from tests.durability.tablet import Tablet, Write
from tests.factories import CHAOYANG
from tests.nodes.watching import SNAPSHOT, eventually, get

PATIENCE_SECONDS = 20
"""A node that is dead refuses at once, and one that is slow is no fault."""


class RovingTablet(Tablet):
    """A tablet that asks the other node where one does not answer."""

    ports: tuple[int, ...] = ()

    async def ask(
        self, method: str, team: str, body: dict[str, Any] | None = None, key: str = ""
    ) -> Message | None:
        """One request to the node that answered last; None where it did not."""
        answer = await super().ask(method, team, body, key)
        if answer is None:
            self.port = self.die.choice(self.ports)
        return answer


def tablets_at(nodes: Sequence[LiveServer], tokens: Mapping[str, str]) -> list[RovingTablet]:
    """A tablet for each judge, half of them at either node."""
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    die, made = random.Random(seed), []
    for place, judge in enumerate(JUDGES):
        given = (judge, tokens[judge], MATCH, TEAMS, random.Random(die.random()))
        port = nodes[place % len(nodes)].port
        tablet = RovingTablet(*given, port=port, patience=PATIENCE_SECONDS)
        tablet.ports = tuple(node.port for node in nodes)
        made.append(tablet)
    return made


def let_judge(tablets: Sequence[Tablet], happen: Callable[[], None]) -> None:
    """Let all judges write while something happens, and wait for their last answers."""

    async def live() -> None:
        over = asyncio.Event()
        at_work = [asyncio.create_task(tablet.judge_on(over)) for tablet in tablets]
        try:
            await asyncio.to_thread(happen)
        finally:
            over.set()
            await asyncio.gather(*at_work)

    # In a thread of its own: Chromium's driver keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, live()).result()


def wait_for_receipts(tablets: Sequence[Tablet]) -> float:
    """Wait until each judge was told once more that it is stored; how many seconds it took."""
    wanted = [count + 1 for count in _receipts(tablets)]
    return eventually(
        lambda: all(map(operator.ge, _receipts(tablets), wanted)), "judges have no receipt", 120
    )


def _receipts(tablets: Sequence[Tablet]) -> list[int]:
    return [sum(write.receipt is not None for write in tablet.writes) for tablet in tablets]


def all_writes(tablets: Sequence[Tablet]) -> list[Write]:
    """What the judges sent."""
    return [write for tablet in tablets for write in tablet.writes]


def check_books(folder: Path, nodes: Sequence[LiveServer], writes: list[Write]) -> None:
    """Every write is stored as it was answered, every chain holds, and no node has failed.

    `folder` is a DATA_DIR on the nodes' database.
    """
    books.check_whole(folder)
    books.check_writes(folder, writes)
    books.check_faces(folder)
    verified = nodes[0].flask("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert all("Traceback" not in node.terminal for node in nodes)


def counted_stages(folder: Path) -> list[Any]:
    """The standings, counted again from the exported file."""
    with app_in(folder) as app, app.app_context():
        exported = competitions.export_competition(CHAOYANG)
    stages: list[Any] = scoring.recount(json.loads(exported))["stages"]
    return stages


def public(node: LiveServer) -> dict[str, Any]:
    """The public snapshot at a node."""
    snapshot: dict[str, Any] = json.loads(get(node, SNAPSHOT)[1])
    return snapshot
