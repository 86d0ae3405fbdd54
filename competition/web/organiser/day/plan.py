"""Today: which rounds are open, next and done, what the public sees; opening and closing rounds."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import TextAreaField

from competition.actions import rounds
from competition.actions.awaited import reason_team_left
from competition.store import late_sheets
from competition.store.models import Competition, Match, Round
from competition.web.htmx import page_or_fragment
from competition.web.organiser import lookup
from competition.web.organiser.backup_status import server_state
from competition.web.organiser.blueprint import bp
from competition.web.organiser.conflicts import conflicts_of_interest
from competition.web.organiser.day.announce import told_by
from competition.web.organiser.day.next_step import (
    find_advancing_teams,
    is_over,
    new_match_path,
    next_step,
)
from competition.web.organiser.day.release import release_meanings
from competition.web.organiser.declared import declared_today
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import (
    NOT_AWAITED,
    RELEASE_MODES,
    ROUND_STATE_CHANGED,
    ROUND_STATES,
)
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.placeholders import placeholders
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.organiser.sheet_progress import sheet_progress
from competition.web.organiser.who_plays import who_plays_in_round, who_plays_today
from competition.web.rendering import let_others_run
from competition.web.sessions import by

MATCHES, FIRST_MATCHES = 12, 6
"""How many matches of a round are listed, and how many of a longer one."""


class StateForm(PlainForm):
    """Confirms a round's new state, with the reason where one is needed."""

    reason = TextAreaField(lazy_gettext("Reason"))


@bp.get("/organiser/c/<key>")
def plan_page(key: str) -> ResponseReturnValue:
    """Now, next and done; htmx fetches the same again every few seconds."""
    context = _plan(competition_or_404(key))
    let_others_run()
    return page_or_fragment("organiser/day/plan.html", "organiser/day/_plan.html", **context)


@bp.route(
    "/organiser/c/<key>/round/<stage_key>/<round_key>/<any('draft', 'open', 'closed'):state>",
    methods=["GET", "POST"],
)
@keeps_what_was_typed
def round_state_page(key: str, stage_key: str, round_key: str, state: str) -> ResponseReturnValue:
    """Explain what opening or closing means, then do it."""
    competition = competition_or_404(key)
    round_ = lookup.round_or_404(competition, stage_key, round_key)
    if round_.state == state:
        return redirect_with(
            f"/organiser/c/{key}", gettext("Nothing to do: it is already in this state.")
        )
    form = StateForm()
    name, reason = f"{stage_key}/{round_key}", form.reason.data or ""
    if submit(form, lambda: rounds.set_state(competition.key, name, state, by(), reason)):
        return redirect_with(f"/organiser/c/{key}", str(ROUND_STATE_CHANGED[state]))
    progress = sheet_progress(competition)
    return form_page(
        "day/round_state.html",
        form,
        round=round_,
        state=state,
        gives_away=told_by(round_) if state != "draft" else [],
        becomes_public=state != "draft"
        and competition.visibility != "private"
        and not rounds.has_public_matches(round_),
        progress=progress,
        sheets=progress.for_round(round_),
        reopened=progress.count_overrides(round_.matches, "reopened"),
        who_plays=who_plays_in_round(competition, stage_key, round_key) if state == "open" else [],
    )


def _plan(competition: Competition) -> dict[str, Any]:
    file, progress = file_without_sheets(competition), sheet_progress(competition)
    names = names_by_key(file)
    by_state: dict[str, list[Any]] = {"open": [], "draft": [], "closed": []}
    for stage in competition.stages:
        for round_ in stage.rounds:
            by_state[round_.state].append(round_)
    advancing, conflicts = find_advancing_teams(competition), conflicts_of_interest(file)
    return {
        "progress": progress,
        "step": next_step(competition, progress, advancing),
        "advancing": advancing,
        "new_match_path": new_match_path,
        "now": by_state["open"],
        "next": by_state["draft"],
        "done": by_state["closed"],
        "stages": competition.stages,
        "over": {stage.key for stage in competition.stages if is_over(stage)},
        "modes": RELEASE_MODES,
        "meaning": release_meanings(competition),
        "states": ROUND_STATES,
        "conflicts": conflicts,
        "declared": declared_today(competition),
        "listed_matches": partial(_listed_matches, conflicts),
        "judges": names["judge_names"],
        "teams": names["team_names"],
        "placeholders": placeholders(file),
        "late": late_sheets.count_undecided(competition),
        "team_names": names["team_names"],
        "left_in_stage": reason_team_left,
        "not_awaited": NOT_AWAITED,
        "who_plays": who_plays_today(competition),
        "server": server_state(),
        "clock": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
    }


def _listed_matches(conflicts: Mapping[str, Any], round_: Round) -> list[tuple[int, Match]]:
    """The matches with their numbers; of a long round the first, and those to look at."""
    return [
        (number, match)
        for number, match in enumerate(round_.matches, start=1)
        if len(round_.matches) <= MATCHES
        or number <= FIRST_MATCHES
        or match.key in conflicts
        or not match.seats
    ]
