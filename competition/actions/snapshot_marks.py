"""The single marks in the public snapshot: what was shown stays while it is what counts."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from competition import scoring
from competition.actions.visibility import is_current
from competition.file_types import Document
from competition.store import file_export, reveals
from competition.store.models import Competition, Match, Stage
from competition.store.snapshots import Snapshot

Marks = dict[str, Any]
"""One match's marks as `scoring.break_down_marks` gives them, and `names` if judges are named."""


def marks_to_keep(
    competition: Competition,
    last: Snapshot | None,
    put: Mapping[str, Any],
    marks: Mapping[str, Marks | None],
) -> list[Marks]:
    """The marks for the next snapshot: those shown so far that still hold, and those added now.

    `put` and `marks` are those of `snapshots.refresh`.
    """
    shown = {key: match_marks for key, match_marks in marks_in(last).items() if key not in marks}
    added = {key: match_marks for key, match_marks in marks.items() if match_marks is not None}
    if not shown and not added:
        return []
    file = _LazyFile(competition)
    return [
        added[match.key] if match.key in added else shown[match.key]
        for stage in _stages_with_marks(competition, put)
        for round_ in stage.rounds
        for match in round_.matches
        if match.key in added
        or (match.key in shown and _still_holds(competition, stage, match, shown[match.key], file))
    ]


def marks_in(snapshot: Snapshot | None) -> dict[str, Marks]:
    """The marks shown in a snapshot, by match."""
    if snapshot is None:
        return {}
    return {match["match"]: match for match in json.loads(snapshot.display).get("marks", ())}


def _stages_with_marks(competition: Competition, put: Mapping[str, Any]) -> Iterator[Stage]:
    """The stages that can show single marks: not hidden, and not in the middle of a reveal."""
    reveal = reveals.find_reveal(competition.id)
    for stage in competition.stages:
        is_revealed = (
            reveal is not None and reveal.stage_key == stage.key and stage.release == "frozen"
        )
        if stage.release != "hidden" and stage.key not in put and not is_revealed:
            yield stage


class _LazyFile:
    """The competition as a file, read when it is first needed: often it is not."""

    def __init__(self, competition: Competition) -> None:
        self._competition = competition
        self._file: Document | None = None

    def read(self) -> Document:
        if self._file is None:
            self._file = file_export.competition_document(self._competition)
        return self._file


def _still_holds(
    competition: Competition, stage: Stage, match: Match, shown: Marks, file: _LazyFile
) -> bool:
    """Whether a match's marks are still as they were shown, as far as the public may know."""
    if match.round.state != "closed" or match.void:
        return False
    if not is_current(competition, stage):
        return True
    now = scoring.break_down_marks(file.read(), match.key)
    return now == {name: value for name, value in shown.items() if name != "names"}
