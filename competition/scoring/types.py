"""What scoring returns, as types: standings, explanations and broken-down marks, ready for JSON.

Numbers are strings: printed with the rule's decimals in standings, exact elsewhere ("18.5", or
"2/3" where no finite decimal exists). Keys are those of the competition file.
"""

from typing import Literal, NotRequired, TypedDict

from competition.file_types import AcrossMatches, Combine, Remark, Side

UnrankedReason = Literal["withdrawn", "missing_sheet", "missing_carry"]


# The output of a recount.


class MinKeptWarning(TypedDict):
    """In this entry nothing was dropped, because fewer than `min_kept` marks would be left."""

    code: Literal["min_kept"]
    match: str
    team: str
    category: NotRequired[str]


class AdvanceTieWarning(TypedDict):
    """More teams advance than planned, because these share the last place that does."""

    code: Literal["advance_tie"]
    to: str
    teams: list[str]
    zone: NotRequired[str]


StandingsWarning = MinKeptWarning | AdvanceTieWarning


class EntryResult(TypedDict):
    """One team's result in one match; `dropped` lists judges by dimension."""

    match: str
    side: Side
    total: str
    counted: list[str]
    dropped: dict[str, list[str]]


class StandingsRow(TypedDict):
    """A ranked team. `advances` is the stage it goes on to, `decided_by` the deciding tie-break."""

    rank: int
    team: str
    total: str
    tied: bool
    decided_by: str | None
    deductions: str
    advances: str | None
    dimensions: dict[str, str]
    entries: list[EntryResult]


class UnrankedRow(TypedDict):
    """A team without a place; `missing` are the judges whose sheets it waits for."""

    team: str
    reason: UnrankedReason
    missing: NotRequired[list[str]]


class StageStandings(TypedDict):
    """One stage: best team first, then the teams without a place, in the file's order."""

    stage: str
    complete: bool
    warnings: list[StandingsWarning]
    standings: list[StandingsRow]
    unranked: list[UnrankedRow]


class Standings(TypedDict):
    """What `recount` returns and `flask recount` prints."""

    format: Literal["accord-standings/1"]
    competition: str
    stages: list[StageStandings]


# The explanation of one total.


class ExplainedSeat(TypedDict):
    """A judge on the panel; `sheet_total` is the raw total of a sheet that counts."""

    judge: str
    category: str | None
    head: bool
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
    """What `explain` returns. What does not exist yet is null."""

    stage: str
    team: str
    rank: int | None
    tied: bool | None
    decided_by: str | None
    reason: UnrankedReason | None
    entries: list[ExplainedEntry]
    joined: ExplainedCombination | None
    deductions: str
    carry: ExplainedCarry | None
    total: ExplainedTotal | None
    tie_breaks: list[ExplainedTieBreak]
    tied_with: list[str]


# The marks of one match, without judges' names.


class SeatTotal(TypedDict):
    """A seat, numbered from 1, and its sheet's raw total; null for a seat without a sheet."""

    seat: int
    total: str | None
    dropped: bool


class SeatMarks(TypedDict):
    """All seats' marks in one dimension, the numbers of the dropped seats, and the value."""

    dimension: str
    marks: list[str | None]
    dropped: list[int]
    value: str


class ScoreBreakdown(TypedDict):
    """How an entry's total follows from its seats.

    `whole`: combining the kept seats' totals gives `sum`. Otherwise `dimensions` is there.
    """

    seats: list[SeatTotal]
    whole: bool
    too_few_to_drop: bool
    sum: str
    deducted: str
    total: str
    dimensions: NotRequired[list[SeatMarks]]


class EntryBreakdown(TypedDict):
    """One team of the match; `score` is null while there is no total."""

    team: str
    side: Side
    score: ScoreBreakdown | None


class MarkBreakdown(TypedDict):
    """What `break_down_marks` returns."""

    match: str
    combine: Combine
    entries: list[EntryBreakdown]
