"""The public page of the fairness report: 404 until the organiser has released it."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from competition.web import language
from competition.web.audience.blueprint import bp
from competition.web.audience.current_snapshot import public_snapshot_or_404
from competition.web.audience.page_cache import cached_page
from competition.web.audience.responses import conditional
from competition.web.fairness_content import fairness_views


@bp.get("/c/<key>/fairness")
def public_fairness_page(key: str) -> ResponseReturnValue:
    """The report as it was released, judges by letter."""
    view = public_snapshot_or_404(key)
    released = view.names.get("fairness")
    if released is None:
        abort(404)

    def render() -> str:
        return render_template(
            "audience/fairness.html",
            board=view.board,
            views=fairness_views(released["page"]),
            competition_key=view.key,
        )

    page = cached_page(view, ("fairness", language.chosen()), render)
    return conditional(page, "text/html", varies_by_language=True, cache=True)
