"""Sheets that came too late: each with its times, to be accepted with a reason or not.

The marks are not shown before the decision: whether a sheet counts must not hang on them.
"""

import json
from functools import partial

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, TextAreaField

from competition.actions import late_sheets as actions
from competition.actions import sheets as sheet_actions
from competition.store import audit, sheets
from competition.store import late_sheets as rows
from competition.store.late_sheets import LateSheet
from competition.store.models import Competition
from competition.web.htmx import page_or_fragment
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
from competition.web.sessions import by

DECISIONS = [
    ("", lazy_gettext("Choose…")),
    ("accept", lazy_gettext("Accept it: it becomes the judge's newest version")),
    ("decline", lazy_gettext("Do not accept it: it counts for nothing")),
]
OUTCOMES = {
    "accepted": lazy_gettext("Accepted"),
    "declined": lazy_gettext("Not accepted"),
    "replaced": lazy_gettext("Replaced by a later one"),
    "": lazy_gettext("Sent by the tablet itself after a reopening"),
}


class DecisionForm(PlainForm):
    """What shall become of a late sheet, and why; `seen` is the version that stood beside it."""

    seen = HiddenField()
    decision = ChoiceField(lazy_gettext("Your decision"), DECISIONS)
    reason = TextAreaField(lazy_gettext("Reason"))


@bp.get("/organiser/c/<key>/late")
def late_sheets_page(key: str) -> ResponseReturnValue:
    """What waits for a decision, and what was decided; htmx fetches it again by itself."""
    competition = competition_or_404(key)
    return page_or_fragment(
        "organiser/results/late_sheets.html",
        "organiser/results/_late_sheets.html",
        waiting=rows.undecided_sheets(competition),
        decided=rows.decided_sheets(competition),
        closed_at=partial(closed_at, competition),
        outcomes=OUTCOMES,
    )


@bp.route("/organiser/c/<key>/late/<int:number>", methods=["GET", "POST"])
@keeps_what_was_typed
def late_sheet_page(key: str, number: int) -> ResponseReturnValue:
    """One late sheet with its times and what stands in its place now; then the decision."""
    competition = competition_or_404(key)
    found = rows.late_sheet(competition, number) if number < 2**31 else None
    if found is None:
        abort(404)
    stored = sheets.find_sheet(found.match_id, found.team_id, found.judge_id)
    newest = stored.newest if stored else None
    form = DecisionForm()
    if is_sent(form) and _decided(competition, found, form):
        words = (
            gettext("Accepted. It counts from now on as the judge's newest version.")
            if form.decision.data == "accept"
            else gettext("Not accepted. The judge's tablet says so, with your reason.")
        )
        return redirect_with(f"/organiser/c/{key}/late", words)
    form.seen.data = str(newest.number if newest else 0)
    return organiser_page(
        "results/late_sheet.html",
        422 if form.is_submitted() else 200,
        form=form,
        late=found,
        round=found.match.round,
        newest=newest,
        closed_at=partial(closed_at, competition),
        receipt=sheet_actions.receipt_text,
        total=lambda marks: sheet_actions.marks_total(competition, marks),
        outcomes=OUTCOMES,
        overtaken=found.decision == "" and found not in rows.undecided_sheets(competition),
    )


def closed_at(competition: Competition, late: LateSheet) -> str | None:
    """When the round was closed that the sheet came too late for, as far as the audit knows."""
    round_ = late.match.round
    for row in audit.rows_about(competition.key, "round.state", f"{round_.stage.key}/{round_.key}"):
        if row.at <= late.arrived_at and json.loads(row.after).get("state") == "closed":
            return row.at
    return None


def _decided(competition: Competition, late: LateSheet, form: DecisionForm) -> bool:
    if not form.decision.data:
        form.decision.refusals = [gettext("Choose what shall become of it.")]
        return False
    reason, seen = form.reason.data or "", form.seen.data or ""
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
    if form.decision.data == "accept":
        return succeeded(
            form, lambda: actions.accept_late(competition.key, late.id, number, reason, by())
        )
    return succeeded(form, lambda: actions.decline_late(competition.key, late.id, reason, by()))
