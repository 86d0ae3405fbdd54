"""The vote's blueprint, and its answer to a page that was open for too long."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

bp = Blueprint("vote", __name__)


@bp.errorhandler(CSRFError)
def show_vote_again(_error: CSRFError) -> ResponseReturnValue:
    """Show the page anew; nothing was cast."""
    return redirect(request.full_path.rstrip("?"), 303)
