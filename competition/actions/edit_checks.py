"""The file of a competition for an edit: only what the edit could make wrong is read and checked.

A sheet refers to its match, team and judge by their keys, which no edit changes, and its marks to
the rubric. So an edit of the rubric can make any sheet wrong, one of a match that match's sheets,
and any other edit none.
"""

from collections.abc import Collection

from competition.actions import file_edits
from competition.actions.refusals import Refused
from competition.file_types import Document
from competition.store import file_export
from competition.store.models import Competition


def file_to_edit(competition: Competition, kind: str, key: str | None = None) -> Document:
    """The file for an edit of that kind of part: with the sheets that it could make wrong.

    `key` is the part's, None for a new one. Removals need the whole file.
    """
    matches = None if kind == "rubric" else (key,) if kind == "match" and key else ()
    return file_export.competition_document(competition, matches=matches)


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
