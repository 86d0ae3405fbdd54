"""The control room: one page to run the day from."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from competition.actions import hall_screen as actions
from competition.actions.awaited import reason_team_left
from competition.actions.far_sheets import far_sheets, judges_off_scale
from competition.actions.overtime import undecided_overtime
from competition.actions.paper_progress import count_different
from competition.store import hall_screen, late_sheets
from competition.store.accounts import devices_in_use
from competition.store.judge_messages import calls_to_answer
from competition.store.models import Competition
from competition.web.clock_answers import clocks_of_page
from competition.web.htmx import page_or_fragment, wants_fragment
from competition.web.message_texts import shown_text
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.day.match_clock import clock_controls
from competition.web.organiser.day.matches_on import find_matches_on
from competition.web.organiser.day.messages import message_form
from competition.web.organiser.day.next_step import find_advancing_teams, next_step
from competition.web.organiser.day.tablets import tablet_status, unsent_reason
from competition.web.organiser.day.undo import undo_context
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import NOT_AWAITED, ROUND_STATES, SCREEN_MODES
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import redirect_with, submit
from competition.web.organiser.screen import screen_state
from competition.web.organiser.screen.control import ModeForm
from competition.web.organiser.sheet_progress import sheet_progress
from competition.web.rendering import let_others_run
from competition.web.sessions import by
from competition.web.signed_points import signed_points


@bp.get("/organiser/c/<key>/control")
def control_room_page(key: str) -> ResponseReturnValue:
    """The match that is on and what there is to do; htmx fetches it again every few seconds."""
    return _render(competition_or_404(key))


@bp.post("/organiser/c/<key>/control/show")
def post_control_room_mode(key: str) -> ResponseReturnValue:
    """Put something on the projector at once, and stay in the control room."""
    competition = competition_or_404(key)
    form = ModeForm()
    mode, about = form.mode.data or "", form.about.data or ""
    if submit(form, lambda: actions.show_mode(competition.key, mode, by(), about)):
        if wants_fragment():
            return _render(competition)
        chosen = request.args.get("match")
        query = f"?match={chosen}" if chosen else ""
        return redirect_with(f"/organiser/c/{competition.key}/control{query}")
    return _render(competition, form)


def _render(competition: Competition, form: PlainForm | None = None) -> ResponseReturnValue:
    """The page, or for htmx the part that changes; `form` is one that was refused."""
    context = _control_room(competition)
    let_others_run()
    return page_or_fragment(
        "organiser/day/control_room.html",
        "organiser/day/_control_room.html",
        status=422 if form else 200,
        message_form=None if wants_fragment() else message_form(competition),
        clocks=None if wants_fragment() else clocks_of_page(competition.key),
        form=form or PlainForm(),
        **context,
    )


def _control_room(competition: Competition) -> dict[str, Any]:
    key, progress = request.args.get("match"), sheet_progress(competition)
    wanted = lookup.match_or_404(competition, key) if key else None
    on = find_matches_on(competition, progress, wanted)
    looked_at = {each.match.key: each for each in [*on.tabs, *filter(None, [on.chosen])]}
    advancing, screen = find_advancing_teams(competition), hall_screen.find_screen(competition.key)
    return {
        "on": on,
        "is_chosen": wanted is not None,
        "controls": clock_controls(competition, on.chosen.match, has_keys=True)
        if on.chosen
        else None,
        "calls": calls_to_answer(competition),
        "shown_text": shown_text,
        "progress": progress,
        "step": next_step(competition, progress, advancing),
        "advancing": advancing,
        "far": [
            (each.number, far)
            for each in looked_at.values()
            for far in far_sheets(competition, each.match)
        ],
        "off_scale": {
            far.judge.key: far
            for each in looked_at.values()
            for far in judges_off_scale(competition, each.match)
        }.values(),
        "signed_points": signed_points,
        "late": late_sheets.count_undecided(competition),
        "differing": count_different(competition),
        "overtime": [
            (each.number, each.match.key)
            for each in looked_at.values()
            if undecided_overtime(each.match)
        ],
        "screen": screen,
        "current": screen_state.describe_screen(competition, screen),
        "modes": SCREEN_MODES,
        "states": ROUND_STATES,
        "not_awaited": NOT_AWAITED,
        "tablet_status": tablet_status,
        "devices": devices_in_use(competition),
        "unsent_reason": unsent_reason,
        "left_in_stage": reason_team_left,
        **undo_context(competition),
    }
