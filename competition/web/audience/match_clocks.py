"""The public faces of match clocks: a page for a tablet or a projector, its JSON, its stream.

Only of matches that are public. `/c/<key>/clock` is about whichever match is on: the clock that
was touched last, until its round is closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from competition.live import Hub, number_in_epoch
from competition.store import match_clocks
from competition.store.hall_screen import HallScreen
from competition.store.match_clocks import MatchClock
from competition.web import channels
from competition.web.audience import current_snapshot
from competition.web.audience.blueprint import bp
from competition.web.audience.board_types import Text
from competition.web.audience.current_snapshot import PublicSnapshot, public_snapshot_or_404
from competition.web.audience.responses import conditional
from competition.web.clock_answers import (
    clock_answer,
    clock_states,
    clock_stream,
    publish_clocks,
    publish_every_clock,
)


@dataclass(frozen=True)
class ClockSide:
    """One side of a match, with the names of its teams."""

    side: str
    teams: list[Text]


@dataclass(frozen=True)
class ClockMatch:
    """A public match as its clock's page names it."""

    key: str
    stage: Text
    round: Text
    number: int
    sides: list[ClockSide]


@bp.get("/c/<key>/clock")
def clock_on_page(key: str) -> ResponseReturnValue:
    """The clock of the match that is on, or that none is."""
    view = public_snapshot_or_404(key)
    return _page(view, on_air_clock(view), f"/c/{key}/clock", is_on=True)


@bp.get("/c/<key>/clock/<match>")
def match_clock_page(key: str, match: str) -> ResponseReturnValue:
    """The clock of one match."""
    view = public_snapshot_or_404(key)
    found = clock_matches(view).get(match) or abort(404)
    return _page(view, found, f"/c/{key}/clock/{match}", is_on=False)


@bp.get("/c/<key>/clock.json")
def clock_on_answer(key: str) -> ResponseReturnValue:
    """The clock of the match that is on, and the server's time."""
    view = public_snapshot_or_404(key)
    on = match_clocks.clock_on(key, clock_matches(view))
    return clock_answer(_states_on(on))


@bp.get("/c/<key>/clock/<match>.json")
def match_clock_answer(key: str, match: str) -> ResponseReturnValue:
    """The clock of one match, and the server's time."""
    view = public_snapshot_or_404(key)
    if match not in clock_matches(view):
        abort(404)
    return clock_answer(_states_of(match, match_clocks.find_clock(key, match)))


@bp.get("/c/<key>/clock.stream")
def clock_on_stream(key: str) -> ResponseReturnValue:
    """The clock of the match that is on, as it changes."""
    view = public_snapshot_or_404(key)
    on = match_clocks.clock_on(key, clock_matches(view))
    return clock_stream(channels.clock_channel(key), number_on(view), _states_on(on))


@bp.get("/c/<key>/clock/<match>.stream")
def match_clock_stream(key: str, match: str) -> ResponseReturnValue:
    """The clock of one match, as it changes."""
    view = public_snapshot_or_404(key)
    if match not in clock_matches(view):
        abort(404)
    clock = match_clocks.find_clock(key, match)
    number = number_in_epoch(view.epoch, clock.number if clock else 0)
    return clock_stream(channels.clock_channel(key, match), number, _states_of(match, clock))


def clock_matches(view: PublicSnapshot) -> dict[str, ClockMatch]:
    """Every public match, by its key."""
    teams = {team["key"]: team["name"] for team in view.names["teams"]}
    return {
        match["key"]: ClockMatch(
            key=match["key"],
            stage=stage["name"],
            round=round_["name"],
            number=number,
            sides=[
                ClockSide(side, [teams.get(e["team"], e["team"]) for e in entries])
                for side, entries in _by_side(match["entries"]).items()
            ],
        )
        for stage in view.names["stages"]
        for round_ in stage["rounds"]
        for number, match in enumerate(round_["matches"], start=1)
    }


def clock_on_screen(view: PublicSnapshot, screen: HallScreen) -> ClockMatch | None:
    """The match whose clock the projector shows as its clock: the one that is on, unless the plain
    clock was touched after it.
    """
    if screen.mode != "clock":
        return None
    matches = clock_matches(view)
    on = match_clocks.clock_on(view.key, matches)
    return matches[on.match_key] if on and on.state.get("plain") == screen.clock else None


def on_air_clock(view: PublicSnapshot) -> ClockMatch | None:
    """The match whose clock is on, for the overlay of a broadcast."""
    matches = clock_matches(view)
    on = match_clocks.clock_on(view.key, matches)
    return matches[on.match_key] if on else None


def number_on(view: PublicSnapshot) -> int:
    """A number that only grows, for which match is on and how its clock stands."""
    stands = sum(clock.number for clock in match_clocks.clocks_of(view.key))
    return number_in_epoch(view.epoch, view.number + stands)


def publish_match_clocks(hub: Hub, key: str) -> None:
    """Publish the clocks of a competition to whoever watches one; streams end where the match, or
    the competition, is not public any more.
    """
    publish_every_clock(hub, key)
    on_channel = channels.clock_channel(key)
    watched = {name for name in hub.channels.names() if name.startswith(on_channel)}
    if not watched:
        return
    view = current_snapshot.current_public_snapshot(key)
    matches = clock_matches(view) if view else {}
    for channel in watched:
        match = channel.removeprefix(on_channel)
        if view is None or (match and match not in matches):
            hub.forget(channel)
        elif not hub.viewers(channel):
            continue
        elif match:
            clock = match_clocks.find_clock(key, match)
            number = number_in_epoch(view.epoch, clock.number if clock else 0)
            publish_clocks(hub, channel, number, _states_of(match, clock))
        else:
            on = match_clocks.clock_on(key, matches)
            publish_clocks(hub, channel, number_on(view), _states_on(on))


def _by_side(entries: Iterable[Mapping[str, str]]) -> dict[str, list[Mapping[str, str]]]:
    sides: dict[str, list[Mapping[str, str]]] = {}
    for entry in entries:
        sides.setdefault(entry["side"], []).append(entry)
    return sides


def _page(
    view: PublicSnapshot, match: ClockMatch | None, address: str, *, is_on: bool
) -> ResponseReturnValue:
    page = render_template(
        "audience/clock.html",
        board=view.board,
        match=match,
        address=address,
        is_on=is_on,
        has_stages=len(view.board.stages) > 1,
    )
    return conditional(page.encode(), "text/html", varies_by_language=True)


def _states_on(clock: MatchClock | None) -> dict[str, object]:
    return clock_states([clock] if clock else [], on=clock.match_key if clock else None)


def _states_of(match: str, clock: MatchClock | None) -> dict[str, object]:
    if clock is None:
        return {"clocks": [{"match": match, "number": 0, "clock": None}]}
    return clock_states([clock])
