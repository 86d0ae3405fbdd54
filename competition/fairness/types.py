"""The fairness report `accord-fairness/1` as types, ready for JSON (docs/fairness.md).

A figure is a float, and None where it cannot be had; a note then says why.
"""

from typing import Literal, TypedDict

NoteCode = Literal[
    "one_judge",
    "no_spread",
    "too_few",
    "no_block",
    "no_maximum",
    "no_times",
    "no_sides",
    "not_two_categories",
    "marked_by",
    "small_panel",
]
ConflictKind = Literal["declared", "organisation"]
Figure = float | None


class FairnessNote(TypedDict):
    """Why figures are None: `where` is their path in the stage, or its beginning."""

    code: NoteCode
    where: str


class JudgeModel(TypedDict):
    """A judge in the rating model; `leniency` and `se` are logits."""

    leniency: float
    se: float
    infit: float
    outfit: float


class JudgeFigures(TypedDict):
    """What is said of one judge."""

    judge: str
    sheets: int
    leniency: Figure
    leniency_others: Figure
    spread: Figure
    agreement: Figure
    dropped: int
    halo: Figure
    drift: Figure
    model: JudgeModel | None


class Reliability(TypedDict):
    """How far the judges agree; `judges` and `entries` are the block, None without one."""

    judges: list[str] | None
    entries: list[str] | None
    icc_1_1: Figure
    icc_a_1: Figure
    icc_c_1: Figure
    icc_1_k: Figure
    icc_a_k: Figure
    icc_c_k: Figure
    icc_a_1_ci95: list[float] | None
    kendall_w: Figure
    kendall_p: Figure
    alpha_interval: Figure
    alpha_ordinal: Figure


class ReliabilityPart(TypedDict):
    """On sheet totals, and on the marks of each dimension."""

    totals: Reliability
    dimensions: dict[str, Reliability]


class RatingModelPart(TypedDict):
    """The rating model of a stage; parameters are logits, `categories` plain decimals.

    `thresholds` has one less than `categories`: the step into each category but the lowest.
    """

    converged: bool
    log_likelihood: float
    entries: dict[str, float]
    dimensions: dict[str, float]
    categories: list[str]
    thresholds: list[float]


class BootstrapPart(TypedDict):
    """How often a team leads when judges are drawn again; a team that never does is left out."""

    method: Literal["exact", "sampled"]
    resamples: str
    first_outright: dict[str, float]
    first_shared: dict[str, float]


class RobustFirst(TypedDict):
    """Who is first by one way of combining, without each judge, and in resamples of the panel."""

    first: list[str]
    leave_one_out: dict[str, list[str]]
    overturns: list[str]
    bootstrap: BootstrapPart


class RobustnessPart(TypedDict):
    """Who is first by the competition's rule and by three others, None where judges mark apart."""

    as_ruled: RobustFirst
    mean: RobustFirst | None
    trimmed: RobustFirst | None
    median: RobustFirst | None


class SideFigures(TypedDict):
    """The entries of one side, and the mean of their totals."""

    entries: int
    mean: float


class SidesPart(TypedDict):
    """Labour against employer over `pairs` matches; `difference` is labour minus employer."""

    labour: SideFigures
    employer: SideFigures
    difference: float
    se: Figure
    p: Figure
    pairs: int


class ConflictRow(TypedDict):
    """A sheet by a judge with a conflict; `effect` is in marks, added up over dimensions."""

    judge: str
    match: str
    team: str
    kind: ConflictKind
    effect: Figure


class OrderPart(TypedDict):
    """Totals over the match's number in the running order; `slope` is points a match."""

    slope: Figure
    p: Figure


class StageFairness(TypedDict):
    """One stage of the report.

    `categories` has the two categories' names as keys beside `difference`, `se`, `p`, `pairs`,
    `rank_correlation` and `first`.
    """

    stage: str
    entries: int
    judges: list[str]
    complete: bool
    judges_report: list[JudgeFigures]
    reliability: ReliabilityPart
    model: RatingModelPart | None
    robustness: RobustnessPart | None
    sides: SidesPart | None
    categories: dict[str, object] | None
    conflicts: list[ConflictRow]
    order: OrderPart
    notes: list[FairnessNote]


class FairnessReport(TypedDict):
    """What `flask fairness` prints."""

    format: Literal["accord-fairness/1"]
    competition: str
    stages: list[StageFairness]
