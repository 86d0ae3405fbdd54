"""The public pages: the competitions, and a board for phones."""

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from competition.web import language, words

from . import bp
from .answers import conditional
from .showing import Showing, all_newest, newest_or_404


@bp.get("/")
def index() -> ResponseReturnValue:
    """The competitions, or the board of the only one."""
    showings = all_newest()
    g.fallback_language = showings[0].language if showings else None
    if len(showings) == 1:
        return _phone(showings[0])
    page = render_template("audience/competitions.html", boards=[s.board for s in showings])
    return conditional(page.encode(), "text/html", in_a_language=True, keep=True)


@bp.get("/c/<key>")
def phone(key: str) -> ResponseReturnValue:
    """The board for phones."""
    return _phone(newest_or_404(key))


@bp.get("/c/<key>/board")
def board(key: str) -> ResponseReturnValue:
    """The board's fragment alone."""
    showing = newest_or_404(key)
    body = showing.fragment(language.chosen())
    return conditional(body, "text/html", in_a_language=True, keep=True)


def _phone(showing: Showing) -> Response:
    names = {team["key"]: words.said(team["name"]) for team in showing.names["teams"]}
    return _page("audience/phone.html", showing, team_names=names)


def _page(template: str, showing: Showing, **context: object) -> Response:
    fragment = showing.fragment(language.chosen()).decode()
    page = render_template(
        template,
        board=showing.board,
        # Rendered by the same template that the stream sends, escaped there.
        fragment=Markup(fragment),  # noqa: S704
        competition_key=showing.key,
        **context,
    )
    return conditional(page.encode(), "text/html", in_a_language=True, keep=True)
