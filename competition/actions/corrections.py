"""What is published moves only as a correction: with a reason, after it was shown what moves.

`change` compares every published stage before and after an act. If the act would move one, it
raises `CorrectionNeeded`, which says what would move, and nothing is written. The same act is
carried out once it is confirmed (`confirming`), and the public snapshot says so from then on.

A judge's write to a reopened sheet is stored like any other, but does not move a published stage
either: the public keeps what it had until an organiser confirms the correction
(`stage_release.correct_stage`).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from competition import document
from competition.actions.refusals import Refused
from competition.actions.shown_awards import AwardCorrection
from competition.actions.visibility import is_current, public_stages
from competition.document.canonical import canonical
from competition.messages import N_
from competition.scoring.corrections import MovedTeam, has_results, is_moved, moved_teams
from competition.scoring.types import StageStandings
from competition.store.models import Competition
from competition.store.snapshots import Snapshot


@dataclass(frozen=True)
class StageCorrection:
    """A published or signed stage that would say something else.

    `before` is what the public sees or was signed, `after` what it would be. `taken_back` is the
    release that the stage would have instead ("" if the stage itself would be gone), None if it
    stays published. `signed` are the names of those whose signatures the change makes void; a stage
    that is signed and not published is no correction to the public, and asks for a reason all the
    same.
    """

    stage: str
    before: Mapping[str, Any]
    after: StageStandings | None
    taken_back: str | None = None
    is_published: bool = True
    signed: tuple[str, ...] = ()

    @property
    def moved(self) -> list[MovedTeam]:
        """The teams whose place, total or advance moves."""
        return moved_teams(self.before, self.after)


class CorrectionNeeded(Refused):
    """The act would move what is published, and has not been confirmed as a correction.

    `reason` is the act's own reason, which the public would read; "" where it has none, and one
    is to be given, for which `suggestion` is a beginning. `awards` are revealed ones that would go
    to others. `digest` tells what would move: it is confirmed with it.
    """

    def __init__(
        self,
        competition_key: str,
        corrections: Sequence[StageCorrection],
        reason: str,
        suggestion: str = "",
        awards: Sequence[AwardCorrection] = (),
    ) -> None:
        published = N_(
            "This would change a published result, so it is a correction and needs a reason. "
            "Nothing has been changed."
        )
        signed = N_(
            "This would change a signed result and make its signatures void, so it needs a "
            "reason. Nothing has been changed."
        )
        self.is_public = bool(awards) or any(each.is_published for each in corrections)
        super().__init__(published if self.is_public else signed)
        self.competition_key = competition_key
        self.corrections = list(corrections)
        self.awards = list(awards)
        self.reason = reason
        self.suggestion = suggestion
        shown: list[Any] = [[each.stage, each.after, each.taken_back] for each in corrections]
        if awards:
            shown.append([[each.award, each.after] for each in awards])
        self.digest = hashlib.sha256(canonical(shown).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Confirmation:
    """What was confirmed: `reason` where the act has none; `digest` of what was shown.

    Without a `digest` whatever moves is confirmed, as on the command line.
    """

    reason: str = ""
    digest: str | None = None


_confirmation: ContextVar[Confirmation | None] = ContextVar("confirmation", default=None)


@contextmanager
def confirming(confirmation: Confirmation | None) -> Iterator[None]:
    """Carry out what is inside as a confirmed correction where it moves a published stage."""
    token = _confirmation.set(confirmation)
    try:
        yield
    finally:
        _confirmation.reset(token)


_appeal: ContextVar[str] = ContextVar("appeal", default="")


@contextmanager
def following_appeal(appeal_key: str) -> Iterator[None]:
    """Carry out what is inside because of an appeal ("": of none): its corrections name it."""
    token = _appeal.set(appeal_key)
    try:
        yield
    finally:
        _appeal.reset(token)


def appeal_followed() -> str:
    """The key of the appeal that the act is carried out because of; "" without one."""
    return _appeal.get()


def confirmed_reason(
    competition_key: str,
    corrections: Sequence[StageCorrection],
    own_reason: str,
    suggestion: str = "",
    awards: Sequence[AwardCorrection] = (),
) -> str:
    """The reason that the public reads; raises `CorrectionNeeded` where it is not confirmed."""
    needed = CorrectionNeeded(competition_key, corrections, own_reason, suggestion, awards)
    given = _confirmation.get()
    if given is None or given.digest not in (None, needed.digest):
        raise needed
    try:
        return own_reason or document.clean_text(given.reason)
    except document.Refusal as refusal:
        raise needed from refusal


def published_stages(last: Snapshot | None) -> dict[str, Mapping[str, Any]]:
    """The stages that are published in a snapshot and have something that could move."""
    if last is None:
        return {}
    state = last.public()["state"]
    return {
        key: stage
        for key, stage in public_stages(last).items()
        if state.get(key) == "published" and has_results(stage)
    }


def taking_back(last: Snapshot | None, stage_key: str, mode: str) -> CorrectionNeeded | None:
    """What setting a stage's release to `mode` would move; None if it is not published."""
    before = published_stages(last).get(stage_key)
    if last is None or before is None or mode == "published":
        return None
    return CorrectionNeeded(
        last.competition_key, [StageCorrection(stage_key, before, None, mode)], ""
    )


def find_corrections(
    competition: Competition,
    published: Mapping[str, Mapping[str, Any]],
    counted: Mapping[str, StageStandings],
) -> list[StageCorrection]:
    """The published stages that differ from what is counted, in the file's order.

    `counted` has every stage that the public sees as it is now. A stage that carries one that is
    not shown keeps what the public had, so it does not move.
    """
    stages = {stage.key: stage for stage in competition.stages}
    found: list[StageCorrection] = []
    for key, before in published.items():
        stage = stages.get(key)
        if stage is None or stage.release != "published":
            found.append(StageCorrection(key, before, None, stage.release if stage else ""))
        elif is_current(competition, stage) and is_moved(before, counted[key]):
            found.append(StageCorrection(key, before, counted[key]))
    return found
