"""The judges' write path: one way in for every tablet and every program.

The order of the checks is the contract's: a repeat is answered as before whatever happened
since; then who may; then the round; then the base version; then the rest of what was sent.
"""

from dataclasses import dataclass
from typing import Any, Literal

from competition import scoring
from competition.actions import announce, snapshots
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_checks import (
    CheckedSheet,
    Dimensions,
    base_version,
    body_digest,
    check_sheet,
)
from competition.actions.sheet_checks import InvalidSheet as InvalidSheet
from competition.messages import N_
from competition.store import audit, file_export, sheet_writes, sheets
from competition.store.db import now
from competition.store.group_commit import commit_together
from competition.store.judge_auth import AuthenticatedJudge
from competition.store.models import Competition, Judge, Match, Team
from competition.store.raw_sql import RawConnection
from competition.store.sheet_writes import SheetRow
from competition.store.sheets import Sheet, SheetVersion, VersionContent

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
class SheetAddress:
    """One sheet's place: the judge's seat at a match, and one of its teams."""

    competition: Competition
    match: Match
    team: Team
    judge: Judge


def find_address(judge: Judge, competition_key: str, match_key: str, team_key: str) -> SheetAddress:
    """Find the place, or raise `NotFound`: not this judge's, or its round is a draft."""
    competition = judge.competition
    found = sheets.find_match_and_team(judge, match_key, team_key)
    if competition.key != competition_key or found is None:
        raise NotFound
    match, team = found
    if match.round.state == "draft":
        raise NotFound
    return SheetAddress(competition, match, team, judge)


def why_closed(match: Match, sheet: Sheet | None) -> Closed | None:
    """Why this sheet takes no writes now, or None when it does."""
    return _why_closed(match.round.state, sheet.hold if sheet else "")


def _why_closed(round_state: str, hold: str) -> Closed | None:
    if hold == "locked":
        return Closed(
            "sheet_locked",
            N_("The organiser has locked this sheet. Ask the organiser to unlock it."),
        )
    if round_state == "closed" and hold != "reopened":
        return Closed(
            "round_closed",
            N_("The round is closed. Ask the organiser to reopen it or this sheet."),
        )
    return None


def current_sheet(at: SheetAddress) -> dict[str, Any]:
    """The sheet as its judge may read it: the newest version, or version 0 with no marks."""
    sheet = sheets.find_sheet(at.match.id, at.team.id, at.judge.id)
    newest = sheet.newest if sheet else None
    if newest is None:
        return {"version": 0, "state": "empty", "marks": {}}
    counting = sheet.counting if sheet else None
    return {
        "version": newest.number,
        "state": newest.state,
        "marks": newest.marks,
        "comment": newest.comment or "",
        "total": marks_total(at.competition, newest.marks),
        "receipt": receipt_text(newest),
        "stored_at": newest.stored_at,
        "submitted_at": counting.submitted_at if counting else None,
        "submitted_version": counting.number if counting else None,
    }


def marks_total(competition: Competition, marks: dict[str, str]) -> str:
    """Σ mark × factor over the marks given, exact."""
    return _marks_total(file_export.rubric_mapping(competition.rubric)["dimensions"], marks)


def _marks_total(dimensions: Dimensions, marks: dict[str, str]) -> str:
    return scoring.plain(scoring.sheet_total({"dimensions": dimensions}, marks)) if marks else "0"


def receipt_text(version: SheetVersion) -> str:
    """The receipt's number as people read it: at least four digits; "" for a loaded version."""
    return _receipt_text(version.receipt) if version.receipt else ""


def _receipt_text(number: int) -> str:
    return f"{number:04d}"


@dataclass(frozen=True)
class _Asked:
    """A write as it was asked for; `seal` is the digest of its body."""

    judge_id: int
    address: tuple[str, str, str]
    body: Any
    key: str | None
    seal: str


@dataclass(frozen=True)
class _Stored:
    receipt: Receipt
    competition_id: int
    shown: bool


def write_sheet(
    judge: Judge | AuthenticatedJudge,
    competition_key: str,
    match_key: str,
    team_key: str,
    body: Any,
    key: str | None,
) -> Receipt:
    """Store a new version of a sheet; when this returns, the commit is on disk.

    `body` is the parsed JSON `{"marks", "comment", "state", "base_version"}`, `key` the
    idempotency key. Raises `NotFound`, `Invalid`, `Closed`, `Conflict`, or `Busy` from the
    store; nothing is stored then. The same key with the same body returns the same receipt.
    """
    seal = body_digest(body)
    asked = _Asked(judge.id, (competition_key, match_key, team_key), body, key, seal)
    outcome = commit_together(lambda driver: _decide(driver, asked))
    if outcome == "repeat":
        return _repeat(asked)
    if outcome == "stale":
        author = sheets.judge_with_rubric(asked.judge_id)
        if author is None:
            raise NotFound
        raise Conflict(current_sheet(find_address(author, *asked.address)))
    if isinstance(outcome, Refused):
        raise outcome
    if outcome.shown:
        snapshots.follow(outcome.competition_id)
    announce.changed()
    return outcome.receipt


def _decide(driver: RawConnection, asked: _Asked) -> _Stored | Refused | Literal["repeat", "stale"]:
    """Store what was asked for, or say why not; under the lock, and short."""
    if asked.key and sheet_writes.is_key_used(driver, asked.judge_id, asked.key):
        return "repeat"
    at = sheet_writes.read_sheet_row(driver, asked.judge_id, *asked.address, snapshots.SHOWN)
    if at is None or at.round_state == "draft":
        return NotFound()
    if closed := _why_closed(at.round_state, at.hold):
        return closed
    base = base_version(asked.body)
    if base is not None and base != at.version:
        return "stale"
    dimensions = sheet_writes.read_dimensions(driver, at.competition_id)
    try:
        sent = check_sheet(dimensions, asked.body, asked.key)
    except InvalidSheet as invalid:
        return invalid
    receipt = store_version(driver, at, dimensions, sent, asked.key, asked.seal)
    sheet_writes.note_last_seen(driver, at.judge_id, receipt.stored_at)
    return _Stored(receipt, at.competition_id, at.is_shown and sent.state == "submitted")


def store_version(
    driver: RawConnection,
    at: SheetRow,
    dimensions: Dimensions,
    sent: CheckedSheet,
    key: str | None,
    seal: str | None,
    *,
    who: str | None = None,
    action: str | None = None,
    more: dict[str, Any] | None = None,
) -> Receipt:
    """Store a checked version with its receipt and its audit row, inside a write transaction.

    The audit says that the judge did it, unless `who` and `action` say otherwise; `more` is
    added to what it keeps. Nothing here refuses anything.
    """
    newest = at.newest()
    stored_at = now()
    submitted = sent.state == "submitted"
    version = VersionContent(
        marks=sent.marks,
        state=sent.state,
        number=at.version + 1,
        submitted_at=stored_at if submitted else None,
        comment=sent.comment,
        notes=None,
    )
    receipt = at.last_receipt + 1
    sheet_writes.add_version(
        driver,
        at,
        version,
        hold="" if submitted and at.hold == "reopened" else at.hold,
        receipt=receipt,
        stored_at=stored_at,
        idempotency_key=key,
        body_sha256=seal,
    )
    audit.append_raw(
        driver,
        at.competition,
        who or f"judge {at.judge}",
        action or ("sheet.submit" if submitted else "sheet.draft"),
        f"{at.match}/{at.team}/{at.judge}",
        file_export.version_mapping(newest) if newest else None,
        {**file_export.version_mapping(version), "receipt": receipt, **(more or {})},
    )
    return Receipt(
        version.number,
        version.state,
        _receipt_text(receipt),
        _marks_total(dimensions, version.marks),
        stored_at,
    )


def _repeat(asked: _Asked) -> Receipt:
    """The receipt of what was stored under the same key, if it was the same."""
    stored = sheets.version_with_key(asked.judge_id, asked.key or "")
    if stored is None:  # The competition was replaced meanwhile.
        raise NotFound
    sheet = stored.sheet
    competition = sheet.judge.competition
    address = (competition.key, sheet.match.key, sheet.team.key)
    if asked.address != address or stored.body_sha256 != asked.seal:
        raise InvalidSheet({"idempotency_key": Refused(OTHER_WRITE)})
    return receipt_for(competition, stored)


def receipt_for(competition: Competition, stored: SheetVersion) -> Receipt:
    """What the judge is told of a stored version."""
    return Receipt(
        stored.number,
        stored.state,
        receipt_text(stored),
        marks_total(competition, stored.marks),
        stored.stored_at,
    )
