"""Show the awards in the hall: the name first, then the winners; or all of them at once.

Each step is a public snapshot of its own, so that no page, program or phone is ahead of the
projector. What was shown stays; it is corrected, or taken back with a reason.
"""

from competition.actions import award_changes, hall_screen
from competition.actions.change import Change, change
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.actions.shown_awards import (
    ShownAward,
    announced_winners,
    awards_in,
    identities,
)
from competition.awards import DecidedAward, consider_awards
from competition.document import Phrase
from competition.file_types import Document
from competition.messages import N_
from competition.store import file_export
from competition.store.snapshots import newest_snapshot

NOT_SHOWN = -1
"""The step of an award of which nothing is public; 0 shows its name, n that and n winners."""


def step_of(shown: ShownAward | None) -> int:
    """How far an award is shown."""
    return NOT_SHOWN if shown is None else len(shown["winners"])


def why_not_award(file: Document, award: DecidedAward) -> Phrase | None:
    """Why an award cannot be shown to anybody yet; None where it can."""
    stages = {stage["key"]: stage for stage in file["stages"]}
    if award.incomplete:
        return Phrase(N_("Marks or scores are still to come, so it can still change."))
    if award.provisional:
        return Phrase(N_("An appeal is open, so it can still change. Decide the appeal first."))
    stage = stages.get(award.part.get("stage", ""))
    if stage is not None and stage.get("release") != "published":
        return Phrase(
            N_("It tells results of a stage that is not published. Publish that stage first.")
        )
    if not award.winners:
        return Phrase(N_("Nobody wins it so far."))
    return None


def step_award(competition_key: str, award_key: str, at: int, to: int, by: str) -> None:
    """Go from step `at` of an award to `to`: one on or back, or on to the last.

    A step forward also puts the award on the projector, one back to `NOT_SHOWN` makes it black.
    Raises `NotFound`; `Refused` when the award is at another step, cannot be shown yet, is whole
    and would be taken back, or is no longer what was shown of it.
    """
    with change(competition_key, by) as edit:
        file, award = _decided(edit, award_key)
        shown = awards_in(newest_snapshot(competition_key)).get(award_key)
        if step_of(shown) != at:
            raise Refused(
                N_("The award has already moved on. Check the current step, then press again.")
            )
        winners = announced_winners(file, award)
        if to not in (at - 1, at + 1, len(winners)) or not NOT_SHOWN <= to <= len(winners):
            raise Refused(N_("There is no further step in this direction."))
        if to < at and shown and shown["is_whole"]:
            raise Refused(N_("The award is public. To take it back, give a reason."))
        if to > at:
            _refuse_unless_ready(file, award)
            _refuse_if_another(winners[len(winners) - at :] if at > 0 else [], shown)
        put = None if to == NOT_SHOWN else _shown_at(award, winners, to)
        number = edit.publish(awards={award_key: put})
        edit.audit("award.show", award_key, {"step": at}, {"step": to, "snapshot": number})
        if to == NOT_SHOWN:
            hall_screen.set_mode(edit, "black", {})
        elif to > at:
            hall_screen.set_mode(edit, "award", {"award": award_key})


def publish_awards(competition_key: str, by: str) -> list[str]:
    """Make every award public at once that can be and is not yet; returns their keys.

    Raises `NotFound`, or `Refused` where there is none.
    """
    with change(competition_key, by) as edit:
        file = _file(edit)
        shown = awards_in(newest_snapshot(competition_key))
        put: dict[str, ShownAward | None] = {}
        for award in consider_awards(file):
            key = award.part["key"]
            is_whole = key in shown and shown[key]["is_whole"]
            if not is_whole and why_not_award(file, award) is None:
                winners = announced_winners(file, award)
                put[key] = _shown_at(award, winners, len(winners))
        if not put:
            raise Refused(N_("No award can be made public now."))
        edit.refuse_if_changed(*(f"award/{key}" for key in put))
        number = edit.publish(awards=put)
        for key in put:
            edit.audit("award.publish", key, None, {"snapshot": number})
    return list(put)


def take_back_award(competition_key: str, award_key: str, reason: str, by: str) -> None:
    """Take an award off everything public, with the reason, which the audit keeps.

    Raises `NotFound` where nothing of it is public, or `Refused` without a reason.
    """
    with change(competition_key, by) as edit:
        shown = awards_in(newest_snapshot(competition_key)).get(award_key)
        if shown is None:
            raise NotFound
        edit.refuse_if_changed(f"award/{award_key}")
        edit.reason = require_reason(reason)
        number = edit.publish(awards={award_key: None})
        before = {"winners": award_changes.called(shown["winners"])}
        after = {"reason": edit.reason, "snapshot": number}
        edit.audit("award.take-back", award_key, before, after)


def correct_awards(competition_key: str, by: str) -> None:
    """Bring revealed awards into line with what they would be now, as a correction.

    Raises `NotFound` where none differs, `CorrectionNeeded` until it is confirmed.
    """
    with change(competition_key, by) as edit:
        if not award_changes.waiting_before(edit.competition):
            raise NotFound
        edit.is_confirming_awards = True
        edit.publish()


def _decided(edit: Change, key: str) -> tuple[Document, DecidedAward]:
    file = _file(edit)
    for award in consider_awards(file):
        if award.part["key"] == key:
            return file, award
    raise NotFound


def _file(edit: Change) -> Document:
    return file_export.competition_document(edit.competition, history=False)


def _refuse_unless_ready(file: Document, award: DecidedAward) -> None:
    why_not = why_not_award(file, award)
    if why_not is not None:
        raise Refused(why_not.message)


def _refuse_if_another(announced: list[dict[str, object]], shown: ShownAward | None) -> None:
    """Stop where the winners shown so far are no longer the last ones."""
    if identities(announced) != identities(shown["winners"] if shown else []):
        raise Refused(
            N_(
                "Who wins this award has changed since its first step, so it stops here. Go back, "
                "check the results, and begin again."
            )
        )


def _shown_at(award: DecidedAward, winners: list[dict[str, object]], step: int) -> ShownAward:
    """What is public of an award at a step: of the winners the last ones first."""
    part = award.part
    return {
        "key": part["key"],
        "name": part["name"],
        "stage": part.get("stage"),
        "winners": winners[len(winners) - step :],
        "is_whole": step == len(winners),
    }
