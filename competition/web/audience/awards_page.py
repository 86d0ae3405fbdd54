"""The public page of awards: those that were revealed, and who won them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from competition.web import language
from competition.web.audience.awards import awards_from
from competition.web.audience.blueprint import bp
from competition.web.audience.current_snapshot import public_snapshot_or_404
from competition.web.audience.page_cache import cached_page
from competition.web.audience.responses import conditional


@bp.get("/c/<key>/awards")
def public_awards_page(key: str) -> ResponseReturnValue:
    """Every award that was revealed, in the order of the file."""
    view = public_snapshot_or_404(key)

    def render() -> str:
        return render_template(
            "audience/awards.html",
            board=view.board,
            awards=awards_from(view.names),
            competition_key=view.key,
        )

    page = cached_page(view, ("awards", language.chosen()), render)
    return conditional(page, "text/html", varies_by_language=True, cache=True)
