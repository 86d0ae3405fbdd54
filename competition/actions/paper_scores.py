"""Enter the scores of a written test, change them, and take them out again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from competition.actions.change import Change, change
from competition.actions.lookup import require_stage
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store.decision_models import PaperScore
from competition.store.models import Stage

Owner = tuple[str, str]
"""Whose score it is: the team's key and the member's, "" where the team has one score."""


def save_scores(
    competition_key: str, stage_key: str, scores: Mapping[Owner, str | None], by: str
) -> int:
    """Set these scores of a written test; None takes one out. Returns how many have changed.

    Scores that are not named stay. Raises `NotFound`, or `Refused` for a stage of matches and,
    with its place in the file, for a score that cannot be.
    """
    with change(competition_key, by, check_file=True) as edit:
        stage = require_stage(edit.competition, stage_key)
        if stage.kind != "paper":
            raise Refused(N_("Only a written test has scores to enter; this stage has matches."))
        rows = _rows(edit, stage)
        before = {owner: row.score for owner, row in rows.items()}
        changed = {owner: score for owner, score in scores.items() if before.get(owner) != score}
        edit.refuse_if_changed(
            f"stage/{stage_key}", *(f"score/{stage_key}/{team}" for team, _member in changed)
        )
        if not changed:
            return 0
        _store(edit, stage, rows, changed)
        edit.audit(
            "score.set",
            stage_key,
            _by_team({owner: before.get(owner) for owner in changed}),
            _by_team(changed),
        )
        return len(changed)


def _rows(edit: Change, stage: Stage) -> dict[Owner, PaperScore]:
    teams = {team.id: team.key for team in edit.competition.teams}
    query = select(PaperScore).filter_by(stage_id=stage.id)
    return {(teams[row.team_id], row.member or ""): row for row in edit.session.scalars(query)}


def _store(
    edit: Change,
    stage: Stage,
    rows: dict[Owner, PaperScore],
    changed: Mapping[Owner, str | None],
) -> None:
    teams = {team.key: team for team in edit.competition.teams}
    position = max((row.position for row in rows.values()), default=-1)
    for (team_key, member), score in changed.items():
        row = rows.get((team_key, member))
        if score is None:
            edit.session.delete(rows[team_key, member])
        elif row is not None:
            row.score = score
        elif team_key in teams:
            position += 1
            row = PaperScore(stage=stage, team=teams[team_key], position=position, score=score)
            row.member = member or None
            edit.session.add(row)
        else:
            raise NotFound


def _by_team(scores: Mapping[Owner, str | None]) -> dict[str, Any]:
    """As the audit keeps them: each team's score, or those of its members by key."""
    found: dict[str, Any] = {}
    for (team, member), score in scores.items():
        if member:
            found.setdefault(team, {})[member] = score
        else:
            found[team] = score
    return found
