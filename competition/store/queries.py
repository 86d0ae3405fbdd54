"""A competition and its parts, found by key or listed in the order of the file."""

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload, selectinload

from competition.store.db import db
from competition.store.decision_models import Deduction, Ruling
from competition.store.marking_judges import may_mark
from competition.store.models import (
    Competition,
    Entry,
    Judge,
    Match,
    Round,
    Stage,
    Team,
)


def find_competition(key: str) -> Competition | None:
    """The competition of that key."""
    return db.session.scalar(select(Competition).filter_by(key=key))


def all_competitions() -> list[Competition]:
    """Every competition, oldest first."""
    return list(db.session.scalars(select(Competition).order_by(Competition.id)))


def find_rehearsal(key: str) -> Competition | None:
    """The rehearsal of the competition of that key."""
    return db.session.scalar(select(Competition).filter_by(rehearsal_of=key))


def is_whole(competition: Competition) -> bool:
    """Whether it was read with all its parts (`whole_competition`), which are to be found there."""
    return inspect(competition).detached


def all_matches_of(competition: Competition) -> list[Match]:
    """All matches of a competition in the order of the file."""
    rounds = [round_ for stage in competition.stages for round_ in stage.rounds]
    return [match for round_ in rounds for match in round_.matches]


def find_match(competition: Competition, key: str) -> Match | None:
    """The match of that key in the competition."""
    if is_whole(competition):
        return next((row for row in all_matches_of(competition) if row.key == key), None)
    return db.session.scalar(select(Match).filter_by(competition_id=competition.id, key=key))


def find_rounds(competition: Competition, name: str) -> list[Round]:
    """The rounds named `round` or `stage/round`: a round's key is unique within its stage only."""
    stage_key, _, key = name.rpartition("/")
    return [
        round_
        for stage in competition.stages
        if stage_key in ("", stage.key)
        for round_ in stage.rounds
        if round_.key == key
    ]


def find_stage(competition: Competition, key: str) -> Stage | None:
    """The stage of that key in the competition."""
    if is_whole(competition):
        return next((row for row in competition.stages if row.key == key), None)
    return db.session.scalar(select(Stage).filter_by(competition_id=competition.id, key=key))


def find_team(competition: Competition, key: str) -> Team | None:
    """The team of that key in the competition."""
    if is_whole(competition):
        return next((row for row in competition.teams if row.key == key), None)
    return db.session.scalar(select(Team).filter_by(competition_id=competition.id, key=key))


def find_judge(competition: Competition, key: str) -> Judge | None:
    """The judge of that key in the competition."""
    if is_whole(competition):
        return next((row for row in competition.judges if row.key == key), None)
    return db.session.scalar(select(Judge).filter_by(competition_id=competition.id, key=key))


def deductions_of(competition: Competition) -> list[Deduction]:
    """The competition's deductions in the order they were made."""
    query = select(Deduction).join(Match).where(Match.competition_id == competition.id)
    return list(db.session.scalars(query.order_by(Deduction.id)))


def rulings_of(competition: Competition) -> list[Ruling]:
    """The competition's rulings in the order they were made; of two on one tie the later counts."""
    query = select(Ruling).join(Stage).where(Stage.competition_id == competition.id)
    return list(db.session.scalars(query.order_by(Ruling.id)))


def matches_of_judge(judge_id: int) -> list[Match]:
    """The matches in which the judge marks, in the file's order, with what a page shows."""
    query = (
        select(Match)
        .join(Judge, Judge.competition_id == Match.competition_id)
        .join(Round, Match.round_id == Round.id)
        .join(Stage, Round.stage_id == Stage.id)
        .where(Judge.id == judge_id, may_mark())
        .options(
            joinedload(Match.round).joinedload(Round.stage),
            joinedload(Match.topic),
            selectinload(Match.entries).joinedload(Entry.team),
        )
        .order_by(Stage.position, Round.position, Match.position)
    )
    return list(db.session.scalars(query))
