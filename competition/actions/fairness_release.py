"""Make the fairness report public, as an act of its own, and take it back.

Only once every stage that it speaks of is published, and as it is published: the report is made of
the marks as they are now. Judges are not named; their sheets are shown where the marks are public.
"""

from competition.actions.change import change
from competition.actions.fairness_pages import find_fairness, is_made_of_now
from competition.actions.public_proofs import PROOFS
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.actions.shown_fairness import released_fairness
from competition.actions.snapshots import pending_corrections
from competition.document import Phrase
from competition.fairness.page import public_page
from competition.fairness.page_types import FairnessPage
from competition.messages import N_
from competition.store.models import Competition
from competition.store.snapshots import newest_snapshot


def public_fairness(competition_key: str, page: FairnessPage) -> FairnessPage:
    """What of the report becomes public: judges by letter, sheets where marks are public."""
    snapshot = newest_snapshot(competition_key)
    with_marks = set(snapshot.names().get(PROOFS, {})) if snapshot else set()
    return public_page(page, with_marks)


def why_not_release(competition: Competition, page: FairnessPage) -> Phrase | None:
    """Why the report cannot be released; None where it can."""
    spoken_of = {stage["stage"] for stage in page["stages"]}
    if not spoken_of:
        return Phrase(N_("There are no marks yet that count, so there is nothing to release."))
    stages = [stage for stage in competition.stages if stage.key in spoken_of]
    if any(stage.release != "published" for stage in stages):
        return Phrase(
            N_(
                "The report speaks of a stage that is not published. Publish every stage first, "
                "then release the report."
            )
        )
    if any(each.stage in spoken_of for each in pending_corrections(competition)):
        return Phrase(
            N_(
                "What is published differs from what is counted now. Confirm the correction first, "
                "then release the report."
            )
        )
    return None


def release_fairness(competition_key: str, by: str) -> None:
    """Make the report public as it is now; what was released before is replaced.

    Raises `NotFound`; `Refused` where it cannot be released or the competition has changed while
    the report was made.
    """
    page = find_fairness(competition_key)
    with change(competition_key, by) as edit:
        edit.refuse_if_changed("fairness")
        if not is_made_of_now(competition_key, page):
            raise Refused(
                N_("The competition has just changed. Look at the report again, then release it.")
            )
        if why := why_not_release(edit.competition, page):
            raise Refused(why.message)
        number = edit.publish(fairness=dict(public_fairness(competition_key, page)))
        stages = [stage["stage"] for stage in page["stages"]]
        edit.audit("fairness.release", "", None, {"stages": stages, "snapshot": number})


def take_back_fairness(competition_key: str, reason: str, by: str) -> None:
    """Take the released report off everything public, with a reason for the audit.

    Raises `NotFound` where none is released, `Refused` without a reason.
    """
    with change(competition_key, by) as edit:
        if released_fairness(newest_snapshot(competition_key)) is None:
            raise NotFound
        edit.refuse_if_changed("fairness")
        edit.reason = require_reason(reason)
        number = edit.publish(fairness={})
        edit.audit("fairness.take-back", "", None, {"reason": edit.reason, "snapshot": number})
