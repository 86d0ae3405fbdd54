"""Marks that a tablet kept while the server was gone: taken in, and left to a person to decide.

Nothing here writes a sheet. What the server does not have becomes an offer (`late`), which the
organiser accepts with a reason or declines.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from competition import document
from competition.actions import late_sheets
from competition.actions.change import change
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_checks import InvalidSheet
from competition.actions.sheets import receipt_text
from competition.document import rescue
from competition.messages import N_
from competition.store import queries, sheets
from competition.store.models import Competition, Judge
from competition.store.sheets import SheetVersion

Outcome = Literal[
    "offered",  # new here: the organiser decides
    "again",  # offered before
    "stored",  # the server has it, as this very write or as an earlier version
    "same",  # the newest version here says the same
    "older",  # the same tablet holds a newer state of this sheet
    "no_match",
    "no_seat",
    "no_team",
    "not_open",
    "refused",  # cannot be a sheet; `why` says what is wrong
]


class UnsignedBundle(Refused):
    """The seal is not that of the judge's link now. Nothing was taken in."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The signature does not fit this judge's link as it is now, so nothing was taken "
                "in. Either the link was renewed since, or this server was set up anew from the "
                "competition file and made other links, or the text was changed."
            )
        )


@dataclass(frozen=True)
class ImportedSheet:
    """What became of one sheet; `receipt` is this server's, "" where it has none."""

    sheet: rescue.RescuedSheet
    outcome: Outcome
    receipt: str = ""
    why: tuple[Refused, ...] = ()


def import_bundle(
    competition_key: str, bundle: rescue.RescueBundle, by: str, *, unsigned_because: str = ""
) -> list[ImportedSheet]:
    """Take in one tablet's bundle, all of it in one transaction; says what became of each sheet.

    Raises `NotFound` without such a competition; `Refused` for another competition's or an
    unknown judge's bundle; `Unsigned` where the seal does not hold and no reason is given in
    `unsigned_because`. Nothing is written then. Taking the same in twice changes nothing but
    the audit.
    """
    because = unsigned_because.strip()
    with change(competition_key, by, publish=False) as edit:
        competition = edit.competition
        if bundle.competition != competition.key:
            raise Refused(
                N_("These marks are of another competition (%(key)s)."), key=bundle.competition
            )
        known = queries.find_judge(competition, bundle.judge)
        judge = sheets.judge_with_rubric(known.id) if known else None
        if judge is None:
            raise Refused(N_("There is no judge “%(key)s” in this competition."), key=bundle.judge)
        is_signed = bundle.is_sealed_with(rescue.key_for(judge.token))
        if not is_signed and not because:
            raise UnsignedBundle
        held = bundle.sheets
        found = [
            ImportedSheet(sheet, "older")
            if _is_older(at, held)
            else _import_sheet(edit.session, competition, judge, sheet)
            for at, sheet in enumerate(held)
        ]
        after = {
            "signature": "holds" if is_signed else "unsigned",
            "digest": bundle.digest,
            "made_at": bundle.made_at,
            "sheets": dict(sorted(Counter(each.outcome for each in found).items())),
        }
        if not is_signed:
            after["reason"] = because
        edit.audit("rescue.take-in", judge.key, None, after)
    return found


def _is_older(at: int, held: tuple[rescue.RescuedSheet, ...]) -> bool:
    """Whether the same bundle holds a newer state of this sheet that stands in for it.

    A tablet lists what it holds of one sheet from the oldest on. A draft does not stand in for
    what was submitted, nor a change of an earlier version for a later one.
    """
    this = held[at]
    return any(
        (other.match, other.team) == (this.match, this.team)
        and (other.state == "submitted" or this.state == "draft")
        and other.base_version >= (this.version or this.base_version)
        for other in held[at + 1 :]
    )


def _import_sheet(
    session: Session, competition: Competition, judge: Judge, sheet: rescue.RescuedSheet
) -> ImportedSheet:
    match = queries.find_match(competition, sheet.match)
    if match is None:
        return ImportedSheet(sheet, "no_match")
    if queries.find_seat(match, judge.id) is None:
        return ImportedSheet(sheet, "no_seat")
    team = next((entry.team for entry in match.entries if entry.team.key == sheet.team), None)
    if team is None:
        return ImportedSheet(sheet, "no_team")
    if match.round.state == "draft":
        return ImportedSheet(sheet, "not_open")
    stored = sheets.find_sheet(match.id, team.id, judge.id)
    versions = stored.versions if stored else []
    if sheet.receipt and (version := next((v for v in versions if _is_same(v, sheet)), None)):
        return ImportedSheet(sheet, "stored", _receipt(version))
    try:
        outcome = late_sheets.offer_sheet(
            session,
            judge,
            sheet.match,
            sheet.team,
            sheet.body,
            sheet.key,
            sheet.written_at,
            "rescue",
        )
    except NotFound:
        return ImportedSheet(sheet, "no_match")
    except InvalidSheet as invalid:
        return ImportedSheet(sheet, "refused", why=tuple(invalid.errors.values()))
    if outcome == "known":
        return ImportedSheet(
            sheet, "stored", _receipt(sheets.version_with_key(judge.id, sheet.key))
        )
    if outcome == "same":
        return ImportedSheet(sheet, "same", _receipt(versions[-1] if versions else None))
    return ImportedSheet(sheet, "again" if outcome == "again" else "offered")


def _is_same(version: SheetVersion, sheet: rescue.RescuedSheet) -> bool:
    """Whether a stored version is what the tablet says was acknowledged."""
    marks = {key: mark for key, mark in sheet.marks.items() if mark}
    comment = document.tidy(sheet.comment)
    told = (version.marks, version.comment or "", version.state)
    return told == (marks, comment, sheet.state)


def _receipt(version: SheetVersion | None) -> str:
    return receipt_text(version) if version else ""
