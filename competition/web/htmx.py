"""One view for both: htmx gets the fragment, a browser the whole page around it."""

from typing import Any

from flask import make_response
from flask.typing import ResponseReturnValue
from flask_htmx import HTMX

from competition.web.rendering import render_page

htmx = HTMX()


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page that is already open."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_fragment(
    page: str, fragment: str, *, status: int = 200, **context: Any
) -> ResponseReturnValue:
    """Render `fragment` for htmx, else `page`, which includes the same fragment."""
    template = fragment if wants_fragment() else page
    response = make_response(render_page(template, **context), status)
    response.vary.add("HX-Request")
    return response
