"""Rows → file: a competition in the shape of its file, `accord/1`.

Export, recount, scoring and the public snapshot all read a competition through here, so what is
published can be recounted from the exported file. `store.file_import` is the other direction.

The types are promised, not checked: what the database holds was checked when it was written.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from competition import file_types as file
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


def competition_document(
    competition: Competition, *, sheets: bool = True, history: bool = True
) -> file.Document:
    """Give the whole competition; a field without a value is left out.

    Without `sheets` the lists of sheets, deductions and rulings are empty. Without `history`
    each sheet is its newest submitted version alone, which is all that standings depend on.
    """
    notes = competition.notes or {}
    sheet_parts: list[file.SheetPart] = []
    if sheets and history:
        sheet_parts = [sheet_part(sheet) for sheet in _sheets(competition)]
    elif sheets:
        sheet_parts = _counting_sheets(competition)
    deductions = deductions_of(competition) if sheets else []
    rulings = rulings_of(competition) if sheets else []
    return _present(
        {
            "format": "accord/1",
            **notes.get("file", {}),
            "competition": competition_part(competition),
            "rubric": rubric_part(competition.rubric),
            "scoring": competition.rubric.scoring,
            "topics": [topic_part(topic) for topic in competition.topics],
            "teams": [team_part(team) for team in competition.teams],
            "judges": [judge_part(judge) for judge in competition.judges],
            "stages": [stage_part(stage) for stage in competition.stages],
            "sheets": sheet_parts,
            "deductions": [deduction_part(deduction) for deduction in deductions],
            "rulings": [ruling_part(ruling) for ruling in rulings],
        }
    )


def competition_part(competition: Competition) -> file.CompetitionPart:
    """Give the `competition` part: names, theme, venue, start, languages."""
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


def rubric_part(rubric: Rubric) -> file.RubricPart:
    """Give the `rubric` part, its dimensions in order."""
    dimensions = [
        _present(
            {
                "key": dimension.key,
                "name": dimension.name,
                "max": dimension.max,
                "min": dimension.min,
                "step": dimension.step,
                "factor": dimension.factor,
                "guide": dimension.guide,
                **_notes(dimension),
            }
        )
        for dimension in rubric.dimensions
    ]
    return _present({"dimensions": dimensions, **_notes(rubric)})


def topic_part(topic: Topic) -> file.TopicPart:
    """Give one of `topics[]`, focal points included."""
    points = [
        {"key": point.key, "title": point.title, **_notes(point)} for point in topic.focal_points
    ]
    return _present(
        {
            "key": topic.key,
            "title": topic.title,
            "brief": topic.brief,
            "focal_points": points,
            **_notes(topic),
        }
    )


def team_part(team: Team) -> file.TeamPart:
    """Give one of `teams[]`, members included."""
    members = [
        _present({"key": member.key, "name": member.name, "role": member.role, **_notes(member)})
        for member in team.members
    ]
    return _present(
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


def judge_part(judge: Judge) -> file.JudgePart:
    """Give one of `judges[]`; never the token."""
    return _present(
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


def stage_part(stage: Stage) -> file.StagePart:
    """Give one of `stages[]`, rounds and matches included."""
    return _present(
        {
            "key": stage.key,
            "name": stage.name,
            "release": stage.release,
            "across_matches": stage.across_matches,
            "carry": stage.carry,
            "weight": stage.weight,
            "advance": stage.advance,
            "rounds": [round_part(round_) for round_ in stage.rounds],
            **_notes(stage),
        }
    )


def round_part(round_: Round) -> file.RoundPart:
    """Give one of `rounds[]`, matches included."""
    return _present(
        {
            "key": round_.key,
            "name": round_.name,
            "state": round_.state,
            "matches": [match_part(match) for match in round_.matches],
            **_notes(round_),
        }
    )


def match_part(match: Match) -> file.MatchPart:
    """Give one of `matches[]`: topic, panel in seat order, entries."""
    return _present(
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


def sheet_part(sheet: Sheet) -> file.SheetPart:
    """Give one of `sheets[]`: the newest version, the earlier ones under `history`."""
    *earlier, newest = sheet.versions
    return _present(
        {
            "match": sheet.match.key,
            "team": sheet.team.key,
            "judge": sheet.judge.key,
            **version_part(newest),
            "history": [version_part(version) for version in earlier] or None,
        }
    )


def version_part(version: SheetVersion | VersionContent) -> dict[str, Any]:
    """Give a version of a sheet, a `VersionPart`: marks, state, number, time and comment."""
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


def deduction_part(deduction: Deduction) -> file.DeductionPart:
    """Give one of `deductions[]`."""
    return _present(
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


def ruling_part(ruling: Ruling) -> file.RulingPart:
    """Give one of `rulings[]`."""
    return _present(
        {
            "stage": ruling.stage.key,
            "teams": ruling.teams,
            "minutes": ruling.minutes,
            "by": ruling.by,
            "at": ruling.at,
            **_notes(ruling),
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


def _counting_sheets(competition: Competition) -> list[file.SheetPart]:
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
    rows = db.session.execute(query)
    parts: list[Any] = [dict(zip(names, row, strict=True), state="submitted") for row in rows]
    return parts


def _notes(row: NotedMixin) -> Any:
    """The notes that a row carries, as fields of its part."""
    return _present({"placeholder": row.placeholder, "source": row.source})


def _present(fields: Mapping[str, Any]) -> Any:
    return {name: value for name, value in fields.items() if value is not None}
