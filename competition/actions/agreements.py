"""What the two sides of a match agree: their words by focal point, and who has signed them.

Several people write at once: an organiser, and the tablet on the table. Whoever writes says by a
digest what they have seen (`agreement_sheet`), so that nobody overwrites what they have not read,
and a signature is one of the words that were shown. Words that were signed and are changed all the
same need to be signed again: the act takes the signatures off, and the audit keeps them.
"""

from typing import Any, NamedTuple

from sqlalchemy import delete, func, select

from competition import document
from competition.actions.change import Change, change
from competition.actions.edit_checks import check_edit, file_to_edit
from competition.actions.lookup import require_match
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.agreement_sheet import (
    STATUSES,
    agreement_of,
    digest_of_point,
    digest_of_points,
    digest_of_signed,
    has_sheet,
    sheet_of_match,
)
from competition.file_types import AgreedPointPart, AgreementPart, Document, SignaturePart
from competition.messages import N_
from competition.store.day_models import DrawnSignature
from competition.store.db import now
from competition.store.outcome_models import Outcome
from competition.store.tables import Strokes

KIND = "agreements"
MOST_SIGNERS = 20
"""Of a side: whoever has a table's card can sign."""
DRAW_OR_TICK = N_("Draw the signature in the field, or tick that it is signed without drawing.")


class PointWrite(NamedTuple):
    """How a focal point stands, as somebody writes it; without status and words nothing stands.

    `seen` is the digest of the point that they began with, `signed` that of the signatures that
    they are willing to take off.
    """

    focal_point: str
    status: str
    words: str
    seen: str
    signed: str = ""


class Signing(NamedTuple):
    """Who signs for which side; `seen` is the digest of all points as they were shown.

    `strokes` is what was drawn, None for who signs by name alone.
    """

    side: str
    name: str
    seen: str
    strokes: Strokes | None = None


class PointChanged(Refused):
    """Somebody else has written to the focal point meanwhile; `point` is how it stands, or None."""

    def __init__(self, point: AgreedPointPart | None) -> None:
        super().__init__(
            N_(
                "Somebody else has changed this focal point meanwhile, so nothing was saved. "
                "Compare the two, then decide which stands."
            )
        )
        self.point = point


class SignedMeanwhile(Refused):
    """The agreement carries signatures that the writer has not agreed to take off."""

    def __init__(self, signed: list[SignaturePart]) -> None:
        super().__init__(
            N_(
                "This agreement is signed by %(names)s. A change takes the signatures off, and "
                "both sides sign again. Nothing was saved; confirm that first."
            ),
            names=", ".join(each["name"] for each in signed),
        )
        self.signed = signed


def write_point(
    competition_key: str, match_key: str, write: PointWrite, by: str, *, only_open: bool = False
) -> None:
    """Set how a focal point of a match stands, in the same words for every language.

    Words that stand there in one of the languages stay as they are in all. With `only_open` the
    match's round must be open, and its result not published. Raises `NotFound`, `PointChanged`,
    `SignedMeanwhile`, or `Refused`.
    """
    with change(competition_key, by) as edit:
        file, agreement = _to_edit(edit, match_key, only_open=only_open)
        sheet = sheet_of_match(file, match_key)
        order = [point.key for point in sheet.points] if sheet else []
        if write.focal_point not in order:
            raise NotFound
        points = {point["focal_point"]: point for point in agreement["points"]}
        before = points.get(write.focal_point)
        after = _written(write, before)
        if after == before:
            return
        subject = f"{match_key}/{write.focal_point}"
        if digest_of_point(before) != write.seen:
            raise PointChanged(before)
        if agreement["signed"] and digest_of_signed(agreement) != write.signed:
            raise SignedMeanwhile(agreement["signed"])
        edit.refuse_if_changed(f"agreement/{subject}")
        if agreement["signed"]:
            edit.audit("agreement.void", match_key, {"signed": agreement["signed"]}, None)
            _forget_drawn(edit, match_key)
        if after is None:
            points.pop(write.focal_point)
        else:
            points[write.focal_point] = after
        others = [key for key in points if key not in order]
        ordered = [points[key] for key in (*order, *others) if key in points]
        _store(edit, file, AgreementPart(match=match_key, points=ordered, signed=[]))
        edit.audit("agreement.point", subject, before, after)


def sign_agreement(
    competition_key: str, match_key: str, signing: Signing, by: str, *, only_open: bool = False
) -> None:
    """Keep a signature for a side, with what was drawn for it.

    Raises `NotFound`; `Refused` where nothing stands yet, the words are others by now, the name is
    none, or it has signed for that side already.
    """
    with change(competition_key, by) as edit:
        file, agreement = _to_edit(edit, match_key, only_open=only_open)
        sheet = sheet_of_match(file, match_key)
        if sheet is None or signing.side not in [side.side for side in sheet.sides]:
            raise NotFound
        if not agreement["points"]:
            raise Refused(
                N_("Nothing stands here yet. Say how at least one focal point stands, then sign.")
            )
        if digest_of_points(agreement) != signing.seen:
            raise Refused(
                N_(
                    "The words have changed since they were shown, so nothing was signed. Read "
                    "them again, then sign."
                )
            )
        if sum(each["side"] == signing.side for each in agreement["signed"]) >= MOST_SIGNERS:
            raise Refused(
                N_("A side has at most %(most)s signatures. Withdraw one first."), most=MOST_SIGNERS
            )
        name = _signing_name(signing.name)
        subject = f"{match_key}/{signing.side}/{name}"
        edit.refuse_if_changed(f"agreement/{subject}")
        if any((s["side"], s["name"]) == (signing.side, name) for s in agreement["signed"]):
            raise Refused(N_("%(name)s has signed for this side already."), name=name)
        signature = SignaturePart(side=signing.side, name=name, at=now())  # type: ignore[typeddict-item]
        agreement["signed"].append(signature)
        _store(edit, file, agreement)
        if signing.strokes is not None:
            edit.session.add(
                DrawnSignature(
                    competition_id=edit.competition.id,
                    match_key=match_key,
                    side=signing.side,
                    name=name,
                    strokes=signing.strokes,
                    at=signature["at"],
                )
            )
        drawn = {"drawn": signing.strokes is not None}
        edit.audit("agreement.sign", subject, None, {**signature, **drawn})


def withdraw_from_agreement(
    competition_key: str, match_key: str, side: str, name: str, reason: str, by: str
) -> None:
    """Take one signature off; the audit keeps it, and the reason. Raises `NotFound`, `Refused`."""
    with change(competition_key, by) as edit:
        file, agreement = _to_edit(edit, match_key, only_open=False)
        kept = [s for s in agreement["signed"] if (s["side"], s["name"]) != (side, name)]
        gone = [s for s in agreement["signed"] if s not in kept]
        if not gone:
            raise NotFound
        subject = f"{match_key}/{side}/{name}"
        edit.refuse_if_changed(f"agreement/{subject}")
        after = {"reason": require_reason(reason)}
        _store(edit, file, {**agreement, "signed": kept})
        _forget_drawn(edit, match_key, side=side, name=name)
        edit.audit("agreement.withdraw", subject, dict(gone[0]), after)


def _to_edit(edit: Change, match_key: str, *, only_open: bool) -> tuple[Document, AgreementPart]:
    """The file, and the match's agreement in it as it stands, to be changed."""
    match = require_match(edit.competition, match_key)
    is_open = match.round.state == "open" and match.round.stage.release != "published"
    if only_open and not is_open:
        raise Refused(
            N_("This match is not open, so nothing can be written at its table. Ask an organiser.")
        )
    file = file_to_edit(edit.competition, "agreement")
    if not any(
        has_sheet(part)
        for stage in file["stages"]
        for round_ in stage.get("rounds", ())
        for part in round_["matches"]
        if part["key"] == match_key
    ):
        raise NotFound
    found = agreement_of(file, match_key)
    if found is None:
        return file, AgreementPart(match=match_key, points=[], signed=[])
    return file, {**found, "points": [*found["points"]], "signed": [*found["signed"]]}


def _written(write: PointWrite, before: AgreedPointPart | None) -> AgreedPointPart | None:
    """The point as it is written; what it had of remarks stays. Raises `Refused`."""
    try:
        words = document.clean_text(write.words.replace("\r\n", "\n"), blank=True)
    except document.Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal
    if not write.status:
        if words:
            raise Refused(
                N_("Say how this focal point stands: agreed, agreed in part, or no agreement.")
            )
        return None
    if write.status not in STATUSES:
        raise NotFound
    kept = before.get("text", {}) if before else {}
    point: dict[str, Any] = {**(before or {}), "focal_point": write.focal_point}
    point["status"] = write.status
    point.pop("text", None)
    if words:
        point["text"] = kept if words in kept.values() else {"zh": words, "en": words}
    return point  # type: ignore[return-value]


def _signing_name(typed: str) -> str:
    try:
        return document.clean_name(typed)
    except document.Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal


def _store(edit: Change, file: Document, agreement: AgreementPart) -> None:
    """Check the file with the agreement in it, and bring its row into line; an empty one goes."""
    is_left = bool(agreement["points"] or agreement["signed"])
    listed = [*file.get("agreements", [])]
    places = [i for i, each in enumerate(listed) if each["match"] == agreement["match"]]
    place = places[0] if places else len(listed)
    listed[place : place + 1] = [agreement] if is_left else []
    file["agreements"] = listed
    checked = check_edit(edit.competition, file, f"agreements[{place}]")
    of_match = Outcome.part["match"].as_string() == agreement["match"]
    rows = {"competition_id": edit.competition.id, "kind": KIND}
    row = edit.session.scalar(select(Outcome).filter_by(**rows).where(of_match))
    stored = agreement_of(checked, agreement["match"])
    if stored is None:
        edit.session.execute(delete(Outcome).filter_by(**rows).where(of_match))
    elif row is None:
        last = edit.session.scalar(select(func.max(Outcome.position)).filter_by(**rows))
        edit.session.add(
            Outcome(**rows, position=0 if last is None else last + 1, part=dict(stored))
        )
    else:
        row.part = dict(stored)
    edit.session.flush()
    edit.session.expire_all()


def _forget_drawn(edit: Change, match_key: str, **whose: str) -> None:
    drawn = delete(DrawnSignature).filter_by(
        competition_id=edit.competition.id, match_key=match_key, **whose
    )
    edit.session.execute(drawn)
