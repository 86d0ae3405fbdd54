"""Replace a competition by a file: what would change first, and back again afterwards."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from competition import document
from competition.actions.competitions import (
    IMPORT_LIST,
    REPLACE,
    export_competition,
    export_digest,
    load_competition,
    refuse_to_mix,
)
from competition.actions.kept_files import kept_file
from competition.actions.lookup import require_competition
from competition.actions.off_loop import read_checked_file
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_imports import imported_by, merge_sheets, merged_file
from competition.actions.snapshots import REMOVED
from competition.document.comparison import Comparison, compare_files
from competition.document.sheet_merge import SheetMerge
from competition.file_types import Document
from competition.messages import N_
from competition.store import audit, late_sheets

UNDO = "competition.undo-replace"
"""The audit's action for a replacement that was undone."""
# What is in no file, and so is neither lost nor brought back by a replacement.
_NOT_IN_FILE = (
    *("session.", "show.", "snapshot.", "late.offer", "stage.correct"),
    *("judge.renew-link", "judge.see-links", "judge.other-device", "competition.copied"),
    "rehearsal.",
)


@dataclass(frozen=True)
class Replacement:
    """A file that is to take a competition's place; `seen` is the digest of what stands there.

    `after` is what will stand there: the file, with its sheets as `merges` say. `late` is how many
    late sheets wait for a decision: they are in no file, and would be lost.
    """

    before: Document
    file: Document
    merges: Sequence[SheetMerge]
    seen: str
    late: int

    @cached_property
    def after(self) -> Document:
        """The competition as it will be."""
        return merged_file(self.file, self.merges)

    @cached_property
    def changes(self) -> Comparison:
        """What would change."""
        return compare_files(self.before, self.after)

    @property
    def moves_marks(self) -> bool:
        """Whether submitted marks would not stay as their judges sent them: it needs a reason."""
        return any(merge.moves_marks for merge in self.merges)

    @property
    def asks_for_key(self) -> bool:
        """Whether so much is at stake that the key is to be typed."""
        changes = self.changes
        endangers = changes.endangers_marks or changes.endangers_results or self.moves_marks
        return bool(endangers or self.late)


@dataclass(frozen=True)
class LastReplacement:
    """The newest replacement of a competition, not undone so far.

    `backup` is the name of the file with what was there before; `since` counts what was changed
    after it, by the audit's actions. `imported` says of an imported list its kind, file and rows;
    it is empty where a whole file took the competition's place.
    """

    backup: str
    at: str
    who: str
    since: Mapping[str, int]
    imported: Mapping[str, Any]


def preview_replacement(file: Document) -> Replacement:
    """What a checked file would change of the competition of its key; raises `NotFound`, and
    `Refused` where only one of them is a rehearsal.
    """
    competition = require_competition(file["competition"]["key"])
    refuse_to_mix(competition, file)
    data = export_competition(competition.key)
    late = late_sheets.count_undecided(competition)
    merges = merge_sheets(competition, file, imported_by("", ""))
    return Replacement(read_checked_file(data), file, merges, export_digest(data), late)


def last_replacement(key: str) -> LastReplacement | None:
    """The replacement, or the import of a list, that can be undone; or None."""
    replaced = sorted(
        (*audit.rows_about(key, REPLACE, key)[:1], *audit.rows_about(key, IMPORT_LIST, key)[:1]),
        key=lambda row: -row.number,
    )[:1]
    undone = audit.rows_about(key, UNDO, key)[:1]
    removed = audit.rows_about(key, REMOVED, key)[:1]
    if not replaced or any(row.number > replaced[0].number for row in (*undone, *removed)):
        return None
    row = replaced[0]
    backup = json.loads(row.before)["backup"]
    if backup is None:
        return None
    later = audit.actions_after(key, row.number)
    since = Counter(action for action in later if not action.startswith(_NOT_IN_FILE))
    imported = json.loads(row.after).get("list", {})
    return LastReplacement(backup, row.at, row.who, since, imported)


def read_replaced(key: str, backups: Path) -> Document:
    """The competition as it was before its last replacement; raises `NotFound`, `Refused`."""
    last = last_replacement(key)
    if last is None:
        raise NotFound
    file = kept_file(last.backup, backups)
    if file is None:
        raise Refused(
            N_(
                "The backup file is on another node, %(file)s. Open this page there, or import "
                "that file; the replacement cannot be undone from here."
            ),
            file=last.backup,
        )
    try:
        return read_checked_file(file.read_bytes())
    except (OSError, document.InvalidDocument) as error:
        raise Refused(
            N_(
                "The backup file %(file)s is no longer there or cannot be read, so the replacement "
                "cannot be undone."
            ),
            file=last.backup,
        ) from error


def undo_replacement(key: str, by: str, backups: Path, *, reason: str, seen: str) -> Path | None:
    """Put back what stood before the last replacement; returns the backup of what goes.

    Raises `NotFound` without such a replacement, and what `load_competition` raises.
    """
    return load_competition(
        read_replaced(key, backups),
        by,
        replace=True,
        backups=backups,
        reason=reason,
        seen=seen,
        action=UNDO,
    )
