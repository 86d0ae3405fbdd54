"""Who is first by other ways of combining, without each judge, and with other panels.

Leaving a judge out takes from each entry the seat whose sheet is, or would be, the judge's; the
standings are recounted then, so that who waited for that seat alone takes part. By the rule itself
tie-breaks apply; the plain ways have none.
"""

from collections.abc import Mapping, Sequence

from competition.fairness.cells import StageCells
from competition.fairness.combining_ways import CombiningWay, as_ruled, plain_ways
from competition.fairness.types import RobustFirst, RobustnessPart
from competition.scoring.ranking import Ranking, rank_stage


def robustness(cells: StageCells) -> RobustnessPart | None:
    """Return who is first by each way; None for a stage without a sheet that counts.

    `mean` and `median` are None where judges mark different dimensions. Teams and judges are in
    the file's order.
    """
    if not cells.entries:
        return None
    from competition.fairness.bootstrap import bootstrap, stage_resamples

    key = cells.stage["key"]
    rankings: dict[str | None, Ranking] = {None: rank_stage(cells.book, cells.stage)}
    for judge in cells.judges:
        rankings[judge] = rank_stage(cells.book.without_judge(key, judge), cells.stage)
    ranked = {judge: _in_order(cells, ranking) for judge, ranking in rankings.items()}
    resamples = stage_resamples(cells)

    def part(way: CombiningWay, first: Mapping[str | None, Sequence[str]]) -> RobustFirst:
        return {
            "first": list(first[None]),
            "leave_one_out": {judge: list(first[judge]) for judge in cells.judges},
            "overturns": [judge for judge in cells.judges if first[judge] != first[None]],
            "bootstrap": bootstrap(cells, way, ranked[None], resamples),
        }

    own = {judge: [team for team, rank in ranked[judge].items() if rank == 1] for judge in rankings}
    parts = {
        name: None if way is None else part(way, _first_by(cells, way, ranked))
        for name, way in plain_ways(cells).items()
    }
    return {
        "as_ruled": part(as_ruled(cells), own),
        "mean": parts["mean"],
        "trimmed": parts["trimmed"],
        "median": parts["median"],
    }


def _in_order(cells: StageCells, ranking: Ranking) -> dict[str, int]:
    """Return the ranks of the ranked teams, in the file's order."""
    ranks = {placed.team.team: placed.rank for placed in ranking.placed}
    return {team: ranks[team] for team in cells.book.team_parts if team in ranks}


def _first_by(
    cells: StageCells, way: CombiningWay, ranked: Mapping[str | None, Mapping[str, int]]
) -> dict[str | None, list[str]]:
    """Return who is first with all judges (None) and without each, of the teams ranked then."""
    import numpy as np

    from competition.fairness.counted_panels import CountedTotals
    from competition.fairness.team_totals import entry_totals, joined_totals, leading_teams

    cases = list(ranked)
    totals = {}
    for team in cells.book.team_parts:
        entries = [
            entry_totals(
                cells,
                way,
                entry,
                np.array(
                    [[int(sheet.judge != judge) for judge in cases] for sheet in entry.sheets],
                    dtype=np.int64,
                ),
            )
            for entry in cells.entries
            if entry.team == team
        ]
        if entries:
            found = joined_totals(cells, way, team, entries)
            takes_part = np.array([team in ranked[judge] for judge in cases])
            totals[team] = CountedTotals(found.totals, found.given & takes_part)
    teams, leads = leading_teams(totals)
    return {
        judge: [team for team, leads_it in zip(teams, leads[:, case], strict=True) if leads_it]
        for case, judge in enumerate(cases)
    }
