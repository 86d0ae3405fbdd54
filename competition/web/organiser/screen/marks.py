"""A match's marks shown to the hall: said in words, done at the second touch, taken off again."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField

from competition.actions import shown_marks
from competition.store.models import Competition, Match
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import match_names
from competition.web.organiser.responses import (
    is_sent,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    succeeded,
)
from competition.web.organiser.screen.control import control_answer, render_control
from competition.web.sessions import by
from competition.web.template_filters import join_list, localized


class MarksForm(PlainForm):
    """The second deliberate touch, and whether the judges are named."""

    judge_names = BooleanField(lazy_gettext("Name the judges; otherwise they are numbered seats"))
    sure = BooleanField(lazy_gettext("Yes, this is what the public shall see"))


@bp.route("/organiser/c/<key>/show/marks/<match_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def show_marks_page(key: str, match_key: str) -> ResponseReturnValue:
    """Say what the public will see of a match's marks, then show them."""
    competition = competition_or_404(key)
    match = lookup.match_or_404(competition, match_key)
    form = MarksForm()
    if is_sent(form):
        names = bool(form.judge_names.data)
        if not form.sure.data:
            form.sure.refusals = [gettext("Read what will happen, then tick this box.")]
        elif succeeded(
            form, lambda: shown_marks.show_marks(competition.key, match_key, by(), names=names)
        ):
            return redirect_with(f"/organiser/c/{key}/show")
        form.sure.data = False
    why = shown_marks.why_not_show(competition, match)
    return organiser_page(
        "screen/marks.html",
        422 if form.is_submitted() else 200,
        form=form,
        match=match,
        named=match_names(file_without_sheets(competition))[match.key],
        why=why.text(gettext) if why else "",
        appears=_appears(competition, match),
    )


@bp.post("/organiser/c/<key>/show/marks/<match_key>/off")
def post_hide_marks(key: str, match_key: str) -> ResponseReturnValue:
    """Take a match's marks off everything public."""
    competition = competition_or_404(key)
    form = PlainForm()
    if is_sent(form) and succeeded(
        form, lambda: shown_marks.hide_marks(competition.key, match_key, by())
    ):
        return control_answer(competition)
    return render_control(competition, form)


def _appears(competition: Competition, match: Match) -> list[str]:
    """What the public will see."""
    teams = join_list(localized(entry.team.name) for entry in match.entries)
    return [
        gettext(
            "What each judge gave stands on the screen and in the public data, for %(teams)s: "
            "what is left out struck through, and the total that comes of the rest.",
            teams=teams,
        ),
        gettext(
            "Judges are called by their seats on the panel, unless you name them. The public data "
            "lists the panel by the judges' keys in the same order, so whoever knows a judge's "
            "key can tell what that judge gave. Comments are never shown."
        ),
        gettext(
            "The marks come off by themselves when the round is reopened, the stage is hidden or "
            "revealed, or one of them changes. Who has seen them may remember them."
        ),
    ]
