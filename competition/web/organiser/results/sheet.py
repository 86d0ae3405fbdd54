"""One judge's sheet for one team: its versions, and letting it be written or not."""

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from competition.actions import sheet_locks
from competition.actions import sheets as actions
from competition.store import queries, sheets
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    is_sent,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    succeeded,
)
from competition.web.organiser.sheet_progress import SheetProgress
from competition.web.sessions import by

LOCK_STATES = [
    ("reopened", lazy_gettext("Reopen this sheet")),
    ("locked", lazy_gettext("Lock this sheet")),
    ("", lazy_gettext("Let it follow its round again")),
]
_VERBS = {"reopened": sheet_locks.reopen, "locked": sheet_locks.lock, "": sheet_locks.follow_round}


class LockForm(PlainForm):
    """What shall hold for one sheet, and why."""

    hold = ChoiceField(lazy_gettext("What shall hold"), LOCK_STATES)
    reason = StringField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/sheet/<match_key>/<team_key>/<judge_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def sheet_page(key: str, match_key: str, team_key: str, judge_key: str) -> ResponseReturnValue:
    """Every version that was acknowledged, and a lock or a reopening with its reason."""
    competition = competition_or_404(key)
    match = lookup.match_or_404(competition, match_key)
    team, judge = (
        queries.find_team(competition, team_key),
        queries.find_judge(competition, judge_key),
    )
    if team is None or judge is None or queries.find_seat(match, judge.id) is None:
        abort(404)
    if all(entry.team is not team for entry in match.entries):
        abort(404)
    stored = sheets.find_sheet(match.id, team.id, judge.id)
    hold = stored.hold if stored else ""
    form = LockForm()
    offered = [(value, words) for value, words in LOCK_STATES if value != hold]
    if match.round.state != "closed":
        # What is open need not be reopened, and the first is what stands ready to be done.
        offered.sort(key=lambda one: one[0] == "reopened")
    form.hold.choices = offered
    if is_sent(form):
        verb, reason = _VERBS[form.hold.data], form.reason.data or ""
        if succeeded(
            form, lambda: verb(competition.key, match_key, team_key, judge_key, reason, by())
        ):
            return redirect_with(f"/organiser/c/{key}/wall", gettext("Stored."))
    desk = SheetProgress(competition)
    return organiser_page(
        "results/sheet.html",
        422 if form.is_submitted() else 200,
        form=form,
        match=match,
        team=team,
        judge=judge,
        sheet=stored,
        hold=hold,
        cell=desk.cell(match, team, judge),
        desk=desk,
        receipt=actions.receipt_text,
        total=lambda version: actions.marks_total(competition, version.marks),
    )
