"""What is said of each judge: leniency, spread, agreement, what was dropped, halo, drift."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from competition.fairness.cells import CountedSheet, JudgedEntry, StageCells
from competition.fairness.exact_statistics import (
    LEAST_FOR_CORRELATION,
    correlation,
    regress,
    sample_deviation,
)
from competition.fairness.notes import Notes, Outcome
from competition.fairness.types import JudgeFigures
from competition.scoring.decimals import common_numerators

Sheets = Sequence[tuple[JudgedEntry, CountedSheet]]
"""A judge's sheets, each with its entry."""


def judges_report(cells: StageCells, notes: Notes) -> list[JudgeFigures]:
    """Report on each judge with a sheet that counts; `model` is filled in by whoever fits it."""
    return [_figures(cells, judge, cells.sheets_of[judge], notes) for judge in cells.judges]


def _figures(cells: StageCells, judge: str, sheets: Sheets, notes: Notes) -> JudgeFigures:
    def noted(name: str, outcome: Outcome) -> float | None:
        return notes.figure(f"judges_report.{judge}.{name}", outcome)

    def on_totals(name: str, outcome: Outcome) -> float | None:
        return noted(name, "marked_by" if cells.marks_differ else outcome)

    return {
        "judge": judge,
        "sheets": len(sheets),
        "leniency": noted("leniency", leniency(cells, sheets, own_included=True)),
        "leniency_others": noted("leniency_others", leniency(cells, sheets, own_included=False)),
        "spread": on_totals("spread", sample_deviation([cells.mark(s.raw) for _, s in sheets])),
        "agreement": on_totals("agreement", agreement(sheets)),
        "dropped": sum(_count_dropped(entry, judge) for entry, _ in sheets),
        "halo": noted("halo", halo(sheets)),
        "drift": on_totals("drift", drift(cells, sheets)),
        "model": None,
    }


def leniency(cells: StageCells, sheets: Sheets, *, own_included: bool) -> Outcome:
    """The mean of mark − the panel's mean, over the judge's cells that somebody else marked too.

    The panel's mean is of all marks in the cell's entry and dimension, or without the judge's own.
    """
    # Sums of numerators by denominator, so that few fractions are made.
    numerators: dict[int, int] = {}
    count = 0
    for entry, sheet in sheets:
        for dimension, mark in enumerate(sheet.marks):
            marks = [other.marks[dimension] for other in entry.sheets]
            given = [each for each in marks if each is not None]
            if mark is None or len(given) < 2:
                continue
            # n × mark − sum is the same over n with the own mark, and over n − 1 without it.
            below = len(given) if own_included else len(given) - 1
            numerators[below] = numerators.get(below, 0) + len(given) * mark - sum(given)
            count += 1
    if not count:
        return "one_judge"
    apart = sum((Fraction(above, below) for below, above in numerators.items()), Fraction(0))
    return float(apart / (count * cells.mark_scale))


def agreement(sheets: Sheets) -> Outcome:
    """The correlation of the judge's totals with the mean of the others'."""
    shared = [(entry, sheet) for entry, sheet in sheets if len(entry.sheets) > 1]
    if not shared:
        return "one_judge"
    others = [
        Fraction(sum(each.total for each in entry.sheets) - sheet.total, len(entry.sheets) - 1)
        for entry, sheet in shared
    ]
    return correlation([sheet.total for _, sheet in shared], common_numerators(others))


def halo(sheets: Sheets) -> Outcome:
    """The mean correlation between the judge's dimensions; those without spread passed over."""
    if len(sheets) < LEAST_FOR_CORRELATION:
        return "too_few"
    columns = []
    for column in zip(*(sheet.marks for _, sheet in sheets), strict=True):
        marks = [mark for mark in column if mark is not None]
        if marks:
            columns.append(marks)
    if len(columns) < 2:
        return "too_few"
    outcomes = [correlation(first, second) for first, second in combinations(columns, 2)]
    found = [each for each in outcomes if not isinstance(each, str)]
    return sum(found) / len(found) if found else "no_spread"


def drift(cells: StageCells, sheets: Sheets) -> Outcome:
    """The slope of the judge's distance from the panel over the order of submission.

    The distance is sheet total − mean of all who marked the entry; entries that nobody else
    marked are passed over.
    """
    moments = {}
    for _, sheet in sheets:
        if sheet.first_submitted is None:
            return "no_times"
        moments[sheet.position] = dt.datetime.fromisoformat(sheet.first_submitted)
    in_order = sorted(sheets, key=lambda each: (moments[each[1].position], each[1].position))
    distances = []
    for entry, sheet in in_order:
        totals = [each.total for each in entry.sheets]
        if len(totals) > 1:
            apart = len(totals) * sheet.total - sum(totals)
            distances.append(Fraction(apart, len(totals) * cells.total_scale))
    if not distances:
        return "one_judge"
    if len(distances) < LEAST_FOR_CORRELATION:
        return "too_few"
    return float(regress(range(1, len(distances) + 1), distances).slope)


def _count_dropped(entry: JudgedEntry, judge: str) -> int:
    """How many of the judge's marks for an entry the rule left out; none without a total."""
    score = entry.score.score
    if score is None:
        return 0
    seat = entry.score.judges.index(judge)
    dimensions = range(len(score.products.numerators))
    return sum(seat in score.panel.dropped(dimension) for dimension in dimensions)
