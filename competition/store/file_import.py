"""Parts of a checked competition file, put into rows.

Each function makes a row of a part or brings an existing one into line with it. What
hangs below a part and is referred to by nothing else (members, focal points, entries, seats)
is written anew.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from competition.store.models import (
    Competition,
    Dimension,
    Entry,
    FocalPoint,
    Judge,
    Match,
    Member,
    PanelSeat,
    Round,
    Rubric,
    Stage,
    Team,
    Topic,
)

Part = dict[str, Any]

NOTES = ("placeholder", "source")


def set_fields(row: Any, part: Part, fields: Iterable[str]) -> None:
    """Set the row's `fields` from the part, and its notes; what the part lacks becomes None."""
    for field in (*fields, *NOTES):
        setattr(row, field, part.get(field))


def notes_in(part: Part) -> Part:
    """The notes a part carries."""
    return {name: part[name] for name in NOTES if name in part}


def competition_row(row: Competition, whole: Part) -> None:
    """The `competition` part and the file's own notes."""
    part = whole["competition"]
    for field in ("key", "name", "theme", "organiser", "venue", "starts", "languages"):
        setattr(row, field, part.get(field))
    notes = {"file": notes_in(whole), "competition": notes_in(part)}
    row.notes = {name: value for name, value in notes.items() if value} or None


def rubric_row(session: Session, competition: Competition, whole: Part) -> None:
    """The `rubric` and `scoring` parts."""
    rubric = competition.rubric or Rubric(competition_id=competition.id)
    rubric.scoring = whole["scoring"]
    set_fields(rubric, whole["rubric"], ())
    session.add(rubric)
    session.flush()
    session.execute(delete(Dimension).filter_by(rubric_id=rubric.id))
    for position, part in enumerate(whole["rubric"]["dimensions"]):
        dimension = Dimension(rubric_id=rubric.id, position=position)
        set_fields(dimension, part, ("key", "name", "max", "min", "step", "factor", "guide"))
        session.add(dimension)


def topic_row(session: Session, competition: Competition, part: Part, position: int) -> None:
    """One of `topics[]`."""
    row = _row(competition.topics, part) or Topic(competition_id=competition.id)
    row.position = position
    set_fields(row, part, ("key", "title", "brief"))
    session.add(row)
    session.flush()
    session.execute(delete(FocalPoint).filter_by(topic_id=row.id))
    for place, point in enumerate(part.get("focal_points", [])):
        focal_point = FocalPoint(topic_id=row.id, position=place)
        set_fields(focal_point, point, ("key", "title"))
        session.add(focal_point)


def team_row(session: Session, competition: Competition, part: Part, position: int) -> None:
    """One of `teams[]`."""
    row = _row(competition.teams, part) or Team(competition_id=competition.id)
    row.position = position
    set_fields(row, part, ("key", "name", "organisation", "zone", "withdrawn"))
    session.add(row)
    session.flush()
    session.execute(delete(Member).filter_by(team_id=row.id))
    for place, person in enumerate(part.get("members", [])):
        member = Member(team_id=row.id, position=place)
        set_fields(member, person, ("key", "name", "role"))
        session.add(member)


def judge_row(session: Session, competition: Competition, part: Part, position: int) -> None:
    """One of `judges[]`; a known judge keeps the link."""
    row = _row(competition.judges, part) or Judge(competition_id=competition.id)
    row.position = position
    set_fields(row, part, ("key", "name", "category", "organisation", "head", "conflicts"))
    session.add(row)


def stage_row(session: Session, competition: Competition, part: Part, position: int) -> Stage:
    """One of `stages[]`, without its rounds."""
    row = _row(competition.stages, part) or Stage(competition_id=competition.id)
    row.position = position
    set_fields(row, part, ("key", "name", "carry", "weight", "advance"))
    row.release = part.get("release", "hidden")
    row.across_matches = part.get("across_matches", "mean")
    session.add(row)
    session.flush()
    return row


def round_row(
    session: Session, competition: Competition, stage: Stage, part: Part, position: int
) -> Round:
    """One of `rounds[]`, without its matches."""
    row = _row(stage.rounds, part) or Round(competition_id=competition.id)
    row.stage_id = stage.id
    row.position = position
    set_fields(row, part, ("key", "name"))
    row.state = part.get("state", "draft")
    session.add(row)
    session.flush()
    return row


def match_row(
    session: Session, competition: Competition, round_: Round, part: Part, position: int
) -> Match:
    """One of `matches[]`, with its panel and its entries."""
    matches = [m for stage in competition.stages for r in stage.rounds for m in r.matches]
    row = _row(matches, part) or Match(competition_id=competition.id)
    row.round_id = round_.id
    row.position = position
    set_fields(row, part, ("key",))
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


def _row(rows: Iterable[Any], part: Part) -> Any:
    return next((row for row in rows if row.key == part["key"]), None)
