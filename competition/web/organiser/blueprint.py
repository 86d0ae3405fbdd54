"""The organiser's blueprint, and the answer to forms whose CSRF token has expired."""

from collections.abc import Iterable, Mapping

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from competition.actions.corrections import CorrectionNeeded
from competition.web import errors
from competition.web.organiser.correction import correction_page

bp = Blueprint("organiser", __name__)


@bp.errorhandler(CSRFError)
def repeat_expired_form(_error: CSRFError) -> ResponseReturnValue:
    """Show a form again as it was typed; its own token check keeps it from acting."""
    view = current_app.view_functions[request.endpoint or ""]
    if not getattr(view, "keeps_what_was_typed", False):
        return errors.error(
            400,
            "csrf",
            gettext("This page has been open for too long. Reload it, then send the form again."),
        )
    try:
        response: ResponseReturnValue = current_app.ensure_sync(view)(**(request.view_args or {}))
    except Exception as problem:  # Flask does not handle errors raised in an error handler.
        return current_app.handle_user_exception(problem)
    return response


@bp.errorhandler(CorrectionNeeded)
def ask_to_correct(needed: CorrectionNeeded) -> ResponseReturnValue:
    """Show what the act would move in a published result, before it is done."""
    return correction_page(needed)


@bp.app_template_filter()
def names_of(keys: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The names of keys; a key without a name stays as it is."""
    return [names.get(key, key) for key in keys]
