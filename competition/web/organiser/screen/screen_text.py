"""What stands on the hall's screens, and what could, in words for the organiser."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from competition.store import snapshots
from competition.store.hall_screen import HallScreen
from competition.store.models import Competition, Match
from competition.web.organiser.labels import RELEASE_MODES as RELEASES
from competition.web.template_filters import isolate, localized


@dataclass(frozen=True)
class ScreenText:
    """What the hall sees: a name for it, and sentences that say more."""

    title: str
    more: list[str]


@dataclass(frozen=True)
class RoundMatches:
    """A round with its matches, each with its key, its number and its teams."""

    name: str
    matches: list[tuple[str, int, str]]


@dataclass(frozen=True)
class TeamTotal:
    """A team that can be shown; `total` is what the public may see of it, or ""."""

    key: str
    name: str
    total: str


def current_text(competition: Competition, show: HallScreen) -> ScreenText:
    """What the hall sees now."""
    about = next(iter(show.about.values()), "")
    if show.mode in ("match", "marks"):
        found = next((m for m in _matches(competition) if m[1].key == about), None)
        if found is not None:
            where, match, number = found
            more = [_teams_in(match)]
            if show.mode == "marks":
                more.append(gettext("What each judge gave, as far as it is shown."))
            title = gettext("%(round)s, match %(number)s", round=where, number=number)
            return ScreenText(title, more)
    if show.mode == "radar":
        team = next((t for t in team_totals(competition) if t.key == about), None)
        if team is not None:
            return ScreenText(team.name, [_team_text(team)])
    if show.mode == "reveal":
        stage = next((stage for stage in competition.stages if stage.key == about), None)
        if stage is not None:
            return ScreenText(gettext("Reveal: %(stage)s", stage=localized(stage.name)), [])
    if show.mode == "clock":
        return ScreenText(gettext("Clock"), [clock_text(show.clock)])
    if show.mode == "welcome":
        return ScreenText(
            gettext("Welcome"), [gettext("The name of the competition, and the way to the board.")]
        )
    if show.mode == "black":
        return ScreenText(gettext("Black"), [gettext("Nothing at all.")])
    snapshot = snapshots.newest_snapshot(competition.key)
    announced = snapshot.names().get("reveal", {}).get("stage") if snapshot else None
    more = [
        localized(s.name)
        + gettext(": ")
        + (gettext("the result is being announced") if s.key == announced else RELEASES[s.release])
        for s in competition.stages
    ]
    return ScreenText(gettext("Board"), more)


def clock_text(state: Mapping[str, Any]) -> str:
    """How the clock stands, for a page that asks every two seconds."""
    spent = state["spent"]
    if state["since"] is not None:
        spent += max(0, time.time_ns() // 1_000_000 - state["since"])
    left = state["seconds"] - spent // 1000 if state["seconds"] else spent // 1000
    sign = "−" if left < 0 else ""
    text = f"{sign}{abs(left) // 60}:{abs(left) % 60:02d}"
    if state["since"] is not None:
        return gettext("%(time)s, running", time=text)
    return gettext("%(time)s, standing", time=text)


def rounds_with_matches(competition: Competition) -> list[RoundMatches]:
    """Every round with its matches."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    for where, match, number in _matches(competition):
        found.setdefault(where, []).append((match.key, number, _teams_in(match)))
    return [RoundMatches(name, matches) for name, matches in found.items()]


def team_totals(competition: Competition) -> list[TeamTotal]:
    """Every team with the total that the public sees of it."""
    totals: dict[str, str] = {}
    snapshot = snapshots.newest_snapshot(competition.key)
    for stage in snapshot.public()["stages"] if snapshot else ():
        totals |= {row["team"]: row["total"] for row in stage.get("standings", ())}
    return [
        TeamTotal(team.key, localized(team.name), totals.get(team.key, ""))
        for team in competition.teams
    ]


def _team_text(team: TeamTotal) -> str:
    if team.total:
        return gettext("Its place, its total %(total)s and its dimensions.", total=team.total)
    return gettext("Only its name: the public may not see a total of it.")


def _teams_in(match: Match) -> str:
    """Who meets whom."""
    names = (isolate(localized(entry.team.name)) for entry in match.entries)
    return f" {gettext('against')} ".join(names)


def _matches(competition: Competition) -> list[tuple[str, Match, int]]:
    """Every match with the name of its round and its number there."""
    several = len(competition.stages) > 1
    return [
        (
            f"{localized(stage.name)} · {localized(round_.name)}"
            if several
            else localized(round_.name),
            match,
            number,
        )
        for stage in competition.stages
        for round_ in stage.rounds
        for number, match in enumerate(round_.matches, start=1)
    ]
