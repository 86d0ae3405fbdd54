"""What judges have declared of their relations to teams, and which seats that concerns now."""

from collections.abc import Sequence
from typing import NamedTuple

from competition.actions.declarations import has_begun
from competition.store.models import Competition, Judge
from competition.web.declarations import DeclaredTeam, declared_of
from competition.web.organiser.conflicts import conflicts_of_interest
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import distinct


class DeclaredJudge(NamedTuple):
    """A judge with what was declared, and the matches (key, team) where that concerns a seat."""

    judge: Judge
    teams: list[DeclaredTeam]
    clashes: list[tuple[str, str]]


class DeclaredToday(NamedTuple):
    """How many judges have declared, and the names of those whom it concerns.

    `is_news`: there is something that an organiser wants to know of today.
    """

    made: int
    all: int
    close: Sequence[str]
    clashes: Sequence[str]
    is_news: bool


def declared_judges(competition: Competition) -> list[DeclaredJudge]:
    """Those who have declared: first whose seats it concerns, then who is close to a team."""
    clashes: dict[str, list[tuple[str, str]]] = {}
    for match, found in conflicts_of_interest(file_without_sheets(competition)).items():
        for key, team, _why in found:
            clashes.setdefault(key, []).append((match, team))
    declared = []
    for judge in competition.judges:
        if judge.declaration is not None:
            teams = declared_of(judge)
            close = {team.key for team in teams}
            concerned = [each for each in clashes.get(judge.key, ()) if each[1] in close]
            declared.append(DeclaredJudge(judge, teams, concerned))
    return sorted(declared, key=lambda each: (not each.clashes, not each.teams))


def declared_today(competition: Competition) -> DeclaredToday:
    """What to say of declarations today: progress until the first match, seats always."""
    if not any(judge.declaration for judge in competition.judges):
        return DeclaredToday(0, 0, (), (), is_news=False)
    found = declared_judges(competition)
    names = distinct(competition.judges)
    close = [names[each.judge.key] for each in found if each.teams]
    clashes = [names[each.judge.key] for each in found if each.clashes]
    return DeclaredToday(
        len(found),
        len(competition.judges),
        close,
        clashes,
        is_news=bool(clashes) or not has_begun(competition),
    )
