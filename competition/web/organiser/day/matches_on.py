"""Which matches are on: those of the open rounds, and among them the one to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from competition.store import match_clocks
from competition.store.models import Competition, Match
from competition.web.organiser.sheet_progress import SheetCount, SheetProgress

MOST_TABS = 6
"""How many matches are offered side by side; the others are in a list."""


@dataclass(frozen=True)
class MatchOn:
    """A match of an open round: its number there, its sheets, when its clock was last touched.

    `touched` is in milliseconds since 1970; 0 where nobody has touched the clock.
    """

    number: int
    match: Match
    count: SheetCount
    touched: int


@dataclass(frozen=True)
class MatchesOn:
    """The matches that are on, in the order of the programme.

    `chosen` is the one that the page is about, None where there is none; `followed` the one that
    it is about unless somebody chooses another. `tabs` are offered side by side, `others` in a
    list.
    """

    chosen: MatchOn | None
    followed: MatchOn | None
    tabs: list[MatchOn]
    others: list[MatchOn]

    @property
    def is_following(self) -> bool:
        """Whether the page is about the match that it would show by itself."""
        return self.chosen == self.followed


def find_matches_on(
    competition: Competition, progress: SheetProgress, wanted: Match | None = None
) -> MatchesOn:
    """The matches of the open rounds that count; `wanted` is one that somebody has chosen.

    What is followed is the match whose clock was touched last, else the first that still waits for
    a sheet, else the first.
    """
    touched = {row.match_key: row.changed_at for row in match_clocks.clocks_of(competition.key)}

    def described(number: int, match: Match) -> MatchOn:
        return MatchOn(number, match, progress.for_match(match), touched.get(match.key, 0))

    matches = [
        described(number, match)
        for stage in competition.stages
        for round_ in stage.rounds
        if round_.state == "open"
        for number, match in enumerate(round_.matches, start=1)
        if not match.void
    ]
    followed = _followed(matches)
    chosen = followed
    if wanted is not None:
        chosen = next((each for each in matches if each.match.key == wanted.key), None)
        if chosen is None:
            chosen = described(wanted.round.matches.index(wanted) + 1, wanted)
    tabs = _tabs(matches, [each for each in (chosen, followed) if each in matches])
    return MatchesOn(chosen, followed, tabs, [each for each in matches if each not in tabs])


def _followed(matches: Sequence[MatchOn]) -> MatchOn | None:
    newest = max(matches, key=lambda each: each.touched, default=None)
    if newest is None or newest.touched:
        return newest
    return next((each for each in matches if each.count.missing), matches[0])


def _tabs(matches: list[MatchOn], first: list[MatchOn]) -> list[MatchOn]:
    """At most `MOST_TABS` matches: `first`, those touched last, those that wait for sheets."""
    ranked = sorted(matches, key=lambda each: (each not in first, -each.touched))
    ranked.sort(key=lambda each: (each not in first, not each.touched, not each.count.missing))
    kept = ranked[:MOST_TABS]
    return [each for each in matches if each in kept]
