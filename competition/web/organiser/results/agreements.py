"""A match's agreement: to be typed, signed and printed, its signatures to be withdrawn."""

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import agreements as actions
from competition.store.models import Competition, Match
from competition.web import agreements, observers
from competition.web.agreements import ShownAgreement, TypedAgreement
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404, match_or_404
from competition.web.organiser.responses import keeps_what_was_typed, organiser_page
from competition.web.organiser.results.withdraw import withdraw_page
from competition.web.sessions import by


@bp.get("/organiser/c/<key>/matches/<match_key>/agreement")
def agreement_page(key: str, match_key: str) -> ResponseReturnValue:
    """How each focal point stands and who has signed; an observer reads it."""
    return _page(key, match_key, TypedAgreement())


@bp.post("/organiser/c/<key>/matches/<match_key>/agreement/points/<focal_point>")
def post_agreement_point(key: str, match_key: str, focal_point: str) -> ResponseReturnValue:
    """Write a focal point."""
    competition = competition_or_404(key)
    match_or_404(competition, match_key)
    answer = agreements.post_agreed_point(
        competition, match_key, focal_point, by(), only_open=False
    )
    return answer(lambda typed: _page(key, match_key, typed))


@bp.post("/organiser/c/<key>/matches/<match_key>/agreement/sign/<side>")
def post_agreement_sign(key: str, match_key: str, side: str) -> ResponseReturnValue:
    """Keep a signature that was given at the organisers' table."""
    competition = competition_or_404(key)
    match_or_404(competition, match_key)
    answer = agreements.post_agreement_signature(
        competition, match_key, side, by(), only_open=False
    )
    return answer(lambda typed: _page(key, match_key, typed))


@bp.route(
    "/organiser/c/<key>/matches/<match_key>/agreement/withdraw/<side>", methods=["GET", "POST"]
)
@keeps_what_was_typed
def withdraw_agreement_page(key: str, match_key: str, side: str) -> ResponseReturnValue:
    """Withdraw one signature, with the reason."""
    competition = competition_or_404(key)
    match = match_or_404(competition, match_key)
    shown = _shown(competition, match, TypedAgreement())
    name = request.args.get("name", "")
    found = [
        each for each in shown.sheet.signatures if (each["side"], each["name"]) == (side, name)
    ]

    def act(reason: str) -> None:
        actions.withdraw_from_agreement(competition.key, match_key, side, name, reason, by())

    return withdraw_page(
        competition,
        act,
        back=f"/organiser/c/{key}/matches/{match_key}/agreement",
        message=gettext("The signature is withdrawn."),
        agreed=found[0] if found else abort(404),
        match=match,
    )


def _page(key: str, match_key: str, typed: TypedAgreement) -> ResponseReturnValue:
    competition = competition_or_404(key)
    match = match_or_404(competition, match_key)
    shown = _shown(competition, match, typed)
    if agreements.wants_json():
        return jsonify(agreements.agreement_state(shown))
    return organiser_page(
        "results/agreement.html",
        422 if typed.problems else 200,
        shown=shown,
        match=match,
        status_names=agreements.STATUS_NAMES,
        still_open=agreements.STILL_OPEN,
        texts=agreements.agreement_texts(),
    )


def _shown(competition: Competition, match: Match, typed: TypedAgreement) -> ShownAgreement:
    address = f"/organiser/c/{competition.key}/matches/{match.key}/agreement"
    can_write = not observers.is_observing()
    shown = agreements.shown_agreement(
        competition,
        match,
        address,
        typed,
        withdraw=f"{address}/withdraw" if can_write else "",
    )
    return shown or abort(404)
