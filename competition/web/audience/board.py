"""Arranges a public snapshot as the board. A pure function of the snapshot."""

from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from typing import Any

from competition.store.snapshots import HEAD
from competition.web.audience.board_types import (
    Board,
    BoardCorrection,
    BoardDimension,
    BoardMatch,
    BoardRound,
    BoardRow,
    BoardSide,
    BoardStage,
    BoardTopic,
    BoardWarning,
    BoardZone,
    MatchTotal,
    Text,
    UnrankedTeam,
)
from competition.web.audience.radar import Scale, radar, scale

EXACT = Context(prec=200)
MEDALS = {1: "gold", 2: "silver", 3: "bronze"}


def board_from(public: Mapping[str, Any], names: Mapping[str, Any]) -> Board:
    """Arrange a snapshot (`Snapshot.public()`, `Snapshot.names()`) for the board.

    The current stage comes first: the last one that is not hidden.
    """
    released = [key for key, mode in public["state"].items() if mode != "hidden"]
    order = [stage["stage"] for stage in public["stages"]]
    current = max(released or order[:1], key=order.index, default=None)
    lookup = _NameLookup(names)
    stages = [
        _stage(
            stage,
            public["state"][stage["stage"]],
            current == stage["stage"],
            lookup,
            public.get("corrections", ()),
        )
        for stage in public["stages"]
    ]
    stages.sort(key=lambda stage: not stage.current)
    return Board(
        number=public["number"],
        competition=names["competition"],
        ranks_incomplete=names.get("missing_sheet") == "exclude",
        stages=stages,
        record=names.get(HEAD),
        has_draws=bool(names.get("draws")),
        has_programme="programme" in names
        or any(
            "starts" in match
            for stage in names["stages"]
            for round_ in stage["rounds"]
            for match in round_["matches"]
        ),
    )


class _NameLookup:
    """The names of a snapshot by key. A frozen board may mention a team that was since removed."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.dimensions = {d["key"]: d for d in names["dimensions"]}
        self.zones = {zone["key"]: zone["name"] for zone in names.get("zones", ())}
        self.zone_of = {team["key"]: team.get("zone") for team in names["teams"]}
        self.teams = {team["key"]: team["name"] for team in names["teams"]}
        self.short_names = {
            team["key"]: team["short_name"] for team in names["teams"] if team.get("short_name")
        }
        # Older snapshots do not have the moments of freezing.
        self.frozen_at = names.get("frozen_at", {})
        self.stages = {stage["key"]: stage for stage in names["stages"]}
        self.topics = {topic["key"]: topic for topic in names["topics"]}
        self.reveal = names.get("reveal", {})
        self.matches = {
            match["key"]: (number, match)
            for stage in names["stages"]
            for round_ in stage.get("rounds", ())
            for number, match in enumerate(round_["matches"], start=1)
        }

    def team(self, key: str) -> Text:
        name: Text = self.teams.get(key, key)
        return name

    def short_team(self, key: str) -> Text:
        name: Text = self.short_names.get(key) or self.team(key)
        return name

    def zone(self, key: str | None) -> Text:
        """The zone's name; a zone that is a plain word is its own, and none is ""."""
        name: Text = self.zones.get(key or "", key or "")
        return name

    def stage(self, key: str | None) -> Text:
        if key is None:
            return ""
        name: Text = self.stages[key]["name"] if key in self.stages else key
        return name

    def dimension(self, key: str) -> Text:
        name: Text = self.dimensions[key]["name"] if key in self.dimensions else key
        return name

    def unrevealed(self, stage: str) -> int | None:
        return self.reveal["to_come"] if self.reveal.get("stage") == stage else None

    def max_value(self, key: str) -> str | None:
        return _weighted_bound(self.dimensions, key, "max")

    def min_value(self, key: str) -> str | None:
        return _weighted_bound(self.dimensions, key, "min")


def _weighted_bound(dimensions: Mapping[str, Any], key: str, bound: str) -> str | None:
    if key not in dimensions:
        return None
    bound_value = EXACT.multiply(
        Decimal(dimensions[key][bound]), Decimal(dimensions[key]["factor"])
    )
    text = f"{bound_value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _stage(
    stage: Mapping[str, Any],
    release: str,
    current: bool,
    lookup: _NameLookup,
    corrections: Iterable[Mapping[str, Any]],
) -> BoardStage:
    known = lookup.stages.get(stage["stage"], {"rounds": []})
    rounds = [_round(round_, lookup) for round_ in known["rounds"]]
    topics = [match.topic for round_ in rounds for match in round_.matches]
    standings = stage.get("standings", [])
    scales = _scales(standings, lookup)
    rows = [_row(row, scales, lookup) for row in standings]
    return BoardStage(
        key=stage["stage"],
        name=lookup.stage(stage["stage"]),
        release=release,
        has_standings="standings" in stage,
        complete=stage.get("complete", False),
        is_paper=known.get("kind") == "paper",
        current=current,
        rows=rows,
        unranked=[_unranked_team(row, lookup) for row in stage.get("unranked", [])],
        warnings=list(_warnings(stage.get("warnings", []), lookup)),
        rounds=rounds,
        topics=[_topic(key, lookup) for key in dict.fromkeys(topics) if key in lookup.topics],
        unrevealed=lookup.unrevealed(stage["stage"]),
        frozen_at=lookup.frozen_at.get(stage["stage"]),
        corrections=[
            BoardCorrection(each["at"], each["reason"])
            for each in corrections
            if each["stage"] == stage["stage"]
        ],
        zones=_zones(rows, lookup),
    )


def _zones(rows: list[BoardRow], lookup: _NameLookup) -> list[BoardZone]:
    """The ranked teams by zone, in the order of the zones; none where all come from one."""
    by_zone: dict[str | None, list[BoardRow]] = {}
    for row in rows:
        by_zone.setdefault(row.zone, []).append(row)
    if len(by_zone) < 2:
        return []
    order = [*lookup.zones, *(zone for zone in by_zone if zone and zone not in lookup.zones), None]
    return [
        BoardZone(
            lookup.zone(zone),
            [(1 + sum(one.rank < row.rank for one in found), row) for row in found],
        )
        for zone in order
        if (found := by_zone.get(zone))
    ]


def _round(round_: Mapping[str, Any], lookup: _NameLookup) -> BoardRound:
    return BoardRound(
        name=round_["name"],
        matches=[
            BoardMatch(
                key=match["key"],
                number=number,
                topic=match["topic"],
                sides=[
                    BoardSide(
                        e["team"], lookup.team(e["team"]), lookup.short_team(e["team"]), e["side"]
                    )
                    for e in match["entries"]
                ],
            )
            for number, match in enumerate(round_["matches"], start=1)
        ],
    )


def _topic(key: str | None, lookup: _NameLookup) -> BoardTopic:
    topic = lookup.topics[key]
    return BoardTopic(topic["key"], topic["title"], [p["title"] for p in topic["focal_points"]])


def _scales(standings: Iterable[Mapping[str, Any]], lookup: _NameLookup) -> dict[str, Scale]:
    values: dict[str, list[str]] = {}
    for row in standings:
        for key, value in row["dimensions"].items():
            values.setdefault(key, []).append(value)
    return {
        key: scale(lookup.min_value(key) or "0", lookup.max_value(key) or "0", standings_values)
        for key, standings_values in values.items()
    }


def _row(row: Mapping[str, Any], scales: Mapping[str, Scale], lookup: _NameLookup) -> BoardRow:
    # The snapshot's JSON is sorted by key; the board shows the dimensions in the rubric's order.
    order = [key for key in lookup.dimensions if key in row["dimensions"]]
    order += [key for key in row["dimensions"] if key not in lookup.dimensions]
    values = {key: row["dimensions"][key] for key in order}
    decided_by = row["decided_by"]
    return BoardRow(
        team=row["team"],
        name=lookup.team(row["team"]),
        short_name=lookup.short_team(row["team"]),
        rank=row["rank"],
        medal=MEDALS.get(row["rank"], ""),
        total=row["total"],
        tied=row["tied"],
        decided_by=decided_by,
        decided_by_name=lookup.dimension(decided_by) if decided_by else "",
        deductions=row["deductions"] if row["deductions"] != "0" else None,
        advances=lookup.stage(row["advances"]),
        zone=lookup.zone_of.get(row["team"]),
        dimensions=[
            BoardDimension(lookup.dimension(key), value, _reachable_max(key, value, lookup))
            for key, value in values.items()
        ],
        radar=radar(values, scales),
        appearances=[_appearance(entry, row["team"], lookup) for entry in row["entries"]],
    )


def _reachable_max(key: str, value: str, lookup: _NameLookup) -> str | None:
    """The highest possible value, or None where a sum exceeds it and "95 / 50" would confuse."""
    highest = lookup.max_value(key)
    return highest if highest is not None and Decimal(value) <= Decimal(highest) else None


def _appearance(entry: Mapping[str, Any], team: str, lookup: _NameLookup) -> MatchTotal:
    number, match = lookup.matches.get(entry["match"], (0, {"entries": []}))
    return MatchTotal(
        match=entry["match"],
        number=number,
        side=entry["side"],
        opponents=[lookup.short_team(e["team"]) for e in match["entries"] if e["team"] != team],
        total=entry["total"],
    )


def _unranked_team(row: Mapping[str, Any], lookup: _NameLookup) -> UnrankedTeam:
    missing_sheets = len(row.get("missing", []))
    return UnrankedTeam(
        team=row["team"],
        name=lookup.team(row["team"]),
        short_name=lookup.short_team(row["team"]),
        reason=row["reason"],
        missing_sheets=missing_sheets,
        why=row.get("why"),
    )


def _warnings(warnings: Iterable[Mapping[str, Any]], lookup: _NameLookup) -> Iterable[BoardWarning]:
    too_few = [w["team"] for w in warnings if w["code"] == "min_kept"]
    if too_few:
        yield BoardWarning("min_kept", [lookup.team(team) for team in dict.fromkeys(too_few)])
    for warning in warnings:
        if warning["code"] == "advance_tie":
            yield BoardWarning(
                "advance_tie",
                [lookup.team(team) for team in warning["teams"]],
                lookup.stage(warning["to"]),
                lookup.zone(warning.get("zone")),
            )
        elif warning["code"] == "unequal_entries":
            yield BoardWarning("unequal_entries", [lookup.team(team) for team in warning["teams"]])
        elif warning["code"] == "unequal_panels":
            teams = dict.fromkeys(entry.partition("/")[2] for entry in warning["entries"])
            yield BoardWarning("unequal_panels", [lookup.team(team) for team in teams])
        elif warning["code"] == "void":
            _number, match = lookup.matches.get(warning["match"], (0, {"entries": []}))
            yield BoardWarning("void", [lookup.team(entry["team"]) for entry in match["entries"]])
