"""Look up a receipt's number: whose sheet it is, and what became of it."""

from flask import request
from flask.typing import ResponseReturnValue

from competition.actions import sheet_in_result
from competition.actions.refusals import NotFound
from competition.actions.sheet_access import format_receipt
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import organiser_page
from competition.web.whole_number import parse_whole_number


@bp.get("/organiser/c/<key>/receipt")
def receipt_page(key: str) -> ResponseReturnValue:
    """A form for a receipt's number, and below it the sheet in the result."""
    competition = competition_or_404(key)
    typed = request.args.get("number", "").strip()
    number, found = parse_whole_number(typed), None
    if number is not None:
        try:
            version = sheet_in_result.find_receipt(competition, number)
            found = sheet_in_result.sheet_in_result(competition, version, published_only=False)
        except NotFound:
            found = None
    return organiser_page(
        "results/receipt.html",
        typed=typed,
        found=found,
        format_receipt=format_receipt,
        **names_by_key(file_without_sheets(competition)),
    )
