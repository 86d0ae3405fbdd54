"""What is set up beforehand: details, rubric, topics, zones, teams, judges."""

from typing import NotRequired, TypedDict

from competition.file_types.words import (
    Combine,
    DropBy,
    Language,
    MissingSheet,
    NotedPart,
    RoundAt,
    Rounding,
    Text,
    Visibility,
)


class CompetitionPart(NotedPart):
    """What a competition is; `rehearsal_of` is the key of the one that it is a rehearsal of."""

    key: str
    name: Text
    theme: NotRequired[Text]
    organiser: NotRequired[Text]
    venue: NotRequired[Text]
    starts: NotRequired[str]
    languages: NotRequired[list[Language]]
    visibility: NotRequired[Visibility]
    rehearsal_of: NotRequired[str]


class DimensionPart(NotedPart):
    key: str
    name: Text
    max: str
    min: NotRequired[str]
    step: str
    factor: str
    guide: NotRequired[Text]
    marked_by: NotRequired[list[str]]


class PersonalScalePart(NotedPart):
    """The scale of marks for single contestants; `min` is 0 where it is absent."""

    max: str
    min: NotRequired[str]
    step: str


class RubricPart(NotedPart):
    dimensions: list[DimensionPart]
    personal: NotRequired[PersonalScalePart]


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


class RelationPart(TypedDict):
    team: str
    kind: str


class DeclarationPart(TypedDict):
    """What a judge declared of the own relations to teams, and when; each is a conflict."""

    at: str
    relations: list[RelationPart]


class JudgePart(NotedPart):
    key: str
    name: Text
    category: NotRequired[str]
    organisation: NotRequired[Text]
    head: NotRequired[bool]
    conflicts: NotRequired[list[str]]
    declaration: NotRequired[DeclarationPart]
