"""What a sheet's marks have to fit: the dimensions that its judge marks, and personal marks."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, cast

from competition.document.number_checks import check_mark
from competition.document.problems import Refusal
from competition.file_types import DimensionPart, Document, PersonalScalePart
from competition.rule_in_force import dimensions_marked_by, rubrics_by_match


class SheetTerms(NamedTuple):
    """The dimensions that a judge marks, and for whom there can be personal marks.

    `personal` is the scale of marks for single contestants, None where the rubric has none;
    `members` are the keys of the team's members.
    """

    dimensions: Sequence[DimensionPart]
    personal: PersonalScalePart | None = None
    members: Collection[str] = ()

    def fit(self, version: Mapping[str, Any]) -> bool:
        """Whether a version of the sheet could stand in a file: its marks are whole and allowed."""
        marks, personal = version["marks"], version.get("personal")
        by_key = {dimension["key"]: dimension for dimension in self.dimensions}
        if version["state"] == "submitted" and any(key not in marks for key in by_key):
            return False
        if personal is not None and self.personal is None:
            return False
        scale = cast(Mapping[str, object], self.personal or {})
        return all(key in by_key and _passes(marks[key], by_key[key]) for key in marks) and all(
            key in self.members and _passes(mark, scale) for key, mark in (personal or {}).items()
        )


class TermsOfSheets:
    """A checked competition file, read once for the terms of its sheets."""

    def __init__(self, document: Document) -> None:
        self._rubrics = rubrics_by_match(document)
        self._judges = {judge["key"]: judge for judge in document["judges"]}
        self._members = {
            team["key"]: [member["key"] for member in team.get("members", ())]
            for team in document["teams"]
        }

    def of(self, match: str, team: str, judge: str) -> SheetTerms:
        """The terms of one sheet; raises KeyError where the file has no such match or judge."""
        rubric = self._rubrics[match]
        dimensions = dimensions_marked_by(rubric, self._judges[judge])
        return SheetTerms(dimensions, rubric.get("personal"), self._members[team])


def _passes(mark: str, scale: Mapping[str, object]) -> bool:
    try:
        check_mark(mark, scale)
    except Refusal:
        return False
    return True
