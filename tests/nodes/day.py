"""A day at a contest on three nodes: judges write, people watch, machine after machine dies.

Every figure is kept; `run.py` says what they mean.
"""

import asyncio
import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg

from tests import databases
from tests.conftest import LiveServer
from tests.durability import books
from tests.durability.conftest import JUDGES, MATCH, TEAMS
from tests.durability.tablet import Tablet
from tests.factories import CHAOYANG
from tests.nodes import events, hall
from tests.nodes.cluster import wait_until
from tests.nodes.hall import Hall
from tests.nodes.noted import Day
from tests.nodes.pages import Pages
from tests.nodes.viewer import Viewer

REST_SECONDS = 0.3
PATIENCE_SECONDS = 12
LOOK_SECONDS = 0.25


@contextlib.contextmanager
def repeating(act: Callable[[], None], pause: float) -> Iterator[None]:
    """Do something again and again in a thread, until the block ends."""
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            act()
            over.wait(pause)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def look_at(day: Day, node: LiveServer) -> Callable[[], None]:
    """Note the health of a node, with the time at which it was asked."""
    times = day.health.setdefault(node.url, [])

    def look() -> None:
        begun = time.monotonic()
        times.append((begun, hall.health(node)))

    return look


def read_pages(day: Day, there: Hall) -> Callable[[], None]:
    """Read the public page through nginx, as somebody without a browser's memory."""

    def read() -> None:
        try:
            day.pages[there.front.get(f"/c/{CHAOYANG}?lang=en")[0].status] += 1
        except OSError:
            day.pages[0] += 1

    return read


def write_beside(day: Day, there: Hall) -> Callable[[], None]:
    """Write a row of nobody's, to know when the cluster itself stores something."""
    url = databases.libpq_address(there.cluster.url)

    def write() -> None:
        with (
            contextlib.suppress(psycopg.Error),
            psycopg.connect(url, autocommit=True) as connection,
        ):
            connection.execute("SET statement_timeout = '3s'")
            connection.execute("CREATE TABLE IF NOT EXISTS beside (at timestamptz)")
            connection.execute("INSERT INTO beside VALUES (now())")
            day.stored_by_the_cluster.append(time.monotonic())

    return write


class NotingTablet(Tablet):
    """A tablet that notes when each receipt came."""

    noted: list[float]

    async def _send_until_answered(self, write: Any, until: asyncio.Event) -> int:
        version = await super()._send_until_answered(write, until)
        if write.receipt is not None:
            self.noted.append(time.monotonic())
        return version


async def live(
    there: Hall, pages: Pages | None, names: list[str], tell: Callable[[str], None]
) -> Day:
    """One day with these events: judges write and viewers watch all the while."""
    die, over = random.Random(), asyncio.Event()
    tablets: list[Tablet] = []
    day = Day(tablets, [])
    for judge in JUDGES:
        tablet = NotingTablet(
            *(judge, there.tokens[judge], MATCH, TEAMS, random.Random(die.random())),
            port=there.front.https,
            tls=there.tls,
            patience=PATIENCE_SECONDS,
            rest=REST_SECONDS,
            gives_up=0,
        )
        tablet.noted = day.acknowledged
        tablets.append(tablet)
    day.viewers += [Viewer("127.0.0.1", there.front.https, there.tls) for _ in range(6)]
    addresses = [node.environment["HOST"] for node in there.nodes]
    day.viewers += [Viewer(address, hall.NODE_PORT) for address in addresses]

    with contextlib.ExitStack() as stack:
        for node in there.nodes:
            stack.enter_context(repeating(look_at(day, node), LOOK_SECONDS))
        stack.enter_context(repeating(read_pages(day, there), LOOK_SECONDS))
        stack.enter_context(repeating(write_beside(day, there), LOOK_SECONDS))
        at_work = [asyncio.create_task(tablet.judge_on(over)) for tablet in tablets]
        watching = asyncio.Event()
        at_work += [asyncio.create_task(viewer.watch(watching)) for viewer in day.viewers]
        try:
            await asyncio.to_thread(events.happen, day, there, pages, names, tell)
        finally:
            over.set()
            await asyncio.gather(*at_work[: len(tablets)])
            tell("every judge is asked what nobody acknowledged")
            for tablet in tablets:
                for write in tablet.writes:
                    if write.receipt is None:
                        await tablet.settle(write)
                        day.settled += 1
            if pages is not None:
                await asyncio.to_thread(see, day, pages, "at the end")
            await asyncio.sleep(3)
            watching.set()
            await asyncio.gather(*at_work)
    return day


def see(day: Day, pages: Pages, when: str) -> None:
    """Whether both browsers are right within five seconds."""
    try:
        wait_until(pages.are_right, 5, "both browsers show the board as it is")
        day.pages_right[when] = True
    except TimeoutError:
        day.pages_right[when] = False
        day.faults.append(f"browsers {when}: {pages.look()}")


def check_books(there: Hall, day: Day) -> str:
    """Nothing acknowledged is lost or doubled, nothing else is there; "" or what is wrong."""
    try:
        books.check_rows(there.stored(), day.writes)
    except AssertionError as wrong:
        return str(wrong).splitlines()[0] if str(wrong) else "the books are wrong"
    return ""
