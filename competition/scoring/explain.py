"""Everything a person needs to follow one team's total by hand.

Nothing is reckoned here: the steps are read off the objects that the standings are made from.
Exact values are printed by `plain`: a finite decimal, or "n/d".
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from competition.scoring.decimals import DecimalRow, plain, print_decimal
from competition.scoring.entry import EntryScore, EntryTotal
from competition.scoring.marks import weighted_sum
from competition.scoring.panel import PanelGroup
from competition.scoring.ranking import rank_stage
from competition.scoring.rule import Rule
from competition.scoring.stage import Combined, Scorebook, StageTotal
from competition.scoring.tie_break import TieBreakAttempt


def explain(document: Mapping[str, Any], stage_key: str, team_key: str) -> dict[str, Any]:
    """Explain one team's total and place in one stage of a checked accord/1 document.

    Returns a JSON-able mapping: `stage`, `team`, `rank`, `tied`, `decided_by`, `reason` (why it
    is unranked, else null), `entries` (each step of scoring.md), `joined`, `carry`, `total`
    (exact before and after the last rounding, and as printed) and `tie_breaks`. What does not
    exist yet is null. Raises KeyError where the stage does not exist or the team has no entry.

    An entry has `seats` (judge, category, head, counted, raw sheet total), and `score`: per
    dimension the `seats` that count with `mark` and `kept`, the `categories` (weight rescaled
    to 1, combined value), `panel` and `product` with their rounded forms; then `sum`,
    `deductions`, and the total before and after rounding.
    """
    book = Scorebook(document)
    stage = book.stages[stage_key]
    team = book.teams(stage_key)[team_key]
    ranking = rank_stage(book, stage)
    placed = next((row for row in ranking.placed if row.team is team), None)
    unranked = next((row for row in ranking.unranked if row.team is team), None)
    parts = placed.parts if placed else unranked.parts if unranked else None
    return {
        "stage": stage_key,
        "team": team_key,
        "rank": placed.rank if placed else None,
        "tied": placed.tied if placed else None,
        "decided_by": placed.decided_by if placed else None,
        "reason": unranked.reason if unranked else None,
        "entries": [_entry(book, entry) for entry in team.entries],
        "joined": _joined(book.rule, stage["across_matches"], team.joined),
        "deductions": plain(team.deductions),
        "carry": _carry(parts),
        "total": _total(book.rule, parts),
        "tie_breaks": [_try(attempt) for attempt in placed.tries] if placed else [],
        "tied_with": [
            row.team.team
            for row in ranking.placed
            if placed and row is not placed and row.total == placed.total
        ],
    }


def _entry(book: Scorebook, entry: EntryScore) -> dict[str, Any]:
    below = book.marks.scale * book.rule.factor_scale
    raw = {
        judge: Fraction(weighted_sum(marks, book.rule), below)
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
                "counted": judge in raw,
                "sheet_total": plain(raw[judge]) if judge in raw else None,
            }
            for judge in entry.seats
        ],
        "score": _score(book, entry, entry.score) if entry.score else None,
    }


def _score(book: Scorebook, entry: EntryScore, score: EntryTotal) -> dict[str, Any]:
    rule = book.rule
    panels = score.panel.values.fractions()
    rounded = score.rounded_panel.fractions()
    products = score.products.fractions()
    weighted = score.weighted.fractions()
    return {
        "nothing_dropped_by_min_kept": any(group.short for group in score.panel.groups),
        "dimensions": [
            {
                "dimension": key,
                "seats": [
                    {
                        "judge": judge,
                        "category": book.judges[judge].get("category"),
                        "mark": plain(Fraction(marks[place], book.marks.scale)),
                        "kept": seat not in score.panel.dropped(place),
                    }
                    for seat, (judge, marks) in enumerate(
                        zip(entry.judges, entry.sheets, strict=True)
                    )
                ],
                "categories": _categories(score.panel.groups, place, book.marks.scale),
                "combine": rule.combine,
                "panel": plain(panels[place]),
                "panel_rounded": plain(rounded[place]),
                "factor": plain(Fraction(rule.factors[place], rule.factor_scale)),
                "product": plain(products[place]),
                "weighted": plain(weighted[place]),
            }
            for place, key in enumerate(rule.dimensions)
        ],
        "sum": plain(score.weighted.sum()),
        "deductions": [
            {"points": plain(Fraction(item["points"])), "reason": item.get("reason")}
            for item in entry.deductions
        ],
        "deducted": plain(entry.deducted),
        "total_exact": plain(score.exact_total),
        "total": plain(score.total),
        "printed": print_decimal(score.total, rule.decimals, rule.rounding),
    }


def _categories(groups: list[PanelGroup], place: int, scale: int) -> list[dict[str, Any]]:
    weights = sum(group.weight for group in groups)
    return [
        {
            "category": group.category,
            "weight": plain(Fraction(group.weight, weights)),
            "value": plain(_at(group.combined, place) / scale),
            "nothing_dropped_by_min_kept": group.short,
        }
        for group in groups
        if group.category is not None
    ]


def _at(row: DecimalRow, place: int) -> Fraction:
    return Fraction(row.numerators[place], row.denominator)


def _joined(rule: Rule, how: str, joined: Combined | None) -> dict[str, Any] | None:
    if joined is None:
        return None
    return {
        "across_matches": how,
        "matches": [entry.match for entry in joined.used],
        "total": plain(joined.total),
        "dimensions": {
            key: plain(value) for key, value in zip(rule.dimensions, joined.dimensions, strict=True)
        },
        "head": None if joined.head is None else plain(joined.head),
    }


def _carry(parts: StageTotal | None) -> dict[str, Any] | None:
    if parts is None or not parts.carried:
        return None
    return {
        "weight": plain(parts.weight),
        "stages": [
            {
                "stage": share.stage,
                "total": None if share.total is None else plain(share.total),
                "weight": plain(share.weight),
                "product": None if share.total is None else plain(share.total * share.weight),
            }
            for share in parts.carried
        ],
    }


def _total(rule: Rule, parts: StageTotal | None) -> dict[str, str] | None:
    if parts is None or parts.exact is None or parts.total is None:
        return None
    return {
        "exact": plain(parts.exact),
        "rounded": plain(parts.total),
        "printed": print_decimal(parts.total, rule.decimals, rule.rounding),
    }


def _try(attempt: TieBreakAttempt) -> dict[str, Any]:
    places = {
        team.team: place for place, part in enumerate(attempt.parts, start=1) for team in part
    }
    values = attempt.values or [None] * len(attempt.teams)
    return {
        "rule": attempt.rule,
        "decided": attempt.decided,
        "teams": [
            {
                "team": team.team,
                "value": None if value is None else plain(value),
                "order": places[team.team],
            }
            for team, value in zip(attempt.teams, values, strict=True)
        ],
    }
