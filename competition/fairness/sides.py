"""Labour against employer, over the matches of just one entry of each."""

from functools import partial

from competition.fairness.cells import StageCells
from competition.fairness.notes import Notes
from competition.fairness.paired import compare_pairs
from competition.fairness.resampling_seed import generator_of
from competition.fairness.types import SidesPart
from competition.scoring.entry import EntryTotal
from competition.scoring.stage import matches_in


def compare_sides(cells: StageCells, notes: Notes) -> SidesPart | None:
    """Compare the totals of the two sides, deductions included; None without a pair."""
    pairs = []
    for match in matches_in(cells.stage):
        scores = [
            cells.scores[match["key"], entry["team"]]
            for entry in match["entries"]
            if (match["key"], entry["team"]) in cells.scores
        ]
        totals: dict[str, EntryTotal] = {
            entry.side: entry.score for entry in scores if entry.score is not None
        }
        if len(scores) == 2 and {"labour", "employer"} == set(totals):
            pairs.append((totals["labour"].total, totals["employer"].total))
    if not pairs:
        notes.add("no_sides", "sides")
        return None
    generator = partial(generator_of, cells.book.document, cells.stage["key"], "sides")
    compared = compare_pairs(
        [labour for labour, _ in pairs], [employer for _, employer in pairs], generator
    )
    return {
        "labour": {"entries": compared.pairs, "mean": compared.first_mean},
        "employer": {"entries": compared.pairs, "mean": compared.second_mean},
        "difference": compared.difference,
        "se": notes.figure("sides.se", compared.se),
        "p": notes.figure("sides.p", compared.p),
        "pairs": compared.pairs,
    }
