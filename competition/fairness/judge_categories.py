"""One category of judges against the other, over the entries that both marked."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import partial

from competition.fairness.cells import StageCells
from competition.fairness.exact_statistics import exact_mean, rank_correlation
from competition.fairness.notes import Notes
from competition.fairness.paired import compare_pairs
from competition.fairness.resampling_seed import generator_of
from competition.scoring.decimals import add_up
from competition.scoring.ranking import rank_stage

Values = tuple[Fraction, Fraction]
"""What the two categories give an entry or a team."""


def compare_categories(cells: StageCells, notes: Notes) -> dict[str, object] | None:
    """Compare the two categories of a stage's judges; None where there are not just two."""
    judges = cells.book.judges
    present = {judges[key].get("category") for key in cells.judges} - {None}
    # Named in the order in which the file first has them.
    named = dict.fromkeys(judge.get("category") for judge in judges.values())
    categories = [each for each in named if each is not None and each in present]
    if len(categories) != 2:
        notes.add("not_two_categories", "categories")
        return None
    if cells.marks_differ:
        notes.add("marked_by", "categories")
        return None
    pairs: list[tuple[str, Values]] = []
    for entry in cells.entries:
        totals = [
            [
                cells.total(sheet.total)
                for sheet in entry.sheets
                if judges[sheet.judge].get("category") == category
            ]
            for category in categories
        ]
        if all(totals):
            pairs.append((entry.team, (exact_mean(totals[0]), exact_mean(totals[1]))))
    if not pairs:
        notes.add("too_few", "categories")
        return None
    generator = partial(generator_of, cells.book.document, cells.stage["key"], "categories")
    compared = compare_pairs(
        [first for _, (first, _) in pairs], [second for _, (_, second) in pairs], generator
    )
    teams = _join(cells, pairs)
    ranks = rank_correlation(
        [first for first, _ in teams.values()], [second for _, second in teams.values()]
    )
    ranked = {row.team.team for row in rank_stage(cells.book, cells.stage).placed}
    standing = {team: values for team, values in teams.items() if team in ranked}
    means = (compared.first_mean, compared.second_mean)
    return {
        **{
            category: {"entries": compared.pairs, "mean": mean}
            for category, mean in zip(categories, means, strict=True)
        },
        "difference": compared.difference,
        "se": notes.figure("categories.se", compared.se),
        "p": notes.figure("categories.p", compared.p),
        "pairs": compared.pairs,
        "rank_correlation": notes.figure("categories.rank_correlation", ranks),
        "first": {
            category: _leaders({team: values[place] for team, values in standing.items()})
            for place, category in enumerate(categories)
        },
    }


def _join(cells: StageCells, pairs: Iterable[tuple[str, Values]]) -> dict[str, Values]:
    """Join each team's entries by `across_matches`, in the order of `teams[]`."""
    of_team: dict[str, list[Values]] = {}
    for team, values in pairs:
        of_team.setdefault(team, []).append(values)
    how = cells.stage["across_matches"]
    joined = {}
    for team in cells.book.team_parts:
        if team in of_team:
            firsts = [first for first, _ in of_team[team]]
            seconds = [second for _, second in of_team[team]]
            if how == "best":
                joined[team] = max(firsts), max(seconds)
            elif how == "sum":
                joined[team] = add_up(firsts), add_up(seconds)
            else:
                joined[team] = exact_mean(firsts), exact_mean(seconds)
    return joined


def _leaders(values: Mapping[str, Fraction]) -> list[str]:
    highest = max(values.values(), default=None)
    return [team for team, value in values.items() if value == highest]
