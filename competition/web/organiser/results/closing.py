"""Closing: a stage's result with its digest, what is still open, and who has confirmed it."""

from dataclasses import dataclass
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, StringField

from competition.actions import signatures as actions
from competition.actions.signatures import ORGANISERS_ROLES, Signer
from competition.actions.standings import count_standings
from competition.certification import (
    ROLES,
    Certification,
    digest_of_standings,
    head_judges_of,
    judged_certifications,
    short_digest,
)
from competition.store import late_sheets
from competition.store.models import Competition, Stage
from competition.web import observers, sessions
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import ConfirmForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    confirmed,
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
)
from competition.web.organiser.results.withdraw import withdraw_page
from competition.web.sessions import by

ROLE_NAMES: dict[str, Any] = {
    "scorekeeper": lazy_gettext("Scorekeeper"),
    "checker": lazy_gettext("Checker"),
    "observer": lazy_gettext("Observer"),
    "head_judge": lazy_gettext("Head judge"),
}


class SigningForm(ConfirmForm):
    """Confirms the result whose digest the page showed."""

    sure = BooleanField(lazy_gettext("Yes, this is the result"))
    digest = StringField()


@dataclass(frozen=True)
class Signature:
    """A signature as the page shows it; `number` is its row's."""

    number: int
    signed: Certification


@bp.get("/organiser/c/<key>/closing/<stage_key>")
def closing_page(key: str, stage_key: str) -> ResponseReturnValue:
    """The stage's digest and standings, what is still open, the second count, the signatures."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    counted = count_standings(competition)[stage_key]
    context = _closing(competition, stage)
    return organiser_page(
        "results/closing.html",
        counted=counted,
        open_rounds=[round_ for round_ in stage.rounds if round_.state != "closed"],
        late=late_sheets.count_undecided(competition),
        recount_texts=recount_texts(),
        **context,
        **names_by_key(file_without_sheets(competition)),
    )


@bp.route("/organiser/c/<key>/closing/<stage_key>/open", methods=["GET", "POST"])
@keeps_what_was_typed
def open_signing_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Ask for the signatures: says before that the head judges see the totals from then on."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    form = SigningForm()
    digest = form.digest.data or ""
    if is_valid_submission(form) and confirmed(
        form, lambda: actions.open_signing(competition.key, stage_key, digest, by())
    ):
        return redirect_with(
            f"/organiser/c/{key}/closing/{stage_key}",
            gettext("The signatures are asked for. The head judge finds the result on the tablet."),
        )
    return form_page(
        "results/closing_open.html",
        form,
        **_closing(competition, stage),
        **names_by_key(file_without_sheets(competition)),
    )


@bp.route(
    "/organiser/c/<key>/closing/<stage_key>/sign/<any('scorekeeper', 'checker', 'observer'):role>",
    methods=["GET", "POST"],
)
@keeps_what_was_typed
def sign_page(key: str, stage_key: str, role: str) -> ResponseReturnValue:
    """Confirm the result: organisers as scorekeeper or checker, an observer as observer."""
    account = sessions.organiser() or abort(404)
    if role not in (("observer",) if observers.is_observing() else ORGANISERS_ROLES):
        abort(404)
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    form = SigningForm()
    signer, digest = Signer(role, account.name, by()), form.digest.data or ""
    if is_valid_submission(form) and confirmed(
        form, lambda: actions.sign_result(competition.key, stage_key, digest, signer)
    ):
        return redirect_with(
            f"/organiser/c/{key}/closing/{stage_key}", gettext("Your signature is kept.")
        )
    return form_page(
        "results/closing_sign.html",
        form,
        role=role,
        signer=signer,
        counted=count_standings(competition)[stage_key],
        **_closing(competition, stage),
        **names_by_key(file_without_sheets(competition)),
    )


@bp.route("/organiser/c/<key>/closing/<stage_key>/withdraw/<int:number>", methods=["GET", "POST"])
@keeps_what_was_typed
def withdraw_signature_page(key: str, stage_key: str, number: int) -> ResponseReturnValue:
    """Withdraw a signature, with the reason."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    found = [each for each in signatures_of(competition, stage) if each.number == number]
    return withdraw_page(
        competition,
        lambda reason: actions.withdraw_signature(competition.key, stage_key, number, reason, by()),
        back=f"/organiser/c/{key}/closing/{stage_key}",
        message=gettext("The signature is withdrawn."),
        signature=found[0].signed if found else abort(404),
        roles=ROLE_NAMES,
    )


def signatures_of(competition: Competition, stage: Stage) -> list[Signature]:
    """Who has signed the stage, by role, with whether it still holds."""
    digest = digest_of_standings(count_standings(competition)[stage.key])
    found = [
        Signature(row.id, judged)
        for row in actions.signature_rows(competition, stage.key)
        for judged in judged_certifications([row.part], digest)  # type: ignore[list-item]
    ]
    order = {role: place for place, role in enumerate(ROLES)}
    return sorted(found, key=lambda each: order.get(each.signed.role, len(order)))


def _closing(competition: Competition, stage: Stage) -> dict[str, Any]:
    """What every page of the closing shows: the digest, and who has signed."""
    file = file_without_sheets(competition)
    part = next(each for each in file["stages"] if each["key"] == stage.key)
    digest = digest_of_standings(count_standings(competition)[stage.key])
    signed = signatures_of(competition, stage)
    heads = head_judges_of(file, part)
    done = {each.signed.role for each in signed if each.signed.holds}
    return {
        "stage": stage,
        "digest": digest,
        "short": short_digest(digest),
        "signatures": signed,
        "roles": ROLE_NAMES,
        "heads": heads,
        "left": [role for role in ROLES if role not in done and (role != "head_judge" or heads)],
        "is_open": actions.is_signing_open(competition, stage),
        "own_roles": ("observer",) if observers.is_observing() else ORGANISERS_ROLES,
    }


def recount_texts() -> dict[str, str]:
    """What the second count says, in the reader's language; `%(…)s` are filled in by the script."""
    return {
        "equal": gettext("Equal: the second count gives the same places, totals and checksum."),
        "differs": gettext("Not equal: the second count gives another result."),
        "not_counted": gettext(
            "Not counted: this file has a rule that the second count does not know (%(what)s)."
        ),
        "unreadable": gettext("This file cannot be read. Choose a competition file (.json)."),
        "offline": gettext("The file could not be loaded. Choose one from a stick instead."),
        "other_stage": gettext("This file has no stage of this name."),
        "digest": gettext("Checksum of the second count: %(short)s"),
        "team": gettext("Team"),
        "here": gettext("Here"),
        "second": gettext("Second count"),
        "verdict": gettext("Verdict"),
        "same": gettext("equal"),
        "other": gettext("differs"),
        "place": gettext("place %(rank)s, %(total)s"),
        "no_place": gettext("no place"),
    }
