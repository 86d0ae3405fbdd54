"""The file of a competition for an edit: only what the edit could make wrong is read and checked.

A sheet refers to its match, team and judge by their keys, which no edit changes, and its marks to
the rubric in force, the judge's category where that says who marks what, and the team's members
where they are marked. So an edit of the rubric can make any sheet wrong, one of a match that
match's sheets, one of a judge or a team any where that is so, one of a stage with a rubric of its
own those of the stage, and any other edit none.
"""

from collections.abc import Collection
from typing import Any

from competition.actions import file_edits
from competition.actions.refusals import Refused
from competition.file_types import Document
from competition.store import file_export
from competition.store.models import Competition


def file_to_edit(
    competition: Competition, kind: str, key: str | None = None, part: file_edits.Part | None = None
) -> Document:
    """The file for an edit of that kind of part: with the sheets that it could make wrong.

    `key` is the part's, None for a new one; `part` is what it becomes. Removals need the whole
    file.
    """
    matches = _matches_at_risk(competition, kind, key, part or {})
    return file_export.competition_document(competition, matches=matches)


def _matches_at_risk(
    competition: Competition, kind: str, key: str | None, part: file_edits.Part
) -> Collection[str] | None:
    """The matches whose sheets an edit could make wrong; None for all."""
    if kind == "rubric":
        return None
    if key is None:
        return ()
    if kind == "match":
        return (key,)
    if kind == "stage":
        stage = next((each for each in competition.stages if each.key == key), None)
        if stage is None or not (stage.rubric or "rubric" in part):
            return ()
        return [match.key for round_ in stage.rounds for match in round_.matches]
    if kind not in ("judge", "team"):
        return ()
    rubrics: list[Any] = [file_export.rubric_part(competition.rubric)]
    rubrics += [stage.rubric for stage in competition.stages if stage.rubric]
    if kind == "team":
        return None if any("personal" in rubric for rubric in rubrics) else ()
    dimensions = [each for rubric in rubrics for each in rubric["dimensions"]]
    return None if any("marked_by" in each for each in dimensions) else ()


def file_to_edit_matches(competition: Competition, matches: Collection[str]) -> Document:
    """The file for an edit of these matches."""
    return file_export.competition_document(competition, matches=matches)


def check_edit(competition: Competition, file: Document, place: str) -> Document:
    """Check an edited file (`file_edits.check_file`) before any row of it is changed.

    What is refused is refused as the whole file would be, so that each place is its place there.
    """
    try:
        return file_edits.check_file(file, place)
    except Refused:
        file["sheets"] = file_export.competition_document(competition).get("sheets", [])
        return file_edits.check_file(file, place)
