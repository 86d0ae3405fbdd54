"""What tablets last reported to any node, as rows; the table is unlogged, so no commit waits."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from competition.store.raw_sql import read_with, with_connection

KEPT_DAYS = 7
"""A tablet that has not been seen for so long is forgotten."""
_STORE = """
INSERT INTO tablet_report (competition_key, judge_key, device, last_seen, waiting)
SELECT competition_key, judge_key, device, last_seen, waiting
FROM json_to_recordset(%(rows)s::json) AS reported (
    competition_key text, judge_key text, device text, last_seen text, waiting json)
ON CONFLICT (competition_key, judge_key, device) DO UPDATE
SET last_seen = excluded.last_seen, waiting = excluded.waiting
WHERE tablet_report.last_seen <= excluded.last_seen"""
_OF_COMPETITION = """
SELECT judge_key, device, last_seen, waiting::text FROM tablet_report
WHERE competition_key = %(competition_key)s"""


class TabletRow(NamedTuple):
    """One tablet's last report; `device` is "" for a request without one.

    `last_seen` is ISO 8601 in UTC; `waiting` are the unsent sheets as plain objects.
    """

    competition_key: str
    judge_key: str
    device: str
    last_seen: str
    waiting: list[dict[str, str]]


def store_reports(rows: Sequence[TabletRow]) -> None:
    """Store what was reported, in one statement; a later report stays. Raises SQLAlchemy's errors.

    For PostgreSQL.
    """
    # In one order on all nodes, so that nobody waits in a circle.
    sent = json.dumps([row._asdict() for row in sorted(rows, key=lambda row: row[:3])])
    with_connection(lambda connection: connection.execute(_STORE, {"rows": sent}))


def reports_of(competition_key: str) -> list[TabletRow]:
    """What every node was told of a competition's tablets. Raises SQLAlchemy's errors."""
    values = {"competition_key": competition_key}
    found: list[Any] = read_with(lambda connection: connection.rows(_OF_COMPETITION, values))
    return [
        TabletRow(competition_key, judge_key, device, last_seen, json.loads(waiting))
        for judge_key, device, last_seen, waiting in found
    ]


def prune_reports() -> None:
    """Forget tablets that were not seen for KEPT_DAYS. Raises SQLAlchemy's errors."""
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=KEPT_DAYS)
    values = {"since": since.isoformat(timespec="seconds")}
    with_connection(
        lambda connection: connection.execute(
            "DELETE FROM tablet_report WHERE last_seen < %(since)s", values
        )
    )
