"""The rule of a competition: its `scoring` and the factors of its rubric, ready to reckon with."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from competition.scoring.decimals import round_fraction, to_units


@dataclass(frozen=True, slots=True)
class Rule:
    """What scoring.md calls the rule, one field a field of the file, numbers made exact.

    `factors` stand in the rubric's order and are whole numbers of 1/`factor_scale`;
    `category_weights` are whole numbers of one common unit and empty where there are none.
    """

    dimensions: tuple[str, ...]
    factors: tuple[int, ...]
    factor_scale: int
    combine: str
    drop_high: int
    drop_low: int
    drop_by: str
    min_kept: int
    category_weights: Mapping[str, int]
    decimals: int
    rounding: str
    round_at: frozenset[str]
    missing_sheet: str
    tie_break: tuple[str, ...]

    def round_total(self, value: Fraction) -> Fraction:
        """Round a total if the rule names `total` under `round_at`."""
        if "total" in self.round_at:
            return round_fraction(value, self.decimals, self.rounding)
        return value


def read_rule(document: Mapping[str, Any]) -> Rule:
    """Read the rule of a checked and normalised accord/1 document."""
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
