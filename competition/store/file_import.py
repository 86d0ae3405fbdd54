"""File → rows: the parts of a checked competition file, saved.

Each function updates the row of a part's key, or adds one. What belongs to a part and is
referred to by nothing else (members, focal points, entries, seats) is deleted and written anew.
`store.file_export` is the other direction.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from competition import file_types as file
from competition.store.decision_models import Draw
from competition.store.models import (
    Competition,
    Dimension,
    Entry,
    Judge,
    Match,
    Member,
    PanelSeat,
    Round,
    Rubric,
    Stage,
    Team,
    Zone,
)
from competition.store.outcome_models import Outcome
from competition.store.topic_models import FocalPoint, Topic

COMPETITION_FIELDS = (
    *("key", "name", "theme", "organiser", "venue", "starts", "languages"),
    *("visibility", "rehearsal_of"),
)
NOTES = ("placeholder", "source")
DIMENSION_FIELDS = ("key", "name", "max", "min", "step", "factor", "guide", "marked_by")
TOPIC_FIELDS = ("key", "title", "brief")
POINT_FIELDS = ("key", "title")
TEAM_FIELDS = (
    *("key", "name", "short_name", "organisation", "zone", "seed"),
    *("withdrawn", "withdrawn_from", "disqualified", "reason"),
)
MEMBER_FIELDS = ("key", "name", "role", "reserve")
JUDGE_FIELDS = ("key", "name", "category", "organisation", "head", "conflicts", "declaration")
MATCH_FIELDS = (
    *("key", "starts", "room", "trainees", "replacements"),
    *("void", "recused", "accepted_conflicts", "repeats", "late", "substitutions", "conference"),
)
OUTCOMES = ("agreements", "appeals", "awards", "certifications")
"""The lists of the file that are stored part by part as they are, in the file's order."""
DEDUCTION_FIELDS = ("points", "percent", "phase", "reason", "by", "at")
RULING_FIELDS = ("teams", "minutes", "votes", "by", "at")
SCORE_FIELDS = ("member", "score")


def set_fields(row: Any, part: Mapping[str, Any], fields: Iterable[str]) -> None:
    """Set the row's `fields` and notes from the part; those that it lacks become None."""
    for field in (*fields, *NOTES):
        setattr(row, field, part.get(field))


def notes_of(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return the notes that a part carries."""
    return {name: part[name] for name in NOTES if name in part}


def save_competition(row: Competition, document: file.Document) -> None:
    """Save the `competition` part and the file's own notes."""
    part: Mapping[str, Any] = document["competition"]
    for field in COMPETITION_FIELDS:
        setattr(row, field, part.get(field))
    notes = {"file": notes_of(document), "competition": notes_of(part)}
    row.notes = {name: value for name, value in notes.items() if value} or None


def save_rubric(session: Session, competition: Competition, document: file.Document) -> None:
    """Save the `rubric` and `scoring` parts."""
    rubric = competition.rubric or Rubric(competition_id=competition.id)
    rubric.scoring = dict(document["scoring"])
    set_fields(rubric, document["rubric"], ("personal",))
    clock = document.get("clock")
    rubric.clock = dict(clock) if clock else None
    session.add(rubric)
    session.flush()
    session.execute(delete(Dimension).filter_by(rubric_id=rubric.id))
    for position, part in enumerate(document["rubric"]["dimensions"]):
        dimension = Dimension(rubric_id=rubric.id, position=position)
        set_fields(dimension, part, DIMENSION_FIELDS)
        session.add(dimension)


def save_topic(
    session: Session, competition: Competition, part: file.TopicPart, position: int
) -> None:
    """Save one of `topics[]`."""
    row = _find(competition.topics, part["key"]) or Topic(competition_id=competition.id)
    row.position = position
    set_fields(row, part, TOPIC_FIELDS)
    session.add(row)
    session.flush()
    session.execute(delete(FocalPoint).filter_by(topic_id=row.id))
    for place, point in enumerate(part.get("focal_points", [])):
        focal_point = FocalPoint(topic_id=row.id, position=place)
        set_fields(focal_point, point, POINT_FIELDS)
        session.add(focal_point)


def save_zone(
    session: Session, competition: Competition, part: file.ZonePart, position: int
) -> None:
    """Save one of `zones[]`."""
    row = _find(competition.zones, part["key"]) or Zone(competition_id=competition.id)
    row.position = position
    set_fields(row, part, ("key", "name"))
    session.add(row)


def save_team(
    session: Session, competition: Competition, part: file.TeamPart, position: int
) -> None:
    """Save one of `teams[]`."""
    row = _find(competition.teams, part["key"]) or Team(competition_id=competition.id)
    row.position = position
    set_fields(row, part, TEAM_FIELDS)
    session.add(row)
    session.flush()
    session.execute(delete(Member).filter_by(team_id=row.id))
    for place, person in enumerate(part.get("members", [])):
        member = Member(team_id=row.id, position=place)
        set_fields(member, person, MEMBER_FIELDS)
        session.add(member)


def save_judge(
    session: Session, competition: Competition, part: file.JudgePart, position: int
) -> None:
    """Save one of `judges[]`; a known judge keeps the link."""
    row = _find(competition.judges, part["key"]) or Judge(competition_id=competition.id)
    row.position = position
    set_fields(row, part, JUDGE_FIELDS)
    session.add(row)


def save_stage(
    session: Session, competition: Competition, part: file.StagePart, position: int
) -> Stage:
    """Save one of `stages[]`, without its rounds."""
    row = _find(competition.stages, part["key"]) or Stage(competition_id=competition.id)
    row.position = position
    set_fields(row, part, ("key", "name", "carry", "weight", "advance", "provisional_until"))
    set_fields(row, part, ("teams", "kind", "max", "per", "combine", "rubric", "scoring"))
    row.release = part.get("release", "hidden")
    row.across_matches = part.get("across_matches", "mean")
    session.add(row)
    session.flush()
    return row


def save_round(
    session: Session,
    competition: Competition,
    stage: Stage,
    part: file.RoundPart,
    position: int,
) -> Round:
    """Save one of `rounds[]`, without its matches."""
    row = _find(stage.rounds, part["key"]) or Round(competition_id=competition.id)
    row.stage_id = stage.id
    row.position = position
    set_fields(row, part, ("key", "name", "announced", "starts", "planned", "conference_after"))
    row.state = part.get("state", "draft")
    session.add(row)
    session.flush()
    return row


def save_match(
    session: Session,
    competition: Competition,
    round_: Round,
    part: file.MatchPart,
    position: int,
) -> Match:
    """Save one of `matches[]`, with its panel and its entries."""
    rounds = [each for stage in competition.stages for each in stage.rounds]
    matches = [match for each in rounds for match in each.matches]
    row = _find(matches, part["key"]) or Match(competition_id=competition.id)
    row.round_id = round_.id
    row.position = position
    set_fields(row, part, MATCH_FIELDS)
    topics = {topic.key: topic.id for topic in competition.topics}
    row.topic_id = topics[part["topic"]] if part.get("topic") else None
    session.add(row)
    session.flush()
    session.execute(delete(PanelSeat).filter_by(match_id=row.id))
    session.execute(delete(Entry).filter_by(match_id=row.id))
    judges = {judge.key: judge.id for judge in competition.judges}
    for place, key in enumerate(part["panel"]):
        session.add(PanelSeat(match_id=row.id, judge_id=judges[key], position=place))
    teams = {team.key: team.id for team in competition.teams}
    for place, entry in enumerate(part["entries"]):
        entry_row = Entry(match_id=row.id, team_id=teams[entry["team"]], position=place)
        set_fields(entry_row, entry, ("side",))
        session.add(entry_row)
    return row


def save_draw(session: Session, row: Draw, part: file.DrawPart, position: int) -> None:
    """Save one of `draws[]` in the row of a competition; a pending secret is not touched."""
    row.position = position
    row.drawn_from = part["from"]
    set_fields(row, part, ("key", "stage", "round", "kind", "rules", "commitment"))
    set_fields(row, part, ("hall", "secret", "result", "by_hand", "abandoned"))
    session.add(row)


def save_outcomes(session: Session, competition: Competition, document: file.Document) -> None:
    """Save `awards`, `certifications`, `agreements` and `appeals`, in the place of those there."""
    session.execute(delete(Outcome).filter_by(competition_id=competition.id))
    parts: Mapping[str, Any] = document
    for kind in OUTCOMES:
        for position, part in enumerate(parts.get(kind, [])):
            session.add(
                Outcome(competition_id=competition.id, kind=kind, position=position, part=part)
            )


def _find(rows: Iterable[Any], key: str) -> Any:
    return next((row for row in rows if row.key == key), None)
