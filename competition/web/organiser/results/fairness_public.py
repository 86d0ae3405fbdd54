"""What makes the fairness report public, and what takes it back."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField

from competition.actions import fairness_release as actions
from competition.actions.fairness_pages import find_fairness
from competition.actions.refusals import Refused
from competition.actions.shown_fairness import released_fairness
from competition.store.snapshots import newest_snapshot
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import ConfirmForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    confirmed,
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
)
from competition.web.organiser.results.withdraw import take_back_page
from competition.web.sessions import by


class FairnessPublicForm(ConfirmForm):
    """Confirms that the report becomes public."""

    sure = BooleanField(lazy_gettext("Yes, make this report public now"))


@bp.route("/organiser/c/<key>/fairness-release", methods=["GET", "POST"])
@keeps_what_was_typed
def release_fairness_page(key: str) -> ResponseReturnValue:
    """Say what becomes public, then make it public."""
    competition, form = competition_or_404(key), FairnessPublicForm()
    if is_valid_submission(form) and confirmed(
        form, lambda: actions.release_fairness(competition.key, by())
    ):
        return redirect_with(f"/organiser/c/{key}/fairness", gettext("The report is public now."))
    context: dict[str, Any] = {"why_not": "", "stages": []}
    try:
        page = find_fairness(key)
    except Refused as refusal:
        context["why_not"] = refusal.text(gettext)
    else:
        why = actions.why_not_release(competition_or_404(key), page)
        context["why_not"] = gettext(why.message) if why else ""
        context["stages"] = actions.public_fairness(key, page)["stages"]
    competition_or_404(key)
    return form_page("results/fairness_release.html", form, **context)


@bp.route("/organiser/c/<key>/fairness-back", methods=["GET", "POST"])
@keeps_what_was_typed
def take_back_fairness_page(key: str) -> ResponseReturnValue:
    """Take the released report off everything public, with a reason."""
    competition = competition_or_404(key)
    return take_back_page(
        "results/fairness_take_back.html",
        lambda reason: actions.take_back_fairness(competition.key, reason, by()),
        f"/organiser/c/{key}/fairness",
        gettext("The report is taken back."),
        is_public=released_fairness(newest_snapshot(key)) is not None,
    )
