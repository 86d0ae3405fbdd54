"""The data classes of the board: stages, ranked and unranked teams, matches.

A `Text` holds every language that it was given in; the template chooses one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
class PublicPoint:
    """A focal point: its title, how it stands, and the words of it, if any."""

    title: Text
    status: str
    text: Text | None


@dataclass(frozen=True)
class PublicSignature:
    """Who signed for a side, and when."""

    side: str
    name: str
    at: str


@dataclass(frozen=True)
class PublicAgreement:
    """What the two sides of a match agreed."""

    points: list[PublicPoint]
    signed: list[PublicSignature]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many points stand in each way."""
        return Counter(point.status for point in self.points)

    @property
    def is_signed(self) -> bool:
        """Whether both sides have signed."""
        return {each.side for each in self.signed} >= {"labour", "employer"}


@dataclass(frozen=True)
class MatchTotal:
    """One match of a team: its number, the team's side, its opponents' short names, its total."""

    match: str
    number: int
    side: str
    opponents: list[Text]
    total: str
    agreement: PublicAgreement | None


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
    """One match: its number within its round, its topic and its sides.

    `repeats` is the number of the match of the round in whose place it is held.
    """

    key: str
    number: int
    topic: str | None
    sides: list[BoardSide]
    repeats: int | None = None


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
class BoardVotes:
    """How many judges voted for each order of tied teams; `abstained` of `judges` for none."""

    orders: list[tuple[list[str], int]]
    abstained: int
    names: Mapping[str, Text]

    @property
    def judges(self) -> int:
        """How many judges there were."""
        return self.abstained + sum(count for _order, count in self.orders)


@dataclass(frozen=True)
class BoardMove:
    """A team that a correction moved: its place and total before and after, None without one.

    `advances` says whether it advances since then (True), no longer does (False), or as before.
    """

    name: Text
    rank: tuple[int | None, int | None]
    total: tuple[str | None, str | None]
    advances: bool | None = None


@dataclass(frozen=True)
class BoardCorrection:
    """That the published result was changed, when (ISO 8601) and why.

    `moves` are the teams that moved, as far as the snapshot tells; `appeal` is the number of the
    appeal that it followed.
    """

    at: str
    reason: str
    number: int
    moves: Sequence[BoardMove] = ()
    appeal: int | None = None


@dataclass(frozen=True)
class BoardStage:
    """A stage as the public sees it; without `has_standings`, only its matches and topics.

    `unrevealed` is how many teams are still to be announced during a reveal; otherwise None.
    `frozen_at` is when a frozen stage was frozen, if the snapshot has it.
    `provisional` says that an appeal is open, `appeals_until` until when appeals are taken
    (ISO 8601); the result is final after both. `corrections` are in order. `zones` are there where
    the ranked teams come from several. `ranks_incomplete`: teams are ranked from their first sheet
    on, while others are missing.
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
    provisional: bool = False
    appeals_until: str | None = None
    ranks_incomplete: bool = False
    unrevealed: int | None = None
    frozen_at: str | None = None
    corrections: Sequence[BoardCorrection] = ()
    votes: Sequence[BoardVotes] = ()
    zones: Sequence[BoardZone] = ()

    @property
    def is_frozen(self) -> bool:
        """Whether it shows what it had when it was frozen, and no reveal has begun."""
        return self.release == "frozen" and self.unrevealed is None


@dataclass(frozen=True)
class Board:
    """Everything the board shows.

    `state_id`: the snapshot's number as the stream's `id:` has it.
    `record`: the digest of the record before this snapshot, once a stage is published.
    `has_draws`: lots are drawn in this competition, and the public can check them.
    """

    state_id: str
    competition: Mapping[str, Any]
    stages: list[BoardStage]
    record: str | None = None
    has_draws: bool = False
    has_awards: bool = False
    firmness: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The stages of the fairness report that is released, by key; empty where none is."""
    awards: Mapping[str, Sequence[Text]] = field(default_factory=dict)
    """What each team has won and was revealed, by `stage/team`."""
    has_programme: bool = False
    """Whether the public knows when a match begins."""
