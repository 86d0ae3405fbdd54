"""What a print is ordered with, and what can go wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from competition.document import Refusal
from competition.file_types import Language

STAGED = ("certificates", "score-sheets", "panel-summary", "results", "why", "running-order")
KINDS = (*STAGED, "judge-cards", "tickets", "agreement", "host-script", "fairness")
"""The kinds of prints, as `flask print` names them."""
TAKES_STAGE = {*STAGED, "agreement", "host-script", "fairness"}
TAKES_MATCH = {"score-sheets", "panel-summary", "agreement"}


class CannotPrint(Refusal):
    """There is nothing to print, or what was asked for is not there; the message says which."""


class Ticket(NamedTuple):
    """A code that is valid for one vote, and the address that a phone opens."""

    code: str
    address: str


@dataclass(frozen=True)
class PrintOrder:
    """What to print: a kind, in a language, perhaps of one stage or match.

    `words` are those of `words.WORDS` in that language, `date` is the day that stands on it.
    `links` are the judges' secret addresses by key, `pictures` are PNGs by kind (`seal`,
    `signature`), `drawn` the strokes of agreements' signatures by `match/side/name`: whoever may
    see them hands them in.
    """

    kind: str
    language: Language
    date: str
    words: Mapping[str, str]
    stage: str | None = None
    match: str | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    tickets: Sequence[Ticket] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    drawn: Mapping[str, Sequence[Sequence[Sequence[int]]]] = field(default_factory=dict)
