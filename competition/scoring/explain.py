"""Everything a person needs to follow one team's total by hand.

Nothing is computed here: the steps are read from the objects that the standings are made of.
Exact values are written by `format_exact`: a finite decimal, or "n/d".
"""

from fractions import Fraction

from competition.file_types import Document, StagePart
from competition.scoring.decimals import format_exact, format_rounded
from competition.scoring.entry import EntryScore, EntryTotal
from competition.scoring.explanation_types import (
    ExplainedCarry,
    ExplainedCategory,
    ExplainedCombination,
    ExplainedDimension,
    ExplainedEntry,
    ExplainedPaper,
    ExplainedScore,
    ExplainedTieBreak,
    ExplainedTotal,
    Explanation,
)
from competition.scoring.marks import weighted_sum
from competition.scoring.panel import PanelGroup
from competition.scoring.ranking import rank_stage
from competition.scoring.rule import Rule
from competition.scoring.stage import CombinedMatches, Scorebook, StageTotal, TeamInStage
from competition.scoring.tie_break import TieBreakAttempt


def explain(
    document: Document, stage_key: str, team_key: str, book: Scorebook | None = None
) -> Explanation:
    """Explain one team's total and place in one stage of a checked competition file.

    Returns every step of scoring.md, ready for JSON: the team's `entries` (per dimension the
    marks, what was dropped, and the values before and after rounding), how they were combined
    over matches (`joined`), or in a written test its scores (`paper`), `carry`, `total` and
    `tie_breaks`; or the `reason` why the team has no place. What does not exist yet is null.
    `book` is the document's, if it has been read. Raises KeyError if there is no such stage, or
    the team has no entry in it.

    >>> from pathlib import Path
    >>> from competition.document import read_file
    >>> document = read_file(Path("competition/samples/chaoyang-final.json").read_bytes())
    >>> team = document["teams"][0]["key"]
    >>> explanation = explain(document, "final", team)
    >>> explanation["rank"], explanation["reason"], len(explanation["entries"])
    (None, 'missing_sheet', 1)
    """
    book = book or Scorebook(document)
    stage = book.stages[stage_key]
    team = book.teams(stage_key)[team_key]
    ranking = rank_stage(book, stage)
    placed = next((row for row in ranking.placed if row.team is team), None)
    unranked = next((row for row in ranking.unranked if row.team is team), None)
    ranked = placed or unranked
    stage_total = ranked.stage_total if ranked else None
    rule = book.rule(stage_key)
    return {
        "stage": stage_key,
        "team": team_key,
        "rank": placed.rank if placed else None,
        "tied": placed.tied if placed else None,
        "decided_by": placed.decided_by if placed else None,
        "reason": unranked.reason if unranked else None,
        "entries": [_explain_entry(book, rule, entry) for entry in team.entries],
        "void_matches": team.void_matches,
        "joined": _explain_combination(rule, stage, team.combined),
        "paper": _explain_paper(stage, team),
        "deductions": format_exact(team.deductions),
        "carry": _explain_carry(stage_total),
        "total": _explain_total(rule, stage_total),
        "tie_breaks": [_explain_tie_break(each) for each in placed.attempts] if placed else [],
        "tied_with": [
            row.team.team
            for row in ranking.placed
            if placed and row is not placed and row.total == placed.total
        ],
    }


def _explain_entry(book: Scorebook, rule: Rule, entry: EntryScore) -> ExplainedEntry:
    units = book.marks.scale * rule.factor_scale
    sheet_totals = {
        judge: Fraction(weighted_sum(marks, rule), units)
        for judge, marks in zip(entry.judges, entry.sheets, strict=True)
    }
    return {
        "match": entry.match,
        "side": entry.side,
        "seats": [
            {
                "judge": judge,
                "category": book.judges[judge].get("category"),
                "head": bool(book.judges[judge].get("head")),
                "recused": judge in entry.recused,
                "counted": judge in sheet_totals,
                "sheet_total": (
                    format_exact(sheet_totals[judge]) if judge in sheet_totals else None
                ),
            }
            for judge in entry.seats
        ],
        "score": _explain_score(book, rule, entry, entry.score) if entry.score else None,
    }


def _explain_score(
    book: Scorebook, rule: Rule, entry: EntryScore, score: EntryTotal
) -> ExplainedScore:
    return {
        "nothing_dropped_by_min_kept": any(group.is_short for group in score.panel.groups),
        "dimensions": [
            _explain_dimension(book, rule, entry, score, index, key)
            for index, key in enumerate(rule.dimensions)
        ],
        "sum": format_exact(score.weighted.sum()),
        "deductions": [
            {
                "points": format_exact(Fraction(deduction["points"])),
                "reason": deduction.get("reason"),
            }
            for deduction in entry.deductions
        ],
        "deducted": format_exact(entry.deducted),
        "total_exact": format_exact(score.exact_total),
        "total": format_exact(score.total),
        "printed": format_rounded(score.total, rule.decimals, rule.rounding),
    }


def _explain_dimension(
    book: Scorebook, rule: Rule, entry: EntryScore, score: EntryTotal, index: int, key: str
) -> ExplainedDimension:
    dropped = score.panel.dropped(index)
    return {
        "dimension": key,
        "seats": [
            {
                "judge": judge,
                "category": book.judges[judge].get("category"),
                "mark": format_exact(Fraction(marks[index], book.marks.scale)),
                "kept": seat not in dropped,
            }
            for seat, (judge, marks) in enumerate(zip(entry.judges, entry.sheets, strict=True))
            if rule.is_marked(index, book.judges[judge].get("category"))
        ],
        "categories": _explain_categories(
            score.panel.marking_groups(index), index, book.marks.scale
        ),
        "combine": rule.combine,
        "panel": format_exact(score.panel.values.value(index)),
        "panel_rounded": format_exact(score.rounded_panel.value(index)),
        "factor": format_exact(Fraction(rule.factors[index], rule.factor_scale)),
        "product": format_exact(score.products.value(index)),
        "weighted": format_exact(score.weighted.value(index)),
    }


def _explain_categories(
    groups: list[PanelGroup], dimension: int, scale: int
) -> list[ExplainedCategory]:
    weights = sum(group.weight for group in groups)
    return [
        {
            "category": group.category,
            "weight": format_exact(Fraction(group.weight, weights)),
            "value": format_exact(group.combined.value(dimension) / scale),
            "nothing_dropped_by_min_kept": group.short[dimension],
        }
        for group in groups
        if group.category is not None
    ]


def _explain_combination(
    rule: Rule, stage: StagePart, combined: CombinedMatches | None
) -> ExplainedCombination | None:
    if combined is None or stage.get("kind") == "paper":
        return None
    return {
        "across_matches": stage["across_matches"],
        "matches": [entry.match for entry in combined.entries],
        "total": format_exact(combined.total),
        "dimensions": {
            key: format_exact(value)
            for key, value in zip(rule.dimensions, combined.dimensions, strict=True)
        },
        "head": None if combined.head is None else format_exact(combined.head),
    }


def _explain_paper(stage: StagePart, team: TeamInStage) -> ExplainedPaper | None:
    if stage.get("kind") != "paper":
        return None
    per, scores = stage["per"], team.paper
    return {
        "per": per,
        "combine": stage.get("combine", "mean") if per == "member" else None,
        "max": stage["max"],
        "scores": [
            {
                "member": score.get("member"),
                "score": score["score"],
                "counted": scores is not None and score in scores.counted,
            }
            for score in stage.get("scores") or ()
            if score["team"] == team.team
        ],
        "missing": scores.missing if scores else [],
        "exact": format_exact(scores.total) if scores else None,
        "total": format_exact(team.combined.total) if team.combined else None,
    }


def _explain_carry(stage_total: StageTotal | None) -> ExplainedCarry | None:
    if stage_total is None or not stage_total.carried:
        return None
    return {
        "weight": format_exact(stage_total.weight),
        "stages": [
            {
                "stage": earlier.stage,
                "total": None if earlier.total is None else format_exact(earlier.total),
                "weight": format_exact(earlier.weight),
                "product": (
                    None if earlier.total is None else format_exact(earlier.total * earlier.weight)
                ),
            }
            for earlier in stage_total.carried
        ],
    }


def _explain_total(rule: Rule, stage_total: StageTotal | None) -> ExplainedTotal | None:
    if stage_total is None or stage_total.exact is None or stage_total.total is None:
        return None
    return {
        "exact": format_exact(stage_total.exact),
        "rounded": format_exact(stage_total.total),
        "printed": format_rounded(stage_total.total, rule.decimals, rule.rounding),
    }


def _explain_tie_break(attempt: TieBreakAttempt) -> ExplainedTieBreak:
    orders = {
        team.team: order for order, group in enumerate(attempt.groups, start=1) for team in group
    }
    values = attempt.values or [None] * len(attempt.teams)
    return {
        "rule": attempt.rule,
        "decided": attempt.decided,
        "teams": [
            {
                "team": team.team,
                "value": None if value is None else format_exact(value),
                "order": orders[team.team],
            }
            for team, value in zip(attempt.teams, values, strict=True)
        ],
    }
