"""The parts of a competition, read in one query for each kind, without an object for each row.

The same rows as in `models.py`. A competition of five hundred teams is read in some thirty
milliseconds; as objects it takes ten times as long, and nothing else is served meanwhile.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, Boolean, ColumnElement, Text, bindparam, cast, select

from competition.store.db import NotedMixin
from competition.store.decision_models import Deduction, Draw, PaperScore, Ruling
from competition.store.file_import import COMPETITION_FIELDS, DIMENSION_FIELDS, NOTES
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
from competition.store.raw_sql import RawConnection
from competition.store.statements import Statement
from competition.store.topic_models import FocalPoint, Topic

parse_json = json.JSONDecoder().decode


class PartRow(NamedTuple):
    """One row: its id, the id of the row it belongs to, and its fields that have a value."""

    id: int
    parent: int
    part: dict[str, Any]


class PartRows:
    """The rows of one kind of part, in the order of the file."""

    def __init__(
        self,
        model: Any,
        fields: Sequence[str],
        parent: Any,
        *joins: tuple[Any, ColumnElement[bool]],
        competition: Any = None,
        names: dict[str, Any] | None = None,
        order: Any = None,
    ) -> None:
        """`names` are further columns by field, such as the key of what the row refers to.

        `joins` lead to them, or to the column `competition`, which has the competition's id.
        """
        notes = NOTES if issubclass(model, NotedMixin) else ()
        columns = {field: getattr(model, field) for field in fields}
        columns |= names or {}
        columns |= {field: getattr(model, field) for field in notes}
        is_json = [isinstance(column.type, JSON) for column in columns.values()]
        self._fields = [
            (field, parse_json if text else bool if isinstance(column.type, Boolean) else None)
            for (field, column), text in zip(columns.items(), is_json, strict=True)
        ]
        read = [
            cast(column, Text) if text else column
            for column, text in zip(columns.values(), is_json, strict=True)
        ]
        query = select(model.id, parent, *read).select_from(model)
        for target, on in joins:
            query = query.join(target, on, isouter=target is Topic)
        of = model.competition_id if competition is None else competition
        query = query.where(of == bindparam("competition"))
        self._statement = Statement(query.order_by(model.position if order is None else order))

    def read(self, connection: RawConnection, competition_id: int) -> list[PartRow]:
        """All rows of the competition."""
        fields = self._fields
        return [
            PartRow(
                row[0],
                row[1],
                {
                    field: convert(value) if convert else value
                    for (field, convert), value in zip(fields, row[2:], strict=True)
                    if value is not None
                },
            )
            for row in connection.all(self._statement, competition=competition_id)
        ]

    def by_parent(
        self, connection: RawConnection, competition_id: int
    ) -> dict[int, list[dict[str, Any]]]:
        """The parts by the id of what they belong to, each list in order."""
        found: dict[int, list[dict[str, Any]]] = {}
        for row in self.read(connection, competition_id):
            found.setdefault(row.parent, []).append(row.part)
        return found


DIMENSIONS = PartRows(
    Dimension,
    DIMENSION_FIELDS,
    Dimension.rubric_id,
    (Rubric, Rubric.id == Dimension.rubric_id),
    competition=Rubric.competition_id,
)
TOPICS = PartRows(Topic, ("key", "title", "brief"), Topic.competition_id)
FOCAL_POINTS = PartRows(
    FocalPoint,
    ("key", "title"),
    FocalPoint.topic_id,
    (Topic, Topic.id == FocalPoint.topic_id),
    competition=Topic.competition_id,
)
ZONES = PartRows(Zone, ("key", "name"), Zone.competition_id)
TEAMS = PartRows(
    Team,
    (
        *("key", "name", "short_name", "organisation", "zone", "seed"),
        *("withdrawn", "withdrawn_from", "disqualified", "reason"),
    ),
    Team.competition_id,
)
MEMBERS = PartRows(
    Member,
    ("key", "name", "role", "reserve"),
    Member.team_id,
    (Team, Team.id == Member.team_id),
    competition=Team.competition_id,
)
JUDGES = PartRows(
    Judge,
    ("key", "name", "category", "organisation", "head", "conflicts", "declaration"),
    Judge.competition_id,
)
STAGES = PartRows(
    Stage,
    (
        *("key", "name", "release", "teams", "kind", "max", "per", "combine", "across_matches"),
        *("rubric", "scoring", "carry", "weight", "advance", "provisional_until"),
    ),
    Stage.competition_id,
)
PAPER_SCORES = PartRows(
    PaperScore,
    (),
    PaperScore.stage_id,
    (Stage, Stage.id == PaperScore.stage_id),
    (Team, Team.id == PaperScore.team_id),
    competition=Stage.competition_id,
    names={"team": Team.key, "member": PaperScore.member, "score": PaperScore.score},
)
ROUNDS = PartRows(
    Round,
    ("key", "name", "starts", "state", "announced", "conference_after", "planned"),
    Round.stage_id,
)
MATCHES = PartRows(
    Match,
    ("key",),
    Match.round_id,
    (Topic, Topic.id == Match.topic_id),
    names={
        **{"topic": Topic.key, "starts": Match.starts, "room": Match.room},
        **{"trainees": Match.trainees, "replacements": Match.replacements},
        **{"void": Match.void, "recused": Match.recused},
        **{"accepted_conflicts": Match.accepted_conflicts, "repeats": Match.repeats},
        **{"late": Match.late, "substitutions": Match.substitutions},
        "conference": Match.conference,
    },
)
ENTRIES = PartRows(
    Entry,
    (),
    Entry.match_id,
    (Match, Match.id == Entry.match_id),
    (Team, Team.id == Entry.team_id),
    competition=Match.competition_id,
    names={"team": Team.key, "side": Entry.side},
)
SEATS = PartRows(
    PanelSeat,
    (),
    PanelSeat.match_id,
    (Match, Match.id == PanelSeat.match_id),
    (Judge, Judge.id == PanelSeat.judge_id),
    competition=Match.competition_id,
    names={"judge": Judge.key},
)
DEDUCTIONS = PartRows(
    Deduction,
    (),
    Deduction.match_id,
    (Match, Match.id == Deduction.match_id),
    (Team, Team.id == Deduction.team_id),
    competition=Match.competition_id,
    names={
        **{"match": Match.key, "team": Team.key, "points": Deduction.points},
        **{"percent": Deduction.percent, "phase": Deduction.phase},
        **{"reason": Deduction.reason, "by": Deduction.by, "at": Deduction.at},
    },
    order=Deduction.id,
)
RULINGS = PartRows(
    Ruling,
    (),
    Ruling.stage_id,
    (Stage, Stage.id == Ruling.stage_id),
    competition=Stage.competition_id,
    names={
        **{"stage": Stage.key, "teams": Ruling.teams, "minutes": Ruling.minutes},
        **{"votes": Ruling.votes, "by": Ruling.by, "at": Ruling.at},
    },
    order=Ruling.id,
)
OUTCOMES = PartRows(
    Outcome,
    (),
    Outcome.competition_id,
    names={"kind": Outcome.kind, "part": Outcome.part},
    order=Outcome.id,
)
DRAWS = PartRows(
    Draw,
    (
        *("key", "stage", "round", "kind", "rules", "commitment", "hall", "secret", "result"),
        *("by_hand", "abandoned"),
    ),
    Draw.competition_id,
    names={"from": Draw.drawn_from},
)
COMPETITION = PartRows(
    Competition,
    (*COMPETITION_FIELDS, "notes"),
    Competition.id,
    competition=Competition.id,
    order=Competition.id,
)
RUBRIC = PartRows(Rubric, ("scoring", "personal", "clock"), Rubric.competition_id, order=Rubric.id)
