"""Rows → file: a competition in the shape of its file, `accord/1`.

Export, recount, scoring and the public snapshot all read a competition through here, so what is
published can be recounted from the exported file. `store.file_import` is the other direction.

The types are promised, not checked: what the database holds was checked when it was written.
"""

from collections.abc import Collection
from typing import Any

from competition import file_types as file
from competition.store import part_rows
from competition.store.db import NotedMixin, db
from competition.store.decision_models import Deduction, Ruling
from competition.store.file_import import NOTES, OUTCOMES
from competition.store.models import (
    Competition,
    Match,
    Rubric,
)
from competition.store.part_rows import PartRow, PartRows
from competition.store.raw_sql import RawConnection
from competition.store.sheet_export import counting_sheets, present, whole_sheets


def competition_document(
    competition: Competition,
    *,
    sheets: bool = True,
    history: bool = True,
    matches: Collection[str] | None = None,
) -> file.Document:
    """Give the whole competition; a field without a value is left out.

    Without `sheets` the lists of sheets, deductions and rulings are empty. Without `history`
    each sheet is its newest submitted version alone, which is all that standings depend on. With
    `matches`, keys of matches, only their sheets are listed. The whole is the caller's own, to be
    changed at will.
    """
    connection, of = RawConnection.of_session(db.session()), competition.id
    sheet_parts: list[file.SheetPart] = []
    if sheets and history:
        sheet_parts = whole_sheets(connection, of, matches)
    elif sheets:
        sheet_parts = counting_sheets(connection, of)
    (own,) = _parts(part_rows.COMPETITION, connection, of)
    (rubric,) = _parts(part_rows.RUBRIC, connection, of)
    notes = own.pop("notes", {})
    document: Any = {
        "format": "accord/1",
        **notes.get("file", {}),
        "competition": own | notes.get("competition", {}),
        "rubric": {
            "dimensions": _parts(part_rows.DIMENSIONS, connection, of),
            **{name: rubric[name] for name in ("personal", *NOTES) if name in rubric},
        },
        "scoring": rubric["scoring"],
        "topics": _with_lists(
            part_rows.TOPICS.read(connection, of),
            focal_points=part_rows.FOCAL_POINTS.by_parent(connection, of),
        ),
        **_unless_empty("zones", _parts(part_rows.ZONES, connection, of)),
        "teams": _with_lists(
            part_rows.TEAMS.read(connection, of),
            members=part_rows.MEMBERS.by_parent(connection, of),
        ),
        "judges": _parts(part_rows.JUDGES, connection, of),
        **({"clock": rubric["clock"]} if "clock" in rubric else {}),
        "stages": _stages(connection, of, scores=sheets),
        "sheets": sheet_parts,
        "deductions": _parts(part_rows.DEDUCTIONS, connection, of) if sheets else [],
        "rulings": _parts(part_rows.RULINGS, connection, of) if sheets else [],
        **_unless_empty("draws", _parts(part_rows.DRAWS, connection, of)),
        **_outcomes(connection, of),
    }
    whole: file.Document = document
    return whole


def _parts(rows: PartRows, connection: RawConnection, competition_id: int) -> list[dict[str, Any]]:
    return [row.part for row in rows.read(connection, competition_id)]


def _with_lists(
    rows: list[PartRow], **lists: dict[int, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The parts, each with the lists of what belongs to it."""
    for row in rows:
        for name, by_parent in lists.items():
            row.part[name] = by_parent.get(row.id, [])
    return [row.part for row in rows]


def _outcomes(connection: RawConnection, competition_id: int) -> dict[str, list[dict[str, Any]]]:
    """The lists that are stored part by part; those that are empty are no fields."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _parts(part_rows.OUTCOMES, connection, competition_id):
        found.setdefault(row["kind"], []).append(row["part"])
    return {kind: found[kind] for kind in OUTCOMES if kind in found}


def _unless_empty(name: str, parts: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The list as a field of the file; nothing where it is empty."""
    return {name: parts} if parts else {}


def _stages(
    connection: RawConnection, competition_id: int, *, scores: bool
) -> list[dict[str, Any]]:
    """The stages with their rounds, the rounds with their matches; written tests with `scores`."""
    panels = part_rows.SEATS.by_parent(connection, competition_id)
    matches = part_rows.MATCHES.read(connection, competition_id)
    _with_lists(matches, entries=part_rows.ENTRIES.by_parent(connection, competition_id))
    for match in matches:
        match.part["panel"] = [seat["judge"] for seat in panels.get(match.id, ())]
    rounds = part_rows.ROUNDS.read(connection, competition_id)
    _with_lists(rounds, matches=_grouped(matches))
    rounds_of = _grouped(rounds)
    stages = part_rows.STAGES.read(connection, competition_id)
    papers = [stage for stage in stages if stage.part.get("kind") == "paper"]
    scores_of = (
        part_rows.PAPER_SCORES.by_parent(connection, competition_id) if papers and scores else {}
    )
    for stage in stages:
        if stage.part.get("kind") == "paper":
            del stage.part["across_matches"]
            stage.part.update(_unless_empty("scores", scores_of.get(stage.id, [])))
        else:
            stage.part["rounds"] = rounds_of.get(stage.id, [])
    return [stage.part for stage in stages]


def _grouped(rows: list[PartRow]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.parent, []).append(row.part)
    return found


def rubric_part(rubric: Rubric) -> file.RubricPart:
    """Give the `rubric` part, its dimensions in order."""
    dimensions = [
        present(
            {
                "key": dimension.key,
                "name": dimension.name,
                "max": dimension.max,
                "min": dimension.min,
                "step": dimension.step,
                "factor": dimension.factor,
                "guide": dimension.guide,
                "marked_by": dimension.marked_by,
                **_notes(dimension),
            }
        )
        for dimension in rubric.dimensions
    ]
    return present({"dimensions": dimensions, "personal": rubric.personal, **_notes(rubric)})


def match_part(match: Match) -> file.MatchPart:
    """Give one of `matches[]`: topic, panel in seat order, entries."""
    return present(
        {
            "key": match.key,
            "topic": match.topic.key if match.topic else None,
            "panel": [seat.judge.key for seat in match.seats],
            "entries": [
                {"team": entry.team.key, "side": entry.side, **_notes(entry)}
                for entry in match.entries
            ],
            "starts": match.starts,
            "room": match.room,
            "trainees": match.trainees,
            "replacements": match.replacements,
            "void": match.void,
            "recused": match.recused,
            "accepted_conflicts": match.accepted_conflicts,
            "repeats": match.repeats,
            "late": match.late,
            "substitutions": match.substitutions,
            "conference": match.conference,
            **_notes(match),
        }
    )


def deduction_part(deduction: Deduction) -> file.DeductionPart:
    """Give one of `deductions[]`."""
    return present(
        {
            "match": deduction.match.key,
            "team": deduction.team.key,
            "points": deduction.points,
            "percent": deduction.percent,
            "phase": deduction.phase,
            "reason": deduction.reason,
            "by": deduction.by,
            "at": deduction.at,
            **_notes(deduction),
        }
    )


def ruling_part(ruling: Ruling) -> file.RulingPart:
    """Give one of `rulings[]`."""
    return present(
        {
            "stage": ruling.stage.key,
            "teams": ruling.teams,
            "minutes": ruling.minutes,
            "votes": ruling.votes,
            "by": ruling.by,
            "at": ruling.at,
            **_notes(ruling),
        }
    )


def _notes(row: NotedMixin) -> Any:
    """The notes that a row carries, as fields of its part."""
    return present({"placeholder": row.placeholder, "source": row.source})
