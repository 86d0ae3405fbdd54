"""An archived competition takes no form, whichever it is: its pages are there to be read."""

from flask import request

from competition.actions.sheet_access import refuse_if_archived
from competition.store import queries
from competition.web.organiser.blueprint import bp

STILL_POSSIBLE = (
    "organiser.archive_page",
    "organiser.copy_page",
    "organiser.remove_competition_page",
)
"""What an archived competition does not stand in the way of."""


@bp.before_request
def refuse_forms() -> None:
    """Raise `Closed`, before a form is looked at, where its competition is archived.

    The acts refuse it too, under the lock; this also stands before what a form only prepares.
    """
    if request.method in ("GET", "HEAD", "OPTIONS") or request.endpoint in STILL_POSSIBLE:
        return
    competition = queries.find_competition((request.view_args or {}).get("key", ""))
    if competition is not None:
        refuse_if_archived(competition)
