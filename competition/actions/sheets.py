"""The judges' write path: one way in for every tablet and every program.

The order of the checks is the contract's: a repeat is answered as before whatever happened
since; then who may; then the round; then the base version; then the rest of what was sent.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competition import scoring
from competition.store import audit, mapping, sheets
from competition.store.db import now, writing
from competition.store.events import Competition, Match, Team
from competition.store.people import Judge
from competition.store.sheets import Sheet, SheetVersion

from . import announce, snapshots
from .refusals import N_, NotFound, Refused
from .sent import Invalid as Invalid
from .sent import Sent, base_version, check

OTHER_WRITE = N_("This Idempotency-Key was used for another write. Send a new one.")


class Conflict(Refused):
    """The base version is not the newest; `current` is the sheet as it stands."""

    def __init__(self, current: dict[str, Any]) -> None:
        super().__init__(
            N_("This sheet was changed elsewhere meanwhile. Choose which marks shall stand.")
        )
        self.current = current


class Closed(Refused):
    """The sheet takes no writes; `code` is `round_closed` or `sheet_locked`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Receipt:
    """What was stored: the version and state, the receipt's number, the total so far."""

    version: int
    state: str
    receipt: str
    total: str
    stored_at: str

    def answer(self) -> dict[str, Any]:
        """The API's answer."""
        return {
            "version": self.version,
            "state": self.state,
            "receipt": self.receipt,
            "total": self.total,
            "stored_at": self.stored_at,
        }


@dataclass(frozen=True)
class Desk:
    """One sheet's place: the judge's seat at a match, and one of its teams."""

    competition: Competition
    match: Match
    team: Team
    judge: Judge


def desk(judge: Judge, competition_key: str, match_key: str, team_key: str) -> Desk:
    """Find the place, or raise `NotFound`: not this judge's, or its round is a draft."""
    competition = judge.competition
    found = sheets.place(judge, match_key, team_key)
    if competition.key != competition_key or found is None:
        raise NotFound
    match, team = found
    if match.round.state == "draft":
        raise NotFound
    return Desk(competition, match, team, judge)


def closed_because(match: Match, sheet: Sheet | None) -> Closed | None:
    """Why this sheet takes no writes now, or None when it does."""
    hold = sheet.hold if sheet else ""
    if hold == "locked":
        return Closed(
            "sheet_locked",
            N_("The organiser has locked this sheet. Ask the organiser to unlock it."),
        )
    if match.round.state == "closed" and hold != "reopened":
        return Closed(
            "round_closed",
            N_("The round is closed. Ask the organiser to reopen it or this sheet."),
        )
    return None


def current(at: Desk) -> dict[str, Any]:
    """The sheet as its judge may read it: the newest version, or version 0 with no marks."""
    sheet = sheets.sheet(at.match.id, at.team.id, at.judge.id)
    newest = sheet.newest if sheet else None
    if newest is None:
        return {"version": 0, "state": "empty", "marks": {}}
    counting = sheet.counting if sheet else None
    return {
        "version": newest.number,
        "state": newest.state,
        "marks": newest.marks,
        "comment": newest.comment or "",
        "total": total(at.competition, newest.marks),
        "receipt": receipt_text(newest),
        "stored_at": newest.stored_at,
        "submitted_at": counting.submitted_at if counting else None,
        "submitted_version": counting.number if counting else None,
    }


def total(competition: Competition, marks: dict[str, str]) -> str:
    """Σ mark × factor over the marks given, exact."""
    rubric = mapping.rubric_mapping(competition.rubric)
    return scoring.plain(scoring.sheet_total(rubric, marks)) if marks else "0"


def receipt_text(version: SheetVersion) -> str:
    """The receipt's number as people read it: at least four digits; "" for a loaded version."""
    return f"{version.receipt:04d}" if version.receipt else ""


def write(
    judge: Judge, competition_key: str, match_key: str, team_key: str, body: Any, key: str | None
) -> Receipt:
    """Store a new version of a sheet; when this returns, the commit is on disk.

    `body` is the parsed JSON `{"marks", "comment", "state", "base_version"}`, `key` the
    idempotency key. Raises `NotFound`, `Invalid`, `Closed`, `Conflict`, or `Busy` from the
    store; nothing is stored then. The same key with the same body returns the same receipt.
    """
    seal = seal_of(body)
    judge_id = judge.id
    with writing() as session:
        sitting = sheets.author(judge_id)
        if sitting is None:
            raise NotFound
        if key and (stored := sheets.version_with_key(judge_id, key)):
            return _again(stored, (competition_key, match_key, team_key), seal)
        at = desk(sitting, competition_key, match_key, team_key)
        sheet = sheets.sheet(at.match.id, at.team.id, judge_id)
        if closed := closed_because(at.match, sheet):
            raise closed
        base = base_version(body)
        if base is not None and base != (sheet.version if sheet else 0):
            raise Conflict(current(at))
        sent = check(at.competition, body, key)
        version = store(session, at, sheet, sent, key, seal)
        at.judge.heard_at = version.stored_at
        receipt = receipt_of(at.competition, version)
        shown = version.state == "submitted" and snapshots.is_shown(at.competition)
        competition_id = at.competition.id
    if shown:
        snapshots.follow(competition_id)
    announce.changed()
    return receipt


def _again(stored: SheetVersion, address: tuple[str, str, str], seal: str) -> Receipt:
    sheet = stored.sheet
    competition = sheet.judge.competition
    if address != (competition.key, sheet.match.key, sheet.team.key) or stored.body_sha256 != seal:
        raise Invalid({"idempotency_key": Refused(OTHER_WRITE)})
    return receipt_of(competition, stored)


def receipt_of(competition: Competition, version: SheetVersion) -> Receipt:
    """What the judge is told of a stored version."""
    return Receipt(
        version=version.number,
        state=version.state,
        receipt=receipt_text(version),
        total=total(competition, version.marks),
        stored_at=version.stored_at,
    )


def seal_of(body: Any) -> str:
    """The digest of a body, by which a repeat is told from another write under the same key."""
    return hashlib.sha256(snapshots.canonical(body).encode("utf-8", "surrogatepass")).hexdigest()


def store(
    session: Session,
    at: Desk,
    sheet: Sheet | None,
    sent: Sent,
    key: str | None,
    seal: str,
    *,
    by: str = "",
    action: str = "",
    notes: dict[str, Any] | None = None,
) -> SheetVersion:
    """Store the next version, its receipt and its audit row in the caller's transaction.

    The judge's own act unless `by` and `action` name another for the audit, with `notes` beside
    the version there.
    """
    if sheet is None:
        sheet = Sheet(match_id=at.match.id, team_id=at.team.id, judge_id=at.judge.id)
        session.add(sheet)
        session.flush()
    newest = sheet.newest
    before = mapping.version_mapping(newest) if newest else None
    last_receipt = session.scalar(
        select(func.max(SheetVersion.receipt)).filter_by(competition_id=at.competition.id)
    )
    stored_at = now()
    version = SheetVersion(
        competition_id=at.competition.id,
        sheet=sheet,
        judge_id=at.judge.id,
        number=sheet.version + 1,
        state=sent.state,
        marks=sent.marks,
        comment=sent.comment,
        submitted_at=stored_at if sent.state == "submitted" else None,
        stored_at=stored_at,
        idempotency_key=key,
        body_sha256=seal,
        receipt=(last_receipt or 0) + 1,
    )
    session.add(version)
    sheet.version = version.number
    sheet.state = version.state
    if version.state == "submitted" and sheet.hold == "reopened":
        sheet.hold = ""
    audit.append(
        session,
        at.competition.key,
        by or f"judge {at.judge.key}",
        action or ("sheet.submit" if version.state == "submitted" else "sheet.draft"),
        f"{at.match.key}/{at.team.key}/{at.judge.key}",
        before,
        {**mapping.version_mapping(version), "receipt": version.receipt, **(notes or {})},
    )
    return version
