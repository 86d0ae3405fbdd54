"""Marks that a tablet kept while the server was gone: taken in, and left to a person to decide.

Nothing here writes a sheet. What the server does not have becomes an offer (`late`), which the
organiser accepts with a reason or declines.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from competition import document
from competition.document import rescue
from competition.store import audit, events, sheets
from competition.store.db import writing
from competition.store.parts import Competition
from competition.store.people import Judge
from competition.store.sheets import SheetVersion

from . import announce, late
from .refusals import N_, NotFound, Refused
from .sent import Invalid
from .sheets import receipt_text

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


class Unsigned(Refused):
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
class Found:
    """What became of one sheet; `receipt` is this server's, "" where it has none."""

    sheet: rescue.Sheet
    outcome: Outcome
    receipt: str = ""
    why: tuple[Refused, ...] = ()


def take_in(
    competition_key: str, bundle: rescue.Bundle, by: str, *, unsigned_because: str = ""
) -> list[Found]:
    """Take in one tablet's bundle, all of it in one transaction; says what became of each sheet.

    Raises `NotFound` without such a competition; `Refused` for another competition's or an
    unknown judge's bundle; `Unsigned` where the seal does not hold and no reason is given in
    `unsigned_because`. Nothing is written then. Taking the same in twice changes nothing but
    the audit.
    """
    because = unsigned_because.strip()
    with writing() as session:
        of = events.competition(competition_key)
        if of is None:
            raise NotFound
        if bundle.competition != of.key:
            raise Refused(
                N_("These marks are of another competition (%(key)s)."), key=bundle.competition
            )
        known = events.judge(of, bundle.judge)
        judge = sheets.author(known.id) if known else None
        if judge is None:
            raise Refused(N_("There is no judge “%(key)s” in this competition."), key=bundle.judge)
        is_signed = bundle.is_sealed_with(rescue.key_for(judge.token))
        if not is_signed and not because:
            raise Unsigned
        held = bundle.sheets
        found = [
            Found(sheet, "older") if _is_older(at, held) else _take_in(session, of, judge, sheet)
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
        audit.append(session, of.key, by, "rescue.take-in", judge.key, None, after)
    announce.changed()
    return found


def _is_older(at: int, held: tuple[rescue.Sheet, ...]) -> bool:
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


def _take_in(session: Session, of: Competition, judge: Judge, sheet: rescue.Sheet) -> Found:
    match = events.match(of, sheet.match)
    if match is None:
        return Found(sheet, "no_match")
    if events.seat(match, judge.id) is None:
        return Found(sheet, "no_seat")
    team = next((entry.team for entry in match.entries if entry.team.key == sheet.team), None)
    if team is None:
        return Found(sheet, "no_team")
    if match.round.state == "draft":
        return Found(sheet, "not_open")
    stored = sheets.sheet(match.id, team.id, judge.id)
    versions = stored.versions if stored else []
    if sheet.receipt and (version := next((v for v in versions if _says(v, sheet)), None)):
        return Found(sheet, "stored", _receipt(version))
    try:
        outcome = late.take_in(
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
        return Found(sheet, "no_match")
    except Invalid as invalid:
        return Found(sheet, "refused", why=tuple(invalid.errors.values()))
    if outcome == "known":
        return Found(sheet, "stored", _receipt(sheets.version_with_key(judge.id, sheet.key)))
    if outcome == "same":
        return Found(sheet, "same", _receipt(versions[-1] if versions else None))
    return Found(sheet, "again" if outcome == "again" else "offered")


def _says(version: SheetVersion, sheet: rescue.Sheet) -> bool:
    """Whether a stored version is what the tablet says was acknowledged."""
    marks = {key: mark for key, mark in sheet.marks.items() if mark}
    comment = document.tidy(sheet.comment)
    told = (version.marks, version.comment or "", version.state)
    return told == (marks, comment, sheet.state)


def _receipt(version: SheetVersion | None) -> str:
    return receipt_text(version) if version else ""
