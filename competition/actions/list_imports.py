"""Import a list: all of it or nothing, with a backup of what was there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from competition.lists import ImportPlan, Kind, Table


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
    raise NotImplementedError


def apply_import(
    competition_key: str,
    wanted: ListImport,
    by: str,
    backups: Path,
    *,
    reason: str = "",
    seen: str | None = None,
) -> tuple[ImportPlan, Path | None]:
    """Import the list in one transaction; returns the plan and the backup's path.

    Nothing is written, and there is no backup, where all is here already. `seen` is the digest of
    what the organiser saw before deciding. Afterwards `replacement.last_replacement` and
    `undo_replacement` know it like any replacement.

    Raises `NotFound`, `Refused` where a row is wrong or something else stands there than was seen,
    `CorrectionNeeded` where something published would move.
    """
    raise NotImplementedError
