"""Make a new competition with the set-up of another, and nothing of what happened there."""

import datetime as dt
from collections.abc import Collection

from competition import document
from competition.actions.change import change
from competition.actions.competitions import store_new
from competition.actions.lookup import require_competition
from competition.actions.meanwhile import seeing
from competition.actions.refusals import Refused
from competition.document.copying import PARTS, copy_file, move_to_day
from competition.file_types import ClockPart, Document, Text
from competition.messages import N_
from competition.store import file_export

COPY = "competition.copy"
"""The audit's action in the new competition; its row names the one that it was made from."""
COPIED = "competition.copied"
"""The audit's action in the competition that was copied; its subject is the new one."""


def copy_competition(
    key: str,
    new: str,
    by: str,
    *,
    parts: Collection[str] = PARTS,
    name: Text | None = None,
    day: dt.date | None = None,
    clock: ClockPart | None = None,
) -> Document:
    """Make the competition `new` from the competition `key`, archived or not; returns its file.

    `parts` are those of `document.copying.PARTS` that come along; `name` is the new one's name
    where it is another; on `day` the new one begins, and all its times move with it. `clock` is
    the match clock to begin with where none comes along.

    Raises `NotFound`, or `Refused`: for a key that is taken or is none, an unknown part, a
    rehearsal, and a day on which the calendar ends.
    """
    if unknown := [part for part in parts if part not in PARTS]:
        raise Refused(
            N_("“%(value)s” is no part that can come along. There are: %(allowed)s."),
            value=unknown[0],
            allowed=", ".join(PARTS),
        )
    competition = require_competition(key)
    if competition.rehearsal_of is not None:
        raise Refused(
            N_("This is a rehearsal, which is not copied. Copy the competition that it is of.")
        )
    file = checked_copy(
        file_export.competition_document(competition, matches=()),
        new,
        parts,
        name,
        day,
    )
    if clock is not None:
        file.setdefault("clock", clock)
    # What the sender's page knew of is about the one that is copied.
    with seeing(None), change(new, by, create=True) as edit:
        if edit.competition.id is not None:
            raise Refused(
                N_(
                    "There is already a competition “%(key)s”. Choose another name for the new one."
                ),
                key=new,
            )
        # Somebody may have removed it meanwhile.
        require_competition(key)
        store_new(edit, file)
        copied = [part for part in PARTS if part in parts]
        edit.audit(COPY, new, None, {"copied_from": key, "copied": copied})
        edit.audit_elsewhere(key, COPIED, new, None, {"copied": copied})
    return file


def checked_copy(
    file: Document, new: str, parts: Collection[str], name: Text | None, day: dt.date | None
) -> Document:
    copy = copy_file(file, new, parts, name)
    try:
        return document.check_document(move_to_day(copy, day) if day else copy)
    except OverflowError as error:
        raise Refused(N_("The calendar ends before that day. Choose another.")) from error
    except document.InvalidDocument as invalid:
        raise Refused(N_("The copy would not be valid:"), problems=invalid.problems) from invalid
