"""The warnings about who plays, by code. Keys are those of the competition file."""

from typing import Literal, TypedDict

from competition.file_types import Side
from competition.scoring.types import LeavingReason


class TeamTwice(TypedDict):
    """A team is in more than one match of a round."""

    code: Literal["team_twice"]
    stage: str
    round: str
    team: str
    matches: list[str]


class SameSide(TypedDict):
    """All teams of a match are on one side of the bargaining."""

    code: Literal["same_side"]
    stage: str
    round: str
    match: str
    side: Side


class LeftSeated(TypedDict):
    """A team that has left is in a match of a round that is not closed."""

    code: Literal["left_seated"]
    stage: str
    round: str
    match: str
    team: str
    reason: LeavingReason


class SeatedWithoutAdvancing(TypedDict):
    """Teams are in a match of the stage, and do not advance to it from the stages in `after`."""

    code: Literal["seated_without_advancing"]
    stage: str
    after: list[str]
    teams: list[str]


class AdvancesNotSeated(TypedDict):
    """Teams advance to the stage from those in `after`, and are in none of its matches."""

    code: Literal["advances_not_seated"]
    stage: str
    after: list[str]
    teams: list[str]


class NoCarriedTotal(TypedDict):
    """Teams of the stage have no total in a stage that it carries, so they get no place."""

    code: Literal["no_carried_total"]
    stage: str
    carried: str
    teams: list[str]


class MatchesLack(TypedDict):
    """Matches of a round without a topic, without a panel, or closed without any sheet."""

    code: Literal["no_topic", "empty_panel", "closed_without_sheets"]
    stage: str
    round: str
    matches: list[str]


class EqualNames(TypedDict):
    """Teams, or judges, that are called the same in a language."""

    code: Literal["equal_names"]
    kind: Literal["team", "judge"]
    keys: list[str]


WhoPlaysWarning = (
    TeamTwice
    | SameSide
    | LeftSeated
    | SeatedWithoutAdvancing
    | AdvancesNotSeated
    | NoCarriedTotal
    | MatchesLack
    | EqualNames
)
