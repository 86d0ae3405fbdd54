"""Ground floor: how marks become places. Pure, exact, deterministic; standard library only."""

from competition.scoring.decimals import plain, print_decimal
from competition.scoring.explain import explain
from competition.scoring.mark_breakdown import break_down_marks
from competition.scoring.marks import sheet_total
from competition.scoring.standings import recount

__all__ = ["break_down_marks", "explain", "plain", "print_decimal", "recount", "sheet_total"]
