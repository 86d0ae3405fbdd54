"""What `explain` returns, as types: how one team's total came about, ready for JSON.

Numbers are strings: printed with the rule's decimals where so called, exact elsewhere ("18.5",
or "2/3" where no finite decimal exists). Keys are those of the competition file.
"""

from typing import TypedDict

from competition.file_types import (
    AcrossMatches,
    Combine,
    PaperCombine,
    PaperPer,
    Remark,
    Side,
)
from competition.scoring.types import UnrankedReason


class ExplainedSeat(TypedDict):
    """A judge on the panel; `sheet_total` is the raw total of a sheet that counts.

    `recused`: the judge is recused for this team, so a sheet does not count and none is missing.
    """

    judge: str
    category: str | None
    head: bool
    recused: bool
    counted: bool
    sheet_total: str | None


class ExplainedMark(TypedDict):
    """One judge's mark in one dimension, and whether it was kept."""

    judge: str
    category: str | None
    mark: str
    kept: bool


class ExplainedCategory(TypedDict):
    """A judge category's combined value; its weight is rescaled so that all sum to 1."""

    category: str
    weight: str
    value: str
    nothing_dropped_by_min_kept: bool


class ExplainedDimension(TypedDict):
    """From marks to the weighted value of one dimension, each step before and after rounding."""

    dimension: str
    seats: list[ExplainedMark]
    categories: list[ExplainedCategory]
    combine: Combine
    panel: str
    panel_rounded: str
    factor: str
    product: str
    weighted: str


class ExplainedDeduction(TypedDict):
    """Points taken off, and why."""

    points: str
    reason: Remark | None


class ExplainedScore(TypedDict):
    """From dimensions to an entry's total."""

    nothing_dropped_by_min_kept: bool
    dimensions: list[ExplainedDimension]
    sum: str
    deductions: list[ExplainedDeduction]
    deducted: str
    total_exact: str
    total: str
    printed: str


class ExplainedEntry(TypedDict):
    """One match of the team; `score` is null while there is no total."""

    match: str
    side: Side
    seats: list[ExplainedSeat]
    score: ExplainedScore | None


class ExplainedCombination(TypedDict):
    """The team's matches combined; `matches` are those that were used."""

    across_matches: AcrossMatches
    matches: list[str]
    total: str
    dimensions: dict[str, str]
    head: str | None


class ExplainedPaperScore(TypedDict):
    """One score of a written test; not `counted` is one beyond the best n. `member` may be null."""

    member: str | None
    score: str
    counted: bool


class ExplainedPaper(TypedDict):
    """A team's scores in a written test, as in the file, and their total before its rounding.

    `combine` is null with one score a team. `missing` are members without a score where others
    have one. Without any score, `exact` and `total` are null.
    """

    per: PaperPer
    combine: PaperCombine | None
    max: str
    scores: list[ExplainedPaperScore]
    missing: list[str]
    exact: str | None
    total: str | None


class CarriedStage(TypedDict):
    """An earlier stage's total, times its weight."""

    stage: str
    total: str | None
    weight: str
    product: str | None


class ExplainedCarry(TypedDict):
    """What is carried from earlier stages; `weight` is that of the stage's own total."""

    weight: str
    stages: list[CarriedStage]


class ExplainedTotal(TypedDict):
    """The total before and after the last rounding, and as printed."""

    exact: str
    rounded: str
    printed: str


class ComparedTeam(TypedDict):
    """A team's value in a tie-break, and its order by it (equal values share one)."""

    team: str
    value: str | None
    order: int


class ExplainedTieBreak(TypedDict):
    """A tie-break that was tried, and whether it separated any of the teams."""

    rule: str
    decided: bool
    teams: list[ComparedTeam]


class Explanation(TypedDict):
    """What `explain` returns. What does not exist yet is null.

    `void_matches` are the team's matches that count for nobody; they are not in `entries`.
    `paper` is there in a written test only, in place of `entries` and `joined`.
    """

    stage: str
    team: str
    rank: int | None
    tied: bool | None
    decided_by: str | None
    reason: UnrankedReason | None
    entries: list[ExplainedEntry]
    void_matches: list[str]
    joined: ExplainedCombination | None
    paper: ExplainedPaper | None
    deductions: str
    carry: ExplainedCarry | None
    total: ExplainedTotal | None
    tie_breaks: list[ExplainedTieBreak]
    tied_with: list[str]
