"""Ground floor: how marks become places. Pure, exact, deterministic; standard library only."""

from competition.scoring.exact import plain, print_decimal
from competition.scoring.explain import explain
from competition.scoring.marks import sheet_total
from competition.scoring.standings import recount

__all__ = ["explain", "plain", "print_decimal", "recount", "sheet_total"]
