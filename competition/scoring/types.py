"""What scoring returns, as types: standings and broken-down marks, ready for JSON.

Numbers are strings: printed with the rule's decimals in standings, exact elsewhere ("18.5", or
"2/3" where no finite decimal exists). Keys are those of the competition file.
"""

from typing import Literal, NotRequired, TypedDict

from competition.file_types import Combine, Side, Text

LeavingReason = Literal["withdrawn", "disqualified"]
UnrankedReason = (
    LeavingReason | Literal["void", "no_sheet", "missing_sheet", "missing_score", "missing_carry"]
)


# The output of a recount.


class MinKeptWarning(TypedDict):
    """In this dimension of an entry nothing was dropped: fewer than `min_kept` would be left."""

    code: Literal["min_kept"]
    match: str
    team: str
    dimension: str
    category: NotRequired[str]


class AdvanceTieWarning(TypedDict):
    """More teams advance than planned, because these share the last place that does."""

    code: Literal["advance_tie"]
    to: str
    teams: list[str]
    zone: NotRequired[str]


class UnequalEntriesWarning(TypedDict):
    """Sums over different numbers of matches are compared; `teams` have fewer than the most."""

    code: Literal["unequal_entries"]
    teams: list[str]


class UnequalPanelsWarning(TypedDict):
    """Sums over different numbers of marks are compared; `entries` (match/team) have fewer."""

    code: Literal["unequal_panels"]
    entries: list[str]


# "from" is a word of the language, so the fields cannot be written as a class.
# In this match `seat` took the place of `from`.
ReplacedWarning = TypedDict(
    "ReplacedWarning",
    {"code": Literal["replaced"], "match": str, "seat": str, "from": str},
)


class MissingScoresWarning(TypedDict):
    """These members of a ranked team have no score, and others of it have one."""

    code: Literal["missing_scores"]
    team: str
    members: list[str]


class VoidWarning(TypedDict):
    """This match counts for nobody."""

    code: Literal["void"]
    match: str


StandingsWarning = (
    MinKeptWarning
    | UnequalEntriesWarning
    | UnequalPanelsWarning
    | ReplacedWarning
    | VoidWarning
    | MissingScoresWarning
    | AdvanceTieWarning
)


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
    """A team without a place.

    `why` is the file's reason for a team that left; `missing` are the judges whose sheets it
    waits for.
    """

    team: str
    reason: UnrankedReason
    why: NotRequired[Text]
    missing: NotRequired[list[str]]


class StageStandings(TypedDict):
    """One stage: best team first, then the teams without a place, in the file's order.

    `provisional` is there, and true, while an appeal of the stage is open.
    """

    stage: str
    complete: bool
    provisional: NotRequired[bool]
    warnings: list[StandingsWarning]
    standings: list[StandingsRow]
    unranked: list[UnrankedRow]


class Standings(TypedDict):
    """What `recount` returns and `flask recount` prints."""

    format: Literal["accord-standings/1"]
    competition: str
    stages: list[StageStandings]


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
