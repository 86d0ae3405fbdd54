"""Judges' paper sheets, typed by clerks: by two of them blind, and stored once they are equal.

What two clerks typed the same becomes the judge's submitted sheet, as a version like any other.
Where they differ, a third clerk or an organiser decides, cell by cell. Rounds that are open and
that are closed take them; what would move a published result waits for an organiser to confirm it
as a correction (`store_waiting`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from competition.actions.change import Change, change
from competition.actions.corrections import CorrectionNeeded
from competition.actions.paper_cells import Cells, body_of, cells_of, differing_cells
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_checks import CheckedSheet, InvalidSheet, body_digest, check_sheet
from competition.actions.sheets import Acceptance, store_version
from competition.actions.visibility import SHOWN
from competition.messages import N_
from competition.store import paper_entries, sheet_row, sheets
from competition.store.audit import NewRow, append
from competition.store.day_models import PaperEntry
from competition.store.db import new_token, now
from competition.store.paper_entries import TypedSheet
from competition.store.raw_sql import RawConnection
from competition.store.sheet_row import SheetRow
from competition.store.sheet_rules import SheetRule
from competition.store.sheets import Override, WriteId


class PaperSheetKeys(NamedTuple):
    """Whose sheet it is, by the keys of the match, the team and the judge."""

    match: str
    team: str
    judge: str


class Typing(StrEnum):
    """What has become of a paper sheet after an act."""

    TYPED = "typed"
    """It waits for another clerk."""
    STORED = "stored"
    """It is the judge's submitted sheet."""
    DIFFERENT = "different"
    """The two typings differ: somebody else decides."""
    WAITING = "waiting"
    """It would move a published result, which an organiser has to confirm."""


@dataclass(frozen=True)
class _Open:
    """A sheet that can be typed: its row, its rule, what was typed of it so far."""

    edit: Change
    connection: RawConnection
    row: SheetRow
    rule: SheetRule
    typed: TypedSheet

    def audit(self, action: str, before: Any, after: Any) -> None:
        """Add the row at once, so that it stands before that of the stored sheet."""
        subject = "/".join((self.row.match, self.row.team, self.row.judge))
        row = NewRow(self.edit.key, self.edit.by, action, subject, before, after)
        append(self.edit.session, row)
        self.edit.is_changed = True

    def check(self, body: Any) -> CheckedSheet:
        return check_sheet(self.rule, body, "paper")

    def entry(self, clerk: str, sheet: CheckedSheet, outcome: str = "") -> PaperEntry:
        row = self.row
        return PaperEntry(
            competition_id=row.competition_id,
            match_id=row.match_id,
            team_id=row.team_id,
            judge_id=row.judge_id,
            clerk=clerk,
            outcome=outcome,
            **_content(sheet),
        )


def type_sheet(
    competition_key: str, keys: PaperSheetKeys, cells: Mapping[str, str], clerk: str
) -> Typing:
    """Take a clerk's typing of a sheet, or the correction of it until a second clerk has typed.

    `cells` as in `paper_cells`; `clerk` is the account's name. Raises `NotFound`, `Closed`,
    `InvalidSheet` with the cells that are wrong, or `Refused`: the judge has submitted the sheet,
    it is locked, or it has been typed twice.
    """
    try:
        return _type(competition_key, keys, cells, clerk, is_storing=True)
    except CorrectionNeeded:
        return _type(competition_key, keys, cells, clerk, is_storing=False)


def decide_sheet(
    competition_key: str,
    keys: PaperSheetKeys,
    chosen: Mapping[str, str],
    name: str,
    by: str,
) -> Typing:
    """Decide a sheet that two clerks typed differently; `chosen` has the cells that differ.

    `name` is the account's, `by` what the audit says. Raises as `type_sheet` does, and for who
    typed the sheet. What an organiser decides may raise `CorrectionNeeded`; of a clerk it waits.
    """
    try:
        return _decide(competition_key, keys, chosen, name, by, is_storing=True)
    except CorrectionNeeded:
        if not by.startswith("clerk "):
            raise
        return _decide(competition_key, keys, chosen, name, by, is_storing=False)


def store_waiting(competition_key: str, keys: PaperSheetKeys, by: str) -> Typing:
    """Store a sheet that waits because it moves a published result; an organiser's act.

    Raises `NotFound`, `Refused` where it does not wait, `CorrectionNeeded` until it is confirmed.
    """
    with change(competition_key, by, publish=False) as edit:
        sheet = _open(edit, keys)
        if sheet.typed.outcome not in ("equal", "decided"):
            raise Refused(N_("This paper sheet is not waiting to be stored."))
        final = sheet.typed.decided or sheet.typed.typed[0]
        return _store(sheet, sheet.typed, cells_of(final))


def _type(
    competition_key: str,
    keys: PaperSheetKeys,
    cells: Mapping[str, str],
    clerk: str,
    *,
    is_storing: bool,
) -> Typing:
    with change(competition_key, f"clerk {clerk}", publish=False) as edit:
        sheet = _open(edit, keys)
        checked = sheet.check(body_of(cells, sheet.rule, sheet.row.version))
        own = sheet.typed.of(clerk)
        if own is not None and len(sheet.typed.typed) == 1:
            _correct(sheet, own, checked)
            return Typing.TYPED
        if len(sheet.typed.typed) > 1:
            raise Refused(N_("Two clerks have typed this sheet already."))
        entry = sheet.entry(clerk, checked)
        edit.session.add(entry)
        sheet.audit("paper.type", None, _content(checked))
        if not sheet.typed.typed:
            return Typing.TYPED
        first = sheet.typed.typed[0]
        is_equal = not differing_cells(cells_of(first), cells_of(checked))
        first.outcome = entry.outcome = "equal" if is_equal else "different"
        if not is_equal:
            return Typing.DIFFERENT
        if not is_storing:
            return Typing.WAITING
        return _store(sheet, TypedSheet([first, entry], None), cells_of(first))


def _correct(sheet: _Open, own: PaperEntry, checked: CheckedSheet) -> None:
    before, after = _content(own), _content(checked)
    if before == after:
        return
    own.marks, own.personal, own.comment = checked.marks, after["personal"], after["comment"]
    own.entered_at = now()
    sheet.audit("paper.correct", before, after)


def _decide(
    competition_key: str,
    keys: PaperSheetKeys,
    chosen: Mapping[str, str],
    name: str,
    by: str,
    *,
    is_storing: bool,
) -> Typing:
    with change(competition_key, by, publish=False) as edit:
        sheet = _open(edit, keys)
        if sheet.typed.decided is not None:
            raise Refused(N_("This sheet has been decided already."))
        if sheet.typed.outcome != "different":
            raise Refused(N_("This sheet has no difference to decide."))
        if sheet.typed.of(name) is not None:
            raise Refused(N_("You typed this sheet yourself. Somebody else decides."))
        first, second = (cells_of(entry) for entry in sheet.typed.typed)
        differing = differing_cells(first, second)
        final = {**first, **{cell: chosen.get(cell, "") for cell in differing}}
        checked = sheet.check(body_of(final, sheet.rule, sheet.row.version))
        decided = sheet.entry(name, checked, "decided")
        edit.session.add(decided)
        before = [{cell: typed.get(cell, "") for cell in differing} for typed in (first, second)]
        after = {cell: cells_of(checked).get(cell, "") for cell in differing}
        sheet.audit("paper.decide", before, after)
        if not is_storing:
            return Typing.WAITING
        return _store(sheet, TypedSheet(sheet.typed.typed, decided), cells_of(checked))


def _open(edit: Change, keys: PaperSheetKeys) -> _Open:
    """The sheet, if it can be typed now."""
    connection = RawConnection.of_session(edit.session)
    judge = next((each for each in edit.competition.judges if each.key == keys.judge), None)
    if judge is None:
        raise NotFound
    address = (edit.competition.key, keys.match, keys.team)
    question = sheet_row.sheet_question(judge.id, address, SHOWN)
    row = sheet_row.read_sheet_row(connection, question)
    if row is None or row.round_state == "draft":
        raise NotFound
    stored = sheets.counting_version(sheets.find_sheet(row.match_id, row.team_id, row.judge_id))
    if stored is not None and stored.entered_by:
        raise Refused(N_("This sheet has been typed twice and stored."))
    if stored is not None:
        raise Refused(N_("The judge has submitted this sheet on the tablet; it is not typed over."))
    if row.override == Override.LOCKED:
        raise Refused(N_("The organiser has locked this sheet. Ask the organiser to unlock it."))
    typed = paper_entries.typed_sheet(row.match_id, row.team_id, row.judge_id)
    return _Open(edit, connection, row, sheet_row.rule_of_row(connection, row), typed)


def _store(sheet: _Open, typed: TypedSheet, cells: Cells) -> Typing:
    """Store it as the judge's submitted sheet, and bring what is public up to date."""
    edit = sheet.edit
    body = body_of(cells, sheet.rule, sheet.row.version)
    try:
        checked = sheet.check(body)
    except InvalidSheet as invalid:
        wrong = next(iter(invalid.errors.values()))
        raise Refused(
            N_("It does not fit the current rubric: %(why)s"), why=str(wrong)
        ) from invalid
    people = [entry.clerk for entry in typed.typed]
    if typed.decided is not None:
        people.append(typed.decided.clerk)
    write = WriteId(f"paper-{new_token()}", body_digest(body))
    accepted = Acceptance(edit.by, {}, "sheet.enter-paper", people)
    edit.session.flush()
    store_version(sheet.connection, sheet.row, sheet.rule, checked, write, accepted=accepted)
    # The version was stored on the raw connection, and so was its audit row.
    edit.session.expire_all()
    edit.is_changed = True
    edit.publish()
    return Typing.STORED


def _content(sheet: PaperEntry | CheckedSheet) -> dict[str, Any]:
    return {
        "marks": dict(sheet.marks),
        "personal": dict(sheet.personal) if sheet.personal else None,
        "comment": sheet.comment or "",
    }
