"""Sheets that came too late: sent by a tablet, decided on by an organiser.

What a judge wrote before a round was closed, and what arrived only afterwards, is neither thrown
away nor counted automatically. It is kept beside the sheet, with its times, until an organiser
accepts or declines it, with a reason. An accepted one becomes a version like any other, under the
tablet's own idempotency key: the tablet's next try is answered with its receipt.
"""

import datetime as dt
import json
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy.orm import Session

from competition.actions import announce
from competition.actions.lookup import require_late_address
from competition.actions.refusals import NotFound, Refused
from competition.actions.rubrics import rule_of_sheet
from competition.actions.sheet_access import (
    OTHER_WRITE,
    Receipt,
    receipt_for,
    refuse_if_archived,
    why_closed,
)
from competition.actions.sheet_checks import CheckedSheet, InvalidSheet, body_digest, check_sheet
from competition.store import audit, late_sheets, sheets
from competition.store.db import now
from competition.store.judge_auth import Sender
from competition.store.late_sheets import Decision, LateSheet, Source
from competition.store.marking_judges import is_marking
from competition.store.models import Competition, Judge, Match
from competition.store.sheets import Sheet, SheetAddress, SheetVersion, WriteId
from competition.store.transactions import writing

CLOSING_GRACE = dt.timedelta(seconds=10)
"""How long after the closing a judge may still not have seen it."""


@dataclass(frozen=True)
class LateWrite:
    """A write that came too late: `body` and `key` are those of the ordinary write.

    `written_at` is when the judge wrote it, in ISO 8601, or None where that is not known;
    `sender` is what the audit says it was sent with.
    """

    body: Any
    key: str | None
    written_at: str | None = None
    source: Source = Source.TABLET
    sender: Sender | None = None


class OfferOutcome(Enum):
    """What an offer found."""

    STORED = auto()
    """This very write is stored already."""
    OFFERED_BEFORE = auto()
    """This very write was offered before."""
    SAME = auto()
    """The sheet's newest version has the same marks, comment and state."""
    AFTER_CLOSE = auto()
    """It was written after the round had been closed: only a reopening lets it in."""
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
    `replaced` by a later one, `open`: the sheet takes writes, so send it the ordinary way, or
    `after_close`: written after the round was closed, so nobody is asked to decide.
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
    `NotFound`, `Closed` where the competition is archived, `InvalidSheet`, `Busy`.
    """
    judge_id = judge.id
    with writing(competition_key) as session:
        author = sheets.judge_with_rubric(judge_id)
        if author is None:
            raise NotFound
        at = require_late_address(author, competition_key, match_key, team_key)
        refuse_if_archived(at.competition)
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
    rule = rule_of_sheet(at.match, at.team, at.judge)
    checked = check_sheet(rule, write.body, write.key)
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
    is_open = why_closed(at.match, sheet) is None and is_marking(at.match, at.judge)
    if write.source is Source.TABLET and is_open:
        return Offer(OfferOutcome.OPEN)
    if write.source is Source.TABLET and _is_after_close(at, write.written_at):
        return Offer(OfferOutcome.AFTER_CLOSE)
    late = _new_late_sheet(at, checked, write_id, write)
    for earlier in late_sheets.undecided_for_sheet(at.match.id, at.team.id, at.judge.id):
        earlier.decision = Decision.REPLACED.value
        earlier.decided_at = now()
    session.add(late)
    session.flush()
    after = {
        **late_body(late),
        # Called so since the first audit row of the kind.
        "road": late.source,
        "written_at": late.written_at,
        "arrived_at": late.arrived_at,
        **({"sent_with": write.sender.name} if write.sender else {}),
    }
    who, chain = f"judge {at.judge.key}", at.competition.key
    audit.append(session, audit.NewRow(chain, who, "late.offer", at.subject, None, after))
    return Offer(OfferOutcome.OFFERED, late=late)


def closed_at(competition: Competition, match: Match, before: str) -> str | None:
    """When the match's round was closed last before that moment, if the audit log knows."""
    name = f"{match.round.stage.key}/{match.round.key}"
    for row in audit.rows_about(competition.key, "round.state", name):
        if row.at <= before and json.loads(row.after).get("state") == "closed":
            return row.at
    return None


def _is_after_close(at: SheetAddress, written_at: str | None) -> bool:
    if written_at is None or at.match.round.state != "closed":
        return False
    closed = closed_at(at.competition, at.match, now())
    if closed is None:
        return False
    latest = dt.datetime.fromisoformat(closed) + CLOSING_GRACE
    return dt.datetime.fromisoformat(written_at) > latest


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
        personal=checked.personal or None,
        comment=checked.comment,
        base_version=checked.base_version,
        written_at=write.written_at,
        arrived_at=now(),
        **write_id._asdict(),
    )


def _answer(competition: Competition, offer: Offer) -> LateAnswer:
    """What the tablet is told: the receipt of what is stored, or the decision so far."""
    late = offer.late
    if offer.version is not None:
        arrived = late.arrived_at if late else None
        return LateAnswer("accepted", arrived, receipt=receipt_for(competition, offer.version))
    if late is None:
        after_close = offer.outcome is OfferOutcome.AFTER_CLOSE
        return LateAnswer("after_close" if after_close else "open")
    return LateAnswer(late.decision or "waiting", late.arrived_at, late.decided_at, late.reason)


def _refuse_other_write(
    at: SheetAddress, written: Sheet | LateSheet, body_sha256: str | None, write_id: WriteId
) -> None:
    """Raise `InvalidSheet` where the key was used for another sheet or another body."""
    is_this_sheet = (written.match_id, written.team_id) == (at.match.id, at.team.id)
    if not is_this_sheet or body_sha256 != write_id.body_sha256:
        raise InvalidSheet({"idempotency_key": Refused(OTHER_WRITE)})


def _is_same(version: SheetVersion, checked: CheckedSheet) -> bool:
    stored = (version.marks, version.personal or {}, version.comment or None, version.state)
    return stored == (checked.marks, checked.personal, checked.comment, checked.state)


def late_body(late: LateSheet) -> dict[str, Any]:
    """The late sheet as a write's body."""
    return {
        "marks": late.marks,
        **({"personal": late.personal} if late.personal else {}),
        "comment": late.comment,
        "state": late.state,
        "base_version": late.base_version,
    }
