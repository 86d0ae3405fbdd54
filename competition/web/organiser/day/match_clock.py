"""The clock of a match: a page to run it from, its acts, and what its faces ask for."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField

from competition import match_clock
from competition.actions import match_clocks as actions
from competition.actions.refusals import Refused
from competition.match_clock import ClockState
from competition.messages import N_
from competition.store import match_clocks
from competition.store.match_clocks import MatchClock
from competition.store.models import Competition, Match
from competition.web import clock_answers
from competition.web.clock_sides import clock_sides
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, match_or_404
from competition.web.organiser.responses import redirect_with, submit
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number

PRESET_SECONDS = (-30, -10, 10, 30, 60)
"""What one touch gives, or takes, of the time that runs."""
_DIGITS = 6


class ClockTouchForm(PlainForm):
    """A touch of the clock: the number of the state that it is for, and what it is about."""

    number = HiddenField()
    phase = StringField()
    party = StringField()
    seconds = StringField()
    time = StringField()
    """The phase and the party, as `phase/party`, where both are chosen in one list."""


@dataclass(frozen=True)
class ClockControls:
    """What `organiser/day/_match_clock.html` draws for a match; `clock` is None before a touch.

    `state` is the clock as it stands, or as it would begin; None while no phases are set up.
    """

    match: Match
    sides: list[dict[str, Any]]
    clock: MatchClock | None
    state: ClockState | None
    form: PlainForm
    has_keys: bool

    @property
    def number(self) -> int:
        """The number of the state, 0 before the first."""
        return self.clock.number if self.clock else 0

    @property
    def phase(self) -> Any:
        """The current phase."""
        return match_clock.current_phase(cast(ClockState, self.state))

    @property
    def times(self) -> list[tuple[Any, str]]:
        """Every time of the clock: the phase, and whose it is."""
        state = cast(ClockState, self.state)
        return [(p, party) for p in state["phases"] for party in match_clock.parties_of(state, p)]

    @property
    def parties(self) -> list[str]:
        """Whose time is counted in the current phase."""
        return match_clock.parties_of(cast(ClockState, self.state), self.phase)

    @property
    def presets(self) -> tuple[int, ...]:
        """The seconds that one touch adds or takes."""
        return PRESET_SECONDS

    @property
    def begins(self) -> dict[str, Any] | None:
        """What the face shows while nobody has touched the clock; None where there is nothing."""
        return match_clock.shown_to_all(self.state) if self.state else None

    @property
    def added(self) -> list[dict[str, Any]]:
        """Every time that was added or taken, with its phase and the moment as ISO 8601."""
        state = cast(ClockState, self.state)
        phases = {phase["key"]: phase for phase in state["phases"]}
        return [
            {**given, "phase": phases[given["phase"]], "at": _moment(given["at"])}
            for given in state["times_added"]
        ]

    @property
    def can_hand_over(self) -> bool:
        """Whether another side's time can run instead."""
        state = self.state
        return state is not None and self.phase["runs"] == "each" and len(state["sides"]) > 1


@bp.get("/organiser/c/<key>/matches/<match_key>/clock")
def run_match_clock_page(key: str, match_key: str) -> ResponseReturnValue:
    """The clock and its buttons; htmx fetches the part that changes when somebody else acts."""
    competition = competition_or_404(key)
    return _controls_answer(competition, match_or_404(competition, match_key), PlainForm())


@bp.post(
    "/organiser/c/<key>/matches/<match_key>/clock/"
    "<any('show', 'start', 'pause', 'hand-over', 'next', 'previous', 'reset', 'go', 'add', 'anew')"
    ":act>"
)
def post_match_clock(key: str, match_key: str, act: str) -> ResponseReturnValue:
    """One touch; answered with the clock's part of the page, or with the page."""
    competition = competition_or_404(key)
    match = match_or_404(competition, match_key)
    form = ClockTouchForm()
    if submit(form, _touch(competition, match, act, form)) and not wants_fragment():
        return redirect_with(f"/organiser/c/{key}/matches/{match_key}/clock")
    return _controls_answer(competition, match, form)


@bp.get("/organiser/c/<key>/clocks.json")
def match_clocks_answer(key: str) -> ResponseReturnValue:
    """All match clocks, and the server's time."""
    return clock_answers.every_clock_answer(competition_or_404(key).key)


@bp.get("/organiser/c/<key>/clocks.stream")
def match_clocks_stream(key: str) -> ResponseReturnValue:
    """All match clocks, as they change."""
    return clock_answers.every_clock_stream(competition_or_404(key).key)


def clock_controls(
    competition: Competition, match: Match, form: PlainForm | None = None, has_keys: bool = False
) -> ClockControls:
    """What the part `organiser/day/_match_clock.html` needs, as `controls`, on any page.

    With `has_keys` the keyboard runs this clock: for one clock a page.
    """
    clock = match_clocks.find_clock(competition.key, match.key)
    set_up = competition.rubric.clock
    state = cast("ClockState | None", clock.state if clock else None)
    if set_up and match.entries and (state is None or match_clock.is_untouched(state)):
        sides = [entry.side for entry in match.entries]
        state = match_clock.new_clock(cast(Any, set_up), sides)
    return ClockControls(match, clock_sides(match), clock, state, form or PlainForm(), has_keys)


def _touch(
    competition: Competition, match: Match, act: str, form: ClockTouchForm
) -> Callable[[], None]:
    number = parse_whole_number(form.number.data, digits=_DIGITS)
    phase, party = form.phase.data or "", form.party.data or ""
    if form.time.data:
        phase, _, party = form.time.data.partition("/")

    def touch() -> None:
        names = (competition.key, match.key)
        if act == "add":
            seconds = _seconds(form.seconds.data or "")
            actions.add_clock_time(*names, phase, party, seconds, by(), number=number)
        elif act == "go":
            actions.go_to_phase(*names, phase, by(), number=number)
        elif act == "anew":
            actions.begin_clock_anew(*names, by(), number=number)
        else:
            actions.touch_clock(*names, act, by(), number=number)

    return touch


def _moment(at: int) -> str:
    return dt.datetime.fromtimestamp(at / 1000, dt.UTC).isoformat(timespec="seconds")


def _seconds(typed: str) -> int:
    """The seconds as typed, below zero with a minus of any kind; or `Refused`."""
    typed = typed.strip().replace("−", "-").replace("－", "-")
    is_taken = typed.startswith("-")
    number = parse_whole_number(typed[1:] if is_taken else typed, digits=_DIGITS)
    if number is None:
        raise Refused(N_("Write the seconds as a whole number, for example 30 or -10."))
    return -number if is_taken else number


def _controls_answer(
    competition: Competition, match: Match, form: PlainForm
) -> ResponseReturnValue:
    has_keys = not wants_fragment() or request.args.get("keys") == "1"
    return page_or_fragment(
        "organiser/day/match_clock.html",
        "organiser/day/_match_clock.html",
        status=422 if form.general else 200,
        controls=clock_controls(competition, match, form, has_keys),
        clocks=None if wants_fragment() else clock_answers.clocks_of_page(competition.key),
    )
