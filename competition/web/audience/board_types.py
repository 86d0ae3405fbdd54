"""What a board is made of: stages, rows, those who wait, matches. Nothing but data.

Texts stay as they were given, in every language they have; the template chooses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from competition.web.audience.radar import Radar

Text = Mapping[str, str] | str


@dataclass(frozen=True)
class BoardDimension:
    """A dimension in a team's row; `most` is the greatest value where that is one number."""

    name: Text
    value: str
    most: str | None


@dataclass(frozen=True)
class MatchTotal:
    """One match of a team: which one, on which side, against whom, with what total."""

    match: str
    number: int
    side: str
    opponents: list[Text]
    total: str


@dataclass(frozen=True)
class BoardRow:
    """A team with a place."""

    team: str
    name: Text
    rank: int
    medal: str
    total: str
    tied: bool
    decided_by: str | None
    decided_name: Text
    deductions: str | None
    advances: Text
    dimensions: list[BoardDimension]
    radar: Radar | None
    appearances: list[MatchTotal]

    @property
    def noted(self) -> bool:
        """Whether something is said under its name."""
        return bool(self.tied or self.decided_by or self.deductions or self.advances)


@dataclass(frozen=True)
class UnrankedTeam:
    """A team without a place, and why; `missing` counts the sheets that are waited for."""

    team: str
    name: Text
    reason: str
    missing: int


@dataclass(frozen=True)
class BoardSide:
    """A team at the table."""

    name: Text
    side: str


@dataclass(frozen=True)
class BoardMatch:
    """One sitting: its number within its round, its topic, its sides."""

    key: str
    number: int
    topic: str | None
    sides: list[BoardSide]


@dataclass(frozen=True)
class BoardRound:
    """A round with its matches."""

    name: Text
    matches: list[BoardMatch]


@dataclass(frozen=True)
class BoardTopic:
    """What is bargained about."""

    key: str
    title: Text
    focal_points: list[Text]


@dataclass(frozen=True)
class BoardWarning:
    """Something the standings say about themselves, with the names it concerns."""

    code: str
    names: list[Text]
    to: Text = ""
    zone: str | None = None


@dataclass(frozen=True)
class BoardStage:
    """A stage as the public sees it; without `counted`, nothing of its marks.

    `to_come` is how many teams' places the hall waits for while they are revealed; else None.
    """

    key: str
    name: Text
    release: str
    counted: bool
    complete: bool
    current: bool
    rows: list[BoardRow]
    waiting: list[UnrankedTeam]
    warnings: list[BoardWarning]
    rounds: list[BoardRound]
    topics: list[BoardTopic]
    to_come: int | None = None


@dataclass(frozen=True)
class Board:
    """Everything the board shows; `excludes` where a total comes with a team's first sheet."""

    number: int
    competition: Mapping[str, Any]
    excludes: bool
    stages: list[BoardStage]
