"""What a trainee judge's marks are beside the panel's: for the talk afterwards, never for a total.

Pure functions of a competition file. A trainee is compared with the mean of those panel sheets
that count, entry by entry, in the dimensions that both mark.
"""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from competition.file_types import (
    Document,
    JudgePart,
    MatchPart,
    RoundPart,
    RubricPart,
    SheetPart,
    StagePart,
)
from competition.rule_in_force import dimensions_marked_by, rubric_of
from competition.scoring.entry import recused_judges
from competition.scoring.marks import newest_submitted
from competition.seats import counting_judges

FEWEST_FOR_CORRELATION = 5
"""With fewer entries a correlation says nothing."""


@dataclass(frozen=True)
class TraineeEntry:
    """A trainee and the panel on one team in one match, in points of the total.

    `trainee` and `panel` are Σ mark × factor over the dimensions that both mark; `differences` are
    the trainee's mark less the panel's mean, by dimension, before the factor.
    """

    match: str
    team: str
    trainee: Fraction
    panel: Fraction
    differences: Mapping[str, Fraction]

    @property
    def difference(self) -> Fraction:
        """By how much the trainee gave more than the panel; below 0 less."""
        return self.trainee - self.panel


@dataclass(frozen=True)
class TraineeComparison:
    """One trainee in one round; without an entry where trainee or panel submitted nothing.

    `dimensions` has the mean difference by dimension. `correlation` is Pearson's of the totals,
    from −1 to 1; None with too few entries or where one side gave every team the same.
    """

    judge: str
    entries: Sequence[TraineeEntry]
    dimensions: Mapping[str, Fraction]
    correlation: float | None

    @property
    def difference(self) -> Fraction | None:
        """The mean difference of the totals; None without an entry."""
        if not self.entries:
            return None
        return sum((each.difference for each in self.entries), Fraction(0)) / len(self.entries)


def compare_trainees(
    document: Document, stage: StagePart, round_: RoundPart
) -> list[TraineeComparison]:
    """Every trainee of a round beside its panels, in the order of the file; void matches out."""
    judges = {judge["key"]: judge for judge in document["judges"]}
    rubric = rubric_of(document, stage)
    matches = [match for match in round_["matches"] if not match.get("void")]
    trainees = dict.fromkeys(key for match in matches for key in match.get("trainees", ()))
    sheets = {
        (sheet["match"], sheet["team"], sheet["judge"]): sheet
        for sheet in document.get("sheets", ())
    }
    return [
        _comparison(
            trainee,
            [
                entry
                for match in matches
                if trainee in match.get("trainees", ())
                for entry in _entries(match, trainee, judges, rubric, sheets)
            ],
            [dimension["key"] for dimension in dimensions_marked_by(rubric, judges[trainee])],
        )
        for trainee in trainees
    ]


def _comparison(
    trainee: str, entries: Sequence[TraineeEntry], dimensions: Sequence[str]
) -> TraineeComparison:
    means = {}
    for key in dimensions:
        found = [entry.differences[key] for entry in entries if key in entry.differences]
        if found:
            means[key] = sum(found, Fraction(0)) / len(found)
    return TraineeComparison(trainee, entries, means, _correlation(entries))


def _correlation(entries: Sequence[TraineeEntry]) -> float | None:
    own = [float(entry.trainee) for entry in entries]
    panel = [float(entry.panel) for entry in entries]
    if len(entries) < FEWEST_FOR_CORRELATION or len(set(own)) == 1 or len(set(panel)) == 1:
        return None
    return statistics.correlation(own, panel)


def _entries(
    match: MatchPart,
    trainee: str,
    judges: Mapping[str, JudgePart],
    rubric: RubricPart,
    sheets: Mapping[tuple[str, str, str], SheetPart],
) -> Iterator[TraineeEntry]:
    factors = {each["key"]: Fraction(each["factor"]) for each in rubric["dimensions"]}
    own_keys = {each["key"] for each in dimensions_marked_by(rubric, judges[trainee])}
    for team in [entry["team"] for entry in match["entries"]]:
        own = _marks(sheets.get((match["key"], team, trainee)))
        panel: dict[str, list[Fraction]] = {}
        for judge in counting_judges(match, team):
            if judge in recused_judges(match, team):
                continue
            for key, mark in _marks(sheets.get((match["key"], team, judge))).items():
                panel.setdefault(key, []).append(mark)
        both = [key for key in factors if key in own and key in own_keys and key in panel]
        if not both:
            continue
        means = {key: sum(panel[key], Fraction(0)) / len(panel[key]) for key in both}
        yield TraineeEntry(
            match["key"],
            team,
            sum((own[key] * factors[key] for key in both), Fraction(0)),
            sum((means[key] * factors[key] for key in both), Fraction(0)),
            {key: own[key] - means[key] for key in both},
        )


def _marks(sheet: SheetPart | None) -> dict[str, Fraction]:
    """The marks of the version that counts, or would; none without a submitted one."""
    version = newest_submitted(sheet) if sheet else None
    return {key: Fraction(mark) for key, mark in version["marks"].items()} if version else {}
