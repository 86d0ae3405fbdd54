"""The order that a seed gives, under the rules of a draw."""

from collections.abc import Callable, Iterator, Sequence

from competition.draw.constraints import Constraints, Pair
from competition.draw.numbers import SeededNumbers
from competition.file_types import Document, DrawPart

MOST_ATTEMPTS = 100_000
"""How many orders are tried before a draw is given up as impossible."""


class NotPossible(Exception):
    """No order comes of this draw; `rules` are those that stand in the way, by their names."""

    def __init__(self, rules: Sequence[str]) -> None:
        super().__init__(", ".join(rules))
        self.rules = list(rules)


def contradiction(draw: DrawPart) -> str | None:
    """The rule by which no order can come of a draw whatever its seed; None if one may.

    `bye`: the teams are odd in number and nobody may stay without a match. `pots`: there are not
    two of equal size that hold exactly the teams drawn from, or there are pots and a bye.
    """
    if draw["kind"] == "topics":
        return None
    rules = draw.get("rules", {})
    if "pots" in rules:
        pots = rules["pots"]
        drawn = sorted(team for pot in pots for team in pot)
        is_even = len(pots) == 2 and len(pots[0]) == len(pots[1])
        return (
            None if is_even and drawn == sorted(draw["from"]) and not rules.get("bye") else "pots"
        )
    return "bye" if len(draw["from"]) % 2 and not rules.get("bye") else None


def drawn_order(
    file: Document, draw: DrawPart, seed: bytes, pause: Callable[[], None] = lambda: None
) -> list[str]:
    """The keys of `from` in the order that the seed gives; raises `NotPossible`.

    Teams: positions 1 and 2, 3 and 4 and so on are the matches, the labour side first; with a bye
    the last position has no match. Topics: the m-th match gets the m-th. `pause` is called between
    attempts.
    """
    for order in _attempts(file, draw, seed, MOST_ATTEMPTS):
        if order is not None:
            return order
        pause()
    raise NotPossible(_names(draw))


def count_fitting(
    file: Document, draw: DrawPart, seed: bytes, tries: int, pause: Callable[[], None]
) -> int:
    """How many of so many random orders break no rule: what a draw can expect before it is made.

    Raises `NotPossible` for what no order can come of at all.
    """
    fitting = 0
    for order in _attempts(file, draw, seed, tries):
        fitting += order is not None
        pause()
    return fitting


def pairs_of(order: Sequence[str]) -> list[Pair]:
    """The matches of an order of teams; a last team without an opponent is in none."""
    return list(zip(order[::2], order[1::2], strict=False))


def _attempts(
    file: Document, draw: DrawPart, seed: bytes, tries: int
) -> Iterator[list[str] | None]:
    """One order after another as the seed gives them, None for one that breaks a rule."""
    if (rule := contradiction(draw)) is not None:
        raise NotPossible([rule])
    numbers = SeededNumbers(seed)
    if draw["kind"] == "topics":
        for _ in range(tries):
            yield numbers.permutation(draw["from"])
        return
    constraints = Constraints(file, draw)
    for _ in range(tries):
        order = _random_order(draw, numbers)
        pairs = [constraints.turned(pair) for pair in pairs_of(order)]
        rest = order[2 * len(pairs) :]
        is_allowed = constraints.allows(pairs, rest)
        yield [team for pair in pairs for team in pair] + rest if is_allowed else None


def _random_order(draw: DrawPart, numbers: SeededNumbers) -> list[str]:
    pots = draw.get("rules", {}).get("pots")
    if not pots:
        return numbers.permutation(draw["from"])
    first, second = (numbers.permutation(pot) for pot in pots)
    order: list[str] = []
    for pair in zip(first, second, strict=True):
        order += reversed(pair) if numbers.below(2) else pair
    return order


def _names(draw: DrawPart) -> list[str]:
    """The names of the rules of a draw that can stand in the way of an order."""
    rules = draw.get("rules", {})
    apart = [f"apart {each}" for each in rules.get("apart", ())]
    named = [name for name in ("no_rematch", "balance_sides") if rules.get(name)]
    return apart + named
