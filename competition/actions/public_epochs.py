"""What follows where the database has lost what was public already, as after a failover.

The primary was lost together with its last commits, and a standby that had not heard of them took
its place. Numbers that viewers have seen are then given again, to other states. So these belong to
a further epoch of the competition, and are newer than all before.
"""

from sqlalchemy import update

from competition.actions.change import change
from competition.actions.refusals import NotFound
from competition.store.hall_screen import HallScreen
from competition.store.match_clocks import MatchClock
from competition.store.public_state import PublicRow
from competition.store.shared_models import PublicEpoch

RAISED = "public.epoch"
"""What the audit calls it."""


def raise_epoch(seen: PublicRow) -> None:
    """Begin a further epoch of a competition of which the database lacks what was `seen`.

    Nothing where another node has begun one since. Screens and clocks are numbered on from what
    was seen, so that whatever shows them takes the next state for the newer.
    """
    try:
        with change(seen.key, "Accord", publish=False, even_archived=True) as edit:
            epoch = edit.session.get(PublicEpoch, seen.key)
            before, known = (epoch.number if epoch else 0), seen.epoch or 0
            if before > known:
                return
            if epoch is None:
                epoch = PublicEpoch(competition_key=seen.key)
                edit.session.add(epoch)
            epoch.number = known + 1
            screen, clocks = (seen.screen or 0) + 1, (seen.clocks or 0) + 1
            moved = update(HallScreen).filter_by(competition_id=edit.competition.id)
            edit.session.execute(moved.values(number=HallScreen.number + screen))
            moved_clocks = update(MatchClock).filter_by(competition_id=edit.competition.id)
            edit.session.execute(moved_clocks.values(number=MatchClock.number + clocks))
            edit.audit(RAISED, seen.key, {"epoch": before}, {"epoch": known + 1})
    except NotFound:
        # It was removed meanwhile: its streams end.
        return
