"""A panel's conference on a match: what each judge's counting marks were before it and after."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from competition.file_types import Document, MatchPart, SheetPart, VersionPart
from competition.rule_in_force import rubric_of, stages_and_matches
from competition.scoring.entry import recused_judges
from competition.seats import counting_judges


class ConferenceMark(NamedTuple):
    """One judge's counting mark of one dimension; None where there was no counting sheet."""

    judge: str
    team: str
    dimension: str
    before: str | None
    after: str | None

    @property
    def is_changed(self) -> bool:
        """Whether the conference changed it."""
        return self.before != self.after


def conference_changes(file: Document, match_key: str) -> list[ConferenceMark]:
    """The counting marks of a match before its conference was opened and when it was closed.

    One for each team, judge whose sheet counts and dimension that the judge has marked, in the
    order of the file; while the conference is open, `after` is what counts now. Empty for a match
    without a conference, or one that the file has not. A version without a time of submission came
    with a file and was there before.
    """
    found = next((pair for pair in stages_and_matches(file) if pair[1]["key"] == match_key), None)
    if found is None or "conference" not in found[1]:
        return []
    stage, match = found
    conference = match["conference"]
    opened, closed = conference["opened_at"], conference.get("closed_at")
    dimensions = [each["key"] for each in rubric_of(file, stage)["dimensions"]]
    sheets = {
        (sheet["team"], sheet["judge"]): sheet
        for sheet in file.get("sheets", ())
        if sheet["match"] == match_key
    }
    marks = []
    for entry in match["entries"]:
        team = entry["team"]
        for judge in conferring_judges(match, team):
            sheet = sheets.get((team, judge))
            before, after = _marks_at(sheet, opened), _marks_at(sheet, closed)
            marks += [
                ConferenceMark(judge, team, key, before.get(key), after.get(key))
                for key in dimensions
                if key in before or key in after
            ]
    return marks


def conferring_judges(match: MatchPart, team: str) -> list[str]:
    """The judges whose sheets for a team count, in seat order: they confer on it."""
    recused = recused_judges(match, team)
    return [judge for judge in counting_judges(match, team) if judge not in recused]


def _marks_at(sheet: SheetPart | None, moment: str | None) -> dict[str, str]:
    """The marks that counted at a moment; with None those that count now."""
    if sheet is None:
        return {}
    versions: Iterable[SheetPart | VersionPart] = (sheet, *sheet.get("history", ()))
    counting = [
        version
        for version in versions
        if version["state"] == "submitted" and _was_there(version, moment)
    ]
    newest = max(counting, key=lambda version: version["version"], default=None)
    return newest["marks"] if newest else {}


def _was_there(version: SheetPart | VersionPart, moment: str | None) -> bool:
    submitted = version.get("submitted_at")
    if moment is None or submitted is None:
        return True
    return dt.datetime.fromisoformat(submitted) <= dt.datetime.fromisoformat(moment)
