"""What a database holds, as a backup's manifest says it: competitions, heads, organisers.

Standard library only, and by plain SQL that every revision of the schema understands.
"""

import json
import sqlite3
from typing import Any, TypedDict


class CompetitionEntry(TypedDict):
    """One competition; `state` is each stage's release by key, or "archived"."""

    key: str
    name: dict[str, str]
    state: dict[str, str] | str
    length: int
    head: str


class ChainEntry(TypedDict):
    """One audit chain; that of what belongs to no competition is named ""."""

    chain: str
    length: int
    head: str


class Contents(TypedDict):
    """What is in a database."""

    schema: str
    competitions: list[CompetitionEntry]
    chains: list[ChainEntry]
    organisers: list[str]


def read_contents(database: sqlite3.Connection) -> Contents:
    """Read it. Raises `sqlite3.Error` or `ValueError` where the database is not one of Accord."""
    ((schema,),) = database.execute("SELECT version_num FROM alembic_version").fetchall()
    heads = _heads(database)
    columns = {row[1] for row in database.execute("PRAGMA table_info(competition)")}
    archived = "archived_at" if "archived_at" in columns else "NULL"
    competitions: list[CompetitionEntry] = [
        {
            "key": key,
            "name": _name(name),
            "state": "archived" if archived_at else _releases(database, number),
            "length": heads.get(key, (0, ""))[0],
            "head": heads.get(key, (0, ""))[1],
        }
        for number, key, name, archived_at in database.execute(
            f"SELECT id, key, name, {archived} FROM competition ORDER BY key"  # noqa: S608  # nosec B608
        )
    ]
    return {
        "schema": schema,
        "competitions": competitions,
        "chains": [
            {"chain": chain, "length": length, "head": head}
            for chain, (length, head) in sorted(heads.items())
        ],
        "organisers": [
            name for (name,) in database.execute("SELECT name FROM organiser ORDER BY id")
        ],
    }


def _heads(database: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    # With max(), SQLite takes the other columns from the row that has it.
    rows = database.execute(
        "SELECT chain, count(*), sha256, max(number) FROM audit_row GROUP BY chain"
    )
    return {chain: (length, head) for chain, length, head, _ in rows}


def _releases(database: sqlite3.Connection, competition: int) -> dict[str, str]:
    stages = "SELECT key, release FROM stage WHERE competition_id = ? ORDER BY position"
    return dict(database.execute(stages, (competition,)))


def _name(stored: Any) -> dict[str, str]:
    name = json.loads(stored)
    if not isinstance(name, dict):
        raise ValueError("a competition's name is not an object")
    return {str(code): str(text) for code, text in name.items()}
