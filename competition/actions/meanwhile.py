"""What was changed meanwhile: nobody overwrites what they have not seen.

Whoever acts states the number of the newest audit row that their page knew of (`seeing`). Inside
the write transaction an act names the things that it is about, and is refused if an organiser or a
command has changed one of them since (`Change.refuse_if_changed`). Judges' own writes are not in
the way of organisers' acts.

A thing is named as in the audit: `team/education`, `round/final/round-1`, `deduction/match/team`.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from competition.actions.refusals import Refused
from competition.messages import N_
from competition.store import audit
from competition.store.audit import AuditRow

EVERYTHING = "everything"
"""The thing that an act touches which replaces or removes the whole competition."""
ORGANISER = "organiser "
"""How the audit begins the name of an organiser."""

_WHOLE = (
    *("competition.load", "competition.replace", "competition.undo-replace"),
    *("competition.import-list", "competition.copy"),
)
NO_CHANGE = (
    *("judge.see-links", "table.see-links", "table.open"),
    *("competition.copied", "snapshot.make", "record.bind"),
)
"""A look, a copy, and what the server publishes by itself after a judge's mark."""
_RENAMED = {
    "competition.visibility": "visibility",
    "competition.archive": "archive",
    "competition.unarchive": "archive",
    "judge.renew-link": "link",
    "stage.release": "release",
    "stage.correct": "release",
    "reveal.begin": "release",
    "reveal.step": "release",
    "reveal.end": "release",
    "draw.step": "draw-step",
}


@dataclass
class Seen:
    """The number of the newest audit row that somebody knew of, and of the newest after the act.

    Who undoes the act of that row names in `undone` the things that it was about: for them nobody
    may have acted after it, and no organiser at all.
    """

    number: int
    undone: frozenset[str] | None = None


class ChangedMeanwhile(Refused):
    """Somebody has changed what the act is about since its page was made: `rows` of the audit.

    `number` is that of the newest row: whoever has been shown these rows knows of all up to it.
    """

    def __init__(self, rows: Sequence[AuditRow], number: int) -> None:
        super().__init__(
            N_(
                "This was changed meanwhile by %(who)s, so nothing was done. See how it is now, "
                "then decide again."
            ),
            who=", ".join(dict.fromkeys(row.who for row in rows)),
        )
        self.rows = list(rows)
        self.number = number


_seen: ContextVar[Seen | None] = ContextVar("seen", default=None)


@contextmanager
def seeing(seen: Seen | None) -> Iterator[None]:
    """Carry out what is inside for somebody who knew of the audit's rows up to a number.

    With None nothing is checked. After the act `seen` has the number up to which its rows reach.
    """
    token = _seen.set(seen)
    try:
        yield
    finally:
        _seen.reset(token)


@contextmanager
def undoing(row: AuditRow) -> Iterator[None]:
    """Carry out what is inside only if the act of that row is the last one still."""
    outer, inner = _seen.get(), Seen(row.number, frozenset(touched(row)))
    with seeing(inner):
        yield
    if outer is not None:
        outer.number = inner.number


def refuse_if_changed(chain: str, things: Collection[str]) -> None:
    """Inside a write transaction: raise `ChangedMeanwhile` if one of the things was changed.

    Whoever acts on `EVERYTHING` is refused if anything was.
    """
    seen = _seen.get()
    if seen is None:
        return
    wanted = {EVERYTHING, *things} | (seen.undone or set())

    def is_about_it(row: AuditRow) -> bool:
        is_later_act = seen.undone is not None and row.who.startswith(ORGANISER)
        return EVERYTHING in things or is_later_act or bool(touched(row) & wanted)

    rows = [row for row in changes_since(chain, seen.number) if is_about_it(row)]
    if rows:
        raise ChangedMeanwhile(rows, audit.newest_row_number(chain))


def changes_since(chain: str, number: int) -> list[AuditRow]:
    """What organisers and commands have changed after that row of the audit, oldest first."""
    rows = audit.organisers_rows_after(chain, number)
    return [row for row in rows if row.action not in NO_CHANGE]


def note_done(chain: str) -> None:
    """Inside a write transaction, after its audit rows: the act itself has been seen."""
    seen = _seen.get()
    if seen is not None:
        seen.number = audit.newest_row_number(chain)


def touched(row: AuditRow) -> set[str]:
    """The things that an audit row has changed."""
    if row.action in _WHOLE or row.action == "competition.remove":
        return {EVERYTHING}
    kind, _, act = row.action.partition(".")
    if act == "move":
        return {f"order/{kind}"}
    if row.action == "match.panels":
        return {f"match/{key}" for key in json.loads(row.after)["panels"]}
    if row.action == "match.repeat":
        return {f"match/{row.subject}", "order/match"}
    if row.action == "score.set":
        return {f"score/{row.subject}/{team}" for team in json.loads(row.after)}
    if row.action == "stage.replace-team":
        matches = json.loads(row.after)["matches"]
        return {f"stage/{row.subject}", *(f"match/{key}" for key in matches)}
    if row.action == "stage.play-off":
        return {f"stage/{row.subject}", "order/stage"}
    if row.action in ("draw.run", "draw.by-hand"):
        seated = {f"match/{key}" for key in json.loads(row.after)["matches"]}
        return {f"draw/{row.subject}"} | seated
    if row.action == "programme.edit":
        return _touched_in_programme(json.loads(row.after))
    return {f"{_RENAMED.get(row.action, kind)}/{row.subject}"}


def _touched_in_programme(after: Mapping[str, Any]) -> set[str]:
    order = {"order/match"} if "order" in after else set()
    matches = {f"match/{key}" for key in after.get("matches", ())}
    return order | matches | {f"round/{name}" for name in after.get("rounds", ())}
