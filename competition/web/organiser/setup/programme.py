"""The programme as a timetable, and what the public sees of it."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import programme as actions
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import ROUND_STATES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    submit,
)
from competition.web.organiser.setup.programme_view import day_label, programme_view
from competition.web.sessions import by


@bp.get("/organiser/c/<key>/programme")
def programme_page(key: str) -> ResponseReturnValue:
    """The timetable: days, rooms, times, with sides and panels; to be printed, and to move in."""
    competition = competition_or_404(key)
    view = programme_view(file_without_sheets(competition), request.args.get("day", ""))
    return organiser_page(
        "setup/programme.html",
        view=view,
        day_label=day_label,
        with_panels=request.args.get("panels") != "no",
        is_shown=actions.is_shown(key),
        states=ROUND_STATES,
    )


@bp.post("/organiser/c/<key>/programme/move")
def post_move_match(key: str) -> ResponseReturnValue:
    """Put a match at another time and in another room; one that is there takes its place."""
    competition = competition_or_404(key)
    view = programme_view(file_without_sheets(competition), "")
    rows = {row.key: row for row in view.rows}
    row, other = rows.get(request.form.get("row", "")), rows.get(request.form.get("with", ""))
    form, day = PlainForm(), request.form.get("day", "")
    back = f"/organiser/c/{key}/programme{f'?day={day}' if day else ''}"
    if row is None:
        return redirect_with(back, gettext("This match is not in the programme any more."), "bad")
    place = {name: request.form.get(name, "") for name in ("starts", "room")}
    cells = {row.key: place}
    if other is not None:
        mine, theirs = view.cells(row), view.cells(other)
        cells = {
            row.key: {name: theirs[name] for name in place},
            other.key: {name: mine[name] for name in place},
        }
    if submit(form, lambda: actions.change_programme(competition.key, cells, by())):
        return redirect_with(back, gettext("Moved: %(match)s.", match=view.name_of(row)))
    reasons = [*form.general, gettext("Nothing was moved. Look again, then decide.")]
    return redirect_with(back, " ".join(reasons), "bad")


@bp.route(
    "/organiser/c/<key>/programme/<any('show', 'hide'):times>",
    methods=["GET", "POST"],
)
@keeps_what_was_typed
def programme_public_page(key: str, times: str) -> ResponseReturnValue:
    """Explain what the public will see of the programme, or no longer, then do it."""
    competition = competition_or_404(key)
    back, is_shown = f"/organiser/c/{key}/programme", times == "show"
    if actions.is_shown(key) == is_shown:
        return redirect_with(back, gettext("Nothing to do: it is already in this state."))
    form = PlainForm()
    if submit(form, lambda: actions.show_programme(competition.key, is_shown, by())):
        message = (
            gettext("The public sees the times and rooms of the programme now.")
            if is_shown
            else gettext("The public sees only matches that are announced, open or closed.")
        )
        return redirect_with(back, message)
    view = programme_view(file_without_sheets(competition), "")
    return form_page("setup/programme_public.html", form, act=times, view=view)
