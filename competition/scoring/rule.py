"""The scoring rule of a competition: its `scoring` part and its rubric's factors, as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from competition.file_types import Combine, Document, DropBy, MissingSheet, RoundAt, Rounding
from competition.scoring.decimals import round_fraction, to_units


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of scoring.md, with the names of the file's fields and exact numbers.

    `factors` are whole numbers of 1/`factor_scale`, in the rubric's order;
    `category_weights` are whole numbers of one common unit, and empty if there are none.
    """

    dimensions: tuple[str, ...]
    factors: tuple[int, ...]
    factor_scale: int
    combine: Combine
    drop_high: int
    drop_low: int
    drop_by: DropBy
    min_kept: int
    category_weights: Mapping[str, int]
    decimals: int
    rounding: Rounding
    round_at: frozenset[RoundAt]
    missing_sheet: MissingSheet
    tie_break: tuple[str, ...]

    def round_total(self, value: Fraction) -> Fraction:
        """Round a total if the rule names `total` under `round_at`."""
        if "total" in self.round_at:
            return round_fraction(value, self.decimals, self.rounding)
        return value


def read_rule(document: Document) -> Rule:
    """Read the rule of a checked competition file."""
    dimensions = document["rubric"]["dimensions"]
    scoring = document["scoring"]
    factors, factor_scale = to_units([dimension["factor"] for dimension in dimensions])
    weights, _ = to_units(list((scoring.get("category_weights") or {}).values()))
    return Rule(
        dimensions=tuple(dimension["key"] for dimension in dimensions),
        factors=tuple(factors[dimension["factor"]] for dimension in dimensions),
        factor_scale=factor_scale,
        combine=scoring["combine"],
        drop_high=scoring["drop_high"],
        drop_low=scoring["drop_low"],
        drop_by=scoring["drop_by"],
        min_kept=scoring["min_kept"],
        category_weights={
            category: weights[weight]
            for category, weight in (scoring.get("category_weights") or {}).items()
        },
        decimals=scoring["decimals"],
        rounding=scoring["rounding"],
        round_at=frozenset(scoring["round_at"]),
        missing_sheet=scoring["missing_sheet"],
        tie_break=tuple(scoring["tie_break"]),
    )
