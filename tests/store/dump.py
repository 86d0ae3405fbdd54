"""Write the league, with marks, sessions and snapshots, as SQL: `python -m tests.store.dump`.

Run it once when a migration is added, with a row for each new table in `fill`, and keep the file:
it is what a database of that revision held, and `test_migrations.py` brings it up to date for
ever.
"""

import sqlite3
import tempfile
from pathlib import Path

from competition.actions import competitions, late, people, reveal, rounds, sheets, show, stages
from competition.store import events, migrate
from tests import factories
from tests.conftest import app_in

HERE = Path(__file__).parent


def main() -> None:
    """Write `at_<revision>.sql` beside this file."""
    with tempfile.TemporaryDirectory() as folder, app_in(Path(folder)) as app, app.app_context():
        migrate.ensure(app)
        fill()
        file = sqlite3.connect(Path(folder) / "accord.sqlite")
        (revision,) = file.execute("SELECT version_num FROM alembic_version").fetchone()
        lines = list(file.iterdump())
        file.close()
    (HERE / f"at_{revision}.sql").write_text("\n".join(lines) + "\n", encoding="utf-8")


def fill() -> None:
    """Put a row or more into every table."""
    whole = factories.league(
        deductions=[{"match": "semi-1", "team": "bus", "points": "1.5", "reason": "Late"}],
        rulings=[{"stage": "semi", "teams": ["metro", "post"], "minutes": "The panel met."}],
    )
    competitions.load(factories.checked(whole), "command line")
    people.set_up(people.set_up_link() or "", factories.ORGANISER, factories.PASSWORD)
    jo = events.judge(events.competition("league"), "jo")
    people.begin_session(judge=jo)
    body = {"marks": {"law": "8.5", "poise": "7"}, "state": "submitted", "base_version": 0}
    sheets.write(jo, "league", "last", "metro", body, "key-1")
    sheets.write(jo, "league", "last", "metro", body | {"base_version": 1}, "key-2")
    stages.release("league", "semi", "published", "command line")
    rounds.set_state("league", "final-round", "closed", "command line")
    late.hand_in(jo, "league", "last", "post", body, "key-3", None)
    show.put("league", "match", "command line", "semi-1")
    stages.release("league", "semi", "frozen", "command line")
    reveal.begin("league", "semi", "command line")


if __name__ == "__main__":
    main()
