"""The data classes of the board: stages, ranked and unranked teams, matches.

A `Text` holds every language that it was given in; the template chooses one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from competition.web.audience.radar import Radar

Text = Mapping[str, str] | str


@dataclass(frozen=True)
class BoardDimension:
    """A dimension in a team's row; `max_value` is the highest possible value, if it has one."""

    name: Text
    value: str
    max_value: str | None


@dataclass(frozen=True)
class MatchTotal:
    """One match of a team: its number, the team's side, its opponents' short names, its total."""

    match: str
    number: int
    side: str
    opponents: list[Text]
    total: str


@dataclass(frozen=True)
class BoardRow:
    """A team with a rank; `medal` is gold, silver, bronze or "".

    `short_name` is the name itself for a team that has no short one.
    """

    team: str
    name: Text
    short_name: Text
    rank: int
    medal: str
    total: str
    tied: bool
    decided_by: str | None
    decided_by_name: Text
    deductions: str | None
    advances: Text
    zone: str | None
    dimensions: list[BoardDimension]
    radar: Radar | None
    appearances: list[MatchTotal]

    @property
    def has_notes(self) -> bool:
        """Whether notes are shown under the team's name."""
        return bool(self.tied or self.decided_by or self.deductions or self.advances)


@dataclass(frozen=True)
class UnrankedTeam:
    """A team without a rank, and why; `missing_sheets` counts the sheets not yet submitted.

    `why` is the organiser's reason for a team that has left.
    """

    team: str
    name: Text
    short_name: Text
    reason: str
    missing_sheets: int
    why: Text | None = None


@dataclass(frozen=True)
class BoardSide:
    """A team in a match, and its side."""

    team: str
    name: Text
    short_name: Text
    side: str


@dataclass(frozen=True)
class BoardMatch:
    """One match: its number within its round, its topic and its sides."""

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
    """What is bargained over."""

    key: str
    title: Text
    focal_points: list[Text]


@dataclass(frozen=True)
class BoardWarning:
    """A warning about the standings, with the names of the teams it concerns."""

    code: str
    names: list[Text]
    to: Text = ""
    zone: Text = ""


@dataclass(frozen=True)
class BoardZone:
    """The teams of one zone in a stage, best first, each with its place within the zone.

    The name is "" for the teams without a zone.
    """

    name: Text
    places: list[tuple[int, BoardRow]]


@dataclass(frozen=True)
class BoardCorrection:
    """That the published result was changed, when (ISO 8601) and why."""

    at: str
    reason: str


@dataclass(frozen=True)
class BoardStage:
    """A stage as the public sees it; without `has_standings`, only its matches and topics.

    `unrevealed` is how many teams are still to be announced during a reveal; otherwise None.
    `frozen_at` is when a frozen stage was frozen, if the snapshot has it.
    `corrections` are in order. `zones` are there where the ranked teams come from several.
    """

    key: str
    name: Text
    release: str
    has_standings: bool
    complete: bool
    current: bool
    rows: list[BoardRow]
    unranked: list[UnrankedTeam]
    warnings: list[BoardWarning]
    rounds: list[BoardRound]
    topics: list[BoardTopic]
    is_paper: bool = False
    unrevealed: int | None = None
    frozen_at: str | None = None
    corrections: Sequence[BoardCorrection] = ()
    zones: Sequence[BoardZone] = ()

    @property
    def is_frozen(self) -> bool:
        """Whether it shows what it had when it was frozen, and no reveal has begun."""
        return self.release == "frozen" and self.unrevealed is None


@dataclass(frozen=True)
class Board:
    """Everything the board shows.

    `ranks_incomplete`: teams are ranked from their first sheet on, while others are missing.
    `record`: the digest of the record before this snapshot, once a stage is published.
    `has_draws`: lots are drawn in this competition, and the public can check them.
    """

    number: int
    competition: Mapping[str, Any]
    ranks_incomplete: bool
    stages: list[BoardStage]
    record: str | None = None
    has_draws: bool = False
    has_programme: bool = False
    """Whether the public knows when a match begins."""
