"""An organiser's decisions on late sheets: accepted or declined, with a reason, one or several."""

from collections.abc import Iterable, Mapping

from competition.actions.change import Change, change
from competition.actions.late_sheets import late_body
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.actions.sheet_access import Receipt
from competition.actions.sheet_checks import InvalidSheet, check_sheet
from competition.actions.sheets import Acceptance, store_version
from competition.actions.visibility import SHOWN
from competition.messages import N_
from competition.store import late_sheets, sheet_row, sheets
from competition.store.db import now
from competition.store.late_sheets import Decision, LateSheet
from competition.store.models import Competition
from competition.store.raw_sql import RawConnection
from competition.store.sheets import SheetAddress, WriteId


def accept_late(competition_key: str, number: int, seen: int, reason: str, by: str) -> Receipt:
    """Store a late sheet as the judge's next version; see `accept_late_sheets`."""
    return accept_late_sheets(competition_key, {number: seen}, reason, by)[0]


def accept_late_sheets(
    competition_key: str, seen: Mapping[int, int], reason: str, by: str
) -> list[Receipt]:
    """Store late sheets as their judges' next versions, all or none of them, for one reason.

    `seen` has, by late sheet, the newest version that the organiser saw when deciding. Raises
    `NotFound`, or `Refused` without a reason, once decided, or where a judge has written in the
    meantime.
    """
    with change(competition_key, by) as edit:
        return [_accept(edit, number, version, reason) for number, version in seen.items()]


def decline_late(competition_key: str, number: int, reason: str, by: str) -> None:
    """Do not count a late sheet; see `decline_late_sheets`."""
    decline_late_sheets(competition_key, [number], reason, by)


def decline_late_sheets(competition_key: str, numbers: Iterable[int], reason: str, by: str) -> None:
    """Do not count late sheets, for this reason; their marks stay readable beside the sheet.

    All or none of them. Raises `NotFound`, or `Refused` without a reason or once decided.
    """
    with change(competition_key, by, publish=False) as edit:
        for number in numbers:
            late = _undecided(edit.competition, number, reason)
            _decide(late, Decision.DECLINED, reason, by)
            at = SheetAddress(edit.competition, late.match, late.team, late.judge)
            after = {"decision": late.decision, "reason": late.reason}
            edit.audit("late.decline", at.subject, None, after)


def _accept(edit: Change, number: int, seen: int, reason: str) -> Receipt:
    late = _undecided(edit.competition, number, reason)
    connection = RawConnection.of_session(edit.session)
    keys = (edit.competition.key, late.match.key, late.team.key)
    question = sheet_row.sheet_question(late.judge_id, keys, SHOWN)
    row = sheet_row.read_sheet_row(connection, question, late=True)
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
    rule = sheet_row.rule_of_row(connection, row)
    try:
        checked = check_sheet(rule, late_body(late), late.idempotency_key)
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
        rule,
        checked,
        WriteId(late.idempotency_key, late.body_sha256),
        accepted=Acceptance(edit.by, details),
    )
    edit.reason = reason.strip()
    _decide(late, Decision.ACCEPTED, reason, edit.by)
    late.version = receipt.version
    edit.session.flush()
    # The version was stored on the raw connection, and so was its audit row.
    edit.session.expire_all()
    edit.is_changed = True
    return receipt


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
