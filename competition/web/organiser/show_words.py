"""What stands on the hall's screens, and what could, in words for the organiser."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from competition.store import snapshots
from competition.store.parts import Competition, Match
from competition.store.show import Show
from competition.web.words import isolated, said

from .release_words import MODES as RELEASES


@dataclass(frozen=True)
class Words:
    """What the hall sees: a name for it, and sentences that say more."""

    title: str
    more: list[str]


@dataclass(frozen=True)
class Course:
    """A round with its matches, each with its key, its number and its teams."""

    name: str
    matches: list[tuple[str, int, str]]


@dataclass(frozen=True)
class Candidate:
    """A team that can be shown; `total` is what the public may see of it, or ""."""

    key: str
    name: str
    total: str


def modes() -> dict[str, str]:
    """What each mode is called."""
    return {
        "welcome": gettext("Welcome"),
        "board": gettext("Board"),
        "match": gettext("Match"),
        "radar": gettext("A team's profile"),
        "clock": gettext("Clock"),
        "reveal": gettext("Reveal"),
        "marks": gettext("Marks"),
        "black": gettext("Black"),
    }


def clock_acts() -> dict[str, str]:
    """What each act on the clock is called."""
    return {
        "set": gettext("Set"),
        "start": gettext("Start"),
        "pause": gettext("Pause"),
        "reset": gettext("Reset"),
    }


def now(of: Competition, show: Show) -> Words:
    """What the hall sees now."""
    about = next(iter(show.about.values()), "")
    if show.mode in ("match", "marks"):
        found = next((m for m in _matches(of) if m[1].key == about), None)
        if found is not None:
            where, match, number = found
            more = [_at(match)]
            if show.mode == "marks":
                more.append(gettext("What each judge gave, as far as it is shown."))
            title = gettext("%(round)s, match %(number)s", round=where, number=number)
            return Words(title, more)
    if show.mode == "radar":
        team = next((t for t in teams(of) if t.key == about), None)
        if team is not None:
            return Words(team.name, [_of_a_team(team)])
    if show.mode == "reveal":
        stage = next((stage for stage in of.stages if stage.key == about), None)
        if stage is not None:
            return Words(gettext("Reveal: %(stage)s", stage=said(stage.name)), [])
    if show.mode == "clock":
        return Words(gettext("Clock"), [clock(show.clock)])
    if show.mode == "welcome":
        return Words(
            gettext("Welcome"), [gettext("The name of the competition, and the way to the board.")]
        )
    if show.mode == "black":
        return Words(gettext("Black"), [gettext("Nothing at all.")])
    snapshot = snapshots.newest(of.key)
    announced = snapshot.names().get("reveal", {}).get("stage") if snapshot else None
    more = [
        said(s.name)
        + gettext(": ")
        + (gettext("the result is being announced") if s.key == announced else RELEASES[s.release])
        for s in of.stages
    ]
    return Words(gettext("Board"), more)


def clock(state: Mapping[str, Any]) -> str:
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


def courses(of: Competition) -> list[Course]:
    """Every round with its matches."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    for where, match, number in _matches(of):
        found.setdefault(where, []).append((match.key, number, _at(match)))
    return [Course(name, matches) for name, matches in found.items()]


def teams(of: Competition) -> list[Candidate]:
    """Every team with the total that the public sees of it."""
    totals: dict[str, str] = {}
    snapshot = snapshots.newest(of.key)
    for stage in snapshot.public()["stages"] if snapshot else ():
        totals |= {row["team"]: row["total"] for row in stage.get("standings", ())}
    return [Candidate(team.key, said(team.name), totals.get(team.key, "")) for team in of.teams]


def _of_a_team(team: Candidate) -> str:
    if team.total:
        return gettext("Its place, its total %(total)s and its dimensions.", total=team.total)
    return gettext("Only its name: the public may not see a total of it.")


def _at(match: Match) -> str:
    """Who meets whom."""
    names = (isolated(said(entry.team.name)) for entry in match.entries)
    return f" {gettext('against')} ".join(names)


def _matches(of: Competition) -> list[tuple[str, Match, int]]:
    """Every match with the name of its round and its number there."""
    several = len(of.stages) > 1
    return [
        (
            f"{said(stage.name)} · {said(round_.name)}" if several else said(round_.name),
            match,
            number,
        )
        for stage in of.stages
        for round_ in stage.rounds
        for number, match in enumerate(round_.matches, start=1)
    ]
