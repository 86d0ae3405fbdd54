"""The plug is pulled again and again while eight judges write over a bad Wi-Fi."""

import asyncio
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from competition.actions import snapshots
from competition.cli import serve
from competition.store import snapshots as public_snapshots
from tests import factories
from tests.conftest import Api, app_in, environment_for, free_port, serving
from tests.durability import books
from tests.durability.conftest import JUDGES, MATCH, TEAMS
from tests.durability.proxy import FATES, Proxy
from tests.durability.tablet import Tablet


async def day(folder: Path, tokens: dict[str, str], kills: int, die: random.Random) -> None:
    """One day in the hall; the books are checked after its last kill."""
    over = asyncio.Event()
    async with Proxy(upstream=1, seed=die.getrandbits(32)) as proxy:
        tablets = [
            Tablet(judge, tokens[judge], MATCH, TEAMS, random.Random(die.random()), proxy.port)
            for judge in JUDGES
        ]
        judging = [asyncio.create_task(tablet.judge_on(over)) for tablet in tablets]
        for _ in range(kills):
            with ExitStack() as stack:
                server = await asyncio.to_thread(stack.enter_context, serving(folder))
                proxy.upstream = server.port
                await asyncio.sleep(die.uniform(0.1, 1.5))
                server.kill()
                assert "Traceback" not in server.terminal
        over.set()
        await asyncio.gather(*judging)
        await proxy.settle()

        writes = [write for tablet in tablets for write in tablet.writes]
        unheard = [write for write in writes if write.receipt is None]
        with serving(folder) as server:
            books.check_whole(folder)
            books.check_writes(folder, writes)
            books.check_faces(folder)

            # What is still in an outbox is settled by sending it again, once.
            proxy.upstream, proxy.calm = server.port, True
            for tablet in tablets:
                for write in tablet.writes:
                    if write.receipt is None:
                        await tablet.settle(write)
            books.check_writes(folder, writes)
            books.check_faces(folder)
        books.check_whole(folder)

    assert [tablet.wrong for tablet in tablets] == [[]] * len(tablets)
    assert all(any(write.receipt for write in tablet.writes) for tablet in tablets)
    assert unheard or kills < 2
    assert set(proxy.met) == set(FATES)


@pytest.mark.timeout(3600)
def test_no_kill_loses_what_a_judge_was_told_is_stored(hall, turns, request):
    folder, tokens = hall
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    lived = day(folder, tokens, turns(4, 100), random.Random(seed))
    # In a thread of its own: Chromium's driver keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, lived).result()


def test_a_first_start_that_is_killed_leaves_nothing_in_the_way_of_the_next(tmp_path, turns):
    die = random.Random()
    for turn in range(turns(1, 40)):
        folder, port = tmp_path / f"data-{turn}", free_port()
        for _ in range(2):
            process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=factories.ROOT,
                env=environment_for(folder, port),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                process.wait(timeout=die.uniform(0.3, 1.6))
            except subprocess.TimeoutExpired:
                process.kill()
            process.wait()
        with serving(folder) as server:
            assert "judge-7" in server.terminal
            assert "Traceback" not in server.terminal
            books.check_whole(folder)
            books.check_faces(folder)


def test_a_mark_stored_just_before_the_kill_is_on_the_board_after_the_next_start(hall, monkeypatch):
    folder, tokens = hall
    with app_in(folder) as app:
        monkeypatch.setattr(snapshots, "follow", lambda _: None)
        for judge in JUDGES:
            for team in TEAMS:
                program = Api(app.test_client(), tokens[judge], factories.CHAOYANG)
                assert program.put(MATCH, team).status_code == 200
        monkeypatch.undo()
        with app.app_context():
            assert '"rank":1' not in public_snapshots.newest_snapshot(factories.CHAOYANG).content

            serve.prepare(app)

            assert '"rank":1' in public_snapshots.newest_snapshot(factories.CHAOYANG).content
    books.check_faces(folder)
