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


class Noted(TypedDict):
    """What every object may carry and the organiser is shown."""

    placeholder: NotRequired[bool]
    source: NotRequired[Remark]


class Competition(Noted):
    key: str
    name: Text
    theme: NotRequired[Text]
    organiser: NotRequired[Text]
    venue: NotRequired[Text]
    starts: NotRequired[str]
    languages: NotRequired[list[Literal["zh", "en"]]]


class Dimension(Noted):
    key: str
    name: Text
    max: str
    min: NotRequired[str]
    step: str
    factor: str
    guide: NotRequired[Text]


class Rubric(Noted):
    dimensions: list[Dimension]


class Scoring(Noted):
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


class FocalPoint(Noted):
    key: str
    title: Text


class Topic(Noted):
    key: str
    title: Text
    brief: NotRequired[Text]
    focal_points: NotRequired[list[FocalPoint]]


class Member(Noted):
    key: str
    name: Text
    role: NotRequired[Text]


class Team(Noted):
    key: str
    name: Text
    organisation: NotRequired[Text]
    zone: NotRequired[str]
    members: NotRequired[list[Member]]
    withdrawn: NotRequired[bool]


class Judge(Noted):
    key: str
    name: Text
    category: NotRequired[str]
    organisation: NotRequired[Text]
    head: NotRequired[bool]
    conflicts: NotRequired[list[str]]


class Entry(Noted):
    team: str
    side: Literal["labour", "employer", "solo"]


class Match(Noted):
    key: str
    topic: NotRequired[str]
    panel: list[str]
    entries: list[Entry]


class Round(Noted):
    key: str
    name: Text
    state: NotRequired[Literal["draft", "open", "closed"]]
    matches: list[Match]


class Carry(Noted):
    stage: str
    weight: str


class Advance(Noted):
    to: str
    top: int


class Stage(Noted):
    key: str
    name: Text
    release: NotRequired[Literal["hidden", "live", "frozen", "published"]]
    across_matches: Literal["mean", "sum", "best"]
    carry: NotRequired[list[Carry]]
    weight: NotRequired[str]
    advance: NotRequired[Advance]
    rounds: list[Round]


class Version(Noted):
    version: int
    marks: dict[str, str]
    state: Literal["draft", "submitted"]
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]


class Sheet(Noted):
    match: str
    team: str
    judge: str
    marks: dict[str, str]
    state: Literal["draft", "submitted"]
    version: int
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]
    history: NotRequired[list[Version]]


class Deduction(Noted):
    match: str
    team: str
    points: str
    reason: Remark
    by: NotRequired[Remark]
    at: NotRequired[str]


class Ruling(Noted):
    stage: str
    teams: list[str]
    minutes: Text
    by: NotRequired[Remark]
    at: NotRequired[str]


class Document(Noted):
    """A whole competition file, checked and normalised."""

    format: Literal["accord/1"]
    competition: Competition
    rubric: Rubric
    scoring: Scoring
    topics: NotRequired[list[Topic]]
    teams: list[Team]
    judges: list[Judge]
    stages: list[Stage]
    sheets: NotRequired[list[Sheet]]
    deductions: NotRequired[list[Deduction]]
    rulings: NotRequired[list[Ruling]]
