"""The tablets at the tables: their links, the match that is on there, what was drawn on them."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from competition.store.day_models import DrawnSignature, TableLink
from competition.store.db import db
from competition.store.match_clocks import clocks_of
from competition.store.models import Competition, Match

Strokes = list[list[list[int]]]


def tables_of(competition: Competition) -> list[TableLink]:
    """The competition's tables, oldest first."""
    query = select(TableLink).filter_by(competition_id=competition.id).order_by(TableLink.id)
    return list(db.session.scalars(query))


def table_by_token(token: str) -> TableLink | None:
    """The table with this link; None for a renewed or unknown one."""
    return db.session.scalar(select(TableLink).filter_by(token=token))


def table_proof(table: TableLink) -> str:
    """What a tablet keeps in place of its link: valid until the link is renewed or removed."""
    return f"{table.id}.{hashlib.sha256(table.token.encode()).hexdigest()}"


def table_by_proof(proof: str) -> TableLink | None:
    """The table that a tablet was opened for; None once its link is another."""
    number = proof.partition(".")[0]
    found = db.session.get(TableLink, int(number)) if number.isdecimal() else None
    if found is None or not hmac.compare_digest(table_proof(found), proof):
        return None
    return found


def competition_of_table(table: TableLink) -> Competition:
    """The competition that the table belongs to."""
    found = db.session.get(Competition, table.competition_id)
    assert found is not None
    return found


def match_on(competition: Competition, table: TableLink) -> Match | None:
    """The match that is on at a table: the chosen one, else the one that is on in the hall.

    That is the match of an open round whose clock was touched last; without a clock the one open
    match, if there is just one. A match that is not open is on nowhere.
    """
    matches = {
        match.key: match
        for stage in competition.stages
        for round_ in stage.rounds
        for match in round_.matches
        if round_.state == "open" and not match.void
    }
    if table.match_key is not None:
        return matches.get(table.match_key)
    for clock in clocks_of(competition.key):
        if clock.match_key in matches:
            return matches[clock.match_key]
    return next(iter(matches.values())) if len(matches) == 1 else None


def drawn_signatures(
    competition_id: int, match_key: str, signed: Iterable[Any]
) -> dict[tuple[str, str], Strokes]:
    """What was drawn for an agreement's signatures `signed`, by side and name."""
    given = {(each["side"], each["name"]): each["at"] for each in signed}
    rows = db.session.scalars(
        select(DrawnSignature).filter_by(competition_id=competition_id, match_key=match_key)
    )
    # A file that was put in place of another has signatures that nobody drew here.
    return {
        (row.side, row.name): row.strokes
        for row in rows
        if given.get((row.side, row.name)) == row.at
    }
