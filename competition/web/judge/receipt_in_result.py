"""“Your sheet in the result”: after publication, what became of a judge's own marks."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from competition.actions import sheet_in_result
from competition.actions.refusals import NotFound
from competition.actions.sheet_access import format_receipt
from competition.web import sessions
from competition.web.judge import confirm_identity, judge_context
from competition.web.judge.blueprint import bp
from competition.web.whole_number import parse_whole_number


@bp.get("/judge/receipts/<number>")
@confirm_identity.confirmed_required
def get_result(number: str) -> ResponseReturnValue:
    """The judge's own sheet by its receipt's number: which marks counted, and towards what."""
    judge, receipt = sessions.judge(), parse_whole_number(number)
    if judge is None or receipt is None:
        abort(404)
    try:
        version = sheet_in_result.find_receipt(judge.competition, receipt)
    except NotFound:
        abort(404)
    if version.judge_id != judge.id:
        abort(404)
    judge_context.use_judges_language(judge)
    return render_template(
        "judge/receipt_in_result.html",
        judge=judge,
        found=sheet_in_result.sheet_in_result(judge.competition, version, published_only=True),
        receipt=format_receipt(receipt),
        format_receipt=format_receipt,
    )
