"""A match's marks shown to the public: explained, confirmed, and hidden again."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField

from competition.actions import shown_marks
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import ConfirmForm, PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import match_names
from competition.web.organiser.responses import (
    confirmed,
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.organiser.screen.control import control_answer, render_control
from competition.web.sessions import by


class MarksForm(ConfirmForm):
    """Confirms that marks are shown, and says how: with names, one judge at a time."""

    judge_names = BooleanField(
        lazy_gettext("Show the judges' names; without this only their seat numbers are shown")
    )
    one_by_one = BooleanField(
        lazy_gettext("One judge at a time on the projector, as you press “Next judge”")
    )


@bp.route("/organiser/c/<key>/show/marks/<match_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def show_marks_page(key: str, match_key: str) -> ResponseReturnValue:
    """Explain what the public will see of a match's marks, then show them."""
    competition = competition_or_404(key)
    match = lookup.match_or_404(competition, match_key)
    form = MarksForm()

    def show() -> None:
        names = bool(form.judge_names.data)
        one_by_one = bool(form.one_by_one.data)
        shown_marks.show_marks(competition.key, match_key, by(), names=names, one_by_one=one_by_one)

    if is_valid_submission(form) and confirmed(form, show):
        return redirect_with(f"/organiser/c/{key}/show")
    why_not = shown_marks.why_not_show(competition, match)
    return form_page(
        "screen/marks.html",
        form,
        match=match,
        match_name=match_names(file_without_sheets(competition))[match.key],
        why_not=why_not.text(gettext) if why_not else "",
    )


@bp.post("/organiser/c/<key>/show/marks/<match_key>/off")
def post_hide_marks(key: str, match_key: str) -> ResponseReturnValue:
    """Hide a match's marks everywhere in public."""
    competition = competition_or_404(key)
    form = PlainForm()
    if submit(form, lambda: shown_marks.hide_marks(competition.key, match_key, by())):
        return control_answer(competition)
    return render_control(competition, form)
