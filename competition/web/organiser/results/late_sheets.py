"""Sheets that came too late: each with its times, to be accepted with a reason or not.

The marks are not shown before the decision, so that it cannot depend on them.
"""

import json
from functools import partial

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, TextAreaField

from competition.actions import late_sheets as actions
from competition.actions import sheet_access
from competition.store import audit, late_sheets, sheets
from competition.store.late_sheets import LateSheet
from competition.store.models import Competition
from competition.web.htmx import page_or_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.labels import LATE_DECIDED, LATE_DECISIONS, LATE_OUTCOMES
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number


class DecisionForm(PlainForm):
    """Whether a late sheet is accepted, and why; `seen` is the version stored at the time."""

    seen = HiddenField()
    decision = ChoiceField(lazy_gettext("Your decision"), LATE_DECISIONS)
    reason = TextAreaField(lazy_gettext("Reason"))


@bp.get("/organiser/c/<key>/late")
def late_sheets_page(key: str) -> ResponseReturnValue:
    """What waits for a decision, and what was decided; htmx fetches it again by itself."""
    competition = competition_or_404(key)
    return page_or_fragment(
        "organiser/results/late_sheets.html",
        "organiser/results/_late_sheets.html",
        waiting=late_sheets.undecided_sheets(competition),
        decided=late_sheets.decided_sheets(competition),
        closed_at=partial(closed_at, competition),
        outcomes=LATE_OUTCOMES,
    )


@bp.route("/organiser/c/<key>/late/<int:number>", methods=["GET", "POST"])
@keeps_what_was_typed
def late_sheet_page(key: str, number: int) -> ResponseReturnValue:
    """One late sheet with its times and what is stored instead of it; then the decision."""
    competition = competition_or_404(key)
    late = late_sheets.late_sheet(competition, number) if number < 2**31 else None
    if late is None:
        abort(404)
    stored = sheets.find_sheet(late.match_id, late.team_id, late.judge_id)
    newest = sheets.newest_version(stored)
    form = DecisionForm()
    if is_valid_submission(form) and _decide(competition, late, form):
        return redirect_with(f"/organiser/c/{key}/late", str(LATE_DECIDED[form.decision.data]))
    form.seen.data = str(newest.number if newest else 0)
    return form_page(
        "results/late_sheet.html",
        form,
        late=late,
        round=late.match.round,
        newest=newest,
        closed_at=partial(closed_at, competition),
        receipt=sheet_access.receipt_text,
        total=lambda marks: sheet_access.marks_total(competition, marks),
        outcomes=LATE_OUTCOMES,
        overtaken=late.decision == "" and late not in late_sheets.undecided_sheets(competition),
    )


def closed_at(competition: Competition, late: LateSheet) -> str | None:
    """When the sheet's round was closed before it arrived, if the audit log knows."""
    round_ = late.match.round
    for row in audit.rows_about(competition.key, "round.state", f"{round_.stage.key}/{round_.key}"):
        if row.at <= late.arrived_at and json.loads(row.after).get("state") == "closed":
            return row.at
    return None


def _decide(competition: Competition, late: LateSheet, form: DecisionForm) -> bool:
    if not form.decision.data:
        form.decision.refusals = [gettext("Choose whether to accept it.")]
        return False
    reason = form.reason.data or ""
    if form.decision.data == "decline":
        return run_action(
            form, lambda: actions.decline_late(competition.key, late.id, reason, by())
        )
    seen = parse_whole_number(form.seen.data)
    version = -1 if seen is None else seen
    return run_action(
        form, lambda: actions.accept_late(competition.key, late.id, version, reason, by())
    )
