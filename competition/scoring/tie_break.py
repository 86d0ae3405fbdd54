"""Tie-breaks: the rule's list, tried in order among teams with equal totals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from competition.scoring.decimals import one_denominator
from competition.scoring.rule import Rule
from competition.scoring.stage import TeamInStage


@dataclass(slots=True)
class TieBreakAttempt:
    """One rule tried among teams still tied: what it compared, and how it parted them.

    `values` are the teams' values (None: a team has none), or their places in the ruling used;
    no values at all means that there was no ruling. `parts` are best first, one part alone where
    the rule decided nothing.
    """

    rule: str
    teams: list[TeamInStage]
    values: list[Fraction | None]
    parts: list[list[TeamInStage]]

    @property
    def decided(self) -> bool:
        """Whether the rule parted these teams."""
        return len(self.parts) > 1


def break_tie(
    rule: Rule, rulings: Sequence[Mapping[str, int]], tied: list[TeamInStage]
) -> tuple[list[list[TeamInStage]], list[TieBreakAttempt]]:
    """Part teams with equal totals, best first, as far as the rules go; the rest stays a tie.

    `rulings` are those of the stage, each a place by team. Each rule looks at the teams that are
    still tied with each other when its turn comes. Returns the parts, and every try in order.
    """
    groups = [tied]
    tries: list[TieBreakAttempt] = []
    for name in rule.tie_break:
        parted: list[list[TeamInStage]] = []
        for group in groups:
            if len(group) > 1:
                attempt = _attempt(rule, rulings, name, group)
                tries.append(attempt)
                parted.extend(attempt.parts)
            else:
                parted.append(group)
        groups = parted
    return groups, tries


def _attempt(
    rule: Rule, rulings: Sequence[Mapping[str, int]], name: str, group: list[TeamInStage]
) -> TieBreakAttempt:
    values: list[Fraction | None]
    if name == "ruling":
        values = _in_ruling(rulings, group)
    else:
        value_of = _value(rule, name)
        values = [value_of(team) for team in group]
    known = [value for value in values if value is not None]
    if len(known) < len(group):
        return TieBreakAttempt(name, group, values, [group])
    keys = one_denominator(known)
    parts: dict[int, list[TeamInStage]] = {}
    for key, team in zip(keys, group, strict=True):
        parts.setdefault(key, []).append(team)
    lowest_first = name in ("deductions", "ruling")
    ordered = [parts[key] for key in sorted(parts, reverse=not lowest_first)]
    return TieBreakAttempt(name, group, values, ordered)


def _value(rule: Rule, name: str) -> Callable[[TeamInStage], Fraction | None]:
    if name == "deductions":
        return lambda team: team.deductions
    if name == "head":
        return lambda team: team.joined.head if team.joined else None
    place = rule.dimensions.index(name)
    return lambda team: team.joined.dimensions[place] if team.joined else None


def _in_ruling(
    rulings: Sequence[Mapping[str, int]], group: list[TeamInStage]
) -> list[Fraction | None]:
    """Give each team's place in the last ruling that names them all; nothing without one."""
    for places in reversed(rulings):
        if all(team.team in places for team in group):
            return [Fraction(places[team.team]) for team in group]
    return []
