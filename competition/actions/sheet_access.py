"""What a judge may know of a sheet: its marks, its receipts, and whether it takes writes."""

from dataclasses import dataclass
from typing import Any

from competition.actions.refusals import Refused
from competition.actions.rubrics import marks_total
from competition.messages import N_
from competition.store import sheets
from competition.store.models import Competition, Match
from competition.store.sheet_digests import content_digest
from competition.store.sheets import ClosedReason, Sheet, SheetAddress, SheetVersion

OTHER_WRITE = N_("This Idempotency-Key was used for another write. Send a new one.")


class Closed(Refused):
    """The sheet, or its whole competition, takes no writes; `code` says why."""

    def __init__(self, code: ClosedReason, message: str) -> None:
        super().__init__(message)
        self.code = code


_CLOSED_MESSAGES = {
    ClosedReason.ARCHIVED: N_(
        "This competition is archived: it can be read, but nothing in it can be changed."
    ),
    ClosedReason.SHEET_LOCKED: N_(
        "The organiser has locked this sheet. Ask the organiser to unlock it."
    ),
    ClosedReason.ROUND_CLOSED: N_(
        "The round is closed. Ask the organiser to reopen it or this sheet."
    ),
}


@dataclass(frozen=True)
class Receipt:
    """What was stored: version, state, receipt's number, total of the marks, digest of it all."""

    version: int
    state: str
    receipt: str
    total: str
    stored_at: str
    digest: str

    def answer(self) -> dict[str, Any]:
        """The API's answer."""
        return {
            "version": self.version,
            "state": self.state,
            "receipt": self.receipt,
            "total": self.total,
            "stored_at": self.stored_at,
            "digest": self.digest,
        }


def why_closed(match: Match, sheet: Sheet | None) -> Closed | None:
    """Why this sheet takes no writes now; None when it does."""
    archived_at = match.round.stage.competition.archived_at
    return refusal_if_closed(archived_at, match.round.state, sheet.override if sheet else "")


def refusal_if_closed(archived_at: str | None, round_state: str, override: str) -> Closed | None:
    """Why a sheet with this override, in a round of this state, takes no writes; or None."""
    if archived := refusal_if_archived(archived_at):
        return archived
    reason = sheets.closed_reason(round_state, override)
    return Closed(reason, _CLOSED_MESSAGES[reason]) if reason else None


def refusal_if_archived(archived_at: str | None) -> Closed | None:
    """Why nothing of a competition takes writes; None unless it is archived."""
    reason = ClosedReason.ARCHIVED
    return Closed(reason, _CLOSED_MESSAGES[reason]) if archived_at else None


def refuse_if_archived(competition: Competition) -> None:
    """Raise `Closed` where the competition is archived."""
    if archived := refusal_if_archived(competition.archived_at):
        raise archived


def current_sheet(at: SheetAddress) -> dict[str, Any]:
    """The sheet as the API answers its judge: the newest version, or version 0 without marks."""
    sheet = sheets.find_sheet(at.match.id, at.team.id, at.judge.id)
    newest = sheets.newest_version(sheet)
    if newest is None:
        return {"version": 0, "state": "empty", "marks": {}}
    counting = sheets.counting_version(sheet)
    return {
        "version": newest.number,
        "state": newest.state,
        "marks": newest.marks,
        **({"personal": newest.personal} if newest.personal else {}),
        "comment": newest.comment or "",
        "total": marks_total(at.match, newest.marks),
        "receipt": receipt_text(newest),
        "stored_at": newest.stored_at,
        "submitted_at": counting.submitted_at if counting else None,
        "submitted_version": counting.number if counting else None,
        "digest": sheet_digest(at, newest),
        "submitted_total": marks_total(at.match, counting.marks) if counting else None,
    }


def receipt_for(competition: Competition, version: SheetVersion) -> Receipt:
    """The receipt of a stored version."""
    sheet = version.sheet
    at = SheetAddress(competition, sheet.match, sheet.team, sheet.judge)
    return Receipt(
        version.number,
        version.state,
        receipt_text(version),
        marks_total(sheet.match, version.marks),
        version.stored_at,
        sheet_digest(at, version),
    )


def sheet_digest(at: SheetAddress, version: SheetVersion) -> str:
    """The digest of a stored version."""
    keys = (at.competition.key, at.match.key, at.team.key, at.judge.key)
    return content_digest(keys, version.number, version.state, version.marks, version.comment)


def receipt_text(version: SheetVersion) -> str:
    """The receipt's number in at least four digits; "" for a version that came with a file."""
    return format_receipt(version.receipt) if version.receipt else ""


def format_receipt(number: int) -> str:
    """A receipt's number as people read it."""
    return f"{number:04d}"
