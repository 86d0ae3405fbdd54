"""Teams' totals in many cases at once, and who leads in each.

Imports NumPy at once: import this module inside a function.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from competition.fairness.cells import JudgedEntry, StageCells
from competition.fairness.combining_ways import CombiningWay
from competition.fairness.counted_panels import CountedTotals, Counts, Flags, weigh_panel
from competition.fairness.exact_arrays import FractionArray, add_all, times


def entry_totals(
    cells: StageCells, way: CombiningWay, entry: JudgedEntry, counts: Counts
) -> CountedTotals:
    """Return an entry's totals when its sheets count so many times each (sheets × cases)."""
    categories = [cells.book.judges[sheet.judge].get("category") or "" for sheet in entry.sheets]
    found = weigh_panel(way.rule, way.sheets(entry), way.scale(cells), categories, counts)
    if not way.as_ruled:
        return found
    totals = found.totals
    if entry.score.deducted:
        totals = totals.plus(FractionArray.of(-entry.score.deducted))
    return CountedTotals(_rounded(way, totals), found.given)


def joined_totals(
    cells: StageCells, way: CombiningWay, team: str, entries: Sequence[CountedTotals]
) -> CountedTotals:
    """Join a team's entries by `across_matches` over those with a total, and add what it carries.

    The team has a place in the stage's standings.
    """
    joined = _join(cells.stage["across_matches"], entries)
    if not way.as_ruled:
        return joined
    in_stage = cells.book.teams(cells.stage["key"])[team]
    stage_total = cells.book.stage_total(cells.stage, in_stage)
    totals = joined.totals
    if stage_total is not None and stage_total.carried:
        totals = totals.times(FractionArray.of(stage_total.weight))
        for carried in stage_total.carried:
            amount = (carried.total or Fraction(0)) * carried.weight
            totals = totals.plus(FractionArray.of(amount))
    return CountedTotals(_rounded(way, totals), joined.given)


class Leading(NamedTuple):
    """Who leads in each case (teams × cases), teams in the order of `teams`."""

    teams: list[str]
    leads: Flags


def leading_teams(totals: Mapping[str, CountedTotals]) -> Leading:
    """Say which teams have the highest total in each case; without any total nobody leads."""
    found = list(totals.values())
    best, given = found[0].totals, found[0].given
    for each in found[1:]:
        higher = each.given & (~given | each.totals.is_above(best))
        best, given = each.totals.where(higher, best), given | each.given
    leads = [each.given & each.totals.equals(best) for each in found]
    return Leading(list(totals), np.array(leads))


def _rounded(way: CombiningWay, totals: FractionArray) -> FractionArray:
    if "total" in way.rule.round_at:
        return totals.rounded(way.rule.decimals, way.rule.rounding)
    return totals


def _join(across_matches: str, entries: Sequence[CountedTotals]) -> CountedTotals:
    given = np.any([each.given for each in entries], axis=0)
    if len(entries) == 1:
        return entries[0]
    if across_matches == "best":
        best, has_best = entries[0].totals, entries[0].given
        for each in entries[1:]:
            higher = each.given & (~has_best | each.totals.is_above(best))
            best, has_best = each.totals.where(higher, best), has_best | each.given
        return CountedTotals(best, given)
    nothing = FractionArray.of(Fraction(0))
    total = add_all([each.totals.where(each.given, nothing) for each in entries])
    if across_matches == "mean":
        number = np.sum([each.given for each in entries], axis=0, dtype=np.int64)
        divisor = np.where(given, number, 1)
        total = FractionArray(total.numerators, times(total.denominators, divisor))
    return CountedTotals(total, given)
