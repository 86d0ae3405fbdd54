"""One judge's sheet in the result, by its receipt's number: which marks counted, and towards what.

Nobody else's marks are in it: only what the panel's marks came to.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from competition.actions.refusals import NotFound
from competition.actions.snapshots import pending_corrections
from competition.actions.standings import prove_total
from competition.both_languages import BothLanguages
from competition.store.db import db
from competition.store.models import Competition, Stage
from competition.store.sheets import Sheet, SheetVersion
from competition.why.types import ArrangedProof, ProvedEntry

WhyNot = Literal["not_published", "no_total", "does_not_count", "older"]


@dataclass(frozen=True)
class MarkInResult:
    """A judge's own mark, whether it was left out, and what the panel's marks came to."""

    name: BothLanguages
    mark: str
    left_out: bool
    text: BothLanguages
    panel: str
    factor: str
    score: str


@dataclass(frozen=True)
class SheetInResult:
    """A version with a receipt; `why_not` says why it is in no result, and then no mark is here.

    `counting` is the receipt of the version that counts in the place of an `older` one, None for
    one without. `total` is the team's in the stage, `entry_total` that of the match.
    """

    version: SheetVersion
    sheet: Sheet
    why_not: WhyNot | None
    counting: int | None = None
    marks: tuple[MarkInResult, ...] = ()
    entry_total: str = ""
    total: str = ""
    rank: int = 0
    is_final: bool = False


def find_receipt(competition: Competition, number: int) -> SheetVersion:
    """The version that was acknowledged with a receipt; raises `NotFound`."""
    query = select(SheetVersion).filter_by(competition_id=competition.id, receipt=number)
    version = db.session.scalar(query)
    if version is None:
        raise NotFound
    return version


def is_in_public_result(stage: Stage) -> bool:
    """Whether a stage is published as it is counted now."""
    return stage.release == "published" and all(
        each.stage != stage.key for each in pending_corrections(stage.competition)
    )


def sheet_in_result(
    competition: Competition, version: SheetVersion, *, published_only: bool
) -> SheetInResult:
    """What became of a version; with `published_only` nothing before its stage is published."""
    sheet = version.sheet
    stage = sheet.match.round.stage
    if published_only and not is_in_public_result(stage):
        return SheetInResult(version, sheet, "not_published")
    submitted = [each for each in sheet.versions if each.state == "submitted"]
    if not submitted or submitted[-1].id != version.id:
        counting = submitted[-1].receipt if submitted else None
        return SheetInResult(version, sheet, "older", counting)
    proved = prove_total(competition, stage.key, sheet.team.key)
    if proved is None:
        return SheetInResult(version, sheet, "no_total")
    for entry in proved["arrangement"]["stages"][0]["entries"]:
        seats = [seat["judge"] for seat in entry["seats"]]
        if entry["match"] == sheet.match.key and sheet.judge.key in seats:
            return _in_entry(version, proved, entry, seats.index(sheet.judge.key))
    return SheetInResult(version, sheet, "does_not_count")


def _in_entry(
    version: SheetVersion, proved: ArrangedProof, entry: ProvedEntry, seat: int
) -> SheetInResult:
    steps = {step["id"]: step for step in proved["proof"]["steps"]}
    shown = proved["arrangement"]["shown"]
    marks = [
        MarkInResult(
            name=dimension["name"],
            mark=shown[own],
            left_out=steps[own].get("left_out", False),
            text=steps[own]["text"],
            panel=shown[dimension["panel"]],
            factor=dimension["factor"],
            score=shown[dimension["weighted"] or dimension["times"]],
        )
        for dimension in entry["dimensions"]
        if (own := dimension["marks"][seat]) is not None
    ]
    return SheetInResult(
        version=version,
        sheet=version.sheet,
        why_not=None,
        marks=tuple(marks),
        entry_total=shown[entry["total"]],
        total=proved["proof"]["total"],
        rank=proved["proof"]["rank"],
        is_final=proved["proof"]["final"],
    )
