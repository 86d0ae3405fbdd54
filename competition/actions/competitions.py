"""Load a competition file, all of it or nothing; export one; make one public or private."""

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from competition import document
from competition.actions import hall_screen, reveal, sheet_imports
from competition.actions.change import Change, change
from competition.actions.file_parts import PendingSecrets, add_parts, delete_parts, pending_secrets
from competition.actions.kept_files import kept_place
from competition.actions.lookup import require_competition
from competition.actions.refusals import Refused
from competition.document.sheet_merge import SheetMerge
from competition.file_types import Document
from competition.messages import N_
from competition.store import file_export, file_import, queries
from competition.store.models import Competition

VISIBILITIES = ("public", "private")

REPLACE = "competition.replace"
"""The audit's action for a competition that a file has replaced; its row names the backup."""
IMPORT_LIST = "competition.import-list"
"""The audit's action for a list that was put into a competition; its row names the backup too."""


def load_competition(
    file: Document,
    by: str,
    *,
    replace: bool = False,
    backups: Path | None = None,
    reason: str = "",
    seen: str | None = None,
    action: str = REPLACE,
    details: Mapping[str, Any] | None = None,
    tell: Callable[[Sequence[SheetMerge]], None] | None = None,
) -> Path | None:
    """Store a checked competition file in one transaction; returns the backup's path, if any.

    With `replace`, a competition of the same key is replaced, and what it was is written to a
    file in the folder `backups`; judges of the same key keep their links. What judges sent stays
    in the history of their sheets (`sheet_imports`); `reason` is needed where their submitted
    marks, or published results, would move. `seen` is the digest (`export_digest`) of what the
    organiser saw before deciding; `action` and `details` are the audit's; `tell` is called before
    the commit with what becomes of the sheets. A list that is imported removes nothing, so a reveal
    goes on and the screens stay as they are.

    Raises `Refused` when the key is taken and `replace` is not given or something else stands
    there than was `seen`, `ReasonNeeded`, `CorrectionNeeded`.
    """
    key = file["competition"]["key"]
    reason = reason.strip()
    imported = sheet_imports.imported_by(by, reason)
    with change(key, by, create=True) as edit:
        edit.reason = reason
        if edit.competition.id is None:
            _refuse_second_rehearsal(file)
            merges = sheet_imports.merge_sheets(None, file, imported)
            store_new(edit, file, merges)
            edit.audit("competition.load", key, None, _counts(file) | _because(reason))
            sheet_imports.audit_merges(edit, merges, reason)
            sheet_imports.require_reason_to_import(edit, merges)
            if tell is not None:
                tell(merges)
            return None
        edit.bind_everything()
        refuse_to_mix(edit.competition, file)
        if not replace:
            raise Refused(
                N_("There is already a competition “%(key)s”. Replace it, or change the key."),
                key=key,
            )
        data = document.write_file(_checked(edit.competition))
        if seen not in (None, export_digest(data)):
            raise Refused(
                N_(
                    "The competition was changed in the meantime. Read again what would change "
                    "now, then confirm it."
                )
            )
        backup = new_backup(key, backups) if backups is not None else None
        merges = sheet_imports.merge_sheets(edit.competition, file, imported)
        edit.competition.last_receipt = sheet_imports.receipts_so_far(key)
        if action != IMPORT_LIST:
            reveal.forget_reveal(edit.session, edit.competition)
        secrets = pending_secrets(edit.session, edit.competition)
        delete_parts(edit.session, edit.competition, {judge["key"] for judge in file["judges"]})
        _store(edit, file, merges, secrets)
        sheet_imports.audit_merges(edit, merges, reason)
        kept = {"bytes": len(data), "backup": kept_place(backup) if backup else None}
        edit.audit(action, key, kept, _counts(file) | dict(details or {}) | _because(reason))
        sheet_imports.require_reason_to_import(edit, merges)
        if action != IMPORT_LIST:
            hall_screen.show_board(edit)
        if tell is not None:
            tell(merges)
        if backup is not None:
            write_backup(data, backup)
    return backup


def refuse_to_mix(competition: Competition, file: Document) -> None:
    """Raise `Refused` where one of the two is a rehearsal, and the other is not one of the same."""
    stored, given = competition.rehearsal_of, file["competition"].get("rehearsal_of")
    if stored == given:
        return
    if given is not None:
        raise Refused(
            N_(
                "This is the file of a rehearsal: its marks are made up. It cannot take the place "
                "of “%(key)s”."
            ),
            key=competition.key,
        )
    raise Refused(
        N_("“%(key)s” is a rehearsal, so this file cannot take its place. Change the file's key."),
        key=competition.key,
    )


def _refuse_second_rehearsal(file: Document) -> None:
    real = file["competition"].get("rehearsal_of")
    other = queries.find_rehearsal(real) if real is not None else None
    if other is not None:
        raise Refused(
            N_("There is a rehearsal of “%(key)s” already. End it before you begin another."),
            key=real,
        )


def set_visibility(competition_key: str, visibility: str, by: str) -> None:
    """Make a competition `public` or `private`; nothing happens if it is that already.

    Raises `NotFound` or `Refused`.
    """
    if visibility not in VISIBILITIES:
        raise Refused(
            N_("The visibility must be one of: %(values)s; not “%(value)s”."),
            values=", ".join(VISIBILITIES),
            value=visibility,
        )
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"visibility/{competition_key}")
        before = edit.competition.visibility or "public"
        if before == visibility:
            return
        edit.competition.visibility = None if visibility == "public" else visibility
        after = {"visibility": visibility, "snapshot": edit.publish()}
        edit.audit("competition.visibility", competition_key, {"visibility": before}, after)


def export_competition(key: str) -> bytes:
    """The competition as a file, with its sheets and their versions; `NotFound` without one."""
    return document.write_file(checked_competition(key))


def checked_competition(key: str) -> Document:
    """The competition as a checked document; raises `NotFound` without one."""
    return _checked(require_competition(key))


def export_digest(data: bytes) -> str:
    """A digest of a competition's export: what an organiser saw before deciding."""
    return hashlib.sha256(data).hexdigest()


def _checked(competition: Competition) -> Document:
    return document.check_document(file_export.competition_document(competition))


def store_new(edit: Change, file: Document, merges: Sequence[SheetMerge] = ()) -> None:
    """Store a checked file as the new competition of the change, with the sheets of `merges`."""
    edit.bind_everything()
    edit.competition.last_receipt = sheet_imports.receipts_so_far(edit.key)
    _store(edit, file, merges, {})


def _store(
    edit: Change, file: Document, merges: Sequence[SheetMerge], secrets: PendingSecrets
) -> None:
    """Store the file in the change's competition, which has no parts but perhaps judges."""
    session = edit.session
    file_import.save_competition(edit.competition, file)
    session.add(edit.competition)
    session.flush()
    add_parts(session, edit.competition, file, merges, secrets)
    session.flush()
    session.expire_all()


def new_backup(key: str, backups: Path) -> Path:
    """A new file's path in the folder, for a competition that is backed up now."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return backups / f"{key}-{stamp}.json"


def write_backup(data: bytes, path: Path) -> None:
    """Write a competition's export to a file, on disk when this returns; or `Refused`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Refused(
            N_("The backup could not be written (%(reason)s), so nothing was changed."),
            reason=error.strerror or error,
        ) from error


def _because(reason: str) -> dict[str, Any]:
    return {"reason": reason} if reason else {}


def _counts(file: Document) -> dict[str, Any]:
    """How many teams, judges, … the file has: what the audit keeps of it."""
    lists = ("teams", "judges", "topics", "stages", "sheets", "deductions", "rulings")
    return {name: len(cast(Mapping[str, Any], file).get(name, [])) for name in lists}
