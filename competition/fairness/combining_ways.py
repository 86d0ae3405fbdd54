"""The four ways in which the report asks who is first: the rule's, and three plain ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from competition.fairness.cells import JudgedEntry, StageCells
from competition.scoring.rule import Rule


@dataclass(frozen=True)
class CombiningWay:
    """A way from marks to a total.

    With `whole_sheets` a sheet is its total alone. Deductions, carried totals and the rounding of
    totals belong to the way `as_ruled` only.
    """

    rule: Rule
    whole_sheets: bool
    as_ruled: bool

    def sheets(self, entry: JudgedEntry) -> Sequence[Sequence[int]]:
        """Return an entry's sheets in seat order, as the rule of this way reads them."""
        if self.whole_sheets:
            return [[sheet.total] for sheet in entry.sheets]
        return entry.score.sheets

    def scale(self, cells: StageCells) -> int:
        """Return how many units make 1 in these sheets."""
        return cells.total_scale if self.whole_sheets else cells.mark_scale


def as_ruled(cells: StageCells) -> CombiningWay:
    """The competition's own rule."""
    return CombiningWay(cells.rule, whole_sheets=False, as_ruled=True)


def plain_ways(cells: StageCells) -> dict[str, CombiningWay | None]:
    """Mean and median of whole sheets, and the trimmed mean of each dimension's marks.

    Where judges mark different dimensions whole sheets cannot be compared: None.
    """
    plain = replace(
        cells.rule,
        combine="mean",
        drop_high=0,
        drop_low=0,
        drop_by="dimension",
        min_kept=1,
        category_weights={},
        round_at=frozenset(),
    )
    trimmed = replace(plain, drop_high=1, drop_low=1)
    whole = replace(plain, dimensions=("total",), factors=(1,), factor_scale=1, marked_by=())
    ways: dict[str, CombiningWay | None] = {
        "mean": CombiningWay(whole, whole_sheets=True, as_ruled=False),
        "trimmed": CombiningWay(trimmed, whole_sheets=False, as_ruled=False),
        "median": CombiningWay(replace(whole, combine="median"), whole_sheets=True, as_ruled=False),
    }
    if cells.marks_differ:
        ways["mean"] = ways["median"] = None
    return ways
