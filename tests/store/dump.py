"""Write the league, with marks, sessions and snapshots, as SQL: `python -m tests.store.dump`.

Run it once when a migration is added, with a row for each new table in `fill`, and keep the file:
it is what a database of that revision held, and `test_migrations.py` brings it up to date for
ever.
"""

import sqlite3
import tempfile
from pathlib import Path

from competition.actions import (
    accounts,
    competitions,
    form_use,
    hall_screen,
    late_sheets,
    reveal,
    rounds,
    sheets,
    stage_release,
)
from competition.actions.corrections import Confirmation, confirming
from competition.store import migrate, queries
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
    competitions.load_competition(factories.checked(whole), "command line")
    other = factories.contest(
        competition={"key": "contest", "name": factories.text("比赛", "Contest")}
    )
    competitions.load_competition(factories.checked(other), "command line")
    accounts.create_first_organiser(
        accounts.set_up_link() or "", factories.ORGANISER, factories.PASSWORD
    )
    jo = queries.find_judge(queries.find_competition("league"), "jo")
    accounts.begin_session(judge=jo)
    body = {"marks": {"law": "8.5", "poise": "7"}, "state": "submitted", "base_version": 0}
    sheets.write_sheet(jo, "league", "last", "metro", body, "key-1")
    sheets.write_sheet(jo, "league", "last", "metro", body | {"base_version": 1}, "key-2")
    stage_release.set_release("league", "semi", "published", "command line")
    rounds.set_state("league", "final-round", "closed", "command line")
    late_sheets.hand_in_late(jo, "league", "last", "post", late_sheets.LateWrite(body, "key-3"))
    with form_use.sending(form_use.SentForm("a-key-of-a-form-1", "0" * 64)):
        hall_screen.show_mode("league", "match", "command line", "semi-1")
    with confirming(Confirmation("The winner is announced later")):
        stage_release.set_release("league", "semi", "frozen", "command line")
    reveal.begin_reveal("league", "semi", "command line")


if __name__ == "__main__":
    main()
