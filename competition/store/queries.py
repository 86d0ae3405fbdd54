"""A competition and its parts, found by key or listed in the order of the file."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from competition.store.db import db
from competition.store.models import (
    Competition,
    Deduction,
    Entry,
    Judge,
    Match,
    PanelSeat,
    Round,
    Ruling,
    Stage,
    Team,
    Topic,
)


def find_competition(key: str) -> Competition | None:
    """The competition of that key."""
    return db.session.scalar(select(Competition).filter_by(key=key))


def all_competitions() -> list[Competition]:
    """Every competition, oldest first."""
    return list(db.session.scalars(select(Competition).order_by(Competition.id)))


def find_match(competition: Competition, key: str) -> Match | None:
    """The match of that key in the competition."""
    return db.session.scalar(select(Match).filter_by(competition_id=competition.id, key=key))


def find_rounds(competition: Competition, name: str) -> list[Round]:
    """The rounds meant by `round` or by `stage/round`: keys are unique within a stage."""
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
    return db.session.scalar(select(Stage).filter_by(competition_id=competition.id, key=key))


def find_team(competition: Competition, key: str) -> Team | None:
    """The team of that key in the competition."""
    return db.session.scalar(select(Team).filter_by(competition_id=competition.id, key=key))


def find_judge(competition: Competition, key: str) -> Judge | None:
    """The judge of that key in the competition."""
    return db.session.scalar(select(Judge).filter_by(competition_id=competition.id, key=key))


def find_topic(competition: Competition, key: str) -> Topic | None:
    """The topic of that key in the competition."""
    return db.session.scalar(select(Topic).filter_by(competition_id=competition.id, key=key))


def deductions_of(competition: Competition) -> list[Deduction]:
    """The competition's deductions in the order they were made."""
    query = select(Deduction).join(Match).where(Match.competition_id == competition.id)
    return list(db.session.scalars(query.order_by(Deduction.id)))


def rulings_of(competition: Competition) -> list[Ruling]:
    """The competition's rulings in the order they were made; the last one counts."""
    query = select(Ruling).join(Stage).where(Stage.competition_id == competition.id)
    return list(db.session.scalars(query.order_by(Ruling.id)))


def find_seat(match: Match, judge_id: int) -> PanelSeat | None:
    """The judge's seat on the match's panel."""
    return db.session.scalar(select(PanelSeat).filter_by(match_id=match.id, judge_id=judge_id))


def all_matches_of(competition: Competition) -> list[Match]:
    """All matches of a competition, read with what is shown of them in a few queries."""
    shown = (
        joinedload(Match.topic),
        selectinload(Match.entries).joinedload(Entry.team),
        selectinload(Match.seats).joinedload(PanelSeat.judge),
    )
    return list(
        db.session.scalars(select(Match).filter_by(competition_id=competition.id).options(*shown))
    )


def matches_of_judge(judge_id: int) -> list[Match]:
    """The matches on whose panel the judge sits, in the order of the file, ready to be shown."""
    query = (
        select(Match)
        .join(PanelSeat, PanelSeat.match_id == Match.id)
        .join(Round, Match.round_id == Round.id)
        .join(Stage, Round.stage_id == Stage.id)
        .where(PanelSeat.judge_id == judge_id)
        .options(
            joinedload(Match.round).joinedload(Round.stage),
            joinedload(Match.topic),
            selectinload(Match.entries).joinedload(Entry.team),
        )
        .order_by(Stage.position, Round.position, Match.position)
    )
    return list(db.session.scalars(query))
