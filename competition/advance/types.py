"""Who advances from a stage (`flask stage advance`). Keys are those of the file."""

from typing import Literal, TypedDict

from competition.scoring.types import UnrankedReason


class ThroughTeam(TypedDict):
    """A team that goes through; `rank` is its place in the stage, `zone` null without one."""

    team: str
    rank: int
    zone: str | None


class TieOnLine(TypedDict):
    """Teams of a zone that share the last place that goes through, so more than planned do."""

    zone: str | None
    rank: int
    tied: list[str]


class OutTeam(TypedDict):
    """A team of the stage that can neither go through nor be called up."""

    team: str
    reason: UnrankedReason


class OpenRound(TypedDict):
    """A round of the stage is not closed."""

    code: Literal["open_round"]
    stage: str
    round: str


class AwaitedTeams(TypedDict):
    """Teams of the stage wait for marks, a score, a match or a total that is carried."""

    code: Literal["awaited"]
    reason: UnrankedReason
    teams: list[str]


class Nobody(TypedDict):
    """No team has a place in the stage, or nobody who has one can go on."""

    code: Literal["nobody"]
    stage: str


class OpenAppeal(TypedDict):
    """An appeal of the stage is not decided yet."""

    code: Literal["open_appeal"]
    stage: str
    appeals: list[str]


NotReady = OpenRound | AwaitedTeams | Nobody | OpenAppeal


class Advancing(TypedDict):
    """Who goes from a stage on to `to`; while it is not `ready`, as far as can be seen."""

    to: str
    through: list[ThroughTeam]
    line: list[TieOnLine]
    out: list[OutTeam]
    reserves: list[str]
    ready: bool
    because: list[NotReady]
