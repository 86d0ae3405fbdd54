"""What a judge's open page has to know of its sheets, asked by every tablet every few seconds.

Statements in raw SQL (`raw_sql.py`), and no mark is read.
"""

import hashlib
import json
from typing import NamedTuple

from sqlalchemy import Text, bindparam, cast, func, select

from competition.store.marking_judges import may_mark
from competition.store.models import (
    Dimension,
    Entry,
    Judge,
    Match,
    PanelSeat,
    Round,
    Rubric,
    Stage,
    Team,
)
from competition.store.raw_sql import read_rows
from competition.store.sheets import Sheet
from competition.store.statements import Statement


class JudgesSheet(NamedTuple):
    """One sheet of a judge in a round that is not a draft; version 0 before the first write."""

    stage: str
    round: str
    round_state: str
    match: str
    team: str
    version: int
    state: str
    override: str


_SHEETS = Statement(
    select(
        Stage.key,
        Round.key,
        Round.state,
        Match.key,
        Team.key,
        func.coalesce(Sheet.version, 0),
        func.coalesce(Sheet.state, "empty"),
        func.coalesce(Sheet.override, ""),
    )
    .select_from(Judge)
    .join(Match, Match.competition_id == Judge.competition_id)
    .join(Round, Round.id == Match.round_id)
    .join(Stage, Stage.id == Round.stage_id)
    .join(Entry, Entry.match_id == Match.id)
    .join(Team, Team.id == Entry.team_id)
    .outerjoin(
        Sheet,
        (Sheet.match_id == Match.id) & (Sheet.team_id == Team.id) & (Sheet.judge_id == Judge.id),
    )
    .where(Judge.id == bindparam("judge"), Round.state != "draft", may_mark())
    .order_by(Stage.position, Round.position, Match.position, Entry.position)
)
_RUBRIC = Statement(
    select(
        Dimension.key,
        cast(Dimension.name, Text),
        Dimension.max,
        Dimension.min,
        Dimension.step,
        Dimension.factor,
        cast(Dimension.guide, Text),
        cast(Dimension.marked_by, Text),
        cast(Rubric.personal, Text),
        Judge.category,
    )
    .join(Rubric, Rubric.id == Dimension.rubric_id)
    .join(Judge, Judge.competition_id == Rubric.competition_id)
    .where(Judge.id == bindparam("judge"))
    .order_by(Dimension.position)
)


_OWN_RUBRICS = Statement(
    select(Stage.key, cast(Stage.rubric, Text))
    .join(Judge, Judge.competition_id == Stage.competition_id)
    .where(Judge.id == bindparam("judge"), Stage.rubric.is_not(None))
    .order_by(Stage.position)
)


# A conference's own fields are few, so that it is read whole; without `closed_at` it is open.
_CONFERENCES = Statement(
    select(Match.key, cast(Match.conference, Text))
    .select_from(PanelSeat)
    .join(Match, Match.id == PanelSeat.match_id)
    .join(Round, Round.id == Match.round_id)
    .join(Stage, Stage.id == Round.stage_id)
    .where(
        PanelSeat.judge_id == bindparam("judge"),
        Match.conference.is_not(None),
        Match.void.is_(None),
        Round.state == "open",
        Stage.release != "published",
    )
    .order_by(Stage.position, Round.position, Match.position)
)


def open_conferences(judge_id: int) -> list[str]:
    """The keys of the matches on which a panel with this judge on it confers now."""
    rows = read_rows(_CONFERENCES, judge=judge_id)
    return [key for key, conference in rows if "closed_at" not in json.loads(conference)]


def states_of_judge(judge_id: int) -> list[JudgesSheet]:
    """Every sheet that the judge has to write, in the order of the file."""
    return [JudgesSheet(*row) for row in read_rows(_SHEETS, judge=judge_id)]


def rubric_digest(judge_id: int) -> str:
    """A digest of what the judge marks: it differs whenever a rubric or a category does."""
    statements = (_RUBRIC, _OWN_RUBRICS)
    rows = [[tuple(row) for row in read_rows(each, judge=judge_id)] for each in statements]
    return hashlib.sha256(repr(rows).encode()).hexdigest()
