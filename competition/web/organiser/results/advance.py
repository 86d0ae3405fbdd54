"""Who advances from a stage: shown, let go on, taken back; a reserve called up, a play-off made."""

from collections.abc import Mapping
from typing import Any, cast

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import TextAreaField

from competition import advance
from competition.actions import advancing as actions
from competition.actions.play_offs import add_play_off
from competition.file_types import Document, Language
from competition.store.models import Competition, Stage
from competition.web import language
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
    submit,
)
from competition.web.organiser.results.stage_overview import stage_overview
from competition.web.sessions import by


class ReserveForm(PlainForm):
    """Calls up a reserve, with the reason."""

    reason = TextAreaField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/advance/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def advance_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Who is in the stage and who goes on, and the buttons that let them, or take it back."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    form = PlainForm()
    if stage.advance and is_valid_submission(form) and run_action(form, _act(competition, stage)):
        undone = request.form.get("act") == "undo"
        message = (
            gettext("Taken back: the next stage no longer has these teams.")
            if undone
            else gettext("The teams are in the next stage.")
        )
        return redirect_with(f"/organiser/c/{key}/advance/{stage_key}", message)
    shown = _shown(competition, stage)
    return form_page("results/advance.html", form, **shown)


@bp.route("/organiser/c/<key>/advance/<stage_key>/reserve/<team_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def replace_team_page(key: str, stage_key: str, team_key: str) -> ResponseReturnValue:
    """Put a reserve in the place of a team that has left the next stage."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    shown = _shown(competition, stage)
    vacancy = next((v for v in shown.get("vacancies", ()) if v.team == team_key), None)
    if vacancy is None or len(vacancy.reserves) != 1:
        abort(404)
    (reserve,) = vacancy.reserves
    form = ReserveForm()

    def call_up() -> None:
        actions.call_up_reserve(
            key, stage_key, team_key, form.reason.data or "", by(), shown=reserve
        )

    if submit(form, call_up):
        message = gettext(
            "%(reserve)s takes the place of %(team)s.",
            reserve=shown["team_names"][reserve],
            team=shown["team_names"][team_key],
        )
        return redirect_with(f"/organiser/c/{key}/advance/{stage_key}", message)
    return form_page(
        "results/replace_team.html",
        form,
        team=team_key,
        reserve=reserve,
        seats=_seats(shown["to"], team_key),
        **shown,
    )


@bp.route("/organiser/c/<key>/advance/<stage_key>/play-off/<int:rank>", methods=["GET", "POST"])
@keeps_what_was_typed
def play_off_page(key: str, stage_key: str, rank: int) -> ResponseReturnValue:
    """Add a play-off between the teams of `?zone=` tied on the line at that place."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    shown = _shown(competition, stage)
    zone = request.args.get("zone")
    ties = [tie for tie in shown.get("ties", ()) if (tie.rank, tie.zone) == (rank, zone)]
    tie = next(iter(ties), None)
    if tie is None or tie.play_off is not None:
        abort(404)
    form = PlainForm()
    if submit(form, lambda: add_play_off(key, stage_key, tie.tied, by())):
        return redirect_with(
            f"/organiser/c/{key}/stages", gettext("The play-off is made. Check its match below.")
        )
    return form_page("results/play_off.html", form, tie=tie, **shown)


def _act(competition: Competition, stage: Stage) -> Any:
    """What the button that was pressed asks for."""
    if request.form.get("act") == "undo":
        return lambda: actions.undo_advance(competition.key, stage.key, by())
    shown = request.form.getlist("team")
    return lambda: actions.advance_teams(competition.key, stage.key, by(), shown=shown)


def _shown(competition: Competition, stage: Stage) -> dict[str, Any]:
    file = file_without_sheets(competition)
    shown = stage_overview(competition, file, stage)
    found = shown["found"]
    return shown | {"why_not_ready": _why_not_ready(file, found) if found else []}


def _why_not_ready(file: Document, found: advance.Advancing) -> list[str]:
    reader = cast(Language, language.current())
    sentences = advance.not_ready_sentences(file, found["because"], reader)
    return [sentence.text(gettext) for sentence in sentences]


def _seats(to: Mapping[str, Any], team: str) -> list[tuple[str, bool]]:
    """The matches of the next stage that the team is in, and whether the public sees them."""
    return [
        (match["key"], round_.get("state", "draft") != "draft" or bool(round_.get("announced")))
        for round_ in to.get("rounds", ())
        for match in round_["matches"]
        if any(entry["team"] == team for entry in match["entries"])
    ]
