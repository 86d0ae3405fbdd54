"""Others' statistics, to compare with; they raise warnings of their own when they are imported."""

import warnings
from collections.abc import Sequence
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import krippendorff
    import numpy as np
    import pandas as pd
    import pingouin
    from scipy import stats

FIGURES = ("icc_1_1", "icc_a_1", "icc_c_1", "icc_1_k", "icc_a_k", "icc_c_k")


def intraclass(table: Sequence[Sequence[float]]) -> tuple[dict[str, float], list[float]]:
    """The six correlations of entries (rows) by judges, and the interval of `icc_a_1`."""
    cells = [
        {"entry": entry, "judge": judge, "mark": float(mark)}
        for entry, row in enumerate(table)
        for judge, mark in enumerate(row)
    ]
    before = dict(pingouin.options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pingouin.options.update({"round": None, "round.column.CI95": None})
        try:
            found = pingouin.intraclass_corr(
                data=pd.DataFrame(cells), targets="entry", raters="judge", ratings="mark"
            )
        finally:
            pingouin.options.clear()
            pingouin.options.update(before)
    figures = dict(zip(FIGURES, found["ICC"], strict=True))
    interval = next(column for column in found.columns if column.startswith("CI95"))
    return figures, [float(each) for each in found[interval][1]]


def alpha(units: Sequence[Sequence[float]], level: str) -> float:
    """Krippendorff's alpha of the values given to each unit, in whatever order."""
    most = max(map(len, units))
    rows = [[*map(float, values), *[np.nan] * (most - len(values))] for values in units]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(
            krippendorff.alpha(reliability_data=np.array(rows).T, level_of_measurement=level)
        )


def concordance(table: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Kendall's W of entries (rows) by judges, and its p: Friedman's test of the entries."""
    found: Any = stats.friedmanchisquare(*np.array(table, dtype=float))
    entries, judges = len(table), len(table[0])
    return float(found.statistic) / (judges * (entries - 1)), float(found.pvalue)
