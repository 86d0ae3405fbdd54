"""Import a list: all of it or nothing, with a backup of what was there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from competition import document
from competition.actions.competitions import (
    IMPORT_LIST,
    checked_competition,
    export_digest,
    load_competition,
)
from competition.actions.lookup import require_competition
from competition.actions.refusals import Refused
from competition.lists import ImportPlan, Kind, Table, plan_import
from competition.messages import N_
from competition.store import late_sheets


@dataclass(frozen=True)
class ListImport:
    """A list to import into a competition, as it was read and corrected.

    `file` is the name of the file it came from, "" for what was pasted.
    """

    kind: Kind
    table: Table
    stage: str | None = None
    columns: Mapping[str, str | None] | None = None
    corrections: Mapping[tuple[int, int], str] | None = None
    file: str = ""


def preview_import(competition_key: str, wanted: ListImport) -> tuple[ImportPlan, str]:
    """What the import would do, and the digest of what stands there (`apply_import`'s `seen`).

    Raises `NotFound`, `Refused` (two columns for one field, …).
    """
    before = checked_competition(competition_key)
    try:
        plan = plan_import(
            before,
            wanted.kind,
            wanted.table,
            stage=wanted.stage,
            columns=wanted.columns,
            corrections=wanted.corrections,
        )
    except document.Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal
    return plan, export_digest(document.write_file(before))


def apply_import(
    competition_key: str,
    wanted: ListImport,
    by: str,
    backups: Path,
    *,
    reason: str = "",
    seen: str | None = None,
    previewed: tuple[ImportPlan, str] | None = None,
) -> tuple[ImportPlan, Path | None]:
    """Import the list in one transaction; returns the plan and the backup's path.

    Nothing is written, and there is no backup, where all is here already. `previewed` is what
    `preview_import` has just returned, where it is at hand. `seen` is the digest of what the
    organiser saw before deciding. Afterwards `replacement.last_replacement` and
    `undo_replacement` know it like any replacement.

    Raises `NotFound`, `Refused` where a row is wrong or something else stands there than was seen,
    `CorrectionNeeded` where something published would move.
    """
    plan, digest = previewed or preview_import(competition_key, wanted)
    if plan.document is None:
        raise Refused(
            N_(
                "Nothing was imported, because rows of the list are wrong (%(count)s). Correct "
                "them, then import it again."
            ),
            [document.Problem("", each.message, each.values) for each in plan.problems],
            count=plan.counts["wrong"],
        )
    if plan.changes_nothing:
        return plan, None
    if late_sheets.count_undecided(require_competition(competition_key)):
        raise Refused(
            N_("A late sheet is waiting for your decision. Decide on it first, then import.")
        )
    how = {"kind": wanted.kind, "file": wanted.file, "rows": dict(plan.counts)}
    backup = load_competition(
        plan.document,
        by,
        replace=True,
        backups=backups,
        reason=reason,
        seen=digest if seen is None else seen,
        action=IMPORT_LIST,
        details={"list": how},
    )
    return plan, backup
