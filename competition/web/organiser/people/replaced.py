"""What can still be changed of a judge's replacement: what is kept, and the replacement itself."""

from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import TextAreaField

from competition.actions import judge_replacements as actions
from competition.actions import seat_marks
from competition.actions.refusals import NotFound
from competition.file_types import ReplacementPart
from competition.store import file_export, queries
from competition.store.models import Competition, Match
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import MultiChoiceField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets, match_or_404
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by


class KeptMarksForm(PlainForm):
    """The teams for which the sheets of who left count, and why."""

    keeps = MultiChoiceField(lazy_gettext("Sheets that count"))
    reason = TextAreaField(lazy_gettext("Reason"))


class UndoReplacementForm(PlainForm):
    """Why a replacement is undone."""

    reason = TextAreaField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/matches/<match_key>/replace/<seat>/keep", methods=["GET", "POST"])
@keeps_what_was_typed
def keep_marks_page(key: str, match_key: str, seat: str) -> ResponseReturnValue:
    """Decide anew what counts of the judge whom `seat` replaced."""
    competition, match, replacement = _found(key, match_key, seat)
    left = queries.find_judge(competition, replacement["from"]) or abort(404)
    states = seat_marks.marks_at_seat(match, left).states
    names = names_by_key(file_without_sheets(competition))
    form = KeptMarksForm()
    form.keeps.choices = [
        (entry.team.key, names["team_names"][entry.team.key])
        for entry in match.entries
        if states.get(entry.team.key) == "submitted" or entry.team.key in replacement["keeps"]
    ]
    if not form.is_submitted():
        form.keeps.data = replacement["keeps"]

    def keep() -> None:
        actions.keep_marks(
            competition.key, match_key, seat, form.keeps.data or [], form.reason.data or "", by()
        )

    if submit(form, keep):
        return redirect_with(_people(key, match_key), gettext("What counts at this seat is saved."))
    return form_page("people/keep_marks.html", form, match=match, replacement=replacement, **names)


@bp.route("/organiser/c/<key>/matches/<match_key>/replace/<seat>/undo", methods=["GET", "POST"])
@keeps_what_was_typed
def undo_judge_replacement_page(key: str, match_key: str, seat: str) -> ResponseReturnValue:
    """Give the seat back, while the newcomer has written nothing."""
    competition, match, replacement = _found(key, match_key, seat)
    form = UndoReplacementForm()

    def undo() -> None:
        actions.undo_judge_replacement(
            competition.key, match_key, seat, form.reason.data or "", by()
        )

    if submit(form, undo):
        return redirect_with(
            _people(key, match_key),
            gettext("The replacement is undone. Check which link this judge has."),
        )
    return form_page(
        "people/undo_replacement.html",
        form,
        match=match,
        replacement=replacement,
        **names_by_key(file_without_sheets(competition)),
    )


def _found(key: str, match_key: str, seat: str) -> tuple[Competition, Match, ReplacementPart]:
    competition = competition_or_404(key)
    match = match_or_404(competition, match_key)
    part: Any = file_export.match_part(match)
    try:
        return competition, match, actions.replacement_of(part, seat)
    except NotFound:
        abort(404)


def _people(key: str, match_key: str) -> str:
    return f"/organiser/c/{key}/matches/{match_key}/people"
