"""The one way to change what a competition is made of.

Every change ends in the same check that a competition file goes through, so whatever an
organiser does by hand could also have been loaded, and can always be exported.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from competition import document
from competition.actions import announce, snapshots
from competition.actions.refusals import NotFound, Refused
from competition.file_types import Document
from competition.messages import N_
from competition.store import audit, file_export, queries
from competition.store.db import writing
from competition.store.models import Competition


class Change:
    """A change in the making: set `before` and `after` to what the audit shall keep."""

    def __init__(self, session: Session, competition: Competition) -> None:
        self.session = session
        self.competition = competition
        self.subject = ""
        self.before: Any = None
        self.after: Any = None


@contextmanager
def changing(competition_key: str, by: str, action: str) -> Iterator[Change]:
    """Change a competition in one transaction: audited, checked as a file, then announced.

    Raises `NotFound` when there is no such competition, `Refused` with the problems when
    the competition would no longer be a valid file.
    """
    with writing() as session:
        competition = queries.find_competition(competition_key)
        if competition is None:
            raise NotFound
        edit = Change(session, competition)
        yield edit
        session.flush()
        session.expire_all()
        checked_file(competition)
        audit.append(session, competition.key, by, action, edit.subject, edit.before, edit.after)
        snapshots.refresh(session, competition)
    announce.changed()


def checked_file(competition: Competition) -> Document:
    """The competition as a checked file; raises `Refused` with every problem."""
    try:
        return document.check_document(file_export.competition_document(competition))
    except document.InvalidDocument as invalid:
        raise Refused(N_("That cannot stand:"), problems=invalid.problems) from invalid
