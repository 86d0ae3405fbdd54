"""The output of a recount, `accord-standings/1` (scoring.md)."""

from collections.abc import Collection
from fractions import Fraction

from competition.file_types import AdvancePart, Document, StagePart
from competition.scoring.decimals import format_exact, format_rounded
from competition.scoring.entry import EntryScore, EntryTotal
from competition.scoring.ranking import AdvanceTie, Placed, Unranked, advancing_teams, rank_stage
from competition.scoring.rule import Rule
from competition.scoring.stage import Scorebook, matches_in
from competition.scoring.types import (
    AdvanceTieWarning,
    EntryResult,
    MinKeptWarning,
    StageStandings,
    Standings,
    StandingsRow,
    StandingsWarning,
    UnrankedRow,
)


def recount(document: Document, stages: Collection[str] | None = None) -> Standings:
    """Compute the standings of a checked competition file, ready for JSON.

    With `stages`, only the stages with these keys are returned, in the file's order; stages that
    they carry are computed as needed. Raises nothing for a file that `competition.document`
    accepts.

    >>> from pathlib import Path
    >>> from competition.document import read_file
    >>> document = read_file(Path("competition/samples/chaoyang-final.json").read_bytes())
    >>> final = recount(document)["stages"][0]
    >>> final["complete"], {row["reason"] for row in final["unranked"]}
    (False, {'missing_sheet'})
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


def _stage(book: Scorebook, stage: StagePart) -> StageStandings:
    ranking = rank_stage(book, stage)
    warnings: list[StandingsWarning] = [*_min_kept_warnings(book, stage)]
    advancing: set[str] = set()
    advance = stage.get("advance")
    if advance:
        zones = {team["key"]: team.get("zone") for team in book.document["teams"]}
        advancing, ties = advancing_teams(zones, ranking.placed, advance["top"])
        warnings += [_advance_warning(advance, tie) for tie in ties]
    return {
        "stage": stage["key"],
        "complete": all(row.reason == "withdrawn" for row in ranking.unranked),
        "warnings": warnings,
        "standings": [
            _row(
                book.rule,
                placed,
                advance["to"] if advance and placed.team.team in advancing else None,
            )
            for placed in ranking.placed
        ],
        "unranked": [_unranked(row) for row in ranking.unranked],
    }


def _advance_warning(advance: AdvancePart, tie: AdvanceTie) -> AdvanceTieWarning:
    warning: AdvanceTieWarning = {
        "code": "advance_tie",
        "to": advance["to"],
        "teams": tie.teams,
    }
    if tie.zone is not None:
        warning["zone"] = tie.zone
    return warning


def _min_kept_warnings(book: Scorebook, stage: StagePart) -> list[MinKeptWarning]:
    """Name every entry with a total in which `min_kept` prevented dropping, in file order."""
    teams = book.teams(stage["key"])
    entries = {
        (entry.match, entry.team): entry
        for team in teams.values()
        if not team.withdrawn
        for entry in team.entries
    }
    warnings: list[MinKeptWarning] = []
    for match in matches_in(stage):
        for part in match["entries"]:
            entry = entries.get((match["key"], part["team"]))
            if entry is None or entry.score is None:
                continue
            for group in entry.score.panel.groups:
                if group.is_short:
                    warning: MinKeptWarning = {
                        "code": "min_kept",
                        "match": entry.match,
                        "team": entry.team,
                    }
                    if group.category is not None:
                        warning["category"] = group.category
                    warnings.append(warning)
    return warnings


def _row(rule: Rule, placed: Placed, advances: str | None) -> StandingsRow:
    combined = placed.team.combined
    dimensions = combined.dimensions if combined else []
    return {
        "rank": placed.rank,
        "team": placed.team.team,
        "total": _format(rule, placed.total),
        "tied": placed.tied,
        "decided_by": placed.decided_by,
        "deductions": format_exact(placed.team.deductions),
        "advances": advances,
        "dimensions": {
            key: _format(rule, value)
            for key, value in zip(rule.dimensions, dimensions, strict=True)
        },
        "entries": [
            _entry(rule, entry, entry.score) for entry in placed.team.entries if entry.score
        ],
    }


def _entry(rule: Rule, entry: EntryScore, score: EntryTotal) -> EntryResult:
    return {
        "match": entry.match,
        "side": entry.side,
        "total": _format(rule, score.total),
        "counted": list(entry.judges),
        "dropped": {
            key: [entry.judges[seat] for seat in score.panel.dropped(index)]
            for index, key in enumerate(rule.dimensions)
        },
    }


def _unranked(row: Unranked) -> UnrankedRow:
    if row.reason == "missing_sheet":
        return {"team": row.team.team, "reason": row.reason, "missing": list(row.team.missing)}
    return {"team": row.team.team, "reason": row.reason}


def _format(rule: Rule, value: Fraction) -> str:
    return format_rounded(value, rule.decimals, rule.rounding)
