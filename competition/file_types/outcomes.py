"""The parts of a competition file that say what came of it: agreements, appeals, awards…

And the match clock, which is set up beforehand but belongs to no single stage.
"""

from typing import Literal, NotRequired, TypedDict

from competition.file_types.words import NotedPart, Side, Text

AwardBy = Literal["rank", "dimension", "personal", "paper", "organisation", "hand"]
AgreementStatus = Literal["agreed", "partial", "deadlock"]
AppealAbout = Literal["fact", "opinion"]
AppealState = Literal["filed", "heard", "upheld", "dismissed", "withdrawn"]
ClockRuns = Literal["shared", "each"]


class AwardWinnerPart(TypedDict):
    """Who an award by hand goes to: one of the four."""

    team: NotRequired[str]
    member: NotRequired[str]
    organisation: NotRequired[Text]
    name: NotRequired[Text]


class AwardPart(NotedPart):
    """An award; `hand` has `winners` and `reason`, every other `by` has `stage` and `places`.

    `places` is `[first, last]` among the award's candidates; `excludes` are keys of earlier awards
    whose winners are passed over.
    """

    key: str
    name: Text
    by: AwardBy
    stage: NotRequired[str]
    places: NotRequired[list[int]]
    side: NotRequired[Side]
    zone: NotRequired[str]
    dimension: NotRequired[str]
    excludes: NotRequired[list[str]]
    winners: NotRequired[list[AwardWinnerPart]]
    reason: NotRequired[Text]


class CertificationPart(NotedPart):
    """That somebody confirmed a stage's result: its digest as signed, the role, name and time."""

    stage: str
    digest: str
    role: str
    name: str
    at: str


class AgreedPointPart(NotedPart):
    focal_point: str
    status: AgreementStatus
    text: NotRequired[Text]


class SignaturePart(NotedPart):
    side: Side
    name: str
    at: str


class AgreementPart(NotedPart):
    """What the two sides of a match agreed, by focal point, and who signed it."""

    match: str
    points: list[AgreedPointPart]
    signed: list[SignaturePart]


class AppealPart(NotedPart):
    """A team's appeal in a stage; while one is `filed` or `heard`, the stage is provisional."""

    key: str
    stage: str
    team: str
    match: NotRequired[str]
    about: AppealAbout
    claim: Text
    raised_at: str
    state: AppealState
    decision: NotRequired[Text]
    by: NotRequired[str]
    at: NotRequired[str]


class ClockPhasePart(NotedPart):
    """A phase of a match: `seconds` for both together (`shared`) or for each side (`each`)."""

    key: str
    name: Text
    seconds: int
    runs: ClockRuns
    warn: NotRequired[int]


class OvertimeBandPart(TypedDict):
    """Overtime up to `to` seconds (null: without an end) costs `points`."""

    to: int | None
    points: str


class OvertimePart(TypedDict):
    grace: int
    bands: list[OvertimeBandPart]
    most: NotRequired[str]


class ClockPart(NotedPart):
    phases: list[ClockPhasePart]
    overtime: NotRequired[OvertimePart]
