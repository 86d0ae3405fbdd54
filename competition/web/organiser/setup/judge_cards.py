"""The judges' links as cards, to print and to renew; the board's address as a card, too.

The texts on a card are here because a card has each of them in every language.
"""

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from competition.actions import accounts
from competition.messages import N_
from competition.store import queries
from competition.store.accounts import devices_in_use
from competition.store.models import Competition
from competition.web import trust
from competition.web.addresses import public_url
from competition.web.language import LANGUAGES
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import (
    form_page,
    is_prefetch,
    organiser_page,
    redirect_with,
    submit,
)
from competition.web.sessions import by

CARD = {
    "judge": N_("Judge"),
    "open": N_("Scan this with your tablet, or open the link. Turn off auto-lock."),
    "audience": N_("Audience"),
    "board": N_("Live board"),
}


@bp.get("/organiser/c/<key>/links")
def judge_cards_page(key: str) -> ResponseReturnValue:
    """A card for each judge with name, competition and QR code, to be printed or shown."""
    competition = competition_or_404(key)
    if is_prefetch():
        # The links are shown to nobody whose look is not recorded.
        return Response(status=204)
    if request.method == "GET":
        accounts.note_links_seen(competition.key, by())
    authority = trust.find_authority()
    return organiser_page(
        "setup/judge_cards.html",
        competition=competition,
        base=public_url(current_app.config),
        devices=devices_in_use(competition),
        fingerprint=trust.fingerprint(authority) if authority else "",
        trust_address=trust.trust_address(),
        card=card_texts(competition),
    )


@bp.route("/organiser/c/<key>/links/renew", methods=["GET", "POST"])
@bp.route("/organiser/c/<key>/links/renew/<judge_key>", methods=["GET", "POST"])
def renew_link_page(key: str, judge_key: str | None = None) -> ResponseReturnValue:
    """Ask, then make a new link for one judge or for all; the old ones stop working at once."""
    competition = competition_or_404(key)
    judge = queries.find_judge(competition, judge_key) if judge_key else None
    if judge_key and judge is None:
        abort(404)
    form = PlainForm()
    if submit(form, lambda: accounts.renew_links(competition.key, judge_key, by())):
        message = gettext(
            "The link is renewed. Hand out the new card; the old one no longer works."
        )
        return redirect_with(
            f"/organiser/c/{key}/links" + (f"#{judge_key}" if judge_key else ""), message
        )
    return form_page("setup/renew_link.html", form, judge=judge)


def card_texts(competition: Competition) -> dict[str, list[tuple[str, str]]]:
    """The texts on a card as (language tag, text), in the competition's languages."""
    texts: dict[str, list[tuple[str, str]]] = {name: [] for name in CARD}
    for code in competition.languages or LANGUAGES:
        with force_locale(LANGUAGES[code]):
            for name, message in CARD.items():
                texts[name].append(("zh-Hans" if code == "zh" else code, gettext(message)))
    return texts
