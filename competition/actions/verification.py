"""Whether the record holds: the audit chain, and the data that it binds.

The rows of a chain say how the data were before and after each act. Followed from the first row
that binds any, they give what the tables should hold now; whatever differs was changed without an
act, by somebody who wrote to the database.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from competition.actions.record_faults import (
    NotIntact,
    broken_entry,
    broken_snapshot,
    chain_title,
    changed_between,
    difference,
    is_gone,
)
from competition.messages import N_
from competition.store import accounts, audit, audit_links, binding, queries, snapshots
from competition.store.audit import ChainRow
from competition.store.audit_binding import Binding
from competition.store.db import db
from competition.store.raw_sql import RawConnection
from competition.store.sheet_digests import content_digest, json_digest, version_name
from competition.store.sheets import sheets_out_of_step

Pause = Callable[[], None]
PAUSE_AFTER = 500
"""How many versions of sheets are read between two pauses."""

_SHEET_ACTIONS = ("sheet.submit", "sheet.draft", "sheet.accept-late", "sheet.enter-paper")
_PART_ACTIONS = ("deduction.add", "deduction.remove", "ruling.add", "ruling.remove")


@dataclass(frozen=True)
class VerifiedChain:
    """A chain that holds, with the data that it binds.

    `head` is the digest of its newest row; `bound_from` the number of the first row that binds
    data, None where there are none to bind.
    """

    chain: str
    length: int
    head: str
    bound_from: int | None


def all_chains() -> list[str]:
    """Every chain that there is or should be, that of the sign-ins ("") included."""
    keys = {competition.key for competition in queries.all_competitions()}
    if accounts.any_organiser():
        keys.add("")
    return sorted(keys | set(audit.chain_names()))


def verify_chain(chain: str, pause: Pause = lambda: None) -> VerifiedChain:
    """Check a chain and everything that it binds; raises `NotIntact`.

    `pause` is called again and again, so that a server can answer others in between. All that is
    read belongs to one moment.
    """
    connection = RawConnection.of_session(db.session())
    competition = queries.find_competition(chain)
    state = _State(chain)
    for rows in audit.walk(connection, chain):
        for row in rows:
            state.follow(row)
        pause()
    if state.length == 0:
        raise broken_entry(chain, 1, N_("it is missing"))
    if competition is not None and state.bound_from is None:
        raise NotIntact(
            N_("%(chain)s: no entry of the audit log records the data, so they cannot be checked."),
            chain=chain_title(chain),
        )
    state.check_parts()
    if chain:
        number = competition.id if competition else None
        comparison = _Comparison(state)
        _check_snapshots(state, comparison, pause)
        for name, value in binding.read_set_up(connection, number).items():
            comparison.check(name, value)
        pause()
        versions = binding.read_versions(connection, number)
        for count, (name, value) in enumerate(versions, start=1):
            comparison.check(name, value)
            if count % PAUSE_AFTER == 0:
                pause()
        comparison.finish()
    if competition is not None and (wrong := sheets_out_of_step(competition.id)):
        raise NotIntact(
            N_(
                "%(chain)s: what is stored as current for sheet “%(key)s” is not its newest "
                "version."
            ),
            chain=chain_title(chain),
            key=wrong[0],
        )
    return VerifiedChain(chain, state.length, state.head, state.bound_from)


def receipt_row(chain: str, receipt: int, digest: str) -> int | None:
    """The number of the row that binds a version with this receipt and this digest, or None."""
    connection = RawConnection.of_session(db.session())
    for rows in audit.walk(connection, chain):
        for row in rows:
            now = Binding.parse(row.bound).now if row.bound else {}
            for name, value in now.items():
                if name.startswith("sheet/") and value[1:] == [receipt, digest]:
                    return row.number
    return None


@dataclass
class _State:
    """What a chain's rows say of the data, followed row by row."""

    chain: str
    length: int = 0
    head: str = ""
    bound_from: int | None = None
    heads: set[str] = field(default_factory=set)
    now: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """What should be stored, by name, and the number of the row that says so."""
    parts: list[tuple[str, int]] = field(default_factory=list)
    """Digests of deductions and rulings, by row, that the act's last row should bind."""

    def follow(self, row: ChainRow) -> None:
        """Take the next row; raises `NotIntact` where it does not fit."""
        broken = audit_links.broken_link(row, self.length + 1, self.head)
        if broken is not None:
            raise broken_entry(self.chain, broken.number, broken.why)
        self.length, self.head = row.number, row.sha256
        self.heads.add(row.sha256)
        if self.bound_from is not None and row.action in _PART_ACTIONS:
            part = row.after if row.action.endswith(".add") else row.before
            self.parts.append((json_digest(json.loads(part)), row.number))
        if row.bound is None:
            if self.bound_from is not None and row.action in _SHEET_ACTIONS:
                raise broken_entry(self.chain, row.number, N_("it does not record the sheet"))
            return
        try:
            bound = Binding.parse(row.bound)
        except ValueError:
            raise broken_entry(
                self.chain, row.number, N_("the data that it records cannot be read")
            ) from None
        if self.bound_from is None:
            self.bound_from = row.number
        self._apply(row, bound)
        self._check_sheet(row, bound)
        self.check_parts({*map(str, bound.was.values()), *map(str, bound.now.values())})

    def _apply(self, row: ChainRow, bound: Binding) -> None:
        for name in bound.was.keys() | bound.now.keys():
            before, _ = self.now.get(name, (None, 0))
            if before != bound.was.get(name):
                raise changed_between(self.chain, name, row.number)
            if name in bound.now:
                self.now[name] = (bound.now[name], row.number)
            else:
                del self.now[name]

    def _check_sheet(self, row: ChainRow, bound: Binding) -> None:
        """A judge's row says in words what it binds."""
        if row.action not in _SHEET_ACTIONS:
            return
        after = json.loads(row.after)
        match, team, judge = row.subject.split("/")
        digest = content_digest(
            (row.chain, match, team, judge),
            after["version"],
            after["state"],
            after["marks"],
            after.get("comment"),
        )
        value = bound.now.get(version_name(row.subject, after["version"]))
        if value is None or value[1:] != [after["receipt"], digest]:
            raise self._rewritten(row.number)

    def check_parts(self, bound: set[str] | None = None) -> None:
        """The deductions and rulings of the act's rows are those that its last row binds."""
        for digest, number in self.parts:
            if bound is None or digest not in bound:
                raise self._rewritten(number)
        self.parts.clear()

    def _rewritten(self, number: int) -> NotIntact:
        why = N_(
            "what it says differs from the data that it records; it was rewritten, and every "
            "later entry with it"
        )
        return broken_entry(self.chain, number, why)


class _Comparison:
    """Compares what is stored with what the rows say, thing by thing."""

    def __init__(self, state: _State) -> None:
        self._chain = state.chain
        self._left = dict(state.now)

    def check(self, name: str, value: Any) -> None:
        """This is stored: it is bound, as it is, and once."""
        bound, number = self._left.pop(name, (None, 0))
        if bound is None or bound != value:
            raise difference(self._chain, name, number)

    def finish(self) -> None:
        """Nothing that is bound is missing."""
        if self._left:
            name, (_, number) = min(self._left.items())
            raise is_gone(self._chain, name, number)


def _check_snapshots(state: _State, comparison: _Comparison, pause: Pause) -> None:
    """The snapshots' own chain, what is bound of each, and the heads that they show."""
    last: snapshots.SealedSnapshot | None = None
    for each in snapshots.sealed_snapshots(state.chain):
        if last is not None and each.number > last.number + 1:
            raise broken_snapshot(state.chain, last.number + 1, N_("it is missing"))
        why = None
        if each.sha256 != hashlib.sha256(each.content.encode()).hexdigest():
            why = N_("its content was changed")
        elif each.previous != (last.sha256 if last else None):
            why = N_("it does not follow on from the snapshot before it")
        elif (head := each.shown_head()) is not None and head not in state.heads:
            why = N_("the checksum of the record that it shows is that of no entry")
        if why is not None:
            raise broken_snapshot(state.chain, each.number, why)
        comparison.check(binding.snapshot_name(each.number), binding.bound_snapshot(each))
        last = each
        pause()
