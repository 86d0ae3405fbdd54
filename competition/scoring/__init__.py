"""Ground floor: how marks become places. Pure, exact, deterministic; standard library only."""

from competition.scoring.exact import plain, print_decimal
from competition.scoring.explain import explain
from competition.scoring.laid_open import lay_open
from competition.scoring.marks import sheet_total
from competition.scoring.standings import recount

__all__ = ["explain", "lay_open", "plain", "print_decimal", "recount", "sheet_total"]
