"""The server's books, read from the database itself and from what the commands print."""

import hashlib
import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import psycopg

from competition import scoring
from competition.actions import competitions
from competition.store import audit, audit_links, snapshots
from competition.store.db import db
from tests import databases
from tests.conftest import app_in
from tests.durability.tablet import Write
from tests.factories import CHAOYANG

SEEN_AFTER_SECONDS = 5
"""What the release lets through may take so long to be seen."""
ROWS = """
SELECT judge.key AS judge, match.key AS match, team.key AS team, number, sheet_version.state,
       marks, receipt, idempotency_key, sheet.version AS newest
FROM sheet_version
JOIN sheet ON sheet.id = sheet_id JOIN judge ON judge.id = sheet.judge_id
JOIN match ON match.id = sheet.match_id JOIN team ON team.id = sheet.team_id
ORDER BY sheet_version.id
"""


@dataclass(frozen=True)
class Stored:
    """One version of a sheet as it is on disk."""

    judge: str
    match: str
    team: str
    number: int
    state: str
    marks: dict[str, str]
    receipt: int
    key: str
    newest: int


SNAPSHOTS = "SELECT number, content, sha256, previous FROM snapshot ORDER BY number"


def stored(folder: Path) -> list[Stored]:
    """Every version, in the order of its storing, in the database of this DATA_DIR."""
    rows = _read(folder, ROWS)
    return [Stored(*row[:5], _decoded(row[5]), *row[6:]) for row in rows]


def check_whole(folder: Path) -> None:
    """The file is sound, and every chain in it holds."""
    if (folder / "accord.sqlite").exists():
        with closing(sqlite3.connect(folder / "accord.sqlite")) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    previous = None
    for expected, (number, content, sha256, before) in enumerate(_read(folder, SNAPSHOTS), start=1):
        assert (number, before) == (expected, previous)
        assert sha256 == hashlib.sha256(content.encode()).hexdigest()
        previous = sha256


def check_writes(folder: Path, writes: list[Write]) -> None:
    """What was acknowledged is there once, what was not at most once, and nothing else is."""
    check_rows(stored(folder), writes)


def check_rows(rows: list[Stored], writes: list[Write]) -> None:
    """The same of what a database of any kind holds: every version, in the order of ROWS."""
    by_key = {(row.judge, row.key): row for row in rows}
    assert len(by_key) == len(rows)
    sent = {(write.judge, write.key): write for write in writes}
    assert set(by_key) <= set(sent)
    for name, write in sent.items():
        row = by_key.get(name)
        if write.receipt is not None:
            assert row is not None, f"acknowledged and lost: {write}"
            assert (row.number, row.state) == (write.receipt["version"], write.receipt["state"])
            assert f"{row.receipt:04d}" == write.receipt["receipt"]
            assert sum(map(Fraction, row.marks.values())) == Fraction(write.receipt["total"])
        if row is not None:
            assert (row.match, row.team) == (write.match, write.team)
            assert row.state == write.body["state"]
            assert row.number == write.body["base_version"] + 1
            assert _numbers(row.marks) == _numbers(write.body["marks"])
    assert sorted(row.receipt for row in rows) == list(range(1, len(rows) + 1))
    for versions in _by_sheet(rows).values():
        assert [row.number for row in versions] == list(range(1, versions[0].newest + 1))


def check_faces(folder: Path) -> None:
    """The export says what the file holds, the audit holds, the public sees what counts."""
    with app_in(folder) as app, app.app_context():
        exported = json.loads(competitions.export_competition(CHAOYANG))
        chain = audit.chain_rows(CHAOYANG)
        assert audit_links.first_broken_link(chain) is None
        counted = scoring.recount(exported)["stages"]
        public = awaited_public(lambda public: public["stages"] == seen_of(counted, public))
    rows = stored(folder)
    sheets = _by_sheet(rows)
    said = {(s["judge"], s["match"], s["team"]): s for s in exported.get("sheets", [])}
    assert set(said) == set(sheets)
    for name, versions in sheets.items():
        written = [*said[name].get("history", []), said[name]]
        assert [(v["version"], v["state"], v["marks"]) for v in written] == [
            (row.number, row.state, row.marks) for row in versions
        ]
    audited = [json.loads(row.after) for row in chain if row.action.startswith("sheet.")]
    assert [row["receipt"] for row in audited] == [row.receipt for row in rows]
    assert public["stages"] == seen_of(counted, public)


def awaited_public(holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The public snapshot once that `holds` of it; the newest after the time that it may take."""
    give_up = time.monotonic() + SEEN_AFTER_SECONDS
    while True:
        newest = snapshots.newest_snapshot(CHAOYANG)
        assert newest is not None
        public = newest.public()
        if holds(public) or time.monotonic() >= give_up:
            return public
        db.session.expunge_all()  # What was read of the books stays as it was read.
        db.session.rollback()
        time.sleep(0.02)


def seen_of(counted: list[Any], public: dict[str, Any]) -> list[Any]:
    """What the public sees of the standings."""
    return [
        stage if public["state"][stage["stage"]] == "live" else {"stage": stage["stage"]}
        for stage in counted
    ]


def _read(folder: Path, query: str) -> list[Any]:
    """The rows of a query, past everything of the application."""
    address = databases.address_of(folder)
    if address.startswith("sqlite:"):
        with closing(sqlite3.connect(folder / "accord.sqlite")) as file:
            return file.execute(query).fetchall()
    with psycopg.connect(databases.libpq_address(address)) as connection:
        return list(connection.execute(query.encode()))


def _decoded(marks: Any) -> dict[str, str]:
    """PostgreSQL's driver has decoded JSON already."""
    decoded: dict[str, str] = json.loads(marks) if isinstance(marks, str) else marks
    return decoded


def _numbers(marks: dict[str, Any]) -> dict[str, Fraction]:
    return {name: Fraction(mark) for name, mark in marks.items()}


def _by_sheet(rows: list[Stored]) -> dict[tuple[str, str, str], list[Stored]]:
    sheets = defaultdict(list)
    for row in rows:
        sheets[row.judge, row.match, row.team].append(row)
    return sheets
