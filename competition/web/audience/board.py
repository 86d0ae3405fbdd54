"""The board: a public snapshot arranged for reading. A pure function of the snapshot."""

from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from typing import Any

from competition.web.audience.board_types import (
    Board,
    BoardDimension,
    BoardMatch,
    BoardRound,
    BoardRow,
    BoardSide,
    BoardStage,
    BoardTopic,
    BoardWarning,
    MatchTotal,
    Text,
    UnrankedTeam,
)
from competition.web.audience.radar import Scale, radar, scale

EXACT = Context(prec=200)
MEDALS = {1: "gold", 2: "silver", 3: "bronze"}


def board_from(public: Mapping[str, Any], names: Mapping[str, Any]) -> Board:
    """Arrange a snapshot (`Snapshot.public()`, `Snapshot.names()`) for the board.

    The stage that people look for comes first: the last one that is not hidden.
    """
    released = [key for key, mode in public["state"].items() if mode != "hidden"]
    order = [stage["stage"] for stage in public["stages"]]
    current = max(released or order[:1], key=order.index, default=None)
    book = _Names(names)
    stages = [
        _stage(stage, public["state"][stage["stage"]], current == stage["stage"], book)
        for stage in public["stages"]
    ]
    stages.sort(key=lambda stage: not stage.current)
    return Board(
        number=public["number"],
        competition=names["competition"],
        # A snapshot of before the rule was among the names says nothing of it.
        excludes=names.get("missing_sheet") == "exclude",
        stages=stages,
    )


class _Names:
    """The names of a snapshot by key. A frozen board may speak of a team that has since gone."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.dimensions = {d["key"]: d for d in names["dimensions"]}
        self.teams = {team["key"]: team["name"] for team in names["teams"]}
        self.stages = {stage["key"]: stage for stage in names["stages"]}
        self.topics = {topic["key"]: topic for topic in names["topics"]}
        self.reveal = names.get("reveal", {})
        self.matches = {
            match["key"]: (number, match)
            for stage in names["stages"]
            for round_ in stage["rounds"]
            for number, match in enumerate(round_["matches"], start=1)
        }

    def team(self, key: str) -> Text:
        name: Text = self.teams.get(key, key)
        return name

    def stage(self, key: str | None) -> Text:
        if key is None:
            return ""
        name: Text = self.stages[key]["name"] if key in self.stages else key
        return name

    def dimension(self, key: str) -> Text:
        name: Text = self.dimensions[key]["name"] if key in self.dimensions else key
        return name

    def to_come(self, stage: str) -> int | None:
        return self.reveal["to_come"] if self.reveal.get("stage") == stage else None

    def most(self, key: str) -> str | None:
        return _times(self.dimensions, key, "max")

    def least(self, key: str) -> str | None:
        return _times(self.dimensions, key, "min")


def _times(dimensions: Mapping[str, Any], key: str, bound: str) -> str | None:
    if key not in dimensions:
        return None
    product = EXACT.multiply(Decimal(dimensions[key][bound]), Decimal(dimensions[key]["factor"]))
    plain = f"{product:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _stage(stage: Mapping[str, Any], release: str, current: bool, book: _Names) -> BoardStage:
    known = book.stages.get(stage["stage"], {"rounds": []})
    rounds = [_round(round_, book) for round_ in known["rounds"]]
    topics = [match.topic for round_ in rounds for match in round_.matches]
    standings = stage.get("standings", [])
    scales = _scales(standings, book)
    return BoardStage(
        key=stage["stage"],
        name=book.stage(stage["stage"]),
        release=release,
        counted="standings" in stage,
        complete=stage.get("complete", False),
        current=current,
        rows=[_row(row, scales, book) for row in standings],
        waiting=[_waiting(row, book) for row in stage.get("unranked", [])],
        warnings=list(_warnings(stage.get("warnings", []), book)),
        rounds=rounds,
        topics=[_topic(key, book) for key in dict.fromkeys(topics) if key in book.topics],
        to_come=book.to_come(stage["stage"]),
    )


def _round(round_: Mapping[str, Any], book: _Names) -> BoardRound:
    return BoardRound(
        name=round_["name"],
        matches=[
            BoardMatch(
                key=match["key"],
                number=number,
                topic=match["topic"],
                sides=[BoardSide(book.team(e["team"]), e["side"]) for e in match["entries"]],
            )
            for number, match in enumerate(round_["matches"], start=1)
        ],
    )


def _topic(key: str | None, book: _Names) -> BoardTopic:
    topic = book.topics[key]
    return BoardTopic(topic["key"], topic["title"], [p["title"] for p in topic["focal_points"]])


def _scales(standings: Iterable[Mapping[str, Any]], book: _Names) -> dict[str, Scale]:
    values: dict[str, list[str]] = {}
    for row in standings:
        for key, value in row["dimensions"].items():
            values.setdefault(key, []).append(value)
    return {
        key: scale(book.least(key) or "0", book.most(key) or "0", seen)
        for key, seen in values.items()
    }


def _row(row: Mapping[str, Any], scales: Mapping[str, Scale], book: _Names) -> BoardRow:
    # The snapshot's JSON is sorted by key; people know the dimensions in the rubric's order.
    order = [key for key in book.dimensions if key in row["dimensions"]]
    order += [key for key in row["dimensions"] if key not in book.dimensions]
    values = {key: row["dimensions"][key] for key in order}
    decided_by = row["decided_by"]
    return BoardRow(
        team=row["team"],
        name=book.team(row["team"]),
        rank=row["rank"],
        medal=MEDALS.get(row["rank"], ""),
        total=row["total"],
        tied=row["tied"],
        decided_by=decided_by,
        decided_name=book.dimension(decided_by) if decided_by else "",
        deductions=row["deductions"] if row["deductions"] != "0" else None,
        advances=book.stage(row["advances"]),
        dimensions=[
            BoardDimension(book.dimension(key), value, _most(key, value, book))
            for key, value in values.items()
        ],
        radar=radar(values, scales),
        appearances=[_appearance(entry, row["team"], book) for entry in row["entries"]],
    )


def _most(key: str, value: str, book: _Names) -> str | None:
    """The greatest value to be had, unless sums go beyond it and it would only puzzle."""
    most = book.most(key)
    return most if most is not None and Decimal(value) <= Decimal(most) else None


def _appearance(entry: Mapping[str, Any], team: str, book: _Names) -> MatchTotal:
    number, match = book.matches.get(entry["match"], (0, {"entries": []}))
    return MatchTotal(
        match=entry["match"],
        number=number,
        side=entry["side"],
        opponents=[book.team(e["team"]) for e in match["entries"] if e["team"] != team],
        total=entry["total"],
    )


def _waiting(row: Mapping[str, Any], book: _Names) -> UnrankedTeam:
    missing = len(row.get("missing", []))
    return UnrankedTeam(row["team"], book.team(row["team"]), row["reason"], missing)


def _warnings(warnings: Iterable[Mapping[str, Any]], book: _Names) -> Iterable[BoardWarning]:
    short = [w["team"] for w in warnings if w["code"] == "min_kept"]
    if short:
        yield BoardWarning("min_kept", [book.team(team) for team in dict.fromkeys(short)])
    for warning in warnings:
        if warning["code"] == "advance_tie":
            yield BoardWarning(
                "advance_tie",
                [book.team(team) for team in warning["teams"]],
                book.stage(warning["to"]),
                warning.get("zone"),
            )
