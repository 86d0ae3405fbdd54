"""How an act is undone, or why it cannot be: what `undo` finds and its page says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from competition.store.models import Competition

Values = Mapping[str, Any]
"""What the audit keeps of an act, before or after it, by field."""


@dataclass(frozen=True)
class Undo:
    """How an act is undone: `kind` chooses the sentences of `organiser/day/undo.html`.

    `to` is the state that comes back, where there are several. With `needs_reason` the inverse is
    kept with a reason. `carry_out` is called with the reason.
    """

    kind: str
    carry_out: Callable[[str], object] = field(repr=False)
    to: str = ""
    needs_reason: bool = False


@dataclass(frozen=True)
class NoUndo:
    """Why an act cannot be undone: `why` chooses the sentence; `path` is where to go instead.

    `path` is below the competition's own address.
    """

    why: str
    path: str = "/audit"


@dataclass(frozen=True)
class UndoneAct:
    """An act to undo: the parts of its subject, its values before and after, who undoes it."""

    competition: Competition
    subject: list[str]
    before: Values
    after: Values
    by: str

    @property
    def key(self) -> str:
        """The competition's key."""
        return self.competition.key
