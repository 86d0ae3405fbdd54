"""What an act changes of revealed awards: who won one is changed as a correction only."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from competition.actions.shown_awards import (
    AwardCorrection,
    ShownAward,
    awards_in,
    corrected,
    find_award_corrections,
    identities,
)
from competition.awards import DecidedAward, Standing, consider_awards, reached_score
from competition.store import current_competition, file_export
from competition.store.db import now
from competition.store.models import Competition
from competition.store.snapshots import newest_snapshot

Waiting = dict[str, AwardCorrection]


def decided_awards(competition: Competition) -> list[DecidedAward]:
    """Every award with all its candidates as it would go now, whatever the public sees."""
    if current := current_competition.of(competition):
        return current.once("decided awards", lambda state: consider_awards(state.document))
    return consider_awards(_export(competition))


def who_reached(
    competition: Competition, stage_key: str, low: Fraction, below: Fraction | None
) -> list[Standing]:
    """Who has such a score in a stage, as `reached_score` says, by the marks as they are now."""
    current = current_competition.of(competition)
    file = current.document if current else _export(competition)
    return reached_score(file, stage_key, low, below)


def waiting_awards(competition: Competition) -> list[AwardCorrection]:
    """The revealed awards that wait for their correction, because a judge's marks moved them."""
    last = newest_snapshot(competition.key)
    if not awards_in(last):
        return []
    current = current_competition.of(competition)
    file = current.document if current else _export(competition)
    return find_award_corrections(file, last)


def waiting_before(competition: Competition) -> Waiting:
    """`waiting_awards` by key, in a write transaction that has changed nothing yet."""
    last = newest_snapshot(competition.key)
    if not awards_in(last):
        return {}
    current = current_competition.find_unchanged(competition.key)
    file = current.document if current else _export(competition)
    return {each.award: each for each in find_award_corrections(file, last)}


def moved_awards(
    competition: Competition,
    before: Waiting,
    put: Mapping[str, ShownAward | None],
    *,
    every: bool,
) -> list[AwardCorrection]:
    """The revealed awards that an act moves, or with `every` those that waited before as well.

    `before` is `waiting_before`; awards of `put` are shown or taken back by the act itself.
    """
    last = newest_snapshot(competition.key)
    if not awards_in(last):
        return []
    return [
        each
        for each in find_award_corrections(_export(competition), last)
        if each.award not in put
        and (
            every
            or each.award not in before
            or identities(before[each.award].after) != identities(each.after)
        )
    ]


def corrected_awards(
    competition: Competition, moved: Sequence[AwardCorrection], reason: str
) -> dict[str, ShownAward | None]:
    """The awards as they are shown once they are corrected, by key; None where nobody wins it."""
    shown = awards_in(newest_snapshot(competition.key))
    at = now()
    return {
        each.award: corrected(shown[each.award], each.after, at, reason) if each.after else None
        for each in moved
    }


def audited(award: AwardCorrection, reason: str) -> tuple[str, str, Any, Any]:
    """Action, subject, before and after of the audit row of a correction."""
    before = {"winners": called(award.before)}
    return "award.correct", award.award, before, {"winners": called(award.after), "reason": reason}


def called(winners: Sequence[Mapping[str, Any]]) -> list[Any]:
    """What winners are called, for the audit."""
    return [winner.get("called") for winner in winners]


def _export(competition: Competition) -> Any:
    return file_export.competition_document(competition, history=False)
