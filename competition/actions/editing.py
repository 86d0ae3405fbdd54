"""The one way to change what a competition is made of.

Every change ends in the same check that a competition file goes through, so whatever an
organiser does by hand could also have been loaded, and can always be exported.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from competition import document
from competition.store import audit, events, mapping
from competition.store.db import writing
from competition.store.parts import Competition

from . import announce, snapshots
from .refusals import N_, NotFound, Refused


class Edit:
    """A change in the making: set `before` and `after` to what the audit shall keep."""

    def __init__(self, session: Session, competition: Competition) -> None:
        self.session = session
        self.competition = competition
        self.subject = ""
        self.before: Any = None
        self.after: Any = None


@contextmanager
def editing(competition_key: str, by: str, action: str) -> Iterator[Edit]:
    """Change a competition in one transaction: audited, checked as a file, then announced.

    Raises `NotFound` when there is no such competition, `Refused` with the problems when
    the competition would no longer be a valid file.
    """
    with writing() as session:
        competition = events.competition(competition_key)
        if competition is None:
            raise NotFound
        edit = Edit(session, competition)
        yield edit
        session.flush()
        session.expire_all()
        check(competition)
        audit.append(session, competition.key, by, action, edit.subject, edit.before, edit.after)
        snapshots.refresh(session, competition)
    announce.changed()


def check(competition: Competition) -> document.Document:
    """The competition as a checked file; raises `Refused` with every problem."""
    try:
        return document.check(mapping.competition_mapping(competition))
    except document.Invalid as invalid:
        raise Refused(N_("That cannot stand:"), problems=invalid.problems) from invalid
