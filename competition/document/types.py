"""The shape of a checked document, for readers of code and for the type checker.

Everything is plain: dicts, lists, strings, whole numbers and booleans, ready for JSON.
"""

from typing import Literal, NotRequired, TypedDict


class Text(TypedDict, total=False):
    """A text for people; at least one of the two is there."""

    zh: str
    en: str


# A remark that somebody wrote in one language, or in both.
Remark = str | Text


class NotedPart(TypedDict):
    """What every object may carry and the organiser is shown."""

    placeholder: NotRequired[bool]
    source: NotRequired[Remark]


class CompetitionPart(NotedPart):
    key: str
    name: Text
    theme: NotRequired[Text]
    organiser: NotRequired[Text]
    venue: NotRequired[Text]
    starts: NotRequired[str]
    languages: NotRequired[list[Literal["zh", "en"]]]


class DimensionPart(NotedPart):
    key: str
    name: Text
    max: str
    min: NotRequired[str]
    step: str
    factor: str
    guide: NotRequired[Text]


class RubricPart(NotedPart):
    dimensions: list[DimensionPart]


class ScoringPart(NotedPart):
    combine: Literal["mean", "median", "sum"]
    drop_high: int
    drop_low: int
    drop_by: Literal["dimension", "sheet"]
    min_kept: int
    category_weights: NotRequired[dict[str, str]]
    decimals: int
    rounding: Literal["half_up", "half_even"]
    round_at: list[Literal["panel", "weighted", "total"]]
    missing_sheet: Literal["wait", "exclude"]
    tie_break: list[str]


class FocalPointPart(NotedPart):
    key: str
    title: Text


class TopicPart(NotedPart):
    key: str
    title: Text
    brief: NotRequired[Text]
    focal_points: NotRequired[list[FocalPointPart]]


class MemberPart(NotedPart):
    key: str
    name: Text
    role: NotRequired[Text]


class TeamPart(NotedPart):
    key: str
    name: Text
    organisation: NotRequired[Text]
    zone: NotRequired[str]
    members: NotRequired[list[MemberPart]]
    withdrawn: NotRequired[bool]


class JudgePart(NotedPart):
    key: str
    name: Text
    category: NotRequired[str]
    organisation: NotRequired[Text]
    head: NotRequired[bool]
    conflicts: NotRequired[list[str]]


class EntryPart(NotedPart):
    team: str
    side: Literal["labour", "employer", "solo"]


class MatchPart(NotedPart):
    key: str
    topic: NotRequired[str]
    panel: list[str]
    entries: list[EntryPart]


class RoundPart(NotedPart):
    key: str
    name: Text
    state: NotRequired[Literal["draft", "open", "closed"]]
    matches: list[MatchPart]


class CarryPart(NotedPart):
    stage: str
    weight: str


class AdvancePart(NotedPart):
    to: str
    top: int


class StagePart(NotedPart):
    key: str
    name: Text
    release: NotRequired[Literal["hidden", "live", "frozen", "published"]]
    across_matches: Literal["mean", "sum", "best"]
    carry: NotRequired[list[CarryPart]]
    weight: NotRequired[str]
    advance: NotRequired[AdvancePart]
    rounds: list[RoundPart]


class VersionPart(NotedPart):
    version: int
    marks: dict[str, str]
    state: Literal["draft", "submitted"]
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]


class SheetPart(NotedPart):
    match: str
    team: str
    judge: str
    marks: dict[str, str]
    state: Literal["draft", "submitted"]
    version: int
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]
    history: NotRequired[list[VersionPart]]


class DeductionPart(NotedPart):
    match: str
    team: str
    points: str
    reason: Remark
    by: NotRequired[Remark]
    at: NotRequired[str]


class RulingPart(NotedPart):
    stage: str
    teams: list[str]
    minutes: Text
    by: NotRequired[Remark]
    at: NotRequired[str]


class Document(NotedPart):
    """A whole competition file, checked and normalised."""

    format: Literal["accord/1"]
    competition: CompetitionPart
    rubric: RubricPart
    scoring: ScoringPart
    topics: NotRequired[list[TopicPart]]
    teams: list[TeamPart]
    judges: list[JudgePart]
    stages: list[StagePart]
    sheets: NotRequired[list[SheetPart]]
    deductions: NotRequired[list[DeductionPart]]
    rulings: NotRequired[list[RulingPart]]
