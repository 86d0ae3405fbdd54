"""What the marks say of the judging: the fairness report, and the act that makes it public."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions.fairness_pages import find_fairness
from competition.actions.refusals import Refused
from competition.actions.shown_fairness import released_fairness
from competition.store.snapshots import newest_snapshot
from competition.web.fairness_content import fairness_views
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import organiser_page


@bp.get("/organiser/c/<key>/fairness")
def fairness_report_page(key: str) -> ResponseReturnValue:
    """The report on every stage that has marks, whatever the public sees of it."""
    competition_or_404(key)
    context: dict[str, Any] = {"views": [], "refusal": ""}
    status = 200
    try:
        context["views"] = fairness_views(find_fairness(key))
    except Refused as refusal:
        context["refusal"], status = refusal.text(gettext), 503
    context["is_released"] = released_fairness(newest_snapshot(key)) is not None
    # While the report was made the connection was given back: read again.
    competition_or_404(key)
    return organiser_page("results/fairness.html", status, **context)
