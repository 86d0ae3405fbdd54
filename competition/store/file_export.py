"""A competition as its file says it: the one reading that export, recount and scoring share."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from competition.store.db import NotedMixin, db
from competition.store.models import (
    Competition,
    Deduction,
    Judge,
    Match,
    Round,
    Rubric,
    Ruling,
    Stage,
    Team,
    Topic,
)
from competition.store.queries import deductions_of, rulings_of
from competition.store.sheets import Sheet, SheetVersion, VersionContent

Mapping = dict[str, Any]


def competition_mapping(
    competition: Competition, *, sheets: bool = True, history: bool = True
) -> Mapping:
    """The competition in the shape of `accord/1`, absent fields left out.

    Without `sheets` the marks and all that hangs on them stay behind. Without `history` there
    are only the versions that count, which is all that a standing depends on.
    """
    notes = competition.notes or {}
    marked: list[Mapping] = []
    if sheets:
        marked = (
            [sheet_mapping(sheet) for sheet in _sheets(competition)]
            if history
            else _counting(competition)
        )
    return _present(
        {
            "format": "accord/1",
            **notes.get("file", {}),
            "competition": competition_part(competition),
            "rubric": rubric_mapping(competition.rubric),
            "scoring": competition.rubric.scoring,
            "topics": [topic_mapping(topic) for topic in competition.topics],
            "teams": [team_mapping(team) for team in competition.teams],
            "judges": [judge_mapping(judge) for judge in competition.judges],
            "stages": [stage_mapping(stage) for stage in competition.stages],
            "sheets": marked,
            "deductions": [deduction_mapping(d) for d in deductions_of(competition)]
            if sheets
            else [],
            "rulings": [ruling_mapping(ruling) for ruling in rulings_of(competition)]
            if sheets
            else [],
        }
    )


def competition_part(competition: Competition) -> Mapping:
    """The `competition` part: names, theme, venue, start, languages."""
    return _present(
        {
            "key": competition.key,
            "name": competition.name,
            "theme": competition.theme,
            "organiser": competition.organiser,
            "venue": competition.venue,
            "starts": competition.starts,
            "languages": competition.languages,
            **(competition.notes or {}).get("competition", {}),
        }
    )


def rubric_mapping(rubric: Rubric) -> Mapping:
    """The `rubric` part."""
    dimensions = [
        _present(
            {
                "key": d.key,
                "name": d.name,
                "max": d.max,
                "min": d.min,
                "step": d.step,
                "factor": d.factor,
                "guide": d.guide,
                **_notes_part(d),
            }
        )
        for d in rubric.dimensions
    ]
    return {"dimensions": dimensions, **_notes_part(rubric)}


def topic_mapping(topic: Topic) -> Mapping:
    """One of `topics[]`, focal points included."""
    points = [{"key": p.key, "title": p.title, **_notes_part(p)} for p in topic.focal_points]
    return _present(
        {
            "key": topic.key,
            "title": topic.title,
            "brief": topic.brief,
            "focal_points": points,
            **_notes_part(topic),
        }
    )


def team_mapping(team: Team) -> Mapping:
    """One of `teams[]`, members included."""
    members = [
        _present({"key": m.key, "name": m.name, "role": m.role, **_notes_part(m)})
        for m in team.members
    ]
    return _present(
        {
            "key": team.key,
            "name": team.name,
            "organisation": team.organisation,
            "zone": team.zone,
            "members": members,
            "withdrawn": team.withdrawn,
            **_notes_part(team),
        }
    )


def judge_mapping(judge: Judge) -> Mapping:
    """One of `judges[]`; never the token."""
    return _present(
        {
            "key": judge.key,
            "name": judge.name,
            "category": judge.category,
            "organisation": judge.organisation,
            "head": judge.head,
            "conflicts": judge.conflicts,
            **_notes_part(judge),
        }
    )


def stage_mapping(stage: Stage) -> Mapping:
    """One of `stages[]`, rounds and matches included."""
    return _present(
        {
            "key": stage.key,
            "name": stage.name,
            "release": stage.release,
            "across_matches": stage.across_matches,
            "carry": stage.carry,
            "weight": stage.weight,
            "advance": stage.advance,
            "rounds": [round_mapping(round_) for round_ in stage.rounds],
            **_notes_part(stage),
        }
    )


def round_mapping(round_: Round) -> Mapping:
    """One of `rounds[]`, matches included."""
    return {
        "key": round_.key,
        "name": round_.name,
        "state": round_.state,
        "matches": [match_mapping(match) for match in round_.matches],
        **_notes_part(round_),
    }


def match_mapping(match: Match) -> Mapping:
    """One of `matches[]`: topic, panel in seat order, entries."""
    return _present(
        {
            "key": match.key,
            "topic": match.topic.key if match.topic else None,
            "panel": [seat.judge.key for seat in match.seats],
            "entries": [
                {"team": entry.team.key, "side": entry.side, **_notes_part(entry)}
                for entry in match.entries
            ],
            **_notes_part(match),
        }
    )


def sheet_mapping(sheet: Sheet) -> Mapping:
    """One of `sheets[]`: the newest version, the earlier ones under `history`."""
    *earlier, newest = sheet.versions
    return _present(
        {
            "match": sheet.match.key,
            "team": sheet.team.key,
            "judge": sheet.judge.key,
            **version_mapping(newest),
            "history": [version_mapping(version) for version in earlier] or None,
        }
    )


def version_mapping(version: SheetVersion | VersionContent) -> Mapping:
    """A version of a sheet: marks, state, number, times and comment."""
    return _present(
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
    return _present(
        {
            "match": deduction.match.key,
            "team": deduction.team.key,
            "points": deduction.points,
            "reason": deduction.reason,
            "by": deduction.by,
            "at": deduction.at,
            **_notes_part(deduction),
        }
    )


def ruling_mapping(ruling: Ruling) -> Mapping:
    """One of `rulings[]`."""
    return _present(
        {
            "stage": ruling.stage.key,
            "teams": ruling.teams,
            "minutes": ruling.minutes,
            "by": ruling.by,
            "at": ruling.at,
            **_notes_part(ruling),
        }
    )


def _sheets(competition: Competition) -> list[Sheet]:
    query = (
        select(Sheet)
        .join(Match, Sheet.match_id == Match.id)
        .join(Round, Match.round_id == Round.id)
        .join(Stage, Round.stage_id == Stage.id)
        .where(Stage.competition_id == competition.id, Sheet.version > 0)
        .options(selectinload(Sheet.versions))
        .order_by(Sheet.id)
    )
    return list(db.session.scalars(query))


def _counting(competition: Competition) -> list[Mapping]:
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
            Match.competition_id == competition.id,
            SheetVersion.number == newest.correlate(Sheet).scalar_subquery(),
        )
        .order_by(Sheet.id)
    )
    names = ("match", "team", "judge", "marks", "version")
    return [
        dict(zip(names, row, strict=True), state="submitted") for row in db.session.execute(query)
    ]


def _notes_part(row: NotedMixin) -> Mapping:
    return _present({"placeholder": row.placeholder, "source": row.source})


def _present(fields: Mapping) -> Mapping:
    return {name: value for name, value in fields.items() if value is not None}
