"""Sheets that a competition file brings in: what stays of what judges sent, and what is recorded.

What a judge sent is known from the tables, and of a sheet that is no longer there from the audit
chain, which outlives a replacement and the removal of a competition. `document.sheet_merge`
decides; here its result is prepared, refused without a reason, stored and audited.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast

from competition import document
from competition.actions.change import Change
from competition.actions.corrections import CorrectionNeeded
from competition.actions.refusals import Refused
from competition.document.sheet_merge import (
    Fate,
    MarkChange,
    SheetKey,
    SheetMerge,
    Version,
    mark_as_imported,
    merge_sheet,
)
from competition.document.sheet_terms import SheetTerms, TermsOfSheets
from competition.file_types import Document
from competition.messages import N_
from competition.store import audit, sheet_export, sheets
from competition.store.db import now
from competition.store.models import Competition
from competition.store.sheets import SheetVersion

SENT = ("sheet.submit", "sheet.draft", "sheet.accept-late", "sheet.enter-paper")
"""The audit's actions for a version that came from its judge."""
IMPORT, PUT_BACK, REMOVE, KEEP = "sheet.import", "sheet.put-back", "sheet.remove", "sheet.keep"
"""The audit's actions for what a file does to a sheet."""
MOST_NAMED = 200
"""How many of the submitted marks that would move a refusal names."""


class ReasonNeeded(Refused):
    """A file would move submitted marks, its `problems`, and was given no reason."""


def imported_by(by: str, reason: str) -> dict[str, Any]:
    """What a version says that did not come from its judge; `Refused` for an impossible reason."""
    try:
        text = document.clean_text(reason, blank=True)
    except document.Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal
    return {"reason": text, "by": by.removeprefix("organiser "), "at": now()}


def merge_sheets(
    competition: Competition | None, file: Document, imported: Mapping[str, Any]
) -> list[SheetMerge]:
    """What becomes of every sheet, in the order of the file; those that it lacks come last.

    `competition` is what the file takes the place of, None without one.
    """
    known = _stored(competition) if competition else {}
    parts = {
        SheetKey(part["match"], part["team"], part["judge"]): cast(Version, part)
        for part in file.get("sheets", ())
    }
    chain = file["competition"]["key"]
    if any(key not in known for key in parts):
        gone = {key: each for key, each in _on_record(chain).items() if key in parts}
        known = _without_repeats(known, {key: gone[key] for key in gone if key not in known})
    terms = TermsOfSheets(file)
    merges = [
        merge_sheet(
            key,
            known.get(key, ()),
            parts.get(key),
            # Nothing has to fit of a sheet that goes.
            terms.of(*key) if key in parts else SheetTerms(()),
            imported,
        )
        for key in [*parts, *(key for key in known if key not in parts)]
    ]
    if competition is None or not audit.has_action(chain, SENT):
        return merges
    # Judges have begun: from now on a sheet that comes with a file is not its judge's.
    return [
        mark_as_imported(each, imported) if each.fate == Fate.ADDED and each.after else each
        for each in merges
    ]


def receipts_so_far(chain: str) -> int | None:
    """The highest receipt number that the audit chain knows of; None before the first."""
    rows = audit.rows_of_actions(chain, SENT)
    return max((json.loads(row.after).get("receipt", 0) for row in rows), default=0) or None


def merged_file(file: Document, merges: Sequence[SheetMerge]) -> Document:
    """The file with its sheets as they will be stored."""
    parts = []
    for each in merges:
        if each.versions:
            *earlier, newest = [_part(version) for version in each.versions]
            history = {"history": earlier} if earlier else {}
            parts.append({**each.key._asdict(), **newest, **history})
    return cast(Document, {**file, "sheets": parts})


def require_reason_to_import(edit: Change, merges: Sequence[SheetMerge]) -> None:
    """Make the snapshot; refused where submitted or published things move without a reason.

    Published places and totals are compared by `Change.publish`, submitted marks by the merges;
    whichever refuses names the marks.
    """
    moving = [each for each in merges if each.moves_marks]
    problems = [problem for each in moving for problem in _problems(each)]
    try:
        edit.publish()
    except CorrectionNeeded as needed:
        needed.problems = tuple(problems[:MOST_NAMED])
        raise
    if moving and not edit.reason.strip():
        raise ReasonNeeded(
            N_(
                "This would change or lose submitted marks (%(number)s), so it needs a reason. "
                "Nothing has been changed."
            ),
            problems[:MOST_NAMED],
            number=len(problems),
        )


def audit_merges(edit: Change, merges: Sequence[SheetMerge], reason: str) -> None:
    """An audit row for each sheet that differs from what its judge sent, with before and after."""
    because = {"reason": reason} if reason else {}
    for each in merges:
        before = _part(each.before) if each.before else None
        subject = "/".join(each.key)
        if each.fate == Fate.LOST:
            edit.audit(REMOVE, subject, {"versions": list(each.known)}, because)
        elif each.fate == Fate.REWRITTEN:
            other = {"in_file": _part(each.after) if each.after else None}
            edit.audit(KEEP, subject, before, {**(before or {}), **other, **because})
        elif each.fate == Fate.PUT_BACK:
            edit.audit(PUT_BACK, subject, before, {**_part(each.versions[-1]), **because})
        elif each.fate in (Fate.IMPORTED, Fate.UNSUBMITTED):
            edit.audit(IMPORT, subject, before, _part(each.versions[-1]))


def _problems(merge: SheetMerge) -> list[document.Problem]:
    place = "/".join(merge.key)
    if merge.fate == Fate.UNSUBMITTED:
        return [
            document.Problem(
                place, N_("submitted here, a draft in the file; the submitted marks still count")
            )
        ]
    if merge.fate == Fate.REWRITTEN and merge.before:
        return [
            document.Problem(
                place,
                N_("version %(version)s is not as its judge sent it"),
                {"version": merge.before["version"]},
            )
        ]
    return [
        document.Problem(place, _change_text(change), change._asdict())
        for change in merge.mark_changes()
    ]


def _change_text(change: MarkChange) -> str:
    if change.is_personal:
        return _personal_change_text(change)
    if change.after is None:
        return N_("%(dimension)s, %(before)s is lost")
    if change.before is None:
        return N_("%(dimension)s, not sent by the judge: %(after)s")
    return N_("%(dimension)s, %(before)s → %(after)s")


def _personal_change_text(change: MarkChange) -> str:
    if change.after is None:
        return N_("personal mark of %(dimension)s, %(before)s is lost")
    if change.before is None:
        return N_("personal mark of %(dimension)s, not sent by the judge: %(after)s")
    return N_("personal mark of %(dimension)s, %(before)s → %(after)s")


def _part(version: Version) -> dict[str, Any]:
    """A version as the file has it."""
    return {name: value for name, value in version.items() if name != "stored"}


def _stored(competition: Competition) -> dict[SheetKey, list[Version]]:
    return {
        SheetKey(sheet.match.key, sheet.team.key, sheet.judge.key): [
            _record(version) for version in sheet.versions
        ]
        for sheet in sheets.with_versions(competition)
    }


def _record(version: SheetVersion) -> Version:
    """A stored version with what else its row holds of the judge's write."""
    stored = {name: getattr(version, name) for name in sheets.WRITE_FIELDS}
    return {**sheet_export.version_part(version), "stored": sheet_export.present(stored)}


def _on_record(chain: str) -> dict[SheetKey, list[Version]]:
    """Every sheet that the audit chain knows of, as it was last."""
    known: dict[SheetKey, list[Version]] = defaultdict(list)
    for row in audit.rows_of_actions(chain, (*SENT, IMPORT, PUT_BACK, REMOVE)):
        keys = row.subject.split("/")
        if len(keys) != len(SheetKey._fields):
            continue
        key = SheetKey(*keys)
        if row.action == REMOVE:
            known[key] = json.loads(row.before)["versions"]
            continue
        version = _from_audit(row)
        if known[key] and version["version"] <= known[key][-1]["version"]:
            # The sheet was begun anew, after its competition or its match had gone.
            known[key] = []
        known[key].append(version)
    return known


def _without_repeats(
    stored: Mapping[SheetKey, list[Version]], gone: Mapping[SheetKey, list[Version]]
) -> dict[SheetKey, list[Version]]:
    """All of them; a receipt or a key of a write that was given again since is left out of `gone`.

    A database from before numbered receipts anew once their sheets had gone.
    """
    known = dict(stored)
    given: set[tuple[str, ...]] = set()
    for key, versions in stored.items():
        given.update(mark for version in versions for mark in _marks_of_write(key, version))
    for key, versions in gone.items():
        known[key] = []
        for version in versions:
            own = _marks_of_write(key, version)
            repeated = {name for name, *_ in own & given}
            given |= own
            write = {name: v for name, v in version["stored"].items() if name not in repeated}
            known[key].append({**version, "stored": write})
    return known


def _marks_of_write(key: SheetKey, version: Version) -> set[tuple[str, ...]]:
    """What only one version can have: its receipt, and the judge's key of the write."""
    write = version.get("stored", {})
    found: set[tuple[str, ...]] = set()
    if "receipt" in write:
        found.add(("receipt", str(write["receipt"])))
    if "idempotency_key" in write:
        found.add(("idempotency_key", key.judge, write["idempotency_key"]))
    return found


def _from_audit(row: audit.AuditRow) -> Version:
    after = json.loads(row.after)
    names = (
        *("version", "marks", "personal", "state", "submitted_at", "comment"),
        *("imported", "entered_by", "placeholder", "source"),
    )
    version = {name: after[name] for name in names if name in after}
    receipt = {"receipt": after["receipt"]} if "receipt" in after else {}
    return {**version, "stored": {**receipt, "stored_at": row.at}}
