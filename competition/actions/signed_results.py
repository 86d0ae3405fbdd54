"""A signed result moves only for a reason: which signatures a change of it makes void.

A stage that is published as well is corrected as any published one; one that is not is shown with
what would move, and asks for a reason that the audit keeps (`change`).
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from competition import scoring
from competition.actions.corrections import StageCorrection
from competition.actions.standings import count_standings_before
from competition.certification import digest_of_standings
from competition.file_types import Document
from competition.scoring.types import StageStandings
from competition.store import file_export
from competition.store.models import Competition
from competition.store.outcome_models import Outcome

Signed = Mapping[str, tuple[StageStandings, tuple[str, ...]]]
"""By stage, the standings that were signed and the names of those whose signature holds."""


def read_signed(session: Session, competition: Competition) -> Signed:
    """The stages with signatures that hold, before an act has changed anything."""
    query = select(Outcome).filter_by(competition_id=competition.id, kind="certifications")
    parts = [row.part for row in session.scalars(query.order_by(Outcome.id))]
    if not parts:
        return {}
    found: dict[str, tuple[StageStandings, tuple[str, ...]]] = {}
    for key, counted in count_standings_before(competition).items():
        digest = digest_of_standings(counted)
        names = [p["name"] for p in parts if (p["stage"], p["digest"]) == (key, digest)]
        if names:
            found[key] = counted, tuple(names)
    return found


def find_moved(
    competition: Competition, signed: Signed, document: Document | None = None
) -> list[StageCorrection]:
    """The signed stages that count to another digest now, in the file's order."""
    if not signed:
        return []
    document = document or file_export.competition_document(competition, history=False)
    counted = {each["stage"]: each for each in scoring.recount(document, list(signed))["stages"]}
    return [
        StageCorrection(key, before, counted.get(key), None, is_published=False, signed=names)
        for key, (before, names) in signed.items()
        if key not in counted or digest_of_standings(counted[key]) != digest_of_standings(before)
    ]
