"""What a page of the fairness report shows, ready for JSON (docs/fairness.md).

Made once from the file, it goes to the organiser's page, the head judge's, the print and, without
what tells marks, the public's. Points are those of a sheet total.
"""

from typing import Any, Literal, NotRequired, TypedDict

from competition.file_types import Remark

Verdict = Literal["yes", "no", "unknown"]


class FairnessSentence(TypedDict):
    """A sentence of `fairness_sentences.SENTENCES` and what stands in it.

    A value is a text; or `{"judges": [[key, note], …]}`, `{"teams": [key, …]}`,
    `{"ways": [[way, [team, …]], …]}`, `{"category": code}`.
    """

    sentence: str
    values: dict[str, Any]


class FairnessAnswer(FairnessSentence):
    """A question of `fairness_sentences.QUESTIONS`, answered in one sentence."""

    question: str
    verdict: Verdict


class NamedJudge(TypedDict):
    """A judge of the stage; on the public page a letter instead of a name."""

    key: str
    name: NotRequired[Remark]
    letter: NotRequired[str]


class NamedTeam(TypedDict):
    """A team of the stage."""

    key: str
    name: Remark


class LeniencyRow(TypedDict):
    """How far a judge's sheets are from the others' on the same performances, in points.

    Mean, and the ends of its 95 % interval; `is_far` as the answer counts it. None where the
    judge has fewer than three such sheets.
    """

    judge: str
    sheets: int
    points: float | None
    low: float | None
    high: float | None
    is_far: bool


class HeatRow(TypedDict):
    """One performance: each judge's distance from the mean of all, in points."""

    team: str
    match: str
    cells: list[float | None]


class HeatPanel(TypedDict):
    """The performances that the same judges marked, in running order."""

    judges: list[str]
    rows: list[HeatRow]


class RankRow(TypedDict):
    """A team's place under each way of `RanksPart.ways`; None without one."""

    team: str
    ranks: list[int | None]


class RanksPart(TypedDict):
    """The places under each rule, best first by the competition's own; `others` are not listed."""

    ways: list[str]
    rows: list[RankRow]
    others: int


class PairRow(TypedDict):
    """The totals of the two sides of a match, in points."""

    labour: str
    employer: str
    labour_total: float
    employer_total: float


class FairRow(TypedDict):
    """A team in the ranking as ruled and in that by fair averages."""

    team: str
    ruled: int
    fair: int
    average: float


class FairPart(FairnessSentence):
    """The fair averages, best as ruled first; no rows where there are none."""

    rows: list[FairRow]


class FairnessStage(TypedDict):
    """One stage of the page. `span` is how far the worst sheet total is from the best one."""

    stage: str
    name: Remark
    entries: int
    judges: list[NamedJudge]
    teams: list[NamedTeam]
    answers: list[FairnessAnswer]
    places: list[FairnessSentence]
    span: float
    limit: float
    leniency: list[LeniencyRow]
    panels: list[HeatPanel]
    ranks: RanksPart | None
    pairs: list[PairRow]
    fair: FairPart
    limits: list[FairnessSentence]
    advice: list[FairnessSentence]


class FairnessPage(TypedDict):
    """The stages with at least one sheet that counts, in the file's order."""

    stages: list[FairnessStage]
