"""What a proof is, as types, ready for JSON: its steps, and how a page or print arranges them."""

from typing import Literal, NotRequired, TypedDict

from competition.both_languages import BothLanguages
from competition.file_types import Remark, Rounding, Side

Does = Literal[
    "mark", "points", "mean", "median", "sum", "best", "weigh", "times", "minus", "round"
]
NotProvableReason = Literal[
    "unknown_team",
    "unknown_stage",
    "not_in_stage",
    "withdrawn",
    "disqualified",
    "void",
    "no_sheet",
    "missing_sheet",
    "missing_score",
    "missing_carry",
]


class Step(TypedDict):
    """One step of a proof; what the fields mean is in docs/why.md.

    `of` holds ids of earlier steps, or plain decimals. `value` is an exact rational in lowest
    terms. The fields below `text` belong to some kinds of steps only.
    """

    id: str
    does: Does
    of: list[str]
    value: str
    text: BothLanguages
    stage: NotRequired[str]
    match: NotRequired[str]
    judge: NotRequired[str]
    member: NotRequired[str]
    dimension: NotRequired[str]
    reason: NotRequired[Remark]
    left_out: NotRequired[bool]
    decimals: NotRequired[int]
    rounding: NotRequired[Rounding]


class ComparedValue(TypedDict):
    """A team of the same total, and what the deciding tie-break compared."""

    team: str
    value: str


class Proof(TypedDict):
    """`accord-why/1`: one team's total in one stage, from every mark to the last step."""

    format: Literal["accord-why/1"]
    competition: str
    stage: str
    team: str
    total: str
    rank: int
    final: bool
    decided_by: str | None
    tied_with: list[ComparedValue]
    steps: list[Step]


# How the steps of a proof belong together. Every value here but the keys of the competition file
# is a step's id.


class ProvedCategory(TypedDict):
    """A judge category's value in a dimension, and the weight that it is given."""

    category: str
    name: BothLanguages
    weight: str
    step: str


class ProvedDimension(TypedDict):
    """A dimension of an entry: its marks in seat order, the panel's value, and what it became.

    `marks` has one for each of the entry's seats, None where the judge does not mark it. `panel`
    is before rounding. `rounded` is there where the rule rounds at `panel`, `weighted` where it
    rounds at `weighted`; `times` is the product with the factor.
    """

    dimension: str
    name: BothLanguages
    marks: list[str | None]
    categories: list[ProvedCategory]
    panel: str
    rounded: str | None
    factor: str
    times: str
    weighted: str | None


class ProvedSeat(TypedDict):
    """A seat whose sheet counts, numbered from 1 among all seats of the panel, and whose it is."""

    seat: int
    judge: str
    name: BothLanguages
    head: bool


class ProvedEntry(TypedDict):
    """One match of the team: the dimensions, their sum, what is deducted, and the total.

    `too_few`: nothing was left out somewhere, because too few marks would have remained. `minus`
    is there where something is deducted; `total` is the same as the step before it where the rule
    does not round.
    """

    match: str
    name: BothLanguages
    side: Side
    seats: list[ProvedSeat]
    too_few: bool
    dimensions: list[ProvedDimension]
    sum: str
    deductions: list[str]
    minus: str | None
    total: str


class ProvedScore(TypedDict):
    """A score of a written test; `member` is None where there is one score a team."""

    member: str | None
    name: BothLanguages
    step: str


class ProvedStage(TypedDict):
    """A stage's own total: its entries, or the scores of a written test, and how they join.

    `joined` is there where several matches, or several scores, become one value. `own` is the
    total before what is carried; of a carried stage `times` is its product with `weight`.
    `closed` means that only the total is given, because its marks are not public.
    """

    stage: str
    name: BothLanguages
    entries: list[ProvedEntry]
    scores: list[ProvedScore]
    joined: str | None
    own: str
    weight: str | None
    times: str | None
    closed: bool


class TeamCompared(TypedDict):
    """A team in a tie-break that was tried: its exact value, and its order by it."""

    team: str
    value: str | None
    order: int


class TriedTieBreak(TypedDict):
    """A tie-break that was tried among teams of the same total, and whether it parted any."""

    rule: str
    decided: bool
    teams: list[TeamCompared]


class Arrangement(TypedDict):
    """The steps of a proof in the order in which a page or a print shows them.

    `stages` begins with the proof's own stage; those that it carries follow. `sum` is there where
    something is carried. `nothing_from` names carried stages that count as 0, because the team has
    no total there. `void_matches` count for nobody. `tie_breaks` are those that were tried.
    `shown` has each step's value as a person reads it: a rounded one with its decimals, any other
    rounded to four where no short decimal holds it.
    """

    stages: list[ProvedStage]
    sum: str | None
    nothing_from: list[BothLanguages]
    total: str
    void_matches: list[BothLanguages]
    tied: bool
    tied_with: list[str]
    tie_breaks: list[TriedTieBreak]
    shown: dict[str, str]


class ArrangedProof(TypedDict):
    """A proof, and how its steps belong together."""

    proof: Proof
    arrangement: Arrangement
