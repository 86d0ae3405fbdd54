"""The judges' links, as cards to print, to show and to renew; the audience's address too."""

import ipaddress
from urllib.parse import urlsplit

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from competition.actions import accounts
from competition.messages import N_
from competition.store import queries
from competition.web.addresses import base_url
from competition.web.language import LANGUAGES
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import is_sent, organiser_page, redirect_with, succeeded
from competition.web.sessions import by

CARD = {
    "judge": N_("Judge"),
    "open": N_("Scan this on your tablet, or open the link. Switch auto-lock off."),
    "audience": N_("Audience"),
    "board": N_("Live leaderboard"),
}


@bp.get("/organiser/c/<key>/links")
def judge_cards_page(key: str) -> ResponseReturnValue:
    """A card per judge with name, competition and QR code; print them or show them."""
    competition = competition_or_404(key)
    return organiser_page(
        "setup/judge_cards.html", competition=competition, base=base_address(), card=_card()
    )


@bp.route("/organiser/c/<key>/links/renew", methods=["GET", "POST"])
@bp.route("/organiser/c/<key>/links/renew/<judge_key>", methods=["GET", "POST"])
def renew_link_page(key: str, judge_key: str | None = None) -> ResponseReturnValue:
    """Ask, then make a new link for one judge or for all; the old ones die at once."""
    competition = competition_or_404(key)
    judge = queries.find_judge(competition, judge_key) if judge_key else None
    if judge_key and judge is None:
        abort(404)
    form = PlainForm()
    if is_sent(form) and succeeded(
        form, lambda: accounts.renew_links(competition.key, judge_key, by())
    ):
        words = gettext("The link is new. Hand the new card out; the old one is dead.")
        return redirect_with(
            f"/organiser/c/{key}/links" + (f"#{judge_key}" if judge_key else ""), words
        )
    return organiser_page(
        "setup/renew_link.html", 422 if form.is_submitted() else 200, form=form, judge=judge
    )


def base_address() -> str:
    """The address that tablets in the hall reach: what the organiser used, unless only here."""
    if _is_loopback(urlsplit(request.host_url).hostname or ""):
        return base_url(current_app.config["HOST"], current_app.config["PORT"])
    return request.host_url.rstrip("/")


def _card() -> dict[str, list[tuple[str, str]]]:
    """What a card says, as (language, words): everybody reads a card, so in each language."""
    said: dict[str, list[tuple[str, str]]] = {name: [] for name in CARD}
    for code, locale in LANGUAGES.items():
        with force_locale(locale):
            for name, message in CARD.items():
                said[name].append(("zh-Hans" if code == "zh" else code, gettext(message)))
    return said


def _is_loopback(host: str) -> bool:
    if host in ("", "localhost") or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
