"""The public pages: the competitions, and a board for phones."""

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from competition.web import language, template_filters
from competition.web.audience.blueprint import bp
from competition.web.audience.current_snapshot import (
    PublicSnapshot,
    all_public_snapshots,
    public_snapshot_or_404,
)
from competition.web.audience.responses import conditional


@bp.get("/")
def index_page() -> ResponseReturnValue:
    """The competitions without their rehearsals, or the board of the only one."""
    views = [view for view in all_public_snapshots() if not view.is_rehearsal]
    g.fallback_language = views[0].language if views else None
    if len(views) == 1:
        return _phone(views[0])
    page = render_template("audience/competitions.html", boards=[s.board for s in views])
    return conditional(page.encode(), "text/html", varies_by_language=True, cache=True)


@bp.get("/c/<key>")
def phone_page(key: str) -> ResponseReturnValue:
    """The board for phones."""
    return _phone(public_snapshot_or_404(key))


@bp.get("/c/<key>/board")
def board_fragment(key: str) -> ResponseReturnValue:
    """The board's fragment alone."""
    view = public_snapshot_or_404(key)
    body = view.fragment(language.chosen())
    return conditional(body, "text/html", varies_by_language=True, cache=True)


def _phone(view: PublicSnapshot) -> Response:
    names = {team["key"]: template_filters.localized(team["name"]) for team in view.names["teams"]}
    return _page("audience/phone.html", view, team_names=names)


def _page(template: str, view: PublicSnapshot, **context: object) -> Response:
    fragment = view.fragment(language.chosen()).decode()
    page = render_template(
        template,
        board=view.board,
        # Rendered by the same template that the stream sends, escaped there.
        fragment=Markup(fragment),  # noqa: S704
        competition_key=view.key,
        **context,
    )
    return conditional(page.encode(), "text/html", varies_by_language=True, cache=True)
