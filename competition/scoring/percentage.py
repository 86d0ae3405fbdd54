"""A deduction given as so many percent of an entry's total, turned into points."""

from fractions import Fraction
from typing import NamedTuple

from competition.scoring.decimals import format_exact, format_rounded, round_fraction
from competition.scoring.rule import Rule
from competition.scoring.stage import Scorebook


class PercentInPoints(NamedTuple):
    """So many percent of an entry's `total` before its deductions are `points`.

    `total` is printed with the decimals of the rule, `points` without trailing zeros.
    """

    total: str
    points: str


def percent_in_points(
    book: Scorebook, match: str, team: str, percent: str
) -> PercentInPoints | None:
    """How many points so many percent of an entry's total are, as its marks stand.

    The total is what the rule gives without any deduction, rounded where the rule rounds totals.
    The points are rounded to the rule's decimals, halves up. None while the entry has no total, or
    one below 0, of which no part can be taken off.
    """
    total = _total_before_deductions(book, match, team)
    if total is None or total[1] < 0:
        return None
    rule, before = total
    points = round_fraction(before * Fraction(percent) / 100, rule.decimals, "half_up")
    return PercentInPoints(
        format_rounded(before, rule.decimals, rule.rounding), format_exact(points)
    )


def _total_before_deductions(
    book: Scorebook, match: str, team: str
) -> tuple[Rule, Fraction] | None:
    for stage in book.stages:
        in_stage = book.teams(stage).get(team)
        for entry in in_stage.entries if in_stage else ():
            if entry.match == match and entry.score is not None:
                rule = book.rule(stage)
                return rule, rule.round_total(entry.score.weighted.sum())
    return None
