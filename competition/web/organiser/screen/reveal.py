"""The reveal: said in words and begun at the second touch, then led step by step."""

from collections.abc import Mapping
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import BooleanField, HiddenField

from competition.actions import reveal as actions
from competition.actions.standings import ties
from competition.scoring import reveal as rules
from competition.store.models import Competition, Stage
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    is_sent,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    succeeded,
)
from competition.web.organiser.screen import presenter
from competition.web.organiser.screen.control import control_answer, render_control
from competition.web.organiser.sheet_progress import SheetProgress, late_sheet_texts
from competition.web.sessions import by
from competition.web.template_filters import join_list, localized


class BeginForm(PlainForm):
    """The second deliberate touch."""

    sure = BooleanField(lazy_gettext("Yes, begin the reveal"))


class StepForm(PlainForm):
    """One step; `at` is where the page believes the hall to be."""

    at = HiddenField()
    to = HiddenField()


@bp.route("/organiser/c/<key>/show/reveal/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def begin_reveal_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Say what the hall will see, then begin."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    form = BeginForm()
    if is_sent(form):
        if not form.sure.data:
            form.sure.refusals = [gettext("Read what will happen, then tick this box.")]
        elif succeeded(form, lambda: actions.begin(competition.key, stage_key, by())):
            return redirect_with(f"/organiser/c/{key}/show")
        form.sure.data = False
    why = actions.why_not_reveal(competition, stage)
    standing = actions.count_stage(competition, stage_key)
    return organiser_page(
        "screen/begin_reveal.html",
        422 if form.is_submitted() else 200,
        form=form,
        stage=stage,
        why=why.text(gettext) if why else "",
        appears=_appears(competition, standing),
        warnings=_warnings(competition, stage, standing),
    )


@bp.post("/organiser/c/<key>/show/step")
def post_reveal_step(key: str) -> ResponseReturnValue:
    """One step forward or back."""
    competition = competition_or_404(key)
    form = StepForm()
    at, to = _number(form.at.data), _number(form.to.data)
    if is_sent(form) and succeeded(form, lambda: actions.step(competition.key, at, to, by())):
        return control_answer(competition)
    return render_control(competition, form)


@bp.get("/organiser/c/<key>/show/<any('end', 'back'):way>")
def leave_reveal_page(key: str, way: str) -> ResponseReturnValue:
    """What it means to break the reveal off, or to take the result back: asked before it is done.

    A page of its own, because the control page is drawn anew every two seconds.
    """
    now = presenter.presenter_view(competition_or_404(key))
    fits = now is not None and now.is_over == (way == "back")
    return organiser_page("screen/leave_reveal.html", way=way, led=now if fits else None)


@bp.post("/organiser/c/<key>/show/end")
def post_reveal_end(key: str) -> ResponseReturnValue:
    """End the reveal."""
    competition = competition_or_404(key)
    form = PlainForm()
    if is_sent(form) and succeeded(form, lambda: actions.end(competition.key, by())):
        return control_answer(competition)
    return render_control(competition, form)


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 6 else -1


def _appears(competition: Competition, standing: Mapping[str, Any]) -> list[str]:
    """What the hall will see."""
    names = {team.key: localized(team.name) for team in competition.teams}
    words = [
        gettext(
            "The totals that the frozen board still shows disappear at once from phones, from the "
            "screen and from other programs. Then you show one place at a time, from the last to "
            "the first."
        ),
        ngettext(
            "There is %(num)s place to show. Teams that share one are shown together.",
            "There are %(num)s places to show. Teams that share one are shown together.",
            rules.count_steps(standing),
        ),
        gettext(
            "With each step phones and other programs get what the hall sees, and no more. The "
            "last step publishes the result."
        ),
    ]
    if standing["unranked"]:
        without = join_list(names[row["team"]] for row in standing["unranked"])
        words.insert(
            1, gettext("Named first, because they have no place: %(teams)s.", teams=without)
        )
    return words


def _warnings(competition: Competition, stage: Stage, standing: Mapping[str, Any]) -> list[str]:
    """What somebody may want to look at before."""
    names = {team.key: localized(team.name) for team in competition.teams}
    words = [
        gettext(
            "Undecided: %(teams)s share place %(rank)s. No rule parts them.",
            teams=join_list(names[team] for team in teams),
            rank=rank,
        )
        for rank, teams in ties(dict(standing)).items()
    ]
    desk = SheetProgress(competition)
    matches = [match for round_ in stage.rounds for match in round_.matches]
    missing = desk.of_matches(matches)
    if missing.missing:
        words.append(
            ngettext(
                "%(num)s of %(expected)s sheets is missing.",
                "%(num)s of %(expected)s sheets are missing.",
                missing.missing,
                expected=missing.expected,
            )
        )
    words += late_sheet_texts(competition, stage)
    if desk.held(matches, "reopened"):
        words.append(gettext("A sheet is reopened. When its judge submits it, the reveal stops."))
    return words
