"""What the board of panels shows: matches by seats, what stands against whom, and the loads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from competition.checks.sentences import PartNames
from competition.file_types import Document, MatchPart, RoundPart, StagePart
from competition.panels.clashes import Clash, clashes
from competition.panels.seating import (
    Seat,
    candidates,
    short_of_mix,
    stage_loads,
    unmarked_dimensions,
)
from competition.panels.sentences import clash_phrase
from competition.store import current_competition
from competition.store.models import Competition
from competition.web import language
from competition.web.organiser.labels import category
from competition.web.organiser.names import names_by_key
from competition.web.template_filters import localized

USUAL_SIZE, LEAST_SIZE = 5, 3
# What a judge cannot do, as against what is only to be looked at.
_BAD = frozenset(
    ("conflict", "trainee", "twice", "second_head", "no_weight", "marks_nothing", "same_instant")
)


@dataclass(frozen=True)
class BoardOptions:
    """How panels are to be: judges on each, least number of each category, matches in sequence."""

    size: int
    mix: Mapping[str, int]
    in_sequence: bool


@dataclass(frozen=True)
class Finding:
    """What stands against a judge on a seat, in words; `kind` is `bad`, `waiting` or `accepted`.

    `team` is the team that the judge has a conflict of interest with.
    """

    kind: str
    text: str
    team: str


@dataclass(frozen=True)
class SeatCard:
    """A filled seat: who sits there, and what stands against it."""

    place: int
    judge: str
    name: str
    category: str
    is_head: bool
    findings: Sequence[Finding]

    @property
    def kind(self) -> str:
        """The gravest of the findings, "" without any."""
        kinds = [finding.kind for finding in self.findings]
        return next((kind for kind in ("bad", "waiting", "accepted") if kind in kinds), "")


@dataclass(frozen=True)
class PanelRow:
    """A match: its panel, and the places of the seats still free."""

    match: MatchPart
    number: int
    name: str
    starts: str
    seats: Sequence[SeatCard]
    free: Sequence[int]
    is_locked: bool
    short: Sequence[str]


@dataclass(frozen=True)
class JudgeCard:
    """A judge who could be placed: `load` in the stage, and what stands against the chosen seat."""

    key: str
    name: str
    category: str
    is_head: bool
    load: int
    findings: Sequence[Finding]
    search: str


@dataclass(frozen=True)
class RoundTab:
    """A round of the stage, and how many seats are free in it."""

    round: RoundPart
    free: int


class PanelBoard:
    """The board of one stage, made from its file; `marked` are the matches that have a sheet."""

    def __init__(
        self, file: Document, stage: StagePart, options: BoardOptions, marked: frozenset[str]
    ) -> None:
        self._file, self._stage, self._options, self._marked = file, stage, options, marked
        self._judges = {judge["key"]: judge for judge in file["judges"]}
        self._names: Mapping[str, str] = names_by_key(file)["judge_names"]
        self._match_names: Mapping[str, str] = names_by_key(file)["match_names"]
        self._words = PartNames(file, "zh" if language.current() == "zh" else "en")
        self._loads = stage_loads(file, stage["key"])

    def tabs(self) -> list[RoundTab]:
        """The rounds of the stage."""
        return [
            RoundTab(round_, sum(len(self._free(match)) for match in round_["matches"]))
            for round_ in self._stage.get("rounds", ())
        ]

    def rows(self, round_: RoundPart, shown: Sequence[MatchPart]) -> list[PanelRow]:
        """The matches of a round that a page shows."""
        found: dict[tuple[str, str], list[Finding]] = {}
        for clash in clashes(
            self._file, self._stage["key"], rounds_in_sequence=self._options.in_sequence
        ):
            found.setdefault((clash.match, clash.judge), []).append(self._finding(clash))
        numbers = {match["key"]: n for n, match in enumerate(round_["matches"], start=1)}
        return [self._row(round_, match, numbers[match["key"]], found) for match in shown]

    def judges(self, seat: Seat | None) -> list[JudgeCard]:
        """The judges, with a seat those first who fit there and have least to do."""
        if seat is None:
            return [self._judge_card(key, []) for key in self._judges]
        against = candidates(
            self._file,
            self._stage["key"],
            seat,
            rounds_in_sequence=self._options.in_sequence,
        )
        cards = [
            self._judge_card(key, [self._finding(clash) for clash in found])
            for key, found in against.items()
        ]
        order = {"": 0, "accepted": 0, "waiting": 1, "bad": 2}
        return sorted(
            cards, key=lambda card: (max([order[f.kind] for f in card.findings] or [0]), card.load)
        )

    def load_range(self) -> tuple[int, int]:
        """The least and the most that a judge has to do in the stage."""
        return min(self._loads.values(), default=0), max(self._loads.values(), default=0)

    def match_name(self, key: str) -> str:
        """What a match of the stage is called."""
        return self._match_names.get(key, key)

    def judge_name(self, key: str) -> str:
        """What a judge is called."""
        return self._names.get(key, key)

    def _row(
        self,
        round_: RoundPart,
        match: MatchPart,
        number: int,
        found: Mapping[tuple[str, str], list[Finding]],
    ) -> PanelRow:
        seats = [
            SeatCard(
                place,
                judge,
                self._names[judge],
                category(self._judges[judge].get("category")),
                bool(self._judges[judge].get("head")),
                found.get((match["key"], judge), []),
            )
            for place, judge in enumerate(match["panel"])
        ]
        short = short_of_mix(self._file, match["panel"], self._options.mix)
        lacking = [
            gettext("%(number)s more: %(category)s", number=n, category=category(name))
            for name, n in short.items()
        ]
        if match["panel"]:
            lacking += [
                gettext("nobody marks %(dimension)s", dimension=localized(dimension["name"]))
                for dimension in unmarked_dimensions(self._file, self._stage, match["panel"])
            ]
        starts = match.get("starts") or round_.get("starts") or ""
        name = self.match_name(match["key"])
        return PanelRow(
            match,
            number,
            name,
            starts,
            seats,
            self._free(match),
            match["key"] in self._marked,
            [] if match.get("void") or match["key"] in self._marked else lacking,
        )

    def _free(self, match: MatchPart) -> list[int]:
        """The places of the seats that a panel still has free; a full one has none."""
        if match.get("void") or match["key"] in self._marked:
            return []
        return list(range(len(match["panel"]), self._options.size))

    def _judge_card(self, key: str, findings: Sequence[Finding]) -> JudgeCard:
        judge: Mapping[str, Any] = self._judges[key]
        texts = [*judge["name"].values(), *(judge.get("organisation") or {}).values()]
        called = category(judge.get("category"))
        return JudgeCard(
            key,
            self._names[key],
            called,
            bool(judge.get("head")),
            self._loads[key],
            findings,
            " ".join([*texts, called, key]).casefold(),
        )

    def _finding(self, clash: Clash) -> Finding:
        kind = "bad" if clash.code in _BAD else "waiting"
        if clash.is_accepted:
            kind = "accepted"
        return Finding(kind, clash_phrase(clash, self._words).text(gettext), clash.team)


def usual_options(stage: StagePart) -> BoardOptions:
    """What a stage's panels are like now: their size; one after the other where all agree.

    Where every match of some round has the same panel, its matches follow each other.
    """
    rounds = [
        [match["panel"] for match in round_["matches"] if not match.get("void")]
        for round_ in stage.get("rounds", ())
    ]
    largest = max((len(panel) for panels in rounds for panel in panels), default=0)
    # While the first judges are placed, how large a panel will be is still to come.
    size = largest if largest >= LEAST_SIZE else USUAL_SIZE
    in_sequence = any(
        len(panels) > 1 and panels[0] and all(panel == panels[0] for panel in panels)
        for panels in rounds
    )
    return BoardOptions(size, {}, in_sequence)


def categories_of(file: Document) -> list[str]:
    """The judges' categories, in the file's order."""
    return list(dict.fromkeys(j["category"] for j in file["judges"] if j.get("category")))


def marked_matches(competition: Competition) -> frozenset[str]:
    """The matches that have a sheet, a draft among them."""
    keys = {
        match.id: match.key
        for stage in competition.stages
        for round_ in stage.rounds
        for match in round_.matches
    }
    records = current_competition.read_sheet_records(competition)
    return frozenset(
        keys[match] for (match, _team, _judge), record in records.items() if record.state != "none"
    )


def search_text(file: Document, match: MatchPart) -> str:
    """What a match can be found by on the board."""
    names = names_by_key(file)
    teams = [names["team_names"][entry["team"]] for entry in match["entries"]]
    judges = [names["judge_names"][judge] for judge in match["panel"]]
    return "\n".join([*teams, *judges, localized(match.get("room")), match["key"]])
