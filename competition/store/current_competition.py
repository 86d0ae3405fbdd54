"""A competition as it is now, read once for each change and kept in memory.

What identifies its state is the newest row of its audit chain: whatever changes a competition, in
this process or in another, adds a row, and each row's digest seals the one before. So what is kept
holds exactly while the newest row is the one it was read with. After judges' writes, which are many
and each named by its row, only their sheets are read again.

Nothing that a transaction has not committed yet gets in here: inside `db.writing` nothing is kept.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from competition import file_types as file
from competition.store import file_export, sheet_states
from competition.store.audit_head import AuditHead, chain_from, read_head
from competition.store.collector import without_collector
from competition.store.db import PerDatabase, db
from competition.store.models import Competition, Judge
from competition.store.raw_sql import RawConnection
from competition.store.sheet_states import SheetId, SheetRecord
from competition.store.statements import Statement
from competition.store.transactions import is_writing
from competition.store.whole_competition import read_whole

T = TypeVar("T")

_LAST_SEEN = Statement(
    select(Judge.id, Judge.last_seen_at).where(Judge.competition_id == bindparam("competition"))
)
_ELSEWHERE = ("session.", "show.", "snapshot.", "late.offer", "late.decline", "paper.", "vote.")
"""How the acts in a competition's chain begin that change nothing of what is kept."""
MOST_SHEETS = 200
"""After more changed sheets than this all are read again, which is quicker then."""


class CurrentCompetition:
    """One state of a competition. Everything in it is shared between requests: read it only.

    `competition` belongs to no session; everything but its sheets can be reached from it.
    `document` is its file with the versions that count alone.
    """

    def __init__(
        self,
        head: AuditHead,
        competition: Competition,
        set_up: file.Document,
        sheets: Mapping[SheetId, SheetRecord],
        set_up_values: dict[str, Any] | None = None,
    ) -> None:
        self.head = head
        self.competition = competition
        self.sheets = sheets
        self.set_up: file.Document = {**set_up, "sheets": [], "deductions": [], "rulings": []}
        counting = [record.counting for record in sheets.values() if record.counting is not None]
        self.document: file.Document = {**set_up, "sheets": counting}
        self._values: dict[str, Any] = {}
        self._computing = threading.RLock()
        self._set_up_values = {} if set_up_values is None else set_up_values

    def once(self, name: str, compute: Callable[["CurrentCompetition"], T]) -> T:
        """What follows from this state alone, computed when it is first asked for.

        A computation may pause; meanwhile who asks for the same waits for it. A write transaction
        waits for nobody and computes for itself.
        """
        if name not in self._values:
            waits: AbstractContextManager[Any]
            waits = nullcontext() if is_writing(db.session()) else self._computing
            with waits, without_collector():
                if name not in self._values:
                    self._values[name] = compute(self)
        value: T = self._values[name]
        return value

    def once_of_set_up(self, name: str, compute: Callable[["CurrentCompetition"], T]) -> T:
        """Like `once`, for what depends on no sheet: it is kept when only sheets change."""
        if name not in self._set_up_values:
            self._set_up_values[name] = compute(self)
        value: T = self._set_up_values[name]
        return value

    def with_sheets(
        self, head: AuditHead, changed: Mapping[SheetId, SheetRecord]
    ) -> "CurrentCompetition":
        """The state after this one, where only these sheets are different."""
        sheets = {**self.sheets, **changed}
        return CurrentCompetition(
            head, self.competition, self.document, sheets, self._set_up_values
        )


_kept: PerDatabase[dict[str, CurrentCompetition]] = PerDatabase(dict)


def find(key: str) -> CurrentCompetition | None:
    """The competition as this session's transaction sees it; None without one of that key.

    None too inside a write transaction, where what was read before may be changed already.
    """
    session = db.session()
    if is_writing(session):
        return None
    connection, kept = RawConnection.of_session(session), _kept()
    head, known = read_head(connection, key), kept.get(key)
    if head is None:
        return None
    if known is not None and known.head == head:
        return known
    current = _after_sheets(connection, known, head) if known is not None else None
    if current is None:
        with without_collector():
            current = _read(connection, session, key, head)
    if current is None:
        kept.pop(key, None)
    else:
        kept[key] = current
    return current


def _read(
    connection: RawConnection, session: Session, key: str, head: AuditHead
) -> CurrentCompetition | None:
    competition = read_whole(session.connection(), key)
    if competition is None:
        return None
    set_up = file_export.competition_document(competition, matches=())
    sheets = sheet_states.read_sheets(connection, competition.id)
    return CurrentCompetition(head, competition, set_up, sheets)


def read_last_seen(current: CurrentCompetition) -> None:
    """Bring up to date when each judge was last seen, for which nothing is read again."""
    connection = RawConnection.of_session(db.session())
    seen = dict(connection.all(_LAST_SEEN, competition=current.competition.id))
    for judge in current.competition.judges:
        set_committed_value(judge, "last_seen_at", seen.get(judge.id))


def find_unchanged(key: str) -> CurrentCompetition | None:
    """The competition in a write transaction that has changed nothing of it yet.

    None where it is not in memory: reading all of it would keep everybody waiting.
    """
    newest, known = read_head(RawConnection.of_session(db.session()), key), _kept().get(key)
    return known if newest is not None and known is not None and known.head == newest else None


def of(competition: Competition) -> CurrentCompetition | None:
    """The state that a competition of `find` belongs to, if it is the newest still."""
    known = _kept().get(competition.key)
    if known is not None and known.competition is competition:
        return known
    return find(competition.key)


def read_sheet_records(competition: Competition) -> Mapping[SheetId, SheetRecord]:
    """What is known of the competition's sheets now."""
    if current := of(competition):
        return current.sheets
    connection = RawConnection.of_session(db.session())
    return sheet_states.read_sheets(connection, competition.id)


def _after_sheets(
    connection: RawConnection, known: CurrentCompetition, head: AuditHead
) -> CurrentCompetition | None:
    """The state after `known`, if nothing but sheets has changed since; None otherwise."""
    rows = chain_from(connection, known.competition.key, known.head.number)
    if not rows or rows[0][:2] != known.head or len(rows) > MOST_SHEETS:
        return None
    changed: dict[SheetId, SheetRecord] = {}
    for _number, _sha256, action, subject in rows[1:]:
        if action.startswith(_ELSEWHERE):
            continue
        keys = subject.split("/")
        if not action.startswith("sheet.") or len(keys) != 3:
            return None
        found = sheet_states.read_sheet(connection, known.competition.id, *keys)
        if found is None:
            return None
        changed[found[0]] = found[1]
    return known.with_sheets(head, changed)
