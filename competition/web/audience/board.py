"""Arranges a public snapshot as the board. A pure function of the snapshot."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from competition.live import event_id, number_in_epoch
from competition.store.snapshots import HEAD
from competition.web.audience.awards import team_awards
from competition.web.audience.board_names import NameLookup
from competition.web.audience.board_types import (
    Board,
    BoardCorrection,
    BoardDimension,
    BoardMatch,
    BoardMove,
    BoardRound,
    BoardRow,
    BoardSide,
    BoardStage,
    BoardTopic,
    BoardVotes,
    BoardWarning,
    BoardZone,
    MatchTotal,
    UnrankedTeam,
)
from competition.web.audience.radar import Scale, radar, scale

MEDALS = {1: "gold", 2: "silver", 3: "bronze"}


def board_from(public: Mapping[str, Any], names: Mapping[str, Any]) -> Board:
    """Arrange a snapshot (`Snapshot.public()`, `Snapshot.names()`) for the board.

    The current stage comes first: the last one that is not hidden.
    """
    released = [key for key, mode in public["state"].items() if mode != "hidden"]
    order = [stage["stage"] for stage in public["stages"]]
    current = max(released or order[:1], key=order.index, default=None)
    lookup = NameLookup(names)
    stages = [
        _stage(stage, public, current == stage["stage"], lookup) for stage in public["stages"]
    ]
    stages.sort(key=lambda stage: not stage.current)
    return Board(
        state_id=event_id(number_in_epoch(public.get("epoch", 0), public["number"])),
        competition=names["competition"],
        stages=stages,
        record=names.get(HEAD),
        has_draws=bool(names.get("draws")),
        has_awards=bool(names.get("awards")),
        firmness={stage["stage"]: stage for stage in _fairness_stages(names)},
        awards=team_awards(names),
        has_programme="programme" in names
        or any(
            "starts" in match
            for stage in names["stages"]
            for round_ in stage["rounds"]
            for match in round_["matches"]
        ),
    )


def _fairness_stages(names: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    released = names.get("fairness")
    return released["page"]["stages"] if released else []


def _stage(
    stage: Mapping[str, Any], public: Mapping[str, Any], current: bool, lookup: NameLookup
) -> BoardStage:
    lookup = lookup.in_stage(stage["stage"])
    known = lookup.stages.get(stage["stage"], {"rounds": []})
    rounds = [_round(round_, lookup) for round_ in known["rounds"]]
    topics = [match.topic for round_ in rounds for match in round_.matches]
    standings = stage.get("standings", [])
    scales = _scales(standings, lookup)
    rows = [_row(row, scales, lookup) for row in standings]
    return BoardStage(
        key=stage["stage"],
        name=lookup.stage(stage["stage"]),
        release=public["state"][stage["stage"]],
        has_standings="standings" in stage,
        complete=stage.get("complete", False),
        provisional=stage.get("provisional", False),
        appeals_until=lookup.appeals_until.get(stage["stage"]),
        is_paper=known.get("kind") == "paper",
        ranks_incomplete=lookup.missing_sheet == "exclude",
        current=current,
        rows=rows,
        unranked=[_unranked_team(row, lookup) for row in stage.get("unranked", [])],
        warnings=list(_warnings(stage.get("warnings", []), lookup)),
        rounds=rounds,
        topics=[_topic(key, lookup) for key in dict.fromkeys(topics) if key in lookup.topics],
        unrevealed=lookup.unrevealed(stage["stage"]),
        frozen_at=lookup.frozen_at.get(stage["stage"]),
        corrections=[
            _correction(each, lookup)
            for each in public.get("corrections", ())
            if each["stage"] == stage["stage"]
        ],
        votes=[
            BoardVotes(
                [(order, count) for order, count in told["orders"]],
                told["abstained"],
                {team: lookup.team(team) for order, _count in told["orders"] for team in order},
            )
            for told in lookup.ruling_votes.get(stage["stage"], ())
        ],
        zones=_zones(rows, lookup),
    )


def _correction(correction: Mapping[str, Any], lookup: NameLookup) -> BoardCorrection:
    told = lookup.corrections_explained.get(str(correction["number"]), {})
    return BoardCorrection(
        at=correction["at"],
        reason=correction["reason"],
        number=correction["number"],
        moves=[
            BoardMove(
                lookup.team(row["team"]),
                tuple(row["rank"]),
                tuple(row["total"]),
                bool(row["advances"][1]) if "advances" in row else None,
            )
            for row in told.get("moved", ())
            if row["rank"][0] != row["rank"][1]
            or row["total"][0] != row["total"][1]
            or "advances" in row
        ],
        appeal=told.get("appeal"),
    )


def _zones(rows: list[BoardRow], lookup: NameLookup) -> list[BoardZone]:
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


def _round(round_: Mapping[str, Any], lookup: NameLookup) -> BoardRound:
    numbers = {match["key"]: number for number, match in enumerate(round_["matches"], start=1)}
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
                repeats=numbers.get(match.get("repeats")),
            )
            for number, match in enumerate(round_["matches"], start=1)
        ],
    )


def _topic(key: str | None, lookup: NameLookup) -> BoardTopic:
    topic = lookup.topics[key]
    return BoardTopic(topic["key"], topic["title"], [p["title"] for p in topic["focal_points"]])


def _scales(standings: Iterable[Mapping[str, Any]], lookup: NameLookup) -> dict[str, Scale]:
    values: dict[str, list[str]] = {}
    for row in standings:
        for key, value in row["dimensions"].items():
            values.setdefault(key, []).append(value)
    return {
        key: scale(lookup.min_value(key) or "0", lookup.max_value(key) or "0", standings_values)
        for key, standings_values in values.items()
    }


def _row(row: Mapping[str, Any], scales: Mapping[str, Scale], lookup: NameLookup) -> BoardRow:
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


def _reachable_max(key: str, value: str, lookup: NameLookup) -> str | None:
    """The highest possible value, or None where a sum exceeds it and "95 / 50" would confuse."""
    highest = lookup.max_value(key)
    return highest if highest is not None and Decimal(value) <= Decimal(highest) else None


def _appearance(entry: Mapping[str, Any], team: str, lookup: NameLookup) -> MatchTotal:
    number, match = lookup.matches.get(entry["match"], (0, {"entries": []}))
    return MatchTotal(
        match=entry["match"],
        number=number,
        side=entry["side"],
        opponents=[lookup.short_team(e["team"]) for e in match["entries"] if e["team"] != team],
        total=entry["total"],
        agreement=lookup.agreements.get(entry["match"]),
    )


def _unranked_team(row: Mapping[str, Any], lookup: NameLookup) -> UnrankedTeam:
    missing_sheets = len(row.get("missing", []))
    return UnrankedTeam(
        team=row["team"],
        name=lookup.team(row["team"]),
        short_name=lookup.short_team(row["team"]),
        reason=row["reason"],
        missing_sheets=missing_sheets,
        why=row.get("why"),
    )


def _warnings(warnings: Iterable[Mapping[str, Any]], lookup: NameLookup) -> Iterable[BoardWarning]:
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
