"""The parts of a competition file that say who meets whom: stages, rounds, matches and draws."""

from typing import Literal, NotRequired, TypedDict

from competition.file_types.set_up import RubricPart, ScoringPart
from competition.file_types.words import (
    AcrossMatches,
    Apart,
    DrawKind,
    MissingCarry,
    NotedPart,
    PaperPer,
    Release,
    Remark,
    RoundState,
    Side,
    StageKind,
    Text,
)


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


class ConferencePart(NotedPart):
    """That a match's panel conferred: from when until when its judges saw each other's sheets."""

    opened_at: str
    opened_by: str
    closed_at: NotRequired[str]


class LatePart(NotedPart):
    """That a team came late to a match."""

    team: str
    minutes: int
    reason: Text
    by: NotRequired[str]
    at: NotRequired[str]


class SubstitutionPart(NotedPart):
    """That a contestant left for a reserve, from this match on; both are member keys."""

    team: str
    leaves: str
    comes: str
    reason: Text
    by: NotRequired[str]
    at: NotRequired[str]


class MatchPart(NotedPart):
    """A match; `repeats` is the key of the void match in whose place it is held."""

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
    repeats: NotRequired[str]
    late: NotRequired[list[LatePart]]
    substitutions: NotRequired[list[SubstitutionPart]]
    conference: NotRequired[ConferencePart]


class PlannedPart(NotedPart):
    """A match that is not drawn yet: it becomes one of the round's matches with its teams."""

    starts: NotRequired[str]
    room: NotRequired[Text]
    topic: NotRequired[str]


class RoundPart(NotedPart):
    """A round; `conference_after` says after how many of its first matches the panel confers."""

    key: str
    name: Text
    starts: NotRequired[str]
    state: NotRequired[RoundState]
    announced: NotRequired[bool]
    conference_after: NotRequired[int]
    planned: NotRequired[list[PlannedPart]]
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


PaperCombine = Literal["mean", "sum"] | BestOf


class StagePart(NotedPart):
    """A stage of matches, or with `kind: paper` a written test: then `max`, `per` and `scores`.

    A paper stage has no `rounds` and no `across_matches`; `matches_of` and the like see none.
    """

    key: str
    name: Text
    release: NotRequired[Release]
    teams: NotRequired[list[str]]
    rubric: NotRequired[RubricPart]
    scoring: NotRequired[ScoringPart]
    kind: NotRequired[StageKind]
    across_matches: NotRequired[AcrossMatches]
    max: NotRequired[str]
    per: NotRequired[PaperPer]
    combine: NotRequired[PaperCombine]
    scores: NotRequired[list[ScorePart]]
    carry: NotRequired[list[CarryPart]]
    weight: NotRequired[str]
    advance: NotRequired[AdvancePart]
    provisional_until: NotRequired[str]
    rounds: NotRequired[list[RoundPart]]


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
        "abandoned": NotRequired[Text],
    },
)
