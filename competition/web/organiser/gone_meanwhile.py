"""A form whose subject somebody else removed while it was open: what was typed is not lost."""

from flask import g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound as NoPage

from competition.actions.refusals import NotFound
from competition.web import errors
from competition.web.organiser.blueprint import bp
from competition.web.organiser.changed_meanwhile import changes_meanwhile, rows_since
from competition.web.organiser.form_keys import HIDDEN_FIELDS, seen_by_sender
from competition.web.organiser.responses import organiser_page


@bp.errorhandler(NotFound)
@bp.errorhandler(NoPage)
def answer_gone(error: Exception) -> ResponseReturnValue:
    """Show what was changed since the form's page was made, and what was typed; else the 404."""
    seen = seen_by_sender() if request.method == "POST" and g.get("competition") else None
    rows = rows_since(seen.number) if seen else []
    if not rows:
        return errors.missing_page(error)
    typed = [
        value
        for name, value in request.form.items(multi=True)
        if value.strip() and name not in HIDDEN_FIELDS
    ]
    return organiser_page("gone.html", 422, rows=changes_meanwhile(rows), typed=typed)
