"""File → rows, for a competition that has no such parts yet: all of a kind in a few statements.

A whole file is stored so, because it may have thousands of teams or matches; `file_import` saves
single parts. The fields are the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from competition import file_types as file
from competition.store.decision_models import PaperScore
from competition.store.file_import import (
    JUDGE_FIELDS,
    MATCH_FIELDS,
    MEMBER_FIELDS,
    NOTES,
    POINT_FIELDS,
    SCORE_FIELDS,
    TEAM_FIELDS,
    TOPIC_FIELDS,
)
from competition.store.models import (
    Competition,
    Entry,
    Judge,
    Match,
    Member,
    PanelSeat,
    Stage,
    Team,
)
from competition.store.topic_models import FocalPoint, Topic

Ids = Mapping[str, int]
"""The identifiers of rows by their parts' keys."""


def add_topics(session: Session, competition: Competition, parts: list[file.TopicPart]) -> Ids:
    """Add `topics[]` with their focal points."""
    ids = _add(session, competition, Topic, parts, TOPIC_FIELDS)
    points = [
        {"topic_id": ids[part["key"]], "position": position, **_fields(point, POINT_FIELDS)}
        for part in parts
        for position, point in enumerate(part.get("focal_points", ()))
    ]
    _insert(session, FocalPoint, points)
    return ids


def add_teams(session: Session, competition: Competition, parts: list[file.TeamPart]) -> Ids:
    """Add `teams[]` with their members."""
    ids = _add(session, competition, Team, parts, TEAM_FIELDS)
    members = [
        {"team_id": ids[part["key"]], "position": position, **_fields(member, MEMBER_FIELDS)}
        for part in parts
        for position, member in enumerate(part.get("members", ()))
    ]
    _insert(session, Member, members)
    return ids


def add_judges(session: Session, competition: Competition, parts: list[file.JudgePart]) -> Ids:
    """Add `judges[]`; those that are there already keep their links."""
    known = _ids(session, competition, Judge)
    rows = [
        {"position": position, **_fields(part, JUDGE_FIELDS)} for position, part in enumerate(parts)
    ]
    kept = [{"id": known[row["key"]], **row} for row in rows if row["key"] in known]
    if kept:
        session.execute(update(Judge), kept)
    new = [{"competition_id": competition.id, **row} for row in rows if row["key"] not in known]
    _insert(session, Judge, new)
    return _ids(session, competition, Judge)


def add_matches(
    session: Session,
    competition: Competition,
    rounds: Iterable[tuple[int, Sequence[file.MatchPart]]],
    topics: Ids,
    teams: Ids,
    judges: Ids,
) -> Ids:
    """Add `matches[]` of all rounds, each given by its identifier, with panels and entries."""
    parts = [
        (round_id, position, part)
        for round_id, matches in rounds
        for position, part in enumerate(matches)
    ]
    rows = [
        {
            "competition_id": competition.id,
            "round_id": round_id,
            "topic_id": topics[part["topic"]] if part.get("topic") else None,
            "position": position,
            **_fields(part, MATCH_FIELDS),
        }
        for round_id, position, part in parts
    ]
    _insert(session, Match, rows)
    ids = _ids(session, competition, Match)
    seats = [
        {"match_id": ids[part["key"]], "judge_id": judges[key], "position": position}
        for _, _, part in parts
        for position, key in enumerate(part["panel"])
    ]
    _insert(session, PanelSeat, seats)
    entries = [
        {
            "match_id": ids[part["key"]],
            "team_id": teams[entry["team"]],
            "position": position,
            **_fields(entry, ("side",)),
        }
        for _, _, part in parts
        for position, entry in enumerate(part["entries"])
    ]
    _insert(session, Entry, entries)
    return ids


def add_paper_scores(session: Session, stage: Stage, part: file.StagePart, teams: Ids) -> None:
    """Add the `scores` of a written test that has none."""
    rows = [
        {
            "stage_id": stage.id,
            "team_id": teams[score["team"]],
            "position": position,
            **_fields(score, SCORE_FIELDS),
        }
        for position, score in enumerate(part.get("scores", ()))
    ]
    _insert(session, PaperScore, rows)


def _add(
    session: Session,
    competition: Competition,
    model: type[Topic | Team],
    parts: Sequence[Mapping[str, Any]],
    fields: tuple[str, ...],
) -> Ids:
    rows = [
        {"competition_id": competition.id, "position": position, **_fields(part, fields)}
        for position, part in enumerate(parts)
    ]
    _insert(session, model, rows)
    return _ids(session, competition, model)


def _insert(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(model), rows)


def _ids(session: Session, competition: Competition, model: Any) -> Ids:
    query = select(model.key, model.id).filter_by(competition_id=competition.id)
    return {row.key: row.id for row in session.execute(query)}


def _fields(part: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: part.get(field) for field in (*fields, *NOTES)}
