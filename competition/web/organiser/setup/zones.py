"""Zones made of the words that the teams are entered with, in one act."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions.zones import make_zones_of_words
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import redirect_with, submit
from competition.web.sessions import by


@bp.post("/organiser/c/<key>/zone-words")
def post_zones_of_words(key: str) -> ResponseReturnValue:
    """Make a zone of each word that the teams have."""
    competition, form = competition_or_404(key), PlainForm()
    address = f"/organiser/c/{key}/zones"
    if submit(form, lambda: make_zones_of_words(competition.key, by())):
        return redirect_with(
            address, gettext("The zones are made. Check their names and their order.")
        )
    if form.meanwhile:
        text = gettext("Nothing was done: a team or a zone was changed meanwhile. Look again.")
        return redirect_with(address, text, "bad")
    return redirect_with(address, " ".join(form.general), "bad")
