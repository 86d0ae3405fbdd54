"""How far each judge's sheets are from the others' on the same performances, in points."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from competition.fairness.cells import CountedSheet, JudgedEntry, StageCells
from competition.fairness.page_types import HeatPanel, LeniencyRow

LEAST_SHEETS = 3
"""With fewer sheets nothing is said of a judge."""
FAR = Fraction(3, 100)
"""How much of the span between the worst and the best sheet a far judge differs by."""
_CONFIDENCE = 0.95


def sheet_span(cells: StageCells) -> Fraction:
    """How many points the best possible sheet is above the worst possible one."""
    from competition.rule_in_force import rubric_of

    dimensions = rubric_of(cells.book.document, cells.stage)["dimensions"]
    return sum(
        (
            Fraction(each["factor"]) * (Fraction(each["max"]) - Fraction(each.get("min", "0")))
            for each in dimensions
        ),
        Fraction(0),
    )


def leniency_rows(cells: StageCells) -> list[LeniencyRow]:
    """Each judge's mean distance from the others with its 95 % interval (Student's t).

    A judge is far whose interval leaves out 0 and whose mean is more than `FAR` of the span.
    """
    span = sheet_span(cells)
    found = []
    for judge in cells.judges:
        distances = [
            distance
            for entry, sheet in cells.sheets_of[judge]
            if (distance := _distance(cells, entry, sheet)) is not None
        ]
        found.append(_row(judge, distances, FAR * span))
    return found


def heat_panels(cells: StageCells) -> list[HeatPanel]:
    """The performances by the judges who marked them, each sheet against the mean of all."""
    panels: dict[tuple[str, ...], HeatPanel] = {}
    for entry in cells.entries:
        marked = {sheet.judge: sheet for sheet in entry.sheets}
        judges = tuple(judge for judge in cells.judges if judge in marked)
        panel = panels.setdefault(judges, {"judges": list(judges), "rows": []})
        panel["rows"].append(
            {
                "team": entry.team,
                "match": entry.match,
                "cells": [_heat(cells, entry, marked[judge]) for judge in judges],
            }
        )
    return list(panels.values())


def _row(judge: str, distances: Sequence[Fraction], limit: Fraction) -> LeniencyRow:
    from competition.fairness.distributions import f_quantile

    count = len(distances)
    if count < LEAST_SHEETS:
        return {
            "judge": judge,
            "sheets": count,
            "points": None,
            "low": None,
            "high": None,
            "is_far": False,
        }
    mean = sum(distances, Fraction(0)) / count
    spread = sum(((each - mean) ** 2 for each in distances), Fraction(0)) / (count - 1)
    # The square of Student's t is F with one degree of freedom above.
    quantile = f_quantile(_CONFIDENCE, 1, count - 1) ** 0.5
    half = quantile * float(spread / count) ** 0.5
    return {
        "judge": judge,
        "sheets": count,
        "points": float(mean),
        "low": float(mean) - half,
        "high": float(mean) + half,
        "is_far": abs(mean) > limit and abs(float(mean)) > half,
    }


def _distance(cells: StageCells, entry: JudgedEntry, sheet: CountedSheet) -> Fraction | None:
    """Σ factor × (mark − mean of the others) over the dimensions that others marked too."""
    total, is_found = Fraction(0), False
    for dimension, (count, added) in _sums(entry).items():
        mark = sheet.marks[dimension]
        if mark is not None and count > 1:
            others = Fraction(added - mark, count - 1)
            total += cells.rule.factors[dimension] * (mark - others)
            is_found = True
    return total / cells.total_scale if is_found else None


def _heat(cells: StageCells, entry: JudgedEntry, sheet: CountedSheet) -> float | None:
    total, is_found = Fraction(0), False
    for dimension, (count, added) in _sums(entry).items():
        mark = sheet.marks[dimension]
        if mark is not None and count > 1:
            total += cells.rule.factors[dimension] * (mark - Fraction(added, count))
            is_found = True
    return float(total / cells.total_scale) if is_found else None


def _sums(entry: JudgedEntry) -> Mapping[int, tuple[int, int]]:
    """By dimension how many marked it and the sum of their marks, in units."""
    found: dict[int, tuple[int, int]] = {}
    for sheet in entry.sheets:
        for dimension, mark in enumerate(sheet.marks):
            if mark is not None:
                count, added = found.get(dimension, (0, 0))
                found[dimension] = count + 1, added + mark
    return found
