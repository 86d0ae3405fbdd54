"""A competition as its file says it: the one reading that export, recount and scoring share."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from .db import Noted, db
from .events import deductions, rulings
from .parts import (
    Competition,
    Deduction,
    Match,
    Round,
    Rubric,
    Ruling,
    Stage,
    Team,
    Topic,
)
from .people import Judge
from .sheets import Content, Sheet, SheetVersion

Mapping = dict[str, Any]


def competition_mapping(of: Competition, *, sheets: bool = True, history: bool = True) -> Mapping:
    """The competition in the shape of `accord/1`, absent fields left out.

    Without `sheets` the marks and all that hangs on them stay behind. Without `history` there
    are only the versions that count, which is all that a standing depends on.
    """
    notes = of.notes or {}
    marked: list[Mapping] = []
    if sheets:
        marked = [sheet_mapping(sheet) for sheet in _sheets(of)] if history else _counting(of)
    return _given(
        {
            "format": "accord/1",
            **notes.get("file", {}),
            "competition": competition_part(of),
            "rubric": rubric_mapping(of.rubric),
            "scoring": of.rubric.scoring,
            "topics": [topic_mapping(topic) for topic in of.topics],
            "teams": [team_mapping(team) for team in of.teams],
            "judges": [judge_mapping(judge) for judge in of.judges],
            "stages": [stage_mapping(stage) for stage in of.stages],
            "sheets": marked,
            "deductions": [deduction_mapping(d) for d in deductions(of)] if sheets else [],
            "rulings": [ruling_mapping(ruling) for ruling in rulings(of)] if sheets else [],
        }
    )


def competition_part(of: Competition) -> Mapping:
    """The `competition` part: names, theme, venue, start, languages."""
    return _given(
        {
            "key": of.key,
            "name": of.name,
            "theme": of.theme,
            "organiser": of.organiser,
            "venue": of.venue,
            "starts": of.starts,
            "languages": of.languages,
            **(of.notes or {}).get("competition", {}),
        }
    )


def rubric_mapping(rubric: Rubric) -> Mapping:
    """The `rubric` part."""
    dimensions = [
        _given(
            {
                "key": d.key,
                "name": d.name,
                "max": d.max,
                "min": d.min,
                "step": d.step,
                "factor": d.factor,
                "guide": d.guide,
                **_notes(d),
            }
        )
        for d in rubric.dimensions
    ]
    return {"dimensions": dimensions, **_notes(rubric)}


def topic_mapping(topic: Topic) -> Mapping:
    """One of `topics[]`, focal points included."""
    points = [{"key": p.key, "title": p.title, **_notes(p)} for p in topic.focal_points]
    return _given(
        {
            "key": topic.key,
            "title": topic.title,
            "brief": topic.brief,
            "focal_points": points,
            **_notes(topic),
        }
    )


def team_mapping(team: Team) -> Mapping:
    """One of `teams[]`, members included."""
    members = [
        _given({"key": m.key, "name": m.name, "role": m.role, **_notes(m)}) for m in team.members
    ]
    return _given(
        {
            "key": team.key,
            "name": team.name,
            "organisation": team.organisation,
            "zone": team.zone,
            "members": members,
            "withdrawn": team.withdrawn,
            **_notes(team),
        }
    )


def judge_mapping(judge: Judge) -> Mapping:
    """One of `judges[]`; never the token."""
    return _given(
        {
            "key": judge.key,
            "name": judge.name,
            "category": judge.category,
            "organisation": judge.organisation,
            "head": judge.head,
            "conflicts": judge.conflicts,
            **_notes(judge),
        }
    )


def stage_mapping(stage: Stage) -> Mapping:
    """One of `stages[]`, rounds and matches included."""
    return _given(
        {
            "key": stage.key,
            "name": stage.name,
            "release": stage.release,
            "across_matches": stage.across_matches,
            "carry": stage.carry,
            "weight": stage.weight,
            "advance": stage.advance,
            "rounds": [round_mapping(round_) for round_ in stage.rounds],
            **_notes(stage),
        }
    )


def round_mapping(round_: Round) -> Mapping:
    """One of `rounds[]`, matches included."""
    return {
        "key": round_.key,
        "name": round_.name,
        "state": round_.state,
        "matches": [match_mapping(match) for match in round_.matches],
        **_notes(round_),
    }


def match_mapping(match: Match) -> Mapping:
    """One of `matches[]`: topic, panel in seat order, entries."""
    return _given(
        {
            "key": match.key,
            "topic": match.topic.key if match.topic else None,
            "panel": [seat.judge.key for seat in match.seats],
            "entries": [
                {"team": entry.team.key, "side": entry.side, **_notes(entry)}
                for entry in match.entries
            ],
            **_notes(match),
        }
    )


def sheet_mapping(sheet: Sheet) -> Mapping:
    """One of `sheets[]`: the newest version, the earlier ones under `history`."""
    *earlier, newest = sheet.versions
    return _given(
        {
            "match": sheet.match.key,
            "team": sheet.team.key,
            "judge": sheet.judge.key,
            **version_mapping(newest),
            "history": [version_mapping(version) for version in earlier] or None,
        }
    )


def version_mapping(version: SheetVersion | Content) -> Mapping:
    """A version of a sheet: marks, state, number, times and comment."""
    return _given(
        {
            "marks": version.marks,
            "state": version.state,
            "version": version.number,
            "submitted_at": version.submitted_at,
            "comment": version.comment,
            **(version.notes or {}),
        }
    )


def deduction_mapping(deduction: Deduction) -> Mapping:
    """One of `deductions[]`."""
    return _given(
        {
            "match": deduction.match.key,
            "team": deduction.team.key,
            "points": deduction.points,
            "reason": deduction.reason,
            "by": deduction.by,
            "at": deduction.at,
            **_notes(deduction),
        }
    )


def ruling_mapping(ruling: Ruling) -> Mapping:
    """One of `rulings[]`."""
    return _given(
        {
            "stage": ruling.stage.key,
            "teams": ruling.teams,
            "minutes": ruling.minutes,
            "by": ruling.by,
            "at": ruling.at,
            **_notes(ruling),
        }
    )


def _sheets(of: Competition) -> list[Sheet]:
    query = (
        select(Sheet)
        .join(Match, Sheet.match_id == Match.id)
        .join(Round, Match.round_id == Round.id)
        .join(Stage, Round.stage_id == Stage.id)
        .where(Stage.competition_id == of.id, Sheet.version > 0)
        .options(selectinload(Sheet.versions))
        .order_by(Sheet.id)
    )
    return list(db.session.scalars(query))


def _counting(of: Competition) -> list[Mapping]:
    """The newest submitted version of each sheet, read without an object for each."""
    newest = select(func.max(SheetVersion.number)).where(
        SheetVersion.sheet_id == Sheet.id, SheetVersion.state == "submitted"
    )
    query = (
        select(Match.key, Team.key, Judge.key, SheetVersion.marks, SheetVersion.number)
        .select_from(Sheet)
        .join(Match, Sheet.match_id == Match.id)
        .join(Team, Sheet.team_id == Team.id)
        .join(Judge, Sheet.judge_id == Judge.id)
        .join(SheetVersion, SheetVersion.sheet_id == Sheet.id)
        .where(
            Match.competition_id == of.id,
            SheetVersion.number == newest.correlate(Sheet).scalar_subquery(),
        )
        .order_by(Sheet.id)
    )
    names = ("match", "team", "judge", "marks", "version")
    return [
        dict(zip(names, row, strict=True), state="submitted") for row in db.session.execute(query)
    ]


def _notes(row: Noted) -> Mapping:
    return _given({"placeholder": row.placeholder, "source": row.source})


def _given(fields: Mapping) -> Mapping:
    return {name: value for name, value in fields.items() if value is not None}
