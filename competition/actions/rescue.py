"""Import the marks that a tablet kept while the server was gone, for an organiser to decide on.

Nothing here writes a sheet. What the server does not have becomes a late sheet (`late_sheets`),
which the organiser accepts or declines, with a reason.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from competition import document
from competition.actions.change import change
from competition.actions.late_sheets import LateWrite, OfferOutcome, offer_sheet
from competition.actions.refusals import Refused
from competition.actions.sheet_access import receipt_text
from competition.actions.sheet_checks import InvalidSheet
from competition.document import rescue
from competition.messages import N_
from competition.store import queries, sheets
from competition.store.late_sheets import Source
from competition.store.marking_judges import has_sheets
from competition.store.models import Competition, Judge
from competition.store.sheets import SheetAddress, SheetVersion

Outcome = Literal[
    "offered",  # new to this server: the organiser decides
    "again",  # offered before
    "stored",  # the server has it, as this very write or as an earlier version
    "same",  # the newest version here has the same marks, comment and state
    "older",  # the bundle also holds a newer state of this sheet
    "no_match",
    "no_seat",  # the judge neither marks nor has marked in the match
    "no_team",  # the team is not in the match
    "not_open",  # the round is still a draft
    "refused",  # not a valid sheet; `why` says what is wrong
]


class UnsignedBundle(Refused):
    """The signature was not made with the judge's current link. Nothing was imported."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The signature does not match this judge's current link, so nothing was imported. "
                "Either the link has been renewed, or this server was set up again from the "
                "competition file and has created new links, or the text was changed."
            )
        )


@dataclass(frozen=True)
class ImportedSheet:
    """What became of one sheet; `receipt` is this server's, "" without one."""

    sheet: rescue.RescuedSheet
    outcome: Outcome
    receipt: str = ""
    why: tuple[Refused, ...] = ()


def import_bundle(
    competition_key: str, bundle: rescue.RescueBundle, by: str, *, unsigned_because: str = ""
) -> list[ImportedSheet]:
    """Import one tablet's bundle in one transaction; returns what became of each sheet, in order.

    Raises `NotFound` without such a competition; `Refused` for another competition's or an
    unknown judge's bundle; `UnsignedBundle` where the signature does not match and no reason is
    given in `unsigned_because`. Nothing is written then. Importing the same bundle again changes
    nothing but the audit.
    """
    because = unsigned_because.strip()
    with change(competition_key, by, publish=False) as edit:
        competition = edit.competition
        if bundle.competition != competition.key:
            raise Refused(
                N_("These marks belong to another competition (%(key)s)."), key=bundle.competition
            )
        known = queries.find_judge(competition, bundle.judge)
        judge = sheets.judge_with_rubric(known.id) if known else None
        if judge is None:
            raise Refused(N_("There is no judge “%(key)s” in this competition."), key=bundle.judge)
        is_signed = bundle.is_sealed_with(rescue.key_for(judge.token))
        if not is_signed and not because:
            raise UnsignedBundle
        imported = [
            ImportedSheet(sheet, "older")
            if _is_superseded(sheet, bundle.sheets[index + 1 :])
            else _import_sheet(edit.session, competition, judge, sheet)
            for index, sheet in enumerate(bundle.sheets)
        ]
        after = {
            "signature": "holds" if is_signed else "unsigned",
            "digest": bundle.digest,
            "made_at": bundle.made_at,
            "sheets": dict(sorted(Counter(each.outcome for each in imported).items())),
        }
        if not is_signed:
            after["reason"] = because
        edit.audit("rescue.take-in", judge.key, None, after)
    return imported


def _is_superseded(sheet: rescue.RescuedSheet, later: Sequence[rescue.RescuedSheet]) -> bool:
    """Whether one of the later entries of the bundle is a newer state of the same sheet.

    A tablet lists what it keeps of one sheet oldest first. A draft does not supersede what was
    submitted, nor a change of an earlier version a later version.
    """
    return any(
        (other.match, other.team) == (sheet.match, sheet.team)
        and (other.state == "submitted" or sheet.state == "draft")
        and other.base_version >= (sheet.version or sheet.base_version)
        for other in later
    )


def _import_sheet(
    session: Session, competition: Competition, judge: Judge, sheet: rescue.RescuedSheet
) -> ImportedSheet:
    match = queries.find_match(competition, sheet.match)
    if match is None:
        return ImportedSheet(sheet, "no_match")
    if not has_sheets(match, judge):
        return ImportedSheet(sheet, "no_seat")
    team = next((entry.team for entry in match.entries if entry.team.key == sheet.team), None)
    if team is None:
        return ImportedSheet(sheet, "no_team")
    if match.round.state == "draft":
        return ImportedSheet(sheet, "not_open")
    at = SheetAddress(competition, match, team, judge)
    stored = sheets.find_sheet(match.id, team.id, judge.id)
    versions = stored.versions if stored else []
    if sheet.receipt and (version := next((v for v in versions if _is_same(v, sheet)), None)):
        return ImportedSheet(sheet, "stored", _receipt(version))
    write = LateWrite(sheet.body, sheet.key, sheet.written_at, Source.RESCUE)
    try:
        offer = offer_sheet(session, at, stored, write)
    except InvalidSheet as invalid:
        return ImportedSheet(sheet, "refused", why=tuple(invalid.errors.values()))
    return ImportedSheet(sheet, _OUTCOMES[offer.outcome], _receipt(offer.version))


_OUTCOMES: dict[OfferOutcome, Outcome] = {
    OfferOutcome.STORED: "stored",
    OfferOutcome.OFFERED_BEFORE: "again",
    OfferOutcome.SAME: "same",
    OfferOutcome.OFFERED: "offered",
}


def _is_same(version: SheetVersion, sheet: rescue.RescuedSheet) -> bool:
    """Whether a stored version is the one that the tablet has a receipt for."""
    marks = {key: mark for key, mark in sheet.marks.items() if mark}
    personal = {key: mark for key, mark in sheet.personal.items() if mark}
    comment = document.tidy(sheet.comment)
    stored = (version.marks, version.personal or {}, version.comment or "", version.state)
    return stored == (marks, personal, comment, sheet.state)


def _receipt(version: SheetVersion | None) -> str:
    return receipt_text(version) if version else ""
