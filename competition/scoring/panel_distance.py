"""Who is far from the rest of a panel, with a sheet or all along; no score hangs on it.

The rule, in an official's words: a sheet is far from the panel if its total is more than a tenth of
the highest total possible away from the panel's median, the middle one of the submitted totals.
The own total is among them, so that of three judges of whom two agree only the third is far. With
fewer than three sheets there is no panel to be far from. A judge is off the panel's scale who, over
four sheets or more, is on average more than a twentieth of it above or below that median.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import median

SHARE = Fraction(1, 10)
"""Of the highest total possible: a sheet that far away is not far yet."""
FEWEST = 3
"""Submitted sheets that make a panel."""
SHARE_ON_AVERAGE = Fraction(1, 20)
FEWEST_SHEETS = 4
"""Of one judge, beside a panel each: one bad sheet is not a scale of one's own."""


def distances_from_panel(totals: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """How far each total is above (below zero: below) the panel's median; none without a panel.

    `totals` are those of the submitted sheets for one team in one match, by judge, exact and of
    the same dimensions.

    >>> distances_from_panel({"an": Fraction(81), "bo": Fraction(79), "cy": Fraction(94)})["cy"]
    Fraction(13, 1)
    """
    if len(totals) < FEWEST:
        return {}
    middle = median(totals.values())
    return {judge: total - middle for judge, total in totals.items()}


def far_from_panel(totals: Mapping[str, Fraction], highest: Fraction) -> dict[str, Fraction]:
    """The judges whose totals are far from the panel, in the order of `totals`, and how far.

    `highest` is the highest total that such a sheet can have.

    >>> totals = {"an": Fraction(81), "bo": Fraction(79), "cy": Fraction(94), "di": Fraction(84)}
    >>> far_from_panel(totals, Fraction(100))
    {'cy': Fraction(23, 2)}
    >>> far_from_panel({"an": Fraction(81), "cy": Fraction(94)}, Fraction(100))
    {}
    """
    limit = highest * SHARE
    distances = distances_from_panel(totals)
    return {judge: distance for judge, distance in distances.items() if abs(distance) > limit}


def off_scale(distances: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """How far a judge is above the panel on average (below zero: below), who is off its scale.

    `distances` are those of the judge's sheets, each with the highest total of such a sheet. None
    for a judge who is not off the scale.

    >>> off_scale([(Fraction(6), Fraction(100))] * 4), off_scale([(Fraction(6), Fraction(100))] * 3)
    (Fraction(6, 1), None)
    """
    if len(distances) < FEWEST_SHEETS:
        return None
    share = sum((distance / highest for distance, highest in distances), Fraction(0))
    if abs(share) <= SHARE_ON_AVERAGE * len(distances):
        return None
    return sum((distance for distance, _ in distances), Fraction(0)) / len(distances)
