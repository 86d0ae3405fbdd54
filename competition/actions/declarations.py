"""What judges declare of their own relations to teams, and the organiser's taking it back.

A declaration stands beside the conflicts that the organiser names. It moves nobody: who sits where
in spite of it is told to the organiser.
"""

from collections.abc import Iterable
from typing import Any

from competition.actions.change import change
from competition.actions.lookup import require_judge, require_team
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store.db import now
from competition.store.models import Competition, Judge


def has_begun(competition: Competition) -> bool:
    """Whether a match has been opened: what is declared by then stands."""
    return any(round_.state != "draft" for stage in competition.stages for round_ in stage.rounds)


def is_all_judged(competition: Competition) -> bool:
    """Whether every round is closed, so that nobody needs to declare anything any more."""
    states = [round_.state for stage in competition.stages for round_ in stage.rounds]
    return bool(states) and all(state == "closed" for state in states)


def may_declare(judge: Judge) -> bool:
    """Whether the judge may still declare: for the first time always, until a match is opened."""
    return judge.declaration is None or not has_begun(judge.competition)


def declare(competition_key: str, judge_key: str, relations: Iterable[tuple[str, str]]) -> None:
    """Keep what the judge declares: (team, kind) each, none for no relation at all.

    Raises `NotFound`, or `Refused` where an earlier declaration stands.
    """
    with change(competition_key, f"judge {judge_key}") as edit:
        judge = require_judge(edit.competition, judge_key)
        edit.refuse_if_changed(f"declaration/{judge_key}")
        if not may_declare(judge):
            raise Refused(
                N_(
                    "The first match has been opened, so what you declared stands. To correct it, "
                    "ask the organiser."
                )
            )
        declared: dict[str, Any] = {
            "at": now(),
            "relations": [
                {"team": require_team(edit.competition, team).key, "kind": kind}
                for team, kind in dict.fromkeys(relations)
            ],
        }
        before, judge.declaration = judge.declaration, declared
        edit.audit("declaration.make", judge_key, before, declared)


def ask_again(competition_key: str, judge_key: str, by: str) -> None:
    """Take a declaration back so that the judge declares anew. Raises `NotFound`."""
    with change(competition_key, by) as edit:
        judge = require_judge(edit.competition, judge_key)
        edit.refuse_if_changed(f"declaration/{judge_key}")
        if judge.declaration is None:
            raise NotFound
        before, judge.declaration = judge.declaration, None
        edit.audit("declaration.withdraw", judge_key, before, None)
