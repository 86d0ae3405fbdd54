"""How judges' sheets are stored: the one way for every tablet and every program.

The order of the checks is part of the API: a repeat is answered as before, whatever has happened
since; then whether the judge may write this sheet; then the round; then the base version; then
the rest of what was sent.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from competition import measurements
from competition.actions import announce
from competition.actions.lookup import require_own_address
from competition.actions.refusals import NotFound, Refused
from competition.actions.rubrics import total_of_marks
from competition.actions.sheet_access import (
    OTHER_WRITE,
    Receipt,
    current_sheet,
    format_receipt,
    receipt_for,
    refusal_if_closed,
)
from competition.actions.sheet_checks import (
    CheckedSheet,
    InvalidSheet,
    base_version,
    body_digest,
    check_sheet,
)
from competition.actions.snapshot_queue import current_queue
from competition.actions.visibility import SHOWN
from competition.messages import N_
from competition.store import audit, owed_snapshots, sheet_export, sheet_row, sheet_writes, sheets
from competition.store.audit_binding import Binding
from competition.store.db import now
from competition.store.group_commit import commit_together
from competition.store.judge_auth import AuthenticatedJudge, Sender
from competition.store.models import Judge
from competition.store.raw_sql import RawConnection
from competition.store.sheet_digests import (
    bound_version,
    content_digest,
    hold_name,
    version_name,
)
from competition.store.sheet_row import SheetRow
from competition.store.sheet_rules import SheetRule
from competition.store.sheets import Override, VersionContent, WriteId

OTHER_DEVICE = "judge.other-device"
"""The audit's action for the first write from a device that is not the judge's first."""


class Conflict(Refused):
    """The base version is not the newest; `current` is the sheet as the API shows it."""

    def __init__(self, current: dict[str, Any]) -> None:
        super().__init__(
            N_("This sheet has been changed elsewhere in the meantime. Choose which marks to keep.")
        )
        self.current = current


@dataclass(frozen=True)
class _Request:
    """A write as it was sent; `address` is the keys of competition, match and team."""

    judge_id: int
    address: tuple[str, str, str]
    body: Any
    write: WriteId
    sender: Sender | None

    def question(self) -> dict[str, Any]:
        """What is asked about the sheet before it is written."""
        key = self.write.idempotency_key
        return sheet_row.sheet_question(self.judge_id, self.address, SHOWN, key)


@dataclass(frozen=True)
class _Stored:
    receipt: Receipt
    is_shown: bool


class _Unstored(Enum):
    """Why nothing was stored, where the answer needs more queries than the lock should wait for."""

    REPEAT = auto()
    """Something was stored under this key before."""
    STALE = auto()
    """The base version is not the newest."""


def write_sheet(
    judge: Judge | AuthenticatedJudge,
    competition_key: str,
    match_key: str,
    team_key: str,
    body: Any,
    key: str | None,
    sender: Sender | None = None,
) -> Receipt:
    """Store a new version of a sheet; when this returns, the commit is on disk.

    `body` is the parsed JSON `{"marks", "personal"?, "comment", "state", "base_version"}`, `key`
    the idempotency key, `sender` what the audit says it was sent with. Raises `NotFound`,
    `InvalidSheet`, `Closed`, `Conflict`, or `Busy` from the store; nothing is stored then. The
    same key with the same body returns the same receipt.
    """
    write = WriteId(key, body_digest(body))
    request = _Request(judge.id, (competition_key, match_key, team_key), body, write, sender)
    outcome = commit_together(
        competition_key,
        lambda connection: _store_or_refuse(connection, request),
        asks=(sheet_row.SHEET_ROW, request.question()),
    )
    if outcome is _Unstored.REPEAT:
        return _repeated_receipt(request)
    if outcome is _Unstored.STALE:
        author = sheets.judge_with_rubric(request.judge_id)
        if author is None:
            raise NotFound
        raise Conflict(current_sheet(require_own_address(author, *request.address)))
    if isinstance(outcome, Refused):
        raise outcome
    measurements.note_write("sheet")
    if outcome.is_shown:
        current_queue().add(competition_key)
    announce.changed()
    return outcome.receipt


def _store_or_refuse(connection: RawConnection, request: _Request) -> _Stored | Refused | _Unstored:
    """Store what was sent, or return why not; under the lock, and short.

    A refusal is returned and not raised: other judges' writes share the transaction, and after an
    exception all of them would have to be done again (`commit_together`).
    """
    key = request.write.idempotency_key
    row = sheet_row.read_sheet_row(connection, request.question())
    if row is not None:
        is_repeat = row.is_key_used
    else:
        is_repeat = key is not None and sheet_row.is_key_used(connection, request.judge_id, key)
    if is_repeat:
        return _Unstored.REPEAT
    if row is None or row.round_state == "draft":
        return NotFound()
    if closed := refusal_if_closed(row.archived_at, row.round_state, row.override):
        return closed
    base = base_version(request.body)
    # Without a key it is no valid write, and is refused as such below.
    if key and base is not None and base != row.version:
        return _Unstored.STALE
    rule = sheet_row.rule_of_row(connection, row)
    try:
        sheet = check_sheet(rule, request.body, key)
    except InvalidSheet as invalid:
        return invalid
    is_shown = row.has_public_stage and sheet.state == "submitted"
    if is_shown:
        owed_snapshots.note_owed(connection, row.competition)
    receipt = store_version(connection, row, rule, sheet, request.write, request.sender)
    sheet_writes.note_last_seen(connection, row.judge_id, receipt.stored_at)
    if request.sender is not None and request.sender.first_of is not None:
        _note_first_write(connection, row, request.sender, receipt)
    return _Stored(receipt, is_shown)


def _note_first_write(
    connection: RawConnection, row: SheetRow, sender: Sender, receipt: Receipt
) -> None:
    """Note a session's first write; the audit shows it where the device is not the judge's first.

    A link that somebody else uses is seen by this.
    """
    assert sender.first_of is not None
    sheet_writes.note_first_write(connection, sender.first_of, receipt.stored_at)
    if sender.is_other_device:
        who = f"judge {row.judge}"
        after = {"sent_with": sender.name, "receipt": receipt.receipt}
        row_ = audit.NewRow(row.competition, who, OTHER_DEVICE, row.judge, None, after)
        audit.append_raw(connection, row_)


@dataclass(frozen=True)
class Acceptance:
    """Who stores a sheet for its judge: an organiser a late one, or clerks one from paper.

    `details` are added to what the audit keeps, `entered_by` are the clerks of a paper sheet.
    """

    by: str
    details: dict[str, Any]
    action: str = "sheet.accept-late"
    entered_by: list[str] | None = None


def store_version(
    connection: RawConnection,
    row: SheetRow,
    rule: SheetRule,
    sheet: CheckedSheet,
    write: WriteId,
    sender: Sender | None = None,
    accepted: Acceptance | None = None,
) -> Receipt:
    """Store a checked version with its receipt and its audit row, inside a write transaction.

    The audit names the judge and the `sender`, or with `accepted`, inside `change`, who did it.
    Nothing is refused here.
    """
    before = row.newest_version()
    stored_at = now()
    is_submitted = sheet.state == "submitted"
    version = VersionContent(
        marks=sheet.marks,
        state=sheet.state,
        number=row.version + 1,
        submitted_at=stored_at if is_submitted else None,
        comment=sheet.comment,
        notes=None,
        personal=sheet.personal or None,
        entered_by=accepted.entered_by if accepted else None,
    )
    is_reopening_over = is_submitted and row.override == Override.REOPENED
    receipt = row.last_receipt + 1
    sheet_writes.add_version(
        connection,
        row,
        version,
        write,
        override="" if is_reopening_over else row.override,
        receipt=receipt,
        stored_at=stored_at,
    )
    keys = (row.competition, row.match, row.team, row.judge)
    digest = content_digest(keys, version.number, version.state, version.marks, version.comment)
    subject = "/".join(keys[1:])
    ids = (row.competition_id, row.match_id, row.team_id, row.judge_id)
    bound = bound_version(ids, version, write, stored_at, receipt, digest)
    # What ends inside `change` is bound there.
    ended = {hold_name(subject): row.override} if is_reopening_over and not accepted else {}
    action = "sheet.submit" if is_submitted else "sheet.draft"
    audit_row = audit.NewRow(
        row.competition,
        accepted.by if accepted else f"judge {row.judge}",
        accepted.action if accepted else action,
        subject,
        sheet_export.version_part(before) if before else None,
        {
            **sheet_export.version_part(version),
            "receipt": receipt,
            **({"sent_with": sender.name} if sender else {}),
            **(accepted.details if accepted else {}),
        },
        Binding(ended, {version_name(subject, version.number): bound}),
    )
    audit.append_raw(connection, audit_row)
    return Receipt(
        version.number,
        version.state,
        format_receipt(receipt),
        total_of_marks(rule.dimensions, version.marks),
        stored_at,
        digest,
    )


def _repeated_receipt(request: _Request) -> Receipt:
    """The receipt of what was stored under the same key, if it was the same write."""
    key = request.write.idempotency_key or ""
    version = sheets.version_with_key(request.judge_id, key)
    if version is None:  # The competition has been replaced in the meantime.
        raise NotFound
    sheet = version.sheet
    competition = sheet.judge.competition
    address = (competition.key, sheet.match.key, sheet.team.key)
    if request.address != address or version.body_sha256 != request.write.body_sha256:
        raise InvalidSheet({"idempotency_key": Refused(OTHER_WRITE)})
    return receipt_for(competition, version)
