"""The list of a proof's steps as it grows: each new one is computed from those before it.

Nothing is handed in but leaves: what a step does with its `of` gives its value, so a step cannot
say another value than anybody gets who recomputes it.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from statistics import median

from competition.both_languages import BothLanguages
from competition.file_types import Rounding
from competition.scoring.decimals import round_fraction
from competition.why.sentences import says_rounded
from competition.why.types import Does, Step


@lru_cache(maxsize=4096)
def exact(decimal: str) -> Fraction:
    """A plain decimal as a fraction."""
    return Fraction(decimal)


Says = Callable[[Sequence[Fraction], Fraction], BothLanguages]
"""A step's text, from the values of its `of` and its own."""


class ProofSteps:
    """The steps so far; an id is `s` and the step's number, so never a plain decimal."""

    def __init__(self) -> None:
        self.listed: list[Step] = []
        self._values: dict[str, Fraction] = {}

    def value(self, of: str) -> Fraction:
        """The value of a step, or of a plain decimal."""
        known = self._values.get(of)
        return exact(of) if known is None else known

    def values(self, of: Sequence[str]) -> list[Fraction]:
        """The values of several steps or plain decimals."""
        return [self.value(each) for each in of]

    def leaf(self, does: Does, value: Fraction, text: BothLanguages) -> Step:
        """Add a leaf; its further fields are for the caller to set."""
        return self._add(does, [], value, text)

    def add(
        self,
        does: Does,
        of: Sequence[str],
        says: Says,
    ) -> str:
        """Add a step that is computed from others and return its id.

        `says` is given the values of `of` and of the step.
        """
        values = self.values(of)
        result = _compute(does, values)
        return self._add(does, of, result, says(values, result))["id"]

    def rounded(self, of: str, what: BothLanguages, decimals: int, rounding: Rounding) -> str:
        """Add a rounding and return its id; what has just been rounded so stays as it is."""
        last = next(step for step in reversed(self.listed) if step["id"] == of)
        if (last["does"], last.get("decimals"), last.get("rounding")) == (
            *("round", decimals),
            rounding,
        ):
            return of
        result = round_fraction(self.value(of), decimals, rounding)
        step = self._add("round", [of], result, says_rounded(what, decimals, rounding, result))
        step["decimals"], step["rounding"] = decimals, rounding
        return step["id"]

    def _add(self, does: Does, of: Sequence[str], value: Fraction, text: BothLanguages) -> Step:
        step: Step = {
            "id": f"s{len(self.listed) + 1}",
            "does": does,
            "of": list(of),
            "value": str(value),
            "text": text,
        }
        self.listed.append(step)
        self._values[step["id"]] = value
        return step


def _compute(does: Does, values: Sequence[Fraction]) -> Fraction:
    if does == "mean":
        return sum(values, Fraction(0)) / len(values)
    if does == "median":
        return Fraction(median(values))
    if does == "best":
        return max(values)
    if does == "times":
        return values[0] * values[1]
    if does == "minus":
        return values[0] - sum(values[1:], Fraction(0))
    if does == "weigh":
        weights = values[1::2]
        weighed = [value * weight for value, weight in zip(values[::2], weights, strict=True)]
        return sum(weighed, Fraction(0)) / sum(weights, Fraction(0))
    return sum(values, Fraction(0))
