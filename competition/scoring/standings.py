"""The output of a recount, `accord-standings/1` (scoring.md)."""

from collections.abc import Collection
from fractions import Fraction

from competition.file_types import AppealState, Document, StagePart
from competition.scoring.decimals import format_exact, format_rounded
from competition.scoring.entry import EntryScore, EntryTotal
from competition.scoring.ranking import Placed, Unranked, advancing_teams, rank_stage
from competition.scoring.rule import Rule
from competition.scoring.stage import Pause, Scorebook, no_pause
from competition.scoring.types import (
    EntryResult,
    StageStandings,
    Standings,
    StandingsRow,
    UnrankedReason,
    UnrankedRow,
)
from competition.scoring.warnings import advance_tie_warning, stage_warnings

AWAITED: frozenset[UnrankedReason] = frozenset(
    {"missing_sheet", "missing_score", "missing_carry", "no_sheet"}
)
"""A stage is not complete while a team waits for one of these."""
OPEN_APPEALS: frozenset[AppealState] = frozenset({"filed", "heard"})
"""An appeal in one of these states is not decided yet."""


def recount(
    document: Document, stages: Collection[str] | None = None, pause: Pause = no_pause
) -> Standings:
    """Compute the standings of a checked competition file, ready for JSON.

    With `stages`, only the stages with these keys are returned, in the file's order; stages that
    they carry are computed as needed. `pause` is called again and again. Raises nothing for a file
    that `competition.document` accepts.

    >>> from pathlib import Path
    >>> from competition.document import read_file
    >>> document = read_file(Path("competition/samples/chaoyang-final.json").read_bytes())
    >>> final = recount(document)["stages"][0]
    >>> final["complete"], {row["reason"] for row in final["unranked"]}
    (False, {'missing_sheet'})
    """
    book = Scorebook(document, pause)
    return {
        "format": "accord-standings/1",
        "competition": document["competition"]["key"],
        "stages": [
            _stage(book, stage)
            for stage in document["stages"]
            if stages is None or stage["key"] in stages
        ],
    }


def has_open_appeal(document: Document, stage_key: str) -> bool:
    """Return whether an appeal of a stage is filed or heard: its result is provisional."""
    return any(
        appeal["stage"] == stage_key and appeal["state"] in OPEN_APPEALS
        for appeal in document.get("appeals") or ()
    )


def _stage(book: Scorebook, stage: StagePart) -> StageStandings:
    ranking = rank_stage(book, stage)
    book.pause()
    complete = not any(row.reason in AWAITED for row in ranking.unranked)
    warnings = stage_warnings(book, stage, ranking)
    book.pause()
    advancing: set[str] = set()
    advance = stage.get("advance")
    # Who advances is not known before the stage is complete, so nothing is said of it.
    if advance and complete:
        zones = {team["key"]: team.get("zone") for team in book.document["teams"]}
        able = [
            (placed.team.team, placed.rank)
            for placed in ranking.placed
            if not book.has_left(placed.team.team, advance["to"])
        ]
        advancing, ties = advancing_teams(zones, able, advance["top"])
        warnings += [advance_tie_warning(advance, tie) for tie in ties]
    standings: StageStandings = {
        "stage": stage["key"],
        "complete": complete,
        "warnings": warnings,
        "standings": [
            _row(
                book,
                book.rule(stage["key"]),
                placed,
                advance["to"] if advance and placed.team.team in advancing else None,
            )
            for placed in ranking.placed
        ],
        "unranked": [_unranked(book, row) for row in ranking.unranked],
    }
    if has_open_appeal(book.document, stage["key"]):
        standings["provisional"] = True
    return standings


def _row(book: Scorebook, rule: Rule, placed: Placed, advances: str | None) -> StandingsRow:
    book.pause()
    combined = placed.team.combined
    dimensions = combined.dimensions if combined else []
    # A written test has none.
    keys = rule.dimensions if dimensions else ()
    return {
        "rank": placed.rank,
        "team": placed.team.team,
        "total": _format(rule, placed.total),
        "tied": placed.tied,
        "decided_by": placed.decided_by,
        "deductions": format_exact(placed.team.deductions),
        "advances": advances,
        "dimensions": {
            key: _format(rule, value) for key, value in zip(keys, dimensions, strict=True)
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


def _unranked(book: Scorebook, row: Unranked) -> UnrankedRow:
    unranked: UnrankedRow = {"team": row.team.team, "reason": row.reason}
    why = book.team_parts[row.team.team].get("reason")
    if row.team.left and why:
        unranked["why"] = why
    if row.reason == "missing_sheet":
        unranked["missing"] = list(row.team.missing)
    return unranked


def _format(rule: Rule, value: Fraction) -> str:
    return format_rounded(value, rule.decimals, rule.rounding)
