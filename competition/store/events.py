"""A competition and its parts, found by key or listed in the order of the file."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from .db import db
from .parts import (
    Competition,
    Deduction,
    Entry,
    Match,
    PanelSeat,
    Round,
    Ruling,
    Stage,
    Team,
    Topic,
)
from .people import Judge


def competition(key: str) -> Competition | None:
    """The competition of that key."""
    return db.session.scalar(select(Competition).filter_by(key=key))


def competitions() -> list[Competition]:
    """Every competition, oldest first."""
    return list(db.session.scalars(select(Competition).order_by(Competition.id)))


def match(of: Competition, key: str) -> Match | None:
    """The match of that key in the competition."""
    return db.session.scalar(select(Match).filter_by(competition_id=of.id, key=key))


def rounds(of: Competition, name: str) -> list[Round]:
    """The rounds meant by `round` or by `stage/round`: keys are unique within a stage."""
    stage_key, _, key = name.rpartition("/")
    return [
        round_
        for stage in of.stages
        if stage_key in ("", stage.key)
        for round_ in stage.rounds
        if round_.key == key
    ]


def stage(of: Competition, key: str) -> Stage | None:
    """The stage of that key in the competition."""
    return db.session.scalar(select(Stage).filter_by(competition_id=of.id, key=key))


def team(of: Competition, key: str) -> Team | None:
    """The team of that key in the competition."""
    return db.session.scalar(select(Team).filter_by(competition_id=of.id, key=key))


def judge(of: Competition, key: str) -> Judge | None:
    """The judge of that key in the competition."""
    return db.session.scalar(select(Judge).filter_by(competition_id=of.id, key=key))


def topic(of: Competition, key: str) -> Topic | None:
    """The topic of that key in the competition."""
    return db.session.scalar(select(Topic).filter_by(competition_id=of.id, key=key))


def deductions(of: Competition) -> list[Deduction]:
    """The competition's deductions in the order they were made."""
    query = select(Deduction).join(Match).where(Match.competition_id == of.id)
    return list(db.session.scalars(query.order_by(Deduction.id)))


def rulings(of: Competition) -> list[Ruling]:
    """The competition's rulings in the order they were made; the last one counts."""
    query = select(Ruling).join(Stage).where(Stage.competition_id == of.id)
    return list(db.session.scalars(query.order_by(Ruling.id)))


def seat(of: Match, judge_id: int) -> PanelSeat | None:
    """The judge's seat on the match's panel."""
    return db.session.scalar(select(PanelSeat).filter_by(match_id=of.id, judge_id=judge_id))


def matches(of: Competition) -> list[Match]:
    """All matches of a competition, read with what is shown of them in a few queries."""
    shown = (
        joinedload(Match.topic),
        selectinload(Match.entries).joinedload(Entry.team),
        selectinload(Match.seats).joinedload(PanelSeat.judge),
    )
    return list(db.session.scalars(select(Match).filter_by(competition_id=of.id).options(*shown)))


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
