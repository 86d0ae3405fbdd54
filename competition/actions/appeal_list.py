"""The appeals of a competition as they are kept, and what the audit tells of each."""

import json
from collections.abc import Mapping
from typing import NamedTuple, cast

from sqlalchemy import select

from competition.file_types import AppealPart, AppealState
from competition.store import audit
from competition.store.db import db
from competition.store.models import Competition
from competition.store.outcome_models import Outcome

KIND = "appeals"
FILED = "appeal.file"
MOVES: Mapping[AppealState, tuple[str, tuple[AppealState, ...]]] = {
    "heard": ("appeal.hear", ("filed",)),
    "upheld": ("appeal.uphold", ("heard",)),
    "dismissed": ("appeal.dismiss", ("heard",)),
    "withdrawn": ("appeal.withdraw", ("filed", "heard")),
}
"""What an appeal can become: the audit's action, and from which states."""


class AppealAct(NamedTuple):
    """One act on an appeal: the audit's action, who, when, and the words that were kept."""

    action: str
    who: str
    at: str
    words: str
    late_reason: str = ""


def appeal_rows(competition: Competition) -> list[Outcome]:
    """The rows of the appeals, in the order in which they were filed."""
    query = select(Outcome).filter_by(competition_id=competition.id, kind=KIND)
    return list(db.session.scalars(query.order_by(Outcome.position, Outcome.id)))


def appeals_of(competition: Competition) -> list[AppealPart]:
    """Every appeal, in the order in which they were filed: the first is number 1."""
    return [cast(AppealPart, row.part) for row in appeal_rows(competition)]


def number_of_appeal(competition: Competition, appeal_key: str) -> int | None:
    """The appeal's number, from 1 in the competition; None where there is none of that key."""
    keys = [appeal["key"] for appeal in appeals_of(competition)]
    return keys.index(appeal_key) + 1 if appeal_key in keys else None


def acts_on_appeal(competition_key: str, appeal_key: str) -> list[AppealAct]:
    """What was done about an appeal, by whom and when, oldest first."""
    actions = [FILED, *(action for action, _states in MOVES.values())]
    found: list[AppealAct] = []
    for row in audit.rows_of_actions(competition_key, actions):
        if row.subject != appeal_key:
            continue
        after = json.loads(row.after)
        if row.action == FILED:
            # Of an earlier competition of this key, if there is one.
            found.clear()
        words = after["claim"] if row.action == FILED else after["words"]
        said = next(iter(words.values()))
        found.append(AppealAct(row.action, row.who, row.at, said, after.get("late", "")))
    return found
