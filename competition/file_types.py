"""The competition file `accord/1` as types: what a checked and normalised file holds.

Every part is a plain dict, ready for JSON; the types cost nothing at run time and check
nothing. `competition.document` checks a file and says what each field means; scoring, the
database and the pages share these types without knowing how a file is checked.
"""

from typing import Literal, NotRequired, TypedDict

Language = Literal["zh", "en"]
Combine = Literal["mean", "median", "sum"]
DropBy = Literal["dimension", "sheet"]
Rounding = Literal["half_up", "half_even"]
RoundAt = Literal["panel", "weighted", "total"]
MissingSheet = Literal["wait", "exclude"]
Side = Literal["labour", "employer", "solo"]
RoundState = Literal["draft", "open", "closed"]
Release = Literal["hidden", "live", "frozen", "published"]
AcrossMatches = Literal["mean", "sum", "best"]
SheetState = Literal["draft", "submitted"]
Visibility = Literal["public", "private"]
MissingCarry = Literal["unranked", "zero"]
StageKind = Literal["matches", "paper"]
PaperPer = Literal["team", "member"]
DrawKind = Literal["teams", "topics"]
Apart = Literal["zone", "organisation"]


class Text(TypedDict, total=False):
    """A text in Chinese, English or both; at least one of them is present."""

    zh: str
    en: str


# A remark as it was written: one string, or a text by language.
Remark = str | Text


class NotedPart(TypedDict):
    """The notes that every object may carry; organisers see them."""

    placeholder: NotRequired[bool]
    source: NotRequired[Remark]


class CompetitionPart(NotedPart):
    key: str
    name: Text
    theme: NotRequired[Text]
    organiser: NotRequired[Text]
    venue: NotRequired[Text]
    starts: NotRequired[str]
    languages: NotRequired[list[Language]]
    visibility: NotRequired[Visibility]


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
    combine: Combine
    drop_high: int
    drop_low: int
    drop_by: DropBy
    min_kept: int
    category_weights: NotRequired[dict[str, str]]
    decimals: int
    rounding: Rounding
    round_at: list[RoundAt]
    missing_sheet: MissingSheet
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
    reserve: NotRequired[bool]


class ZonePart(NotedPart):
    key: str
    name: Text


class TeamPart(NotedPart):
    key: str
    name: Text
    short_name: NotRequired[Text]
    organisation: NotRequired[Text]
    zone: NotRequired[str]
    seed: NotRequired[int]
    members: NotRequired[list[MemberPart]]
    withdrawn: NotRequired[bool]
    withdrawn_from: NotRequired[str]
    disqualified: NotRequired[bool]
    reason: NotRequired[Text]


class JudgePart(NotedPart):
    key: str
    name: Text
    category: NotRequired[str]
    organisation: NotRequired[Text]
    head: NotRequired[bool]
    conflicts: NotRequired[list[str]]


class EntryPart(NotedPart):
    team: str
    side: Side


class RecusalPart(NotedPart):
    judge: str
    teams: NotRequired[list[str]]
    reason: Text


# "from" is a word of the language, so the fields cannot be written as a class.
ReplacementPart = TypedDict(
    "ReplacementPart",
    {
        "seat": str,
        "from": str,
        "keeps": list[str],
        "reason": Text,
        "at": NotRequired[str],
        "by": NotRequired[str],
        "placeholder": NotRequired[bool],
        "source": NotRequired[Remark],
    },
)


class AcceptedConflictPart(NotedPart):
    judge: str
    team: str
    reason: Text


class MatchPart(NotedPart):
    key: str
    topic: NotRequired[str]
    starts: NotRequired[str]
    room: NotRequired[Text]
    panel: list[str]
    trainees: NotRequired[list[str]]
    replacements: NotRequired[list[ReplacementPart]]
    entries: list[EntryPart]
    void: NotRequired[Text]
    recused: NotRequired[list[RecusalPart]]
    accepted_conflicts: NotRequired[list[AcceptedConflictPart]]


class RoundPart(NotedPart):
    key: str
    name: Text
    starts: NotRequired[str]
    state: NotRequired[RoundState]
    announced: NotRequired[bool]
    matches: list[MatchPart]


class CarryPart(NotedPart):
    stage: str
    weight: str
    missing: NotRequired[MissingCarry]


class AdvancePart(NotedPart):
    to: str
    top: int


class ScorePart(NotedPart):
    team: str
    member: NotRequired[str]
    score: str


class BestOf(TypedDict):
    best: int


class StagePart(NotedPart):
    """A stage of matches, or with `kind: paper` a written test: then `max`, `per` and `scores`.

    A paper stage has no `rounds` and no `across_matches`; `matches_of` and the like see none.
    """

    key: str
    name: Text
    release: NotRequired[Release]
    teams: NotRequired[list[str]]
    kind: NotRequired[StageKind]
    across_matches: NotRequired[AcrossMatches]
    max: NotRequired[str]
    per: NotRequired[PaperPer]
    combine: NotRequired[Literal["mean", "sum"] | BestOf]
    scores: NotRequired[list[ScorePart]]
    carry: NotRequired[list[CarryPart]]
    weight: NotRequired[str]
    advance: NotRequired[AdvancePart]
    provisional_until: NotRequired[str]
    rounds: NotRequired[list[RoundPart]]


class ImportedPart(NotedPart):
    """That a version did not come from its judge: why, by whom and when it came with a file."""

    reason: Remark
    by: Remark
    at: str


class VersionPart(NotedPart):
    version: int
    marks: dict[str, str]
    state: SheetState
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]
    imported: NotRequired[ImportedPart]


class SheetPart(NotedPart):
    match: str
    team: str
    judge: str
    marks: dict[str, str]
    state: SheetState
    version: int
    submitted_at: NotRequired[str]
    comment: NotRequired[Remark]
    imported: NotRequired[ImportedPart]
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


class DrawRules(TypedDict):
    apart: NotRequired[list[Apart]]
    no_rematch: NotRequired[bool]
    balance_sides: NotRequired[bool]
    bye: NotRequired[bool]
    pots: NotRequired[list[list[str]]]


class ByHandPart(TypedDict):
    by: str
    witness: str


DrawPart = TypedDict(
    "DrawPart",
    {
        "key": str,
        "stage": str,
        "round": str,
        "kind": DrawKind,
        "from": list[str],
        "rules": NotRequired[DrawRules],
        "commitment": NotRequired[str],
        "hall": NotRequired[str],
        "secret": NotRequired[str],
        "result": NotRequired[list[str]],
        "by_hand": NotRequired[ByHandPart],
        "abandoned": NotRequired[Remark],
    },
)


class Document(NotedPart):
    """A whole competition file."""

    format: Literal["accord/1"]
    competition: CompetitionPart
    rubric: RubricPart
    scoring: ScoringPart
    topics: NotRequired[list[TopicPart]]
    zones: NotRequired[list[ZonePart]]
    teams: list[TeamPart]
    judges: list[JudgePart]
    stages: list[StagePart]
    sheets: NotRequired[list[SheetPart]]
    deductions: NotRequired[list[DeductionPart]]
    rulings: NotRequired[list[RulingPart]]
    draws: NotRequired[list[DrawPart]]
