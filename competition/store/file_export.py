"""Rows → file: a competition in the shape of its file, `accord/1`.

Export, recount, scoring and the public snapshot all read a competition through here, so what is
published can be recounted from the exported file. `store.file_import` is the other direction.

The types are promised, not checked: what the database holds was checked when it was written.
"""

from typing import Any

from competition import file_types as file
from competition.store.db import NotedMixin
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
from competition.store.sheet_export import counting_sheets, present, sheet_part, sheets_of


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
        sheet_parts = [sheet_part(sheet) for sheet in sheets_of(competition)]
    elif sheets:
        sheet_parts = counting_sheets(competition)
    deductions = deductions_of(competition) if sheets else []
    rulings = rulings_of(competition) if sheets else []
    return present(
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
    return present(
        {
            "key": competition.key,
            "name": competition.name,
            "theme": competition.theme,
            "organiser": competition.organiser,
            "venue": competition.venue,
            "starts": competition.starts,
            "languages": competition.languages,
            "visibility": competition.visibility,
            **(competition.notes or {}).get("competition", {}),
        }
    )


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
                **_notes(dimension),
            }
        )
        for dimension in rubric.dimensions
    ]
    return present({"dimensions": dimensions, **_notes(rubric)})


def topic_part(topic: Topic) -> file.TopicPart:
    """Give one of `topics[]`, focal points included."""
    points = [
        {"key": point.key, "title": point.title, **_notes(point)} for point in topic.focal_points
    ]
    return present(
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
        present({"key": member.key, "name": member.name, "role": member.role, **_notes(member)})
        for member in team.members
    ]
    return present(
        {
            "key": team.key,
            "name": team.name,
            "short_name": team.short_name,
            "organisation": team.organisation,
            "zone": team.zone,
            "members": members,
            "withdrawn": team.withdrawn,
            "withdrawn_from": team.withdrawn_from,
            "disqualified": team.disqualified,
            "reason": team.reason,
            **_notes(team),
        }
    )


def judge_part(judge: Judge) -> file.JudgePart:
    """Give one of `judges[]`; never the token."""
    return present(
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
    return present(
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
    return present(
        {
            "key": round_.key,
            "name": round_.name,
            "state": round_.state,
            "announced": round_.announced,
            "matches": [match_part(match) for match in round_.matches],
            **_notes(round_),
        }
    )


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
            "void": match.void,
            "recused": match.recused,
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
            "by": ruling.by,
            "at": ruling.at,
            **_notes(ruling),
        }
    )


def _notes(row: NotedMixin) -> Any:
    """The notes that a row carries, as fields of its part."""
    return present({"placeholder": row.placeholder, "source": row.source})
