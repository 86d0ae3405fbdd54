"""Announce a round's programme before it opens, or take that back."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import rounds
from competition.actions.visibility import gives_away
from competition.store.models import Round
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import ROUND_ANNOUNCED
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    form_page,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by
from competition.web.template_filters import localized


@bp.route(
    "/organiser/c/<key>/round/<stage_key>/<round_key>/<any('announce', 'withhold'):programme>",
    methods=["GET", "POST"],
)
@keeps_what_was_typed
def announce_page(key: str, stage_key: str, round_key: str, programme: str) -> ResponseReturnValue:
    """Explain what becomes public, or no longer is, then do it."""
    competition = competition_or_404(key)
    round_ = lookup.round_or_404(competition, stage_key, round_key)
    announced = programme == "announce"
    back = f"/organiser/c/{key}"
    if bool(round_.announced) == announced:
        return redirect_with(back, gettext("Nothing to do: it is already in this state."))
    form, name = PlainForm(), f"{stage_key}/{round_key}"
    if submit(form, lambda: rounds.set_announced(competition.key, name, announced, by())):
        return redirect_with(back, str(ROUND_ANNOUNCED[programme]))
    return form_page(
        "day/announce.html", form, round=round_, act=programme, gives_away=told_by(round_)
    )


def told_by(round_: Round) -> list[str]:
    """The stages whose unreleased results the round tells once its matches are public.

    None where they are public already, and in a private competition, where nothing is told yet.
    """
    if rounds.has_public_matches(round_) or round_.stage.competition.visibility == "private":
        return []
    return [localized(stage.name) for stage in gives_away(round_.stage.competition, round_)]
