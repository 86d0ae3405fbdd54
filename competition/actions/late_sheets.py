"""Sheets that came too late: handed in by a tablet, decided on by the organiser.

What a judge wrote before a round was closed and what arrived only after is neither thrown
away nor counted by itself. It is kept beside the sheet with its times, and a person accepts
it, with a reason, or does not. An accepted one becomes a version like any other, under the
tablet's own idempotency key: the tablet's next try is answered with its receipt.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from competition.actions import announce, snapshots
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_checks import CheckedSheet, InvalidSheet, body_digest, check_sheet
from competition.actions.sheets import (
    OTHER_WRITE,
    Receipt,
    SheetAddress,
    find_address,
    receipt_for,
    store_version,
    why_closed,
)
from competition.messages import N_
from competition.store import audit, file_export, queries, sheet_writes, sheets
from competition.store import late_sheets as rows
from competition.store.db import now, writing
from competition.store.late_sheets import LateSheet
from competition.store.models import Competition, Judge
from competition.store.raw_sql import RawConnection
from competition.store.sheets import Sheet, SheetVersion

TABLET, RESCUE = "tablet", "rescue"


@dataclass(frozen=True)
class LateAnswer:
    """What the tablet is told of a sheet it handed in.

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
        said = {
            "decision": self.decision,
            "arrived_at": self.arrived_at,
            "decided_at": self.decided_at,
            "reason": self.reason,
            "receipt": self.receipt.answer() if self.receipt else None,
        }
        return {name: value for name, value in said.items() if value is not None}


def hand_in_late(
    judge: Judge,
    competition_key: str,
    match_key: str,
    team_key: str,
    body: Any,
    key: str | None,
    written_at: str | None,
) -> LateAnswer:
    """Offer a sheet that takes no writes now to the organiser; what has become of it.

    `body` and `key` are those of the write that was refused; sent again, they are answered
    with the decision as it stands and change nothing. Raises `NotFound`, `Invalid`, `Busy`.
    """
    judge_id = judge.id
    with writing() as session:
        author = sheets.judge_with_rubric(judge_id)
        if author is None:
            raise NotFound
        at = find_address(author, competition_key, match_key, team_key)
        outcome = offer_sheet(session, author, match_key, team_key, body, key, written_at, TABLET)
        answer = _answer(at, outcome, key or "")
    if outcome == "offered":
        announce.changed()
    return answer


def offer_sheet(
    session: Session,
    judge: Judge,
    match_key: str,
    team_key: str,
    body: Any,
    key: str | None,
    written_at: str | None,
    road: str,
) -> str:
    """Offer one sheet to the organiser inside the caller's write transaction.

    `written_at` is ISO 8601 or None; `road` is `tablet` or `rescue`. Returns `known` (this very
    write is stored), `again` (it was offered before), `same` (the newest version says the same),
    `open` (by tablet alone: the sheet takes writes) or `offered`. Raises `Invalid`, `NotFound`.
    """
    at = find_address(judge, judge.competition.key, match_key, team_key)
    dimensions = file_export.rubric_mapping(at.competition.rubric)["dimensions"]
    sent = check_sheet(dimensions, body, key)
    assert key is not None
    seal = body_digest(body)
    if stored := sheets.version_with_key(judge.id, key):
        _same_write(at, stored.sheet, stored.body_sha256, seal)
        return "known"
    if offered := rows.late_sheet_with_key(judge.id, key):
        _same_write(at, offered, offered.body_sha256, seal)
        return "again"
    sheet = sheets.find_sheet(at.match.id, at.team.id, judge.id)
    newest = sheet.newest if sheet else None
    if newest is not None and _is_same(newest, sent):
        return "same"
    if road == TABLET and why_closed(at.match, sheet) is None:
        return "open"
    _offer(session, at, sent, key, seal, written_at, road)
    return "offered"


def accept_late(competition_key: str, number: int, seen: int, reason: str, by: str) -> Receipt:
    """Store a late sheet as the judge's next version.

    `seen` is the newest version that the organiser decided with in view. Raises `NotFound`, or
    `Refused` without a reason, once decided, or where the sheet was written meanwhile.
    """
    with writing() as session:
        competition, late = _undecided(competition_key, number, reason)
        driver = RawConnection.of(session)
        address = (competition.key, late.match.key, late.team.key)
        at = sheet_writes.read_sheet_row(driver, late.judge_id, *address, snapshots.SHOWN)
        if at is None or at.round_state == "draft":
            raise Refused(
                N_("This judge no longer marks this team in this match, so it cannot count.")
            )
        if at.version != seen:
            raise Refused(
                N_("The judge has written meanwhile. Look at what is stored now, then decide.")
            )
        dimensions = sheet_writes.read_dimensions(driver, competition.id)
        try:
            sent = check_sheet(dimensions, _body(late), late.idempotency_key)
        except InvalidSheet as invalid:
            wrong = next(iter(invalid.errors.values()))
            raise Refused(
                N_("By the rubric of today it cannot stand: %(why)s"), why=str(wrong)
            ) from invalid
        more = {
            "reason": reason.strip(),
            "road": late.road,
            "written_at": late.written_at,
            "arrived_at": late.arrived_at,
        }
        receipt = store_version(
            driver,
            at,
            dimensions,
            sent,
            late.idempotency_key,
            late.body_sha256,
            who=by,
            action="sheet.accept-late",
            more=more,
        )
        _decide(late, "accepted", reason, by)
        late.version = receipt.version
        session.flush()
        # The version was stored below the session.
        session.expire_all()
        snapshots.refresh(session, competition)
    announce.changed()
    return receipt


def decline_late(competition_key: str, number: int, reason: str, by: str) -> None:
    """Let a late sheet not count, with the reason; its marks stay readable beside it."""
    with writing() as session:
        competition, late = _undecided(competition_key, number, reason)
        _decide(late, "declined", reason, by)
        subject = f"{late.match.key}/{late.team.key}/{late.judge.key}"
        after = {"decision": "declined", "reason": reason.strip()}
        audit.append(session, competition.key, by, "late.decline", subject, None, after)
    announce.changed()


def _offer(
    session: Session,
    at: SheetAddress,
    sent: CheckedSheet,
    key: str,
    seal: str,
    written_at: str | None,
    road: str,
) -> None:
    for earlier in rows.undecided_for_sheet(at.match.id, at.team.id, at.judge.id):
        earlier.decision = "replaced"
        earlier.decided_at = now()
    late = LateSheet(
        competition_id=at.competition.id,
        match_id=at.match.id,
        team_id=at.team.id,
        judge_id=at.judge.id,
        road=road,
        state=sent.state,
        marks=sent.marks,
        comment=sent.comment,
        base_version=sent.base_version,
        idempotency_key=key,
        body_sha256=seal,
        written_at=written_at,
        arrived_at=now(),
    )
    session.add(late)
    session.flush()
    audit.append(
        session,
        at.competition.key,
        f"judge {at.judge.key}",
        "late.offer",
        f"{at.match.key}/{at.team.key}/{at.judge.key}",
        None,
        {**_body(late), "road": road, "written_at": written_at, "arrived_at": late.arrived_at},
    )


def _undecided(competition_key: str, number: int, reason: str) -> tuple[Competition, LateSheet]:
    competition = queries.find_competition(competition_key)
    late = rows.late_sheet(competition, number) if competition else None
    if competition is None or late is None:
        raise NotFound
    if not reason.strip():
        raise Refused(N_("Say why; the reason is kept with the result."))
    if sheets.version_with_key(late.judge_id, late.idempotency_key):
        raise Refused(N_("The judge's tablet has sent it by itself meanwhile: it is stored."))
    if late.decision:
        raise Refused(N_("Somebody has decided on this sheet meanwhile."))
    return competition, late


def _decide(late: LateSheet, decision: str, reason: str, by: str) -> None:
    late.decision, late.reason, late.decided_by = decision, reason.strip(), by
    late.decided_at = now()


def _answer(at: SheetAddress, outcome: str, key: str) -> LateAnswer:
    """What stands now of the write under `key`, or of the sheet that says the same already."""
    stored = sheets.version_with_key(at.judge.id, key)
    late = rows.late_sheet_with_key(at.judge.id, key)
    if stored is None and outcome == "same":
        sheet = sheets.find_sheet(at.match.id, at.team.id, at.judge.id)
        stored = sheet.newest if sheet else None
    if stored is not None:
        arrived = late.arrived_at if late else None
        return LateAnswer("accepted", arrived, receipt=receipt_for(at.competition, stored))
    if late is None:
        return LateAnswer("open")
    return LateAnswer(late.decision or "waiting", late.arrived_at, late.decided_at, late.reason)


def _same_write(
    at: SheetAddress, written: Sheet | LateSheet, sealed: str | None, seal: str
) -> None:
    if (written.match_id, written.team_id) != (at.match.id, at.team.id) or sealed != seal:
        raise InvalidSheet({"idempotency_key": Refused(OTHER_WRITE)})


def _is_same(version: SheetVersion, sent: CheckedSheet) -> bool:
    told = (version.marks, version.comment or None, version.state)
    return told == (sent.marks, sent.comment, sent.state)


def _body(late: LateSheet) -> dict[str, Any]:
    return {
        "marks": late.marks,
        "comment": late.comment,
        "state": late.state,
        "base_version": late.base_version,
    }
