"""The page before a published result moves: what would move, why, and a second deliberate touch.

Any form can lead here: its fields travel along, and the same form is sent again with the reason
and with a digest of what was shown.
"""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions.corrections import Confirmation, CorrectionNeeded
from competition.file_types import Document
from competition.web import htmx
from competition.web.organiser.labels import RELEASE_MODES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key

DIGEST_FIELD, REASON_FIELD = "correction", "correction_reason"
_OWN_FIELDS = {DIGEST_FIELD, REASON_FIELD, "csrf_token"}


def confirmation_sent() -> Confirmation | None:
    """The confirmation in the form that was sent, if it comes from the page of a correction."""
    digest = request.form.get(DIGEST_FIELD)
    if digest is None:
        return None
    return Confirmation(request.form.get(REASON_FIELD, ""), digest)


def correction_page(needed: CorrectionNeeded) -> ResponseReturnValue:
    """Show what the act would move, and let the same form be sent again to confirm it."""
    sent = confirmation_sent()
    problem = ""
    if sent is not None and sent.digest != needed.digest:
        problem = gettext("Something was changed meanwhile. Read again what would move now.")
    elif sent is not None:
        problem = gettext("Give the reason; the public reads it.")
    # An import's address does not name the competition that it replaces.
    competition = competition_or_404(needed.competition_key)
    file = file_without_sheets(competition)
    page = render_template(
        "organiser/results/correction.html",
        needed=needed,
        problem=problem,
        reason=sent.reason if sent else needed.suggestion,
        modes=RELEASE_MODES,
        address=request.full_path.rstrip("?"),
        fields=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in _OWN_FIELDS
        ],
        advanced=_next_stages_with_teams(file),
        **names_by_key(file),
    )
    response = make_response(page, 422 if problem else 200)
    if htmx.wants_fragment():
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _next_stages_with_teams(file: Document) -> dict[str, str]:
    """By stage, the next one where that has its teams already: a correction leaves them there."""
    with_teams = {stage["key"] for stage in file["stages"] if "teams" in stage}
    return {
        stage["key"]: stage["advance"]["to"]
        for stage in file["stages"]
        if "advance" in stage and stage["advance"]["to"] in with_teams
    }
