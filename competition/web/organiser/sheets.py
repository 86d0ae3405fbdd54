"""One judge's sheet for one team: its versions, and letting it be written or not."""

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from competition.actions import holds
from competition.actions import sheets as actions
from competition.store import events, sheets
from competition.web.sessions import by

from . import bp, finding
from .finding import acted, competition, go, is_sent, keeps_what_was_typed, page
from .forms.base import PlainForm
from .forms.fields import Choice
from .progress import Desk

HOLDS = [
    ("reopened", lazy_gettext("Reopen this sheet")),
    ("locked", lazy_gettext("Lock this sheet")),
    ("", lazy_gettext("Let it follow its round again")),
]
_VERBS = {"reopened": holds.reopen, "locked": holds.lock, "": holds.follow_round}


class HoldForm(PlainForm):
    """What shall hold for one sheet, and why."""

    hold = Choice(lazy_gettext("What shall hold"), HOLDS)
    reason = StringField(lazy_gettext("Reason"))


@bp.route("/organiser/c/<key>/sheet/<match_key>/<team_key>/<judge_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def sheet(key: str, match_key: str, team_key: str, judge_key: str) -> ResponseReturnValue:
    """Every version that was acknowledged, and a lock or a reopening with its reason."""
    of = competition(key)
    match = finding.match(of, match_key)
    team, judge = events.team(of, team_key), events.judge(of, judge_key)
    if team is None or judge is None or events.seat(match, judge.id) is None:
        abort(404)
    if all(entry.team is not team for entry in match.entries):
        abort(404)
    stored = sheets.sheet(match.id, team.id, judge.id)
    hold = stored.hold if stored else ""
    form = HoldForm()
    offered = [(value, words) for value, words in HOLDS if value != hold]
    if match.round.state != "closed":
        # What is open need not be reopened, and the first is what stands ready to be done.
        offered.sort(key=lambda one: one[0] == "reopened")
    form.hold.choices = offered
    if is_sent(form):
        verb, reason = _VERBS[form.hold.data], form.reason.data or ""
        if acted(form, lambda: verb(of.key, match_key, team_key, judge_key, reason, by())):
            return go(f"/organiser/c/{key}/wall", gettext("Stored."))
    desk = Desk(of)
    return page(
        "sheet.html",
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
        total=lambda version: actions.total(of, version.marks),
    )
