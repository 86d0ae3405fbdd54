"""Sheets that came too late: sent by a tablet, decided on by an organiser.

What a judge wrote before a round was closed, and what arrived only afterwards, is neither thrown
away nor counted automatically. It is kept beside the sheet, with its times, until an organiser
accepts or declines it, with a reason. An accepted one becomes a version like any other, under the
tablet's own idempotency key: the tablet's next try is answered with its receipt.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy.orm import Session

from competition.actions import announce
from competition.actions.change import change
from competition.actions.lookup import require_own_address
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.actions.sheet_access import OTHER_WRITE, Receipt, receipt_for, why_closed
from competition.actions.sheet_checks import CheckedSheet, InvalidSheet, body_digest, check_sheet
from competition.actions.sheets import Acceptance, store_version
from competition.actions.visibility import SHOWN
from competition.messages import N_
from competition.store import audit, file_export, late_sheets, sheet_writes, sheets
from competition.store.db import now, writing
from competition.store.late_sheets import Decision, LateSheet, Source
from competition.store.models import Competition, Judge
from competition.store.raw_sql import RawConnection
from competition.store.sheets import Sheet, SheetAddress, SheetVersion, WriteId


@dataclass(frozen=True)
class LateWrite:
    """A write that came too late: `body` and `key` are those of the ordinary write.

    `written_at` is when the judge wrote it, in ISO 8601, or None where that is not known.
    """

    body: Any
    key: str | None
    written_at: str | None = None
    source: Source = Source.TABLET


class OfferOutcome(Enum):
    """What an offer found."""

    STORED = auto()
    """This very write is stored already."""
    OFFERED_BEFORE = auto()
    """This very write was offered before."""
    SAME = auto()
    """The sheet's newest version has the same marks, comment and state."""
    OPEN = auto()
    """The sheet takes writes, so a tablet has to send it the ordinary way; never for a rescue."""
    OFFERED = auto()
    """It now waits for the organiser's decision."""


@dataclass(frozen=True)
class Offer:
    """The outcome of an offer, with the version (STORED, SAME) and the late sheet it concerns."""

    outcome: OfferOutcome
    version: SheetVersion | None = None
    late: LateSheet | None = None


@dataclass(frozen=True)
class LateAnswer:
    """What the tablet is told about a sheet that it sent late.

    `decision` is `waiting`, `accepted` (with the receipt), `declined` (with the reason),
    `replaced` by a later one, or `open`: the sheet takes writes, so send it the ordinary way.
    """

    decision: str
    arrived_at: str | None = None
    decided_at: str | None = None
    reason: str | None = None
    receipt: Receipt | None = None

    def answer(self) -> dict[str, Any]:
        """The API's answer."""
        fields = {
            "decision": self.decision,
            "arrived_at": self.arrived_at,
            "decided_at": self.decided_at,
            "reason": self.reason,
            "receipt": self.receipt.answer() if self.receipt else None,
        }
        return {name: value for name, value in fields.items() if value is not None}


def hand_in_late(
    judge: Judge, competition_key: str, match_key: str, team_key: str, write: LateWrite
) -> LateAnswer:
    """Offer a sheet that takes no writes now to the organiser; says what has become of it.

    The same write sent again is answered with the current decision and changes nothing. Raises
    `NotFound`, `InvalidSheet`, `Busy`.
    """
    judge_id = judge.id
    with writing() as session:
        author = sheets.judge_with_rubric(judge_id)
        if author is None:
            raise NotFound
        at = require_own_address(author, competition_key, match_key, team_key)
        sheet = sheets.find_sheet(at.match.id, at.team.id, at.judge.id)
        offer = offer_sheet(session, at, sheet, write)
        answer = _answer(at.competition, offer)
    if offer.outcome is OfferOutcome.OFFERED:
        announce.changed()
    return answer


def offer_sheet(session: Session, at: SheetAddress, sheet: Sheet | None, write: LateWrite) -> Offer:
    """Offer one sheet to the organiser inside the caller's write transaction.

    `sheet` is what is stored at that address. Raises `InvalidSheet`.
    """
    dimensions = file_export.rubric_part(at.competition.rubric)["dimensions"]
    checked = check_sheet(dimensions, write.body, write.key)
    assert write.key is not None
    write_id = WriteId(write.key, body_digest(write.body))
    version = sheets.version_with_key(at.judge.id, write.key)
    late = late_sheets.late_sheet_with_key(at.judge.id, write.key)
    if version is not None:
        _refuse_other_write(at, version.sheet, version.body_sha256, write_id)
        return Offer(OfferOutcome.STORED, version, late)
    if late is not None:
        _refuse_other_write(at, late, late.body_sha256, write_id)
        return Offer(OfferOutcome.OFFERED_BEFORE, late=late)
    newest = sheets.newest_version(sheet)
    if newest is not None and _is_same(newest, checked):
        return Offer(OfferOutcome.SAME, newest)
    if write.source is Source.TABLET and why_closed(at.match, sheet) is None:
        return Offer(OfferOutcome.OPEN)
    late = _new_late_sheet(at, checked, write_id, write)
    for earlier in late_sheets.undecided_for_sheet(at.match.id, at.team.id, at.judge.id):
        earlier.decision = Decision.REPLACED.value
        earlier.decided_at = now()
    session.add(late)
    session.flush()
    after = {
        **_body(late),
        # Called so since the first audit row of the kind.
        "road": late.source,
        "written_at": late.written_at,
        "arrived_at": late.arrived_at,
    }
    who = f"judge {at.judge.key}"
    row = audit.NewRow(at.competition.key, who, "late.offer", at.subject, None, after)
    audit.append(session, row)
    return Offer(OfferOutcome.OFFERED, late=late)


def accept_late(competition_key: str, number: int, seen: int, reason: str, by: str) -> Receipt:
    """Store a late sheet as the judge's next version.

    `seen` is the newest version that the organiser saw when deciding. Raises `NotFound`, or
    `Refused` without a reason, once decided, or where the judge has written in the meantime.
    """
    with change(competition_key, by) as edit:
        late = _undecided(edit.competition, number, reason)
        connection = RawConnection.of_session(edit.session)
        keys = (edit.competition.key, late.match.key, late.team.key)
        row = sheet_writes.read_sheet_row(connection, late.judge_id, *keys, SHOWN)
        if row is None or row.round_state == "draft":
            raise Refused(
                N_("This judge no longer marks this team in this match, so the sheet cannot count.")
            )
        if row.version != seen:
            raise Refused(
                N_(
                    "The judge has changed this sheet in the meantime. Look at what is stored now, "
                    "then decide."
                )
            )
        dimensions = sheet_writes.read_dimensions(connection, edit.competition.id)
        try:
            checked = check_sheet(dimensions, _body(late), late.idempotency_key)
        except InvalidSheet as invalid:
            wrong = next(iter(invalid.errors.values()))
            raise Refused(
                N_("It does not fit the current rubric: %(why)s"), why=str(wrong)
            ) from invalid
        details = {
            "reason": reason.strip(),
            "road": late.source,
            "written_at": late.written_at,
            "arrived_at": late.arrived_at,
        }
        receipt = store_version(
            connection,
            row,
            dimensions,
            checked,
            WriteId(late.idempotency_key, late.body_sha256),
            Acceptance(by, details),
        )
        edit.reason = reason.strip()
        _decide(late, Decision.ACCEPTED, reason, by)
        late.version = receipt.version
        edit.session.flush()
        # The version was stored on the raw connection, and so was its audit row.
        edit.session.expire_all()
        edit.is_changed = True
    return receipt


def decline_late(competition_key: str, number: int, reason: str, by: str) -> None:
    """Do not count a late sheet, for this reason; its marks stay readable beside the sheet.

    Raises `NotFound`, or `Refused` without a reason or once decided.
    """
    with change(competition_key, by, publish=False) as edit:
        late = _undecided(edit.competition, number, reason)
        _decide(late, Decision.DECLINED, reason, by)
        at = SheetAddress(edit.competition, late.match, late.team, late.judge)
        after = {"decision": late.decision, "reason": late.reason}
        edit.audit("late.decline", at.subject, None, after)


def _new_late_sheet(
    at: SheetAddress, checked: CheckedSheet, write_id: WriteId, write: LateWrite
) -> LateSheet:
    return LateSheet(
        competition_id=at.competition.id,
        match_id=at.match.id,
        team_id=at.team.id,
        judge_id=at.judge.id,
        source=write.source.value,
        state=checked.state,
        marks=checked.marks,
        comment=checked.comment,
        base_version=checked.base_version,
        written_at=write.written_at,
        arrived_at=now(),
        **write_id._asdict(),
    )


def _undecided(competition: Competition, number: int, reason: str) -> LateSheet:
    """The late sheet to be decided; raises `NotFound`, or `Refused` where it cannot be decided."""
    late = late_sheets.late_sheet(competition, number)
    if late is None:
        raise NotFound
    require_reason(reason)
    if sheets.version_with_key(late.judge_id, late.idempotency_key):
        raise Refused(N_("The judge's tablet has sent this sheet in the meantime: it is stored."))
    if late.decision != Decision.WAITING:
        raise Refused(N_("This sheet has already been decided."))
    return late


def _decide(late: LateSheet, decision: Decision, reason: str, by: str) -> None:
    late.decision, late.reason, late.decided_by = decision.value, reason.strip(), by
    late.decided_at = now()


def _answer(competition: Competition, offer: Offer) -> LateAnswer:
    """What the tablet is told: the receipt of what is stored, or the decision so far."""
    late = offer.late
    if offer.version is not None:
        arrived = late.arrived_at if late else None
        return LateAnswer("accepted", arrived, receipt=receipt_for(competition, offer.version))
    if late is None:
        return LateAnswer("open")
    return LateAnswer(late.decision or "waiting", late.arrived_at, late.decided_at, late.reason)


def _refuse_other_write(
    at: SheetAddress, written: Sheet | LateSheet, body_sha256: str | None, write_id: WriteId
) -> None:
    """Raise `InvalidSheet` where the key was used for another sheet or another body."""
    is_this_sheet = (written.match_id, written.team_id) == (at.match.id, at.team.id)
    if not is_this_sheet or body_sha256 != write_id.body_sha256:
        raise InvalidSheet({"idempotency_key": Refused(OTHER_WRITE)})


def _is_same(version: SheetVersion, checked: CheckedSheet) -> bool:
    stored = (version.marks, version.comment or None, version.state)
    return stored == (checked.marks, checked.comment, checked.state)


def _body(late: LateSheet) -> dict[str, Any]:
    """The late sheet as a write's body."""
    return {
        "marks": late.marks,
        "comment": late.comment,
        "state": late.state,
        "base_version": late.base_version,
    }
