"""The rule that holds in a stage: its `scoring` and the factors of its rubric, as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from competition.file_types import (
    Combine,
    DropBy,
    MissingSheet,
    RoundAt,
    Rounding,
    RubricPart,
    ScoringPart,
)
from competition.scoring.decimals import round_fraction, to_units


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of scoring.md, with the names of the file's fields and exact numbers.

    `factors` are whole numbers of 1/`factor_scale`, in the rubric's order;
    `category_weights` are whole numbers of one common unit, and empty if there are none.
    `marked_by` are the judge categories that mark each dimension, None where all do; it is empty
    where every dimension is marked by all.
    """

    dimensions: tuple[str, ...]
    factors: tuple[int, ...]
    factor_scale: int
    marked_by: tuple[frozenset[str] | None, ...]
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

    def is_marked(self, dimension: int, category: str | None) -> bool:
        """Return whether judges of a category mark a dimension, counted from 0 in the rubric."""
        if not self.marked_by:
            return True
        categories = self.marked_by[dimension]
        return categories is None or category in categories


def read_rule(rubric: RubricPart, scoring: ScoringPart) -> Rule:
    """Read the rule of a rubric and a scoring rule that were checked together."""
    dimensions = rubric["dimensions"]
    marked_by = [dimension.get("marked_by") for dimension in dimensions]
    factors, factor_scale = to_units([dimension["factor"] for dimension in dimensions])
    weights, _ = to_units(list((scoring.get("category_weights") or {}).values()))
    return Rule(
        dimensions=tuple(dimension["key"] for dimension in dimensions),
        factors=tuple(factors[dimension["factor"]] for dimension in dimensions),
        factor_scale=factor_scale,
        marked_by=tuple(None if each is None else frozenset(each) for each in marked_by)
        if any(each is not None for each in marked_by)
        else (),
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
