"""What the projector shows now, and what it could show: data for the control page."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from competition.actions.shown_awards import awards_in
from competition.store import snapshots
from competition.store.hall_screen import HallScreen
from competition.store.models import Competition, Match, Stage
from competition.web.organiser.names import distinct
from competition.web.template_filters import localized


@dataclass
class NumberedMatch:
    """A match with its round's name and its number in that round, and whether it is public.

    `is_current` says that it is likely to be shown now.
    """

    round_name: str
    number: int
    match: Match
    is_public: bool
    is_current: bool = False


@dataclass(frozen=True)
class RoundMatches:
    """Matches of one round; `is_current` says that they are likely to be shown now."""

    name: str
    is_current: bool
    matches: list[NumberedMatch]


@dataclass(frozen=True)
class TeamTotal:
    """A team that can be shown; `total` is what the public may see of it, or ""."""

    key: str
    name: str
    total: str


@dataclass(frozen=True)
class CurrentScreen:
    """What the projector shows: a mode, and what it is about; of an award its name.

    The mode is "board" where what it was about is gone: that is what the projector shows then.
    """

    mode: str
    match: NumberedMatch | None = None
    team: TeamTotal | None = None
    stage: Stage | None = None
    draw: str = ""
    award: Any = None


@dataclass(frozen=True)
class ClockReading:
    """The clock as text, `m:ss` with a minus sign once the time is over."""

    text: str
    is_running: bool


def describe_screen(competition: Competition, screen: HallScreen) -> CurrentScreen:
    """What the projector shows now."""
    about, mode = next(iter(screen.about.values()), ""), screen.mode
    if mode in ("match", "marks"):
        match = next((m for m in numbered_matches(competition) if m.match.key == about), None)
        is_shown = match is not None and match.is_public
        return CurrentScreen(mode, match=match) if is_shown else CurrentScreen("board")
    if mode == "radar":
        team = next((t for t in team_totals(competition) if t.key == about), None)
        return CurrentScreen(mode, team=team) if team else CurrentScreen("board")
    if mode == "reveal":
        stage = next((s for s in competition.stages if s.key == about), None)
        return CurrentScreen(mode, stage=stage) if stage else CurrentScreen("board")
    if mode == "draw":
        is_there = about in snapshots.public_draws(competition.key)
        return CurrentScreen(mode, draw=about) if is_there else CurrentScreen("board")
    if mode == "award":
        award = awards_in(snapshots.newest_snapshot(competition.key)).get(about)
        return CurrentScreen(mode, award=award["name"]) if award else CurrentScreen("board")
    return CurrentScreen(mode if mode in ("clock", "welcome", "black") else "board")


def stage_in_reveal(competition: Competition) -> str:
    """The key of the stage whose result is being revealed in public, or ""."""
    snapshot = snapshots.newest_snapshot(competition.key)
    return str(snapshot.names().get("reveal", {}).get("stage") or "") if snapshot else ""


def clock_reading(clock: Mapping[str, Any]) -> ClockReading:
    """The clock now, for a page that asks every two seconds; its times are milliseconds."""
    spent, is_running = clock["spent"], clock["since"] is not None
    if is_running:
        spent += max(0, time.time_ns() // 1_000_000 - clock["since"])
    left = clock["seconds"] - spent // 1000 if clock["seconds"] else spent // 1000
    sign = "−" if left < 0 else ""
    return ClockReading(f"{sign}{abs(left) // 60}:{abs(left) % 60:02d}", is_running)


def matches_to_show(competition: Competition) -> list[NumberedMatch]:
    """Every match, those of the current rounds first.

    Current are the open rounds, or else the next to be opened, or else the last.
    """
    matches = numbered_matches(competition)
    rounds = list(dict.fromkeys(match.match.round for match in matches))
    current = [r for r in rounds if r.state == "open"]
    current = current or [r for r in rounds if r.state == "draft"][:1] or rounds[-1:]
    for match in matches:
        match.is_current = match.match.round in current
    return sorted(matches, key=lambda each: not each.is_current)


def matches_by_round(matches: Iterable[NumberedMatch]) -> list[RoundMatches]:
    """Matches that follow each other by round, grouped by it."""
    return [
        RoundMatches(first.round_name, first.is_current, [first, *rest])
        for _, (first, *rest) in groupby(matches, lambda each: each.match.round_id)
    ]


def words_of_match(match: NumberedMatch) -> str:
    """Everything by which a match can be found: its round, its number, its teams."""
    names = [entry.team.name for entry in match.match.entries]
    return " ".join([match.round_name, str(match.number), *(t for n in names for t in n.values())])


def team_totals(competition: Competition) -> list[TeamTotal]:
    """Every team with the total that the public sees of it."""
    totals: dict[str, str] = {}
    snapshot = snapshots.newest_snapshot(competition.key)
    for stage in snapshot.public()["stages"] if snapshot else ():
        totals |= {row["team"]: row["total"] for row in stage.get("standings", ())}
    names = distinct(competition.teams)
    return [
        TeamTotal(team.key, names[team.key], totals.get(team.key, "")) for team in competition.teams
    ]


def numbered_matches(competition: Competition) -> list[NumberedMatch]:
    """Every match; its round is named with its stage where there is more than one."""
    several = len(competition.stages) > 1
    public = snapshots.public_matches(competition.key)
    return [
        NumberedMatch(
            f"{localized(stage.name)} · {localized(round_.name)}"
            if several
            else localized(round_.name),
            number,
            match,
            match.key in public,
        )
        for stage in competition.stages
        for round_ in stage.rounds
        for number, match in enumerate(round_.matches, start=1)
    ]
