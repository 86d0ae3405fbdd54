"""A synchronous standby: what was acknowledged is there too, whatever becomes of the primary."""

import random
import signal
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest

from competition.actions import competitions
from competition.store import migrate, queries
from tests import databases, postgres
from tests.conftest import NODES_SECRET, app_in, serving
from tests.durability.conftest import JUDGES, TEAMS, final_with_eight_judges
from tests.durability.judging import (
    all_writes,
    check_books,
    let_judge,
    public,
    tablets_at,
    wait_for_receipts,
)
from tests.durability.pen import Pen
from tests.factories import CHAOYANG, checked
from tests.nodes.watching import eventually, silent
from tests.standbys import standby_of

# Two database servers and two nodes at once: their limits of six seconds want a quiet machine.
pytestmark = pytest.mark.usefixtures("for_long")
SETTINGS = ("synchronous_commit=on",)
IN_STEP = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"


@dataclass
class Databases:
    """A primary that waits for its standby, and a DATA_DIR with the final in its database."""

    primary: postgres.Server
    standby: postgres.Server
    folder: object
    tokens: dict[str, str]

    @property
    def address(self):
        """Both servers; whichever takes writes."""
        hosts = "&".join(f"host=127.0.0.1:{each.port}" for each in (self.primary, self.standby))
        role = postgres.ROLE
        return f"postgresql+psycopg://{role}@/accord?{hosts}&target_session_attrs=read-write"

    def promote(self):
        """Let the standby take writes from now on, for whom does not wait."""
        with self.standby.connect() as connection:
            connection.execute("SELECT pg_promote()")
        databases.set_address(self.folder, self.standby.address("accord"))


@contextmanager
def in_step(folder):
    """The two servers, until the block ends."""
    folder.mkdir()
    with postgres.server(SETTINGS) as primary:
        databases.set_address(folder, primary.create("accord"))
        with app_in(folder) as app, app.app_context():
            migrate.ensure(app)
            competitions.load_competition(checked(final_with_eight_judges()), "command line")
            judges = queries.find_competition(CHAOYANG).judges
            tokens = {judge.key: judge.token for judge in judges}
        with standby_of(primary, SETTINGS) as standby:
            with primary.connect() as connection:
                # The standby has copied the settings already: promoted, it waits for nobody.
                connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
                connection.execute("SELECT pg_reload_conf()")
                eventually(lambda: connection.execute(IN_STEP).fetchone(), "no standby in step")
            yield Databases(primary, standby, folder, tokens)


@contextmanager
def two_nodes(servers):
    """Two nodes of Accord, which know both servers."""
    given = {"DATABASE_URL": servers.address, "SECRET_KEY": NODES_SECRET}
    with ExitStack() as stack:
        parent = servers.folder.parent
        names = [f"{servers.folder.name}-{name}" for name in ("first", "second")]
        yield [stack.enter_context(serving(parent / name, **given)) for name in names]


@pytest.mark.timeout(3600)
def test_no_death_of_the_primary_loses_what_a_judge_was_told_is_stored(tmp_path, turns):
    die, gaps = random.Random(), []
    for turn in range(turns(1, 20)):
        with in_step(tmp_path / f"turn-{turn}") as servers, two_nodes(servers) as nodes:
            tablets = tablets_at(nodes, servers.tokens)

            def happen(servers=servers, tablets=tablets):
                wait_for_receipts(tablets)
                time.sleep(die.uniform(0, 1))
                servers.primary.stop(signal.SIGKILL)
                died = time.monotonic()
                servers.promote()
                promoted = time.monotonic()
                wait_for_receipts(tablets)
                gaps.append((promoted - died, time.monotonic() - promoted))

            let_judge(tablets, happen)
            check_books(servers.folder, nodes, all_writes(tablets))
            assert [tablet.wrong for tablet in tablets] == [[]] * len(tablets)
            assert public(nodes[0]) == public(nodes[1])
    print("promoted after, every judge has a receipt again after, s:", gaps)


def test_while_the_standby_is_silent_nobody_is_told_that_a_mark_is_stored(tmp_path):
    with in_step(tmp_path / "data") as servers, two_nodes(servers) as nodes:
        first, second = (
            Pen(node.url, judge, servers.tokens[judge], [])
            for node, judge in zip(nodes, JUDGES, strict=False)
        )
        assert first.send(first.write(TEAMS[0], 0)) == 200
        waiting = [(first, first.write(TEAMS[0], 1)), (second, second.write(TEAMS[0], 0))]
        with silent(servers.standby):
            for _ in range(2):
                for pen, write in waiting:
                    begun = time.monotonic()
                    assert pen.send(write) == 503
                    print(f"503 after {time.monotonic() - begun:.1f} s")
            assert public(nodes[1])["stages"]
            asked = nodes[1].flask("judge", "links", CHAOYANG)
            assert asked.returncode != 0
            assert asked.stderr.strip()
            assert "Traceback" not in asked.stderr
        for pen, write in waiting:
            eventually(lambda pen=pen, write=write: pen.send(write) == 200, "no answer")
        check_books(servers.folder, nodes, first.writes + second.writes)
