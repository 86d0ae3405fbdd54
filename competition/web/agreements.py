"""The agreement sheet as organisers and the tablet at the table write it: one page, two faces.

A form is answered with a page or a redirect; a script asks for JSON (`Accept`) and gets the sheet
as it stands, or `{"error", "message"}` with what stands there instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import generate_csrf

from competition.actions import agreements as actions
from competition.actions.drawn_strokes import read_strokes
from competition.actions.refusals import NotFound, Refused
from competition.agreement_sheet import AgreementSheet, digest_of_point, sheet_of_match
from competition.file_types import Document
from competition.messages import N_
from competition.store import current_competition, file_export
from competition.store.models import Competition, Match
from competition.store.tables import Strokes, drawn_signatures
from competition.web.distinct_names import distinct_texts
from competition.web.template_filters import localized

STATUS_NAMES: dict[str, Any] = {
    "agreed": lazy_gettext("agreed"),
    "partial": lazy_gettext("agreed in part"),
    "deadlock": lazy_gettext("no agreement"),
}
STILL_OPEN: Any = lazy_gettext("still open")


@dataclass
class TypedAgreement:
    """What was typed and refused, by focal point or side, and why; for the page shown again."""

    points: dict[str, actions.PointWrite] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShownAgreement:
    """A match's sheet as a page shows it; `address` is where it is written.

    `drawn` are the signatures' strokes by side and name; `withdraw` is where a signature is taken
    off, "" for who may not.
    """

    competition: str
    sheet: AgreementSheet
    number: int
    round_name: Mapping[str, str]
    team_names: Mapping[str, str]
    drawn: Mapping[tuple[str, str], Strokes]
    address: str
    withdraw: str
    typed: TypedAgreement

    @property
    def names(self) -> str:
        """Who has signed, in one line."""
        return ", ".join(each["name"] for each in self.sheet.signatures)


Show = Callable[[TypedAgreement], ResponseReturnValue]
"""The face's page, with what was typed and refused."""


def shown_agreement(
    competition: Competition,
    match: Match,
    address: str,
    typed: TypedAgreement,
    *,
    withdraw: str = "",
) -> ShownAgreement | None:
    """The sheet of a match as it stands; None where only one side plays in it."""
    sheet = sheet_of_match(_file(competition), match.key)
    if sheet is None:
        return None
    names = distinct_texts(competition.teams)
    return ShownAgreement(
        competition=competition.key,
        sheet=sheet,
        number=1 + [each.key for each in match.round.matches].index(match.key),
        round_name=match.round.name,
        team_names={key: localized(text) for key, text in names.items()},
        drawn=drawn_signatures(competition.id, match.key, sheet.signatures),
        address=address,
        withdraw=withdraw,
        typed=typed,
    )


def post_agreed_point(
    competition: Competition, match_key: str, focal_point: str, by: str, *, only_open: bool
) -> Callable[[Show], ResponseReturnValue]:
    """Write a focal point from the form that was sent; what comes back answers it."""
    form = request.form
    write = actions.PointWrite(
        focal_point=focal_point,
        status=form.get("status", ""),
        words=form.get("words", ""),
        seen=form.get("seen", ""),
        signed=form.get("signed", ""),
    )
    typed = TypedAgreement(points={focal_point: write})

    def act() -> None:
        _refuse_other_match(match_key)
        actions.write_point(competition.key, match_key, write, by, only_open=only_open)

    return _answering(act, typed, focal_point)


def post_agreement_signature(
    competition: Competition, match_key: str, side: str, by: str, *, only_open: bool
) -> Callable[[Show], ResponseReturnValue]:
    """Sign for a side from the form that was sent; what comes back answers it."""
    form = request.form
    typed = TypedAgreement(names={side: form.get("name", "")})

    def act() -> None:
        _refuse_other_match(match_key)
        strokes = read_strokes(form.get("strokes", ""))
        if strokes is None and not form.get("undrawn"):
            raise Refused(actions.DRAW_OR_TICK)
        signing = actions.Signing(side, form.get("name", ""), form.get("seen", ""), strokes)
        actions.sign_agreement(competition.key, match_key, signing, by, only_open=only_open)

    return _answering(act, typed, side)


def agreement_state(shown: ShownAgreement | None) -> dict[str, Any]:
    """The sheet as a page's script reads it; `match` is null while none is on."""
    if shown is None:
        return {"match": None}
    sheet = shown.sheet
    return {
        "match": sheet.match,
        "points": [
            {
                "key": point.key,
                "status": point.status,
                "words": localized(point.text),
                "seen": point.digest,
            }
            for point in sheet.points
        ],
        "seen": sheet.points_digest,
        "signed": sheet.signed_digest,
        "names": shown.names,
        "signatures": render_template("agreement/_signatures.html", shown=shown),
        "csrf": generate_csrf(),
    }


def agreement_texts() -> dict[str, str]:
    """What the page's script says; `%(…)s` are filled in by it."""
    return {
        "saved": gettext("Saved"),
        "saving": gettext("Saving…"),
        "typing": gettext("Not saved yet"),
        "kept": gettext("No connection. Kept on this device; sent again by itself."),
        "unkept": gettext("No connection, and this device cannot keep it. Leave this page open."),
        "choose": gettext("Not saved yet: choose how this point stands."),
        "changed": gettext("Somebody else has changed this point. Compare, then decide."),
        "gone": gettext("This page is no longer valid. Your words are kept on this device."),
        "open": str(STILL_OPEN),
        "no_words": gettext("without words"),
        "unsent_signature": gettext(
            "No connection, so it is not signed yet. What you drew stays here; press Sign again."
        ),
        **{status: str(label) for status, label in STATUS_NAMES.items()},
    }


def wants_json() -> bool:
    """Whether a script asks."""
    return request.headers.get("Accept", "").startswith("application/json")


def _refuse_other_match(match_key: str) -> None:
    """Words are never put into another match than the one that they were typed for."""
    if request.form.get("match") != match_key:
        raise Refused(
            N_(
                "This is not the match that is on here now, so nothing was saved. Open the page "
                "again; if the words belong to the other match, give them to an organiser."
            )
        )


def _answering(
    act: Callable[[], None], typed: TypedAgreement, about: str
) -> Callable[[Show], ResponseReturnValue]:
    try:
        act()
    except NotFound:
        raise
    except Refused as refusal:
        refused = refusal
        return lambda show: _refuse(refused, typed, about, show)
    if wants_json():
        return lambda show: show(TypedAgreement())
    return lambda _show: redirect(f"{request.path.rsplit('/', 2)[0]}#{about}", 303)


def _refuse(refusal: Refused, typed: TypedAgreement, about: str, show: Show) -> ResponseReturnValue:
    message = refusal.text(gettext)
    if not wants_json():
        typed.problems[about] = message
        return show(typed)
    answer: dict[str, Any] = {"error": "refused", "message": message}
    status = 422
    if isinstance(refusal, actions.PointChanged):
        point = refusal.point
        status = 409
        answer |= {
            "error": "changed",
            "status": point["status"] if point else "",
            "words": localized(point.get("text")) if point else "",
            "seen": digest_of_point(point),
        }
    elif isinstance(refusal, actions.SignedMeanwhile):
        status, answer["error"] = 409, "signed"
    return jsonify(answer), status


def _file(competition: Competition) -> Document:
    current = current_competition.of(competition)
    return (
        current.set_up if current else file_export.competition_document(competition, sheets=False)
    )
