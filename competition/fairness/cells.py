"""The sheets that count of one stage: who marked which entry, in whole numbers of one unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from competition.file_types import SheetPart, Side, StagePart, VersionPart
from competition.scoring.entry import EntryScore
from competition.scoring.marks import weighted_sum
from competition.scoring.rule import Rule
from competition.scoring.stage import Scorebook, matches_in


class MarkCell(NamedTuple):
    """One judge's mark for one entry and dimension, in units; who and what as positions.

    `entry` is the position in `StageCells.entries`, `dimension` in `dimensions` and `judge` in
    `judges`.
    """

    entry: int
    dimension: int
    judge: int
    mark: int


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """A judge's sheet that counts.

    `marks` are in units of 1/`mark_scale`, in the rubric's order, None for a dimension that the
    judge does not mark. `total` is Σ mark × factor in units of 1/`total_scale`, `raw` the sum of
    the marks alone in units of 1/`mark_scale`. `position` is the sheet's in the file's `sheets`,
    `first_submitted` the moment of its first submitted version as written, None without one.
    """

    judge: str
    marks: tuple[int | None, ...]
    total: int
    raw: int
    position: int
    first_submitted: str | None


@dataclass(frozen=True, slots=True)
class JudgedEntry:
    """A team in a match with the sheets that count, in seat order; at least one."""

    match: str
    team: str
    side: Side
    score: EntryScore
    sheets: tuple[CountedSheet, ...]

    @property
    def key(self) -> str:
        """What the report calls it."""
        return f"{self.match}/{self.team}"


@dataclass(frozen=True)
class StageCells:
    """One stage of matches, as the report sees it.

    Left out are void matches, teams that left, and entries without a sheet that counts.
    `entries` are in the order of matches and their entries, `judges` (those with a sheet that
    counts) as in `judges[]`, `dimensions` as in the rubric. `scores` has every entry, also those
    without a sheet, by match and team. A mark of 1 has `mark_scale` units, a sheet total of 1 has
    `total_scale`.
    """

    book: Scorebook
    stage: StagePart
    rule: Rule
    mark_scale: int
    total_scale: int
    dimensions: Sequence[str]
    scores: Mapping[tuple[str, str], EntryScore]
    entries: Sequence[JudgedEntry]
    judges: Sequence[str]

    @cached_property
    def marks_differ(self) -> bool:
        """Whether some of the judges mark other dimensions than others (`marked_by`)."""
        marked = {
            tuple(mark is None for mark in sheet.marks)
            for entry in self.entries
            for sheet in entry.sheets
        }
        return len(marked) > 1

    @cached_property
    def sheets_of(self) -> dict[str, list[tuple[JudgedEntry, CountedSheet]]]:
        """Each judge's sheets, in the order of `entries`."""
        found: dict[str, list[tuple[JudgedEntry, CountedSheet]]] = {key: [] for key in self.judges}
        for entry in self.entries:
            for sheet in entry.sheets:
                found[sheet.judge].append((entry, sheet))
        return found

    def cells(self) -> Iterator[MarkCell]:
        """Every cell, in the order of entries, seats and dimensions."""
        positions = {key: position for position, key in enumerate(self.judges)}
        for number, entry in enumerate(self.entries):
            for sheet in entry.sheets:
                for dimension, mark in enumerate(sheet.marks):
                    if mark is not None:
                        yield MarkCell(number, dimension, positions[sheet.judge], mark)

    def mark(self, units: int) -> Fraction:
        """A mark, or a sum of marks, of so many units."""
        return Fraction(units, self.mark_scale)

    def total(self, units: int) -> Fraction:
        """A sheet total of so many units."""
        return Fraction(units, self.total_scale)


def read_stage_cells(book: Scorebook, stage: StagePart) -> StageCells:
    """Read the sheets that count of a stage of matches."""
    rule = book.rule(stage["key"])
    sheets = {
        (sheet["match"], sheet["team"], sheet["judge"]): (position, sheet)
        for position, sheet in enumerate(book.document.get("sheets") or ())
    }
    scores = {
        (score.match, score.team): score
        for team in book.teams(stage["key"]).values()
        if not team.left
        for score in team.entries
    }
    entries = []
    for match in matches_in(stage):
        for part in match["entries"]:
            # Void matches have no score at all.
            score = scores.get((match["key"], part["team"]))
            if score is None or not score.judges:
                continue
            counted = tuple(
                _read_sheet(book, rule, judge, units, *sheets[score.match, score.team, judge])
                for judge, units in zip(score.judges, score.sheets, strict=True)
            )
            entries.append(JudgedEntry(score.match, score.team, score.side, score, counted))
    present = {sheet.judge for entry in entries for sheet in entry.sheets}
    return StageCells(
        book=book,
        stage=stage,
        rule=rule,
        mark_scale=book.marks.scale,
        total_scale=book.marks.scale * rule.factor_scale,
        dimensions=rule.dimensions,
        scores=scores,
        entries=entries,
        judges=[key for key in book.judges if key in present],
    )


def _read_sheet(
    book: Scorebook,
    rule: Rule,
    judge: str,
    units: Sequence[int],
    position: int,
    sheet: SheetPart,
) -> CountedSheet:
    category = book.judges[judge].get("category")
    marks = tuple(
        mark if rule.is_marked(dimension, category) else None
        for dimension, mark in enumerate(units)
    )
    return CountedSheet(
        judge=judge,
        marks=marks,
        # What a judge does not mark is 0 in the units.
        total=weighted_sum(units, rule),
        raw=sum(units),
        position=position,
        first_submitted=_first_submitted(sheet),
    )


def _first_submitted(sheet: SheetPart) -> str | None:
    versions: list[SheetPart | VersionPart] = [sheet, *sheet.get("history", ())]
    submitted = [each for each in versions if each["state"] == "submitted"]
    return min(submitted, key=lambda each: each["version"]).get("submitted_at")
