"""What of the public's view is committed on a database that nodes share, in one query.

After a failover the database may be one that lacks what was public a moment before. So a row also
says which snapshot had the newest number, and `lost_rows` compares it with what there is now.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple


class PublicRow(NamedTuple):
    """What a public answer about one competition depends on; only grows within an epoch.

    `mark` tells a snapshot from another of the same number. `screen` and `clocks` number what the
    screens show and how the match clocks stand. A number is None where there is nothing of it.
    """

    competition_id: int
    key: str
    number: int | None
    mark: str | None
    screen: int | None
    clocks: int | None
    epoch: int | None


PUBLIC_ROWS = """
SELECT competition.id, competition.key, newest.number, newest.mark, show.number,
    (SELECT sum(number)::bigint FROM match_clock
     WHERE match_clock.competition_id = competition.id),
    public_epoch.number
FROM competition
LEFT JOIN LATERAL (
    SELECT number, sha256 || made_at AS mark FROM snapshot
    WHERE snapshot.competition_id = competition.id ORDER BY number DESC LIMIT 1
) AS newest ON true
LEFT JOIN show ON show.competition_id = competition.id
LEFT JOIN public_epoch ON public_epoch.competition_key = competition.key
ORDER BY competition.id"""
_MARK = """
SELECT sha256 || made_at FROM snapshot WHERE competition_id = %(id)s AND number = %(number)s"""


def lost_rows(seen: Iterable[PublicRow], connection: Any) -> list[PublicRow]:
    """Those of `seen` of which the database has lost something, as a failover may.

    Not those whose epoch somebody has raised since. `connection` is one of psycopg's.
    """
    now = {
        row[0]: PublicRow(*row) for row in connection.execute(PUBLIC_ROWS, prepare=True).fetchall()
    }
    lost = []
    for each in seen:
        found = now.get(each.competition_id)
        # A competition that is not there any more was removed: its streams end.
        if found is None or (found.epoch or 0) > (each.epoch or 0):
            continue
        if _is_behind(found, each) or _has_another(connection, each):
            lost.append(each)
    return lost


def _is_behind(found: PublicRow, seen: PublicRow) -> bool:
    return any(
        (getattr(found, name) or 0) < (getattr(seen, name) or 0)
        for name in ("number", "screen", "clocks", "epoch")
    )


def _has_another(connection: Any, seen: PublicRow) -> bool:
    """Whether the number was given again, to another snapshot than the one that was seen."""
    if seen.number is None:
        return False
    asked = {"id": seen.competition_id, "number": seen.number}
    row = connection.execute(_MARK, asked).fetchone()
    return row is None or row[0] != seen.mark
