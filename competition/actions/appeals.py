"""The appeal desk: a team's appeal is filed, heard, and upheld, dismissed or withdrawn.

An appeal that is filed or heard makes its stage provisional, so in a published stage its filing and
its end change what is public: both go the way of a correction. What an appeal that is upheld
corrects is done by the acts for it (a deduction, a ruling, a reopened sheet…), carried out
`corrections.following_appeal`.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from competition import document
from competition.actions.appeal_list import FILED, KIND, MOVES, appeal_rows
from competition.actions.change import Change, change
from competition.actions.lookup import require_entry, require_match, require_stage
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.actions.standings import count_standings
from competition.file_types import AppealAbout, AppealPart, AppealState, Text
from competition.messages import N_
from competition.scoring.standings import OPEN_APPEALS
from competition.store.db import now
from competition.store.models import Competition, Stage
from competition.store.outcome_models import Outcome

MINUTES_FOR_APPEALS = 30
"""How long appeals are taken after a publication, unless something else is said."""
MOST_MINUTES = 7 * 24 * 60
"""The longest time for appeals that can be given in minutes: a week."""


class NewAppeal(NamedTuple):
    """An appeal as it is filed; without a `match` it is about the whole stage.

    `late_reason` says why one is taken after the time for appeals.
    """

    stage: str
    team: str
    about: AppealAbout
    claim: str
    match: str = ""
    late_reason: str = ""


def file_appeal(competition_key: str, new: NewAppeal, by: str, public_reason: str = "") -> str:
    """Take a team's appeal; returns its key. The public reads `public_reason` in a published stage.

    Raises `NotFound` for a team or a match that the stage does not have, `Refused` without words,
    and after the time for appeals without a reason, `CorrectionNeeded`.
    """
    with change(competition_key, by, check_file=True) as edit:
        stage = require_stage(edit.competition, new.stage)
        if new.match:
            match = require_match(edit.competition, new.match)
            if match.round.stage is not stage:
                raise NotFound
            require_entry(match, new.team)
        elif new.team not in teams_of_stage(edit.competition, new.stage):
            raise NotFound
        rows = appeal_rows(edit.competition)
        key = _free_key([row.part["key"] for row in rows])
        edit.refuse_if_changed(f"appeal/{key}")
        claim = _words(new.claim, N_("Write down what the team claims."))
        at = now()
        late_reason = new.late_reason.strip() if is_late(stage, at) else ""
        if is_late(stage, at) and not late_reason:
            raise Refused(N_("The time for appeals is over. Give the reason for taking this one."))
        part = AppealPart(
            key=key,
            stage=new.stage,
            team=new.team,
            about=new.about,
            claim=claim,
            raised_at=at,
            state="filed",
        )
        if new.match:
            part["match"] = new.match
        edit.session.add(
            Outcome(
                competition_id=edit.competition.id,
                kind=KIND,
                position=len(rows),
                part=dict(part),
            )
        )
        _note_public_reason(edit, public_reason)
        edit.session.flush()
        edit.audit(FILED, key, None, {**part, **({"late": late_reason} if late_reason else {})})
    return key


def move_appeal(
    competition_key: str,
    appeal_key: str,
    state: AppealState,
    words: str,
    by: str,
    public_reason: str = "",
) -> None:
    """Note that an appeal was heard, or decide it; `words` are what was heard, or the decision.

    The public reads `public_reason` where the appeal's end moves a published stage. Raises
    `NotFound`, `Refused` without words and where the appeal cannot become that, `CorrectionNeeded`.
    """
    with change(competition_key, by, check_file=True) as edit:
        row = _row(edit.competition, appeal_key)
        edit.refuse_if_changed(f"appeal/{appeal_key}")
        if state not in MOVES:
            raise NotFound
        action, from_states = MOVES[state]
        before = dict(row.part)
        if before["state"] not in from_states:
            raise Refused(N_("This appeal has been decided, or is not at this point. Look again."))
        said = _words(words, N_("Write down what was heard or decided, and why."))
        after = {**before, "state": state, "by": by, "at": now()}
        if state not in OPEN_APPEALS:
            after["decision"] = said
        row.part = after
        _note_public_reason(edit, public_reason)
        edit.session.flush()
        edit.audit(action, appeal_key, before, {**after, "words": said})


def set_time_for_appeals(competition_key: str, stage_key: str, minutes: int, by: str) -> None:
    """Let appeals be filed in a published stage for so many minutes from now; 0: no such time.

    Raises `NotFound`, or `Refused` in a stage that is not published.
    """
    with change(competition_key, by) as edit:
        stage = require_stage(edit.competition, stage_key)
        edit.refuse_if_changed(f"stage/{stage_key}")
        if stage.release != "published":
            raise Refused(N_("The time for appeals begins when the result is published."))
        before = {"provisional_until": stage.provisional_until}
        stage.provisional_until = moment_in(minutes)
        edit.session.flush()
        after = {"provisional_until": stage.provisional_until}
        edit.audit("stage.appeals", stage_key, before, after)


def moment_in(minutes: int) -> str | None:
    """The moment so many minutes from now (ISO 8601, to the minute, rounded up); None for 0."""
    if not minutes:
        return None
    end = datetime.now(UTC) + timedelta(minutes=minutes, seconds=59)
    return end.replace(second=0, microsecond=0).isoformat().replace("+00:00", "Z")


def is_late(stage: Stage, at: str) -> bool:
    """Whether the stage's time for appeals is over at a moment (ISO 8601)."""
    until = stage.provisional_until
    return until is not None and _moment(until) < _moment(at)


def teams_of_stage(competition: Competition, stage_key: str) -> list[str]:
    """The teams that an appeal can be filed for: those in the stage's standings."""
    counted = count_standings(competition)[stage_key]
    return [row["team"] for row in (*counted["standings"], *counted["unranked"])]


def _note_public_reason(edit: Change, public_reason: str) -> None:
    """Let the public read these words, and not the claim or the decision."""
    if public_reason.strip():
        edit.reason = require_reason(public_reason)


def _words(given: str, missing: str) -> Text:
    if not given.strip():
        raise Refused(missing)
    try:
        words = document.clean_text(given)
    except document.Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal
    return {"zh": words, "en": words}


def _row(competition: Competition, appeal_key: str) -> Outcome:
    for row in appeal_rows(competition):
        if row.part["key"] == appeal_key:
            return row
    raise NotFound


def _free_key(taken: list[Any]) -> str:
    number = len(taken) + 1
    while f"appeal-{number}" in taken:
        number += 1
    return f"appeal-{number}"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
