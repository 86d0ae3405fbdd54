"""Tie-breaks: tried in the rule's order among teams with equal totals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from competition.scoring.decimals import common_numerators
from competition.scoring.rule import Rule
from competition.scoring.stage import TeamInStage


@dataclass(slots=True)
class TieBreakAttempt:
    """One tie-break tried among teams still tied: what it compared, and how it separated them.

    `values` are the teams' values (None: a team has none), or their places in the ruling used;
    an empty list means that there was no ruling. `groups` are best first, and a single group if
    the tie-break decided nothing.
    """

    rule: str
    teams: list[TeamInStage]
    values: list[Fraction | None]
    groups: list[list[TeamInStage]]

    @property
    def decided(self) -> bool:
        """Whether the tie-break separated any of these teams."""
        return len(self.groups) > 1


def break_tie(
    rule: Rule,
    names: Sequence[str],
    rulings: Sequence[Mapping[str, int]],
    tied: list[TeamInStage],
) -> tuple[list[list[TeamInStage]], list[TieBreakAttempt]]:
    """Separate teams with equal totals as far as the tie-breaks decide; the rest stay tied.

    `names` are the tie-breaks that apply in the stage, in the rule's order, `rulings` those of the
    stage, each a place by team. Each tie-break compares the teams that
    are still tied with each other when its turn comes. Returns groups of tied teams, best first,
    and every attempt in order.
    """
    groups = [tied]
    attempts: list[TieBreakAttempt] = []
    for name in names:
        separated: list[list[TeamInStage]] = []
        for group in groups:
            if len(group) > 1:
                attempt = _attempt(rule, rulings, name, group)
                attempts.append(attempt)
                separated.extend(attempt.groups)
            else:
                separated.append(group)
        groups = separated
    return groups, attempts


def _attempt(
    rule: Rule, rulings: Sequence[Mapping[str, int]], name: str, group: list[TeamInStage]
) -> TieBreakAttempt:
    values: list[Fraction | None]
    if name == "ruling":
        values = _places_in_ruling(rulings, group)
    else:
        value_of = _value_reader(rule, name)
        values = [value_of(team) for team in group]
    known = [each for each in values if each is not None]
    if len(known) < len(group):
        return TieBreakAttempt(name, group, values, [group])
    by_value: dict[int, list[TeamInStage]] = {}
    for value, team in zip(common_numerators(known), group, strict=True):
        by_value.setdefault(value, []).append(team)
    lowest_first = name in ("deductions", "ruling")
    ordered = [by_value[value] for value in sorted(by_value, reverse=not lowest_first)]
    return TieBreakAttempt(name, group, values, ordered)


def _value_reader(rule: Rule, name: str) -> Callable[[TeamInStage], Fraction | None]:
    if name == "deductions":
        return lambda team: team.deductions
    if name == "head":
        return lambda team: team.combined.head if team.combined else None
    index = rule.dimensions.index(name)
    return lambda team: team.combined.dimensions[index] if team.combined else None


def _places_in_ruling(
    rulings: Sequence[Mapping[str, int]], group: list[TeamInStage]
) -> list[Fraction | None]:
    """Return each team's place in the last ruling that names them all; empty without one."""
    for places in reversed(rulings):
        if all(team.team in places for team in group):
            return [Fraction(places[team.team]) for team in group]
    return []
