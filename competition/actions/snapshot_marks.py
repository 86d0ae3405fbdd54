"""Which marks that were laid open stay in the public snapshot: those that are still what counts."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from competition import scoring
from competition.file_types import Document
from competition.store import file_export, reveals
from competition.store.models import Competition, Stage
from competition.store.snapshots import Snapshot

Marks = dict[str, Any]


def marks_to_keep(
    competition: Competition,
    last: Snapshot | None,
    put: Mapping[str, Any],
    marks: Mapping[str, Marks | None],
    moves: Callable[[Stage], bool],
) -> dict[str, Any]:
    """For the next snapshot: what was laid open and still holds, and what now comes or goes.

    `put` and `marks` are those of `snapshots.refresh`; `moves` says whether the public sees a
    stage as it is now.
    """
    before = {key: laid for key, laid in marks_in(last).items() if key not in marks}
    coming = {key: laid for key, laid in marks.items() if laid is not None}
    if not before and not coming:
        return {}
    going = reveals.find_reveal(competition.id)
    whole: Document | None = None
    kept = []
    for stage in competition.stages:
        if stage.release == "hidden" or stage.key in put:
            continue
        if going is not None and going.stage_key == stage.key and stage.release == "frozen":
            continue
        for match in (match for round_ in stage.rounds for match in round_.matches):
            laid = coming.get(match.key)
            if laid is None and match.key in before and match.round.state == "closed":
                laid = before[match.key]
                if moves(stage):
                    whole = whole or file_export.competition_document(competition)
                    now = scoring.break_down_marks(whole, match.key)
                    laid = laid if now == {k: laid[k] for k in laid if k != "names"} else None
            if laid is not None:
                kept.append(laid)
    return {"marks": kept} if kept else {}


def marks_in(snapshot: Snapshot | None) -> dict[str, Marks]:
    """The marks laid open in a snapshot, by match."""
    if snapshot is None:
        return {}
    return {laid["match"]: laid for laid in json.loads(snapshot.display).get("marks", ())}
