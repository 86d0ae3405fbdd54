"""Sheets that came too late: each with its times, to be accepted with a reason or not.

The marks are not shown before the decision: whether a sheet counts must not hang on them.
"""

import json
from functools import partial

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, TextAreaField

from competition.actions import late as actions
from competition.actions import sheets as sheet_actions
from competition.store import audit, sheets
from competition.store import late as rows
from competition.store.late import LateSheet
from competition.store.parts import Competition
from competition.web.htmx import answer
from competition.web.sessions import by

from . import bp
from .finding import acted, competition, go, is_sent, keeps_what_was_typed, page
from .forms.base import PlainForm
from .forms.fields import Choice

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
    decision = Choice(lazy_gettext("Your decision"), DECISIONS)
    reason = TextAreaField(lazy_gettext("Reason"))


@bp.get("/organiser/c/<key>/late")
def late(key: str) -> ResponseReturnValue:
    """What waits for a decision, and what was decided; htmx fetches it again by itself."""
    of = competition(key)
    return answer(
        "organiser/late.html",
        "organiser/_late.html",
        waiting=rows.waiting(of),
        decided=rows.decided(of),
        closed_at=partial(closed_at, of),
        outcomes=OUTCOMES,
    )


@bp.route("/organiser/c/<key>/late/<int:number>", methods=["GET", "POST"])
@keeps_what_was_typed
def decide(key: str, number: int) -> ResponseReturnValue:
    """One late sheet with its times and what stands in its place now; then the decision."""
    of = competition(key)
    found = rows.late_sheet(of, number) if number < 2**31 else None
    if found is None:
        abort(404)
    stored = sheets.sheet(found.match_id, found.team_id, found.judge_id)
    newest = stored.newest if stored else None
    form = DecisionForm()
    if is_sent(form) and _decided(of, found, form):
        words = (
            gettext("Accepted. It counts from now on as the judge's newest version.")
            if form.decision.data == "accept"
            else gettext("Not accepted. The judge's tablet says so, with your reason.")
        )
        return go(f"/organiser/c/{key}/late", words)
    form.seen.data = str(newest.number if newest else 0)
    return page(
        "late_sheet.html",
        422 if form.is_submitted() else 200,
        form=form,
        late=found,
        round=found.match.round,
        newest=newest,
        closed_at=partial(closed_at, of),
        receipt=sheet_actions.receipt_text,
        total=lambda marks: sheet_actions.total(of, marks),
        outcomes=OUTCOMES,
        overtaken=found.decision == "" and found not in rows.waiting(of),
    )


def closed_at(of: Competition, late: LateSheet) -> str | None:
    """When the round was closed that the sheet came too late for, as far as the audit knows."""
    round_ = late.match.round
    for row in audit.rows_of(of.key, "round.state", f"{round_.stage.key}/{round_.key}"):
        if row.at <= late.arrived_at and json.loads(row.after).get("state") == "closed":
            return row.at
    return None


def _decided(of: Competition, late: LateSheet, form: DecisionForm) -> bool:
    if not form.decision.data:
        form.decision.refusals = [gettext("Choose what shall become of it.")]
        return False
    reason, seen = form.reason.data or "", form.seen.data or ""
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
    if form.decision.data == "accept":
        return acted(form, lambda: actions.accept(of.key, late.id, number, reason, by()))
    return acted(form, lambda: actions.decline(of.key, late.id, reason, by()))
