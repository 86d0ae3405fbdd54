"""The reveal: explained, confirmed and begun, then shown step by step."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField

from competition.actions import reveal as actions
from competition.actions.corrections import taking_back
from competition.scoring import reveal as rules
from competition.store import snapshots
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import ConfirmForm, PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.names import distinct
from competition.web.organiser.responses import (
    confirmed,
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    submit,
)
from competition.web.organiser.screen import presenter
from competition.web.organiser.screen.control import control_answer, render_control
from competition.web.organiser.stage_checks import stage_checks
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number


class BeginForm(ConfirmForm):
    """Confirms that a reveal begins."""

    sure = BooleanField(lazy_gettext("Yes, begin the reveal"))
    with_marks = BooleanField(
        lazy_gettext(
            "Publish how each total came about: every mark, and the reasons for deductions"
        ),
        default=True,
    )


class StepForm(PlainForm):
    """One step; `at` is the step that the page was showing, against double presses."""

    at = HiddenField()
    to = HiddenField()


@bp.route("/organiser/c/<key>/show/reveal/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def begin_reveal_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Explain what the public will see, then begin."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    form = BeginForm()
    if is_valid_submission(form) and confirmed(
        form,
        lambda: actions.begin_reveal(
            competition.key, stage_key, by(), with_marks=bool(form.with_marks.data)
        ),
    ):
        return redirect_with(f"/organiser/c/{key}/show")
    why_not = actions.why_not_reveal(competition, stage)
    standings = actions.count_stage(competition, stage_key)
    names = distinct(competition.teams)
    return form_page(
        "screen/begin_reveal.html",
        form,
        stage=stage,
        why_not=why_not.text(gettext) if why_not else "",
        places=rules.count_steps(standings),
        without_place=[names[row["team"]] for row in standings["unranked"]],
        checks=stage_checks(competition, stage, standings),
    )


@bp.post("/organiser/c/<key>/show/step")
def post_reveal_step(key: str) -> ResponseReturnValue:
    """One step forward or back."""
    competition = competition_or_404(key)
    form = StepForm()
    at, to = _step(form.at.data), _step(form.to.data)
    if submit(form, lambda: actions.step_reveal(competition.key, at, to, by())):
        return control_answer(competition)
    return render_control(competition, form)


@bp.get("/organiser/c/<key>/show/<any('end', 'back'):act>")
def leave_reveal_page(key: str, act: str) -> ResponseReturnValue:
    """Explain what it means to stop the reveal, or to take the result back, and ask.

    A page of its own, because the control page is replaced every two seconds.
    """
    view = presenter.presenter_view(competition_or_404(key))
    take_back = None
    if view is not None and view.is_over != (act == "back"):
        view = None
    if view is not None and act == "back":
        take_back = taking_back(snapshots.newest_snapshot(key), view.stage.key, "frozen")
    return organiser_page("screen/leave_reveal.html", act=act, presenter=view, take_back=take_back)


@bp.post("/organiser/c/<key>/show/end")
def post_reveal_end(key: str) -> ResponseReturnValue:
    """End the reveal."""
    competition = competition_or_404(key)
    form = PlainForm()
    if submit(form, lambda: actions.end_reveal(competition.key, by())):
        return control_answer(competition)
    return render_control(competition, form)


def _step(text: str | None) -> int:
    """A step as sent by the page; -1, which no reveal has, for anything else."""
    number = parse_whole_number(text, digits=5)
    return -1 if number is None else number
