"""The clerks' blueprint; who is no clerk finds nothing here (`sessions`)."""

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

bp = Blueprint("clerk", __name__)


@bp.errorhandler(CSRFError)
def keep_what_was_typed(_error: CSRFError) -> ResponseReturnValue:
    """Show the form again as it was typed; its own token check keeps it from acting."""
    view = current_app.view_functions[request.endpoint or ""]
    try:
        response: ResponseReturnValue = current_app.ensure_sync(view)(**(request.view_args or {}))
    except Exception as problem:  # Flask does not handle errors raised in an error handler.
        return current_app.handle_user_exception(problem)
    return response
