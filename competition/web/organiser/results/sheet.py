"""One judge's sheet for one team: its versions, locking it and reopening it."""

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from competition.actions import rubrics, sheet_access, sheet_locks
from competition.store import queries, sheets
from competition.store.marking_judges import has_sheets
from competition.web.organiser import lookup
from competition.web.organiser.appeal_words import suggest_reason
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.labels import NOT_AWAITED, SHEET_OVERRIDES
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.organiser.sheet_progress import sheet_progress
from competition.web.sessions import by

_ACTIONS = {
    "reopened": sheet_locks.reopen,
    "locked": sheet_locks.lock,
    "": sheet_locks.follow_round,
}


class OverrideForm(PlainForm):
    """Reopens or locks one sheet, or lets it follow its round again; and why."""

    hold = ChoiceField(lazy_gettext("What to do"), SHEET_OVERRIDES)
    reason = StringField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/sheet/<match_key>/<team_key>/<judge_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def sheet_page(key: str, match_key: str, team_key: str, judge_key: str) -> ResponseReturnValue:
    """Every stored version; a form to lock or reopen the sheet with a reason."""
    competition = competition_or_404(key)
    match = lookup.match_or_404(competition, match_key)
    team = queries.find_team(competition, team_key)
    judge = queries.find_judge(competition, judge_key)
    if team is None or judge is None or not has_sheets(match, judge):
        abort(404)
    if all(entry.team is not team for entry in match.entries):
        abort(404)
    stored = sheets.find_sheet(match.id, team.id, judge.id)
    override = stored.override if stored else ""
    form = OverrideForm()
    suggest_reason(form, "reason", competition)
    form.hold.choices = [(code, label) for code, label in SHEET_OVERRIDES if code != override]
    if match.round.state != "closed":
        # An open sheet need not be reopened, and the first choice is selected.
        form.hold.choices.sort(key=lambda choice: choice[0] == "reopened")

    def change() -> None:
        act, reason = _ACTIONS[form.hold.data], form.reason.data or ""
        act(competition.key, match_key, team_key, judge_key, reason, by())

    if submit(form, change):
        return redirect_with(f"/organiser/c/{key}/wall", gettext("Saved."))
    progress = sheet_progress(competition)
    return form_page(
        "results/sheet.html",
        form,
        match=match,
        team=team,
        judge=judge,
        sheet=stored,
        override=override,
        cell=progress.cell(match, team, judge),
        not_awaited=NOT_AWAITED,
        receipt=sheet_access.receipt_text,
        rubric=rubrics.rubric_of_match(match),
        rule=rubrics.rule_of_sheet(match, team, judge),
        total=lambda version: rubrics.marks_total(match, version.marks),
    )
