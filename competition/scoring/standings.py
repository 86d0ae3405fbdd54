"""The output of a recount, `accord-standings/1` (scoring.md)."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from competition.scoring.decimals import plain, print_decimal
from competition.scoring.entry import EntryScore, EntryTotal
from competition.scoring.ranking import Placed, Ranking, Unranked, advancing, rank_stage
from competition.scoring.rule import Rule
from competition.scoring.stage import Scorebook, matches_in


def recount(document: Mapping[str, Any], stages: Collection[str] | None = None) -> dict[str, Any]:
    """Reckon the standings of a checked and normalised accord/1 document.

    Returns the `accord-standings/1` mapping, JSON-able, with its keys in the contract's order.
    With `stages`, only the stages of those keys are given, in the file's order; stages they carry
    are reckoned as needed. Raises nothing on a document that `competition.document` accepts.
    """
    book = Scorebook(document)
    return {
        "format": "accord-standings/1",
        "competition": document["competition"]["key"],
        "stages": [
            _stage(book, stage)
            for stage in document["stages"]
            if stages is None or stage["key"] in stages
        ],
    }


def _stage(book: Scorebook, stage: Mapping[str, Any]) -> dict[str, Any]:
    ranking = rank_stage(book, stage)
    warnings = _kept_warnings(book, stage)
    through: set[str] = set()
    advance: Mapping[str, Any] | None = stage.get("advance")
    if advance:
        zones = {team["key"]: team.get("zone") for team in book.document["teams"]}
        through, lines = advancing(zones, ranking.placed, advance["top"])
        for line in lines:
            warning = {"code": "advance_tie", "to": advance["to"], "teams": line.teams}
            warnings.append(warning if line.zone is None else {**warning, "zone": line.zone})
    return {
        "stage": stage["key"],
        "complete": _is_complete(ranking),
        "warnings": warnings,
        "standings": [
            _row(
                book.rule, place, advance["to"] if advance and place.team.team in through else None
            )
            for place in ranking.placed
        ],
        "unranked": [_unranked(row) for row in ranking.unranked],
    }


def _is_complete(ranking: Ranking) -> bool:
    return all(row.reason == "withdrawn" for row in ranking.unranked)


def _kept_warnings(book: Scorebook, stage: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Name every entry with a total in which `min_kept` stopped the dropping, in file order."""
    teams = book.teams(stage["key"])
    entries = {
        (entry.match, entry.team): entry
        for team in teams.values()
        if not team.withdrawn
        for entry in team.entries
    }
    warnings: list[dict[str, Any]] = []
    for match in matches_in(stage):
        for raw in match["entries"]:
            entry = entries.get((match["key"], raw["team"]))
            if entry is None or entry.score is None:
                continue
            for group in entry.score.panel.groups:
                if group.short:
                    warning = {"code": "min_kept", "match": entry.match, "team": entry.team}
                    if group.category is not None:
                        warning["category"] = group.category
                    warnings.append(warning)
    return warnings


def _row(rule: Rule, place: Placed, advances: str | None) -> dict[str, Any]:
    joined = place.team.joined
    dimensions = joined.dimensions if joined else []
    return {
        "rank": place.rank,
        "team": place.team.team,
        "total": _print(rule, place.total),
        "tied": place.tied,
        "decided_by": place.decided_by,
        "deductions": plain(place.team.deductions),
        "advances": advances,
        "dimensions": {
            key: _print(rule, value) for key, value in zip(rule.dimensions, dimensions, strict=True)
        },
        "entries": [
            _entry(rule, entry, entry.score) for entry in place.team.entries if entry.score
        ],
    }


def _entry(rule: Rule, entry: EntryScore, score: EntryTotal) -> dict[str, Any]:
    return {
        "match": entry.match,
        "side": entry.side,
        "total": _print(rule, score.total),
        "counted": list(entry.judges),
        "dropped": {
            key: [entry.judges[seat] for seat in score.panel.dropped(place)]
            for place, key in enumerate(rule.dimensions)
        },
    }


def _unranked(row: Unranked) -> dict[str, Any]:
    if row.reason == "missing_sheet":
        return {"team": row.team.team, "reason": row.reason, "missing": list(row.team.missing)}
    return {"team": row.team.team, "reason": row.reason}


def _print(rule: Rule, value: Fraction) -> str:
    return print_decimal(value, rule.decimals, rule.rounding)
