"""Sheets that came too late: each with its times, to be accepted with a reason or not.

The marks are not shown before the decision, so that it cannot depend on them. Several sheets of
one judge can be decided on together, for one reason.
"""

from collections.abc import Callable, Iterable

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import HiddenField, TextAreaField

from competition.actions import late_decisions, rubrics, sheet_access
from competition.actions.late_sheets import closed_at
from competition.store import late_sheets, queries, sheets
from competition.store.late_sheets import LateSheet
from competition.store.models import Competition, Judge
from competition.web.htmx import page_or_fragment
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField, MultiChoiceField
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


class JointDecisionForm(DecisionForm):
    """One decision on several late sheets; `seen` is `number:version` for each of them."""

    sheets = MultiChoiceField(lazy_gettext("Sheets"))


@bp.get("/organiser/c/<key>/late")
def late_sheets_page(key: str) -> ResponseReturnValue:
    """What waits for a decision, and what was decided; htmx fetches it again by itself."""
    competition = competition_or_404(key)
    by_judge: dict[Judge, list[LateSheet]] = {}
    for late in late_sheets.undecided_sheets(competition):
        by_judge.setdefault(late.judge, []).append(late)
    return page_or_fragment(
        "organiser/results/late_sheets.html",
        "organiser/results/_late_sheets.html",
        waiting=by_judge,
        decided=late_sheets.decided_sheets(competition),
        closed_at=_closing_times(competition),
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
    newest = _newest_version(late)
    form = DecisionForm()
    seen = parse_whole_number(form.seen.data)
    state = late.state
    if is_valid_submission(form) and _decide(
        competition, {late.id: -1 if seen is None else seen}, form
    ):
        return redirect_with(f"/organiser/c/{key}/late", _decided(form.decision.data, [state]))
    form.seen.data = str(newest.number if newest else 0)
    return form_page(
        "results/late_sheet.html",
        form,
        late=late,
        round=late.match.round,
        newest=newest,
        closed_at=_closing_times(competition),
        receipt=sheet_access.receipt_text,
        rubric=rubrics.rubric_of_match(late.match),
        rule=rubrics.rule_of_sheet(late.match, late.team, late.judge),
        total=rubrics.marks_total(late.match, late.marks),
        outcomes=LATE_OUTCOMES,
        overtaken=late.decision == "" and late not in late_sheets.undecided_sheets(competition),
    )


@bp.route("/organiser/c/<key>/late/of/<judge_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def late_sheets_of_judge_page(key: str, judge_key: str) -> ResponseReturnValue:
    """All late sheets of one judge that wait, to be decided on together for one reason."""
    competition = competition_or_404(key)
    judge = queries.find_judge(competition, judge_key) or abort(404)
    waiting = [s for s in late_sheets.undecided_sheets(competition) if s.judge_id == judge.id]
    form = JointDecisionForm()
    form.sheets.choices = [(str(late.id), late.team.key) for late in waiting]
    if is_valid_submission(form):
        chosen = [late for late in waiting if str(late.id) in form.sheets.data]
        states = [late.state for late in chosen]
        if not chosen:
            form.sheets.refusals = [gettext("Choose at least one sheet.")]
        elif _decide(competition, _seen_versions(form.seen.data, chosen), form):
            return redirect_with(f"/organiser/c/{key}/late", _decided(form.decision.data, states))
    elif not form.is_submitted():
        form.sheets.data = [str(late.id) for late in waiting]
    newest = {late.id: _newest_version(late) for late in waiting}
    known = {number: version.number if version else 0 for number, version in newest.items()}
    form.seen.data = " ".join(f"{number}:{version}" for number, version in known.items())
    return form_page(
        "results/late_sheets_of_judge.html",
        form,
        judge=judge,
        waiting=waiting,
        wanted=lambda late: len(
            rubrics.rule_of_sheet(late.match, late.team, late.judge).dimensions
        ),
        known=known,
        closed_at=_closing_times(competition),
    )


def _closing_times(competition: Competition) -> Callable[[LateSheet], str | None]:
    """When a late sheet's round was closed before it arrived, if the audit log knows."""
    return lambda late: closed_at(competition, late.match, late.arrived_at)


def _newest_version(late: LateSheet) -> sheets.SheetVersion | None:
    stored = sheets.find_sheet(late.match_id, late.team_id, late.judge_id)
    return sheets.newest_version(stored)


def _seen_versions(sent: str | None, chosen: Iterable[LateSheet]) -> dict[int, int]:
    """The version that the page showed, by the number of each late sheet; -1 for none."""
    pairs = dict(pair.partition(":")[::2] for pair in (sent or "").split())
    seen = {late.id: parse_whole_number(pairs.get(str(late.id))) for late in chosen}
    return {number: -1 if version is None else version for number, version in seen.items()}


def _decide(competition: Competition, seen: dict[int, int], form: DecisionForm) -> bool:
    if not form.decision.data:
        form.decision.refusals = [gettext("Choose whether to accept it.")]
        return False
    key, reason = competition.key, form.reason.data or ""
    if form.decision.data == "decline":
        return run_action(
            form, lambda: late_decisions.decline_late_sheets(key, list(seen), reason, by())
        )
    return run_action(form, lambda: late_decisions.accept_late_sheets(key, seen, reason, by()))


def _decided(decision: str, states: list[str]) -> str:
    """What the next page says about a decision on late sheets in these states."""
    drafts = states.count("draft") if decision == "accept" else 0
    if len(states) == 1:
        return str(LATE_DECIDED["accept/draft" if drafts else decision])
    if decision == "decline":
        message = gettext("%(num)s late sheets are not accepted.", num=len(states))
    else:
        message = gettext("%(num)s late sheets are accepted.", num=len(states))
    if drafts:
        message += " " + ngettext(
            "%(num)s of them is a draft and does not count until the judge submits it.",
            "%(num)s of them are drafts and do not count until the judge submits them.",
            drafts,
        )
    return message
