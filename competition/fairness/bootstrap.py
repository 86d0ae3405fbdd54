"""How often a team would lead if the panel were drawn again from its own judges.

The reading of the rule that is followed here:

- What is drawn are seats of the panel as the match lists it. A drawn seat brings the sheet that
  counts there for the entry, after replacements; a seat without a sheet brings none.
- A panel is the set of judges that a match lists; of the matches only those count that have an
  entry in the report. One panel of at most nine judges is resampled exactly.
- By the competition's own rule the drawn sheets are a panel like any other, each copy beside its
  original in the order of the seats: dropping, `min_kept`, category weights (those present
  rescaled), rounding, deductions and carry apply, tie-breaks do not.
- The teams are those that the standings rank. Of an entry without a total in a resample the team
  has nothing there; where no team has a total, nobody leads.

Imports NumPy at once: import this module inside a function.
"""

from collections.abc import Collection
from fractions import Fraction

import numpy as np

from competition.fairness.cells import JudgedEntry, StageCells
from competition.fairness.combining_ways import CombiningWay
from competition.fairness.counted_panels import CountedTotals
from competition.fairness.resamples import (
    LARGEST_EXACT,
    PanelResamples,
    StageResamples,
    all_resamples,
    drawn_resamples,
)
from competition.fairness.resampling_seed import generator_of
from competition.fairness.team_totals import Leading, entry_totals, joined_totals, leading_teams
from competition.fairness.types import BootstrapPart
from competition.scoring.stage import matches_in


def stage_resamples(cells: StageCells) -> StageResamples:
    """Return the resamples of a stage's panels: all of them, or those drawn by the file's digest.

    The stage has a sheet that counts.
    """
    panels = {frozenset(panel): panel for panel in _panels(cells).values()}
    judges = next(iter(panels.values()))
    if len(panels) == 1 and len(judges) <= LARGEST_EXACT:
        return all_resamples(judges)
    chance = generator_of(cells.book.document, cells.stage["key"], "bootstrap")
    return drawn_resamples(list(panels.values()), chance)


def bootstrap(
    cells: StageCells, way: CombiningWay, ranked: Collection[str], resamples: StageResamples
) -> BootstrapPart:
    """Return in which share of the resamples each ranked team leads."""
    panels = _panels(cells)
    totals = {}
    for team in ranked:
        entries = [
            _resampled(cells, way, entry, panels[entry.match], resamples)
            for entry in cells.entries
            if entry.team == team
        ]
        totals[team] = joined_totals(cells, way, team, entries)
    outright, shared = _shares(leading_teams(totals), resamples) if totals else ({}, {})
    return {
        "method": "exact" if resamples.is_exact else "sampled",
        "resamples": str(resamples.total),
        "first_outright": {team: float(share) for team, share in outright.items() if share},
        "first_shared": {team: float(share) for team, share in shared.items() if share},
    }


def _panels(cells: StageCells) -> dict[str, list[str]]:
    """Return the panel of each match that has an entry in the report, in the file's order."""
    marked = {entry.match for entry in cells.entries}
    return {
        match["key"]: match["panel"] for match in matches_in(cells.stage) if match["key"] in marked
    }


def _resampled(
    cells: StageCells,
    way: CombiningWay,
    entry: JudgedEntry,
    panel: list[str],
    resamples: StageResamples,
) -> CountedTotals:
    drawn: PanelResamples = resamples.panels[frozenset(panel)]
    with_sheet = {sheet.judge for sheet in entry.sheets}
    # A seat's sheet may be that of the judge who was replaced there.
    seats = [
        drawn.seats[seat]
        for seat, judge in zip(panel, entry.score.seats, strict=True)
        if judge in with_sheet
    ]
    found = entry_totals(cells, way, entry, drawn.counts[seats])
    return found if drawn.places is None else found.take(drawn.places)


def _shares(
    leading: Leading, resamples: StageResamples
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    number = leading.leads.sum(axis=0)
    outright, shared = {}, {}
    for team, leads in zip(leading.teams, leading.leads, strict=True):
        # How many resamples the team leads together with how many, itself included.
        weights = {
            int(together): int(resamples.weights[leads & (number == together)].sum())
            for together in np.unique(number[leads])
        }
        outright[team] = Fraction(weights.get(1, 0), resamples.total)
        parts = [Fraction(weight, together) for together, weight in weights.items()]
        shared[team] = sum(parts, Fraction(0)) / resamples.total
    return outright, shared
