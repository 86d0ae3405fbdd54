"""Stand-in for late sheets, to be replaced whole: says what an offer comes to, keeps nothing."""

from typing import Any

from sqlalchemy.orm import Session

from competition.store import sheets
from competition.store.people import Judge

from .refusals import NotFound
from .sent import check


def take_in(
    session: Session,
    judge: Judge,
    match_key: str,
    team_key: str,
    body: Any,
    key: str,
    written_at: str | None,
    road: str,
) -> str:
    """Say whether the sheet is new here ("offered"), stored by this very write or said already."""
    if sheets.version_with_key(judge.id, key):
        return "known"
    place = sheets.place(judge, match_key, team_key)
    if place is None:
        raise NotFound
    sent = check(judge.competition, body, key)
    stored = sheets.sheet(place[0].id, place[1].id, judge.id)
    newest = stored.newest if stored else None
    told = (sent.marks, sent.comment or "", sent.state)
    if newest and (newest.marks, newest.comment or "", newest.state) == told:
        return "same"
    return "offered"
