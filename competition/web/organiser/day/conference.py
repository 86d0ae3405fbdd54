"""A match's conference on the organisers' pages: open it, close it, and what it changed."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from competition.actions import conferences as actions
from competition.actions import rubrics
from competition.conference import ConferenceMark
from competition.store.models import Match
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.record.audit_rows import actor_text
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by


class ConferenceForm(PlainForm):
    """Why the conference is opened before every sheet is there, or what to keep on closing it."""

    reason = StringField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/matches/<match_key>/conference", methods=["GET", "POST"])
@keeps_what_was_typed
def match_conference_page(key: str, match_key: str) -> ResponseReturnValue:
    """Whether the panel confers, what it changed, and a form to open or close the conference."""
    competition = competition_or_404(key)
    match = lookup.match_or_404(competition, match_key)
    form = ConferenceForm()
    is_closing = request.form.get("do") == "close"

    def act() -> None:
        done = actions.close_conference if is_closing else actions.open_conference
        done(competition.key, match_key, by(), form.reason.data or "")

    if submit(form, act):
        message = (
            gettext("The conference is closed, and every sheet of the match is locked.")
            if is_closing
            else gettext("The conference is open: the panel's tablets say so within ten seconds.")
        )
        return redirect_with(f"/organiser/c/{key}/matches/{match_key}/conference", message)
    names = names_by_key(file_without_sheets(competition))
    why = actions.why_no_conference(match)
    return form_page(
        "day/conference.html",
        form,
        match=match,
        is_running=bool(match.conference) and "closed_at" not in (match.conference or {}),
        why_not=why.text(gettext) if why else "",
        missing=[
            f"{names['judge_names'][judge]} ({names['team_names'][team]})"
            for judge, team in actions.unsubmitted_sheets(match)
        ],
        tables=_tables(match),
        actor_text=actor_text,
        **names,
    )


def _tables(match: Match) -> list[dict[str, Any]]:
    """For each team, the judges and a row for each dimension of their marks before and after."""
    marks = actions.changes_of(match) if match.conference else []
    dimensions = rubrics.rubric_of_match(match)["dimensions"]
    tables = []
    for entry in match.entries:
        own = [mark for mark in marks if mark.team == entry.team.key]
        found: Mapping[tuple[str, str], ConferenceMark] = {
            (mark.dimension, mark.judge): mark for mark in own
        }
        tables.append(
            {
                "entry": entry,
                "judges": list(dict.fromkeys(mark.judge for mark in own)),
                "rows": [(dimension, found) for dimension in dimensions],
                "changed": sum(mark.is_changed for mark in own),
            }
        )
    return tables
