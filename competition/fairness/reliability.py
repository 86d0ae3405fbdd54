"""How far judges agree on the same entries: intraclass correlations, Kendall's W, alpha.

K. O. McGraw, S. P. Wong, Forming inferences about some intraclass correlation coefficients,
Psychological Methods 1 (1996); P. E. Shrout, J. L. Fleiss, Psychological Bulletin 86 (1979).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isfinite
from typing import NamedTuple

from competition.fairness.alpha import alpha_interval, alpha_ordinal
from competition.fairness.block import Block, find_block
from competition.fairness.distributions import chi_square_tail, f_quantile
from competition.fairness.exact_statistics import (
    LEAST_FOR_CORRELATION,
    counts_of,
    doubled_ranks,
)
from competition.fairness.notes import Notes, Outcome
from competition.fairness.types import NoteCode, Reliability

_UPPER = 0.975
_BLOCK_FIGURES = (
    *("icc_1_1", "icc_a_1", "icc_c_1", "icc_1_k", "icc_a_k", "icc_c_k"),
    *("kendall_w", "kendall_p"),
)


class MeanSquares(NamedTuple):
    """A table of `entries` rows and `judges` columns: mean squares of the two-way analysis.

    `within` is that of the one-way analysis: between the judges' values for an entry.
    """

    entries: int
    judges: int
    rows: Fraction
    columns: Fraction
    error: Fraction
    within: Fraction


def reliability(
    judges: Sequence[str],
    entries: Sequence[str],
    marked: Sequence[Mapping[int, int]],
    notes: Notes,
    where: str,
) -> Reliability:
    """The figures of one kind of value: sheet totals, or the marks of a dimension.

    `marked` has for each entry the values by judge, who is a position in `judges`. What cannot be
    had is noted under `where`.
    """
    block = find_block(marked)
    outcomes: dict[str, Outcome] = dict.fromkeys(_BLOCK_FIGURES, "no_block")
    interval: tuple[float, float] | NoteCode = "no_block"
    if block:
        table = [[marked[entry][judge] for judge in block.judges] for entry in block.entries]
        squares = mean_squares(table)
        outcomes = intraclass_correlations(squares)
        interval = agreement_interval(squares)
        outcomes["kendall_w"], outcomes["kendall_p"] = kendall(table)
    units = [list(values.values()) for values in marked]
    outcomes["alpha_interval"] = alpha_interval(units)
    outcomes["alpha_ordinal"] = alpha_ordinal(units)
    return _noted(judges, entries, block, outcomes, interval, notes, where)


def no_reliability(code: NoteCode, notes: Notes, where: str) -> Reliability:
    """No figure at all, for one reason."""
    outcomes: dict[str, Outcome] = dict.fromkeys(
        (*_BLOCK_FIGURES, "alpha_interval", "alpha_ordinal"), code
    )
    return _noted((), (), None, outcomes, code, notes, where)


def _noted(
    judges: Sequence[str],
    entries: Sequence[str],
    block: Block | None,
    outcomes: Mapping[str, Outcome],
    interval: tuple[float, float] | NoteCode,
    notes: Notes,
    where: str,
) -> Reliability:
    def figure(name: str) -> float | None:
        return notes.figure(f"{where}.{name}", outcomes[name])

    if block is None:
        code = interval if isinstance(interval, str) else "no_block"
        for name in ("judges", "entries"):
            notes.add(code, f"{where}.{name}")
    if isinstance(interval, str):
        notes.add(interval, f"{where}.icc_a_1_ci95")
    return {
        "judges": [judges[judge] for judge in block.judges] if block else None,
        "entries": [entries[entry] for entry in block.entries] if block else None,
        "icc_1_1": figure("icc_1_1"),
        "icc_a_1": figure("icc_a_1"),
        "icc_c_1": figure("icc_c_1"),
        "icc_1_k": figure("icc_1_k"),
        "icc_a_k": figure("icc_a_k"),
        "icc_c_k": figure("icc_c_k"),
        "icc_a_1_ci95": None if isinstance(interval, str) else list(interval),
        "kendall_w": figure("kendall_w"),
        "kendall_p": figure("kendall_p"),
        "alpha_interval": figure("alpha_interval"),
        "alpha_ordinal": figure("alpha_ordinal"),
    }


def mean_squares(table: Sequence[Sequence[int]]) -> MeanSquares:
    """Analyse a table of at least two entries (rows) by two judges (columns), exactly."""
    count, judges = len(table), len(table[0])
    correction = Fraction(sum(map(sum, table)) ** 2, count * judges)
    total = sum(value * value for row in table for value in row) - correction
    rows = Fraction(sum(sum(row) ** 2 for row in table), judges) - correction
    columns = Fraction(sum(sum(column) ** 2 for column in zip(*table, strict=True)), count)
    columns -= correction
    return MeanSquares(
        entries=count,
        judges=judges,
        rows=rows / (count - 1),
        columns=columns / (judges - 1),
        error=(total - rows - columns) / ((count - 1) * (judges - 1)),
        within=(total - rows) / (count * (judges - 1)),
    )


def intraclass_correlations(squares: MeanSquares) -> dict[str, Outcome]:
    """The six of McGraw & Wong: one-way, two-way agreement and consistency; one judge and all."""
    entries, judges, rows, columns, error, within = squares
    apart = (columns - error) / entries
    return {
        "icc_1_1": _ratio(rows - within, rows + (judges - 1) * within),
        "icc_a_1": _ratio(*_agreement(squares)),
        "icc_c_1": _ratio(rows - error, rows + (judges - 1) * error),
        "icc_1_k": _ratio(rows - within, rows),
        "icc_a_k": _ratio(rows - error, rows + apart),
        "icc_c_k": _ratio(rows - error, rows),
    }


def agreement_interval(squares: MeanSquares) -> tuple[float, float] | NoteCode:
    """The 95 % interval of `icc_a_1`, by the F formulae of McGraw & Wong's table 7."""
    count, judges, rows, columns, error, _ = squares
    above, below = _agreement(squares)
    if below <= 0 or above == below:
        return "no_spread"
    odds = judges * above / (count * (below - above))
    by_columns, by_error = odds * columns, (1 + odds * (count - 1)) * error
    spread = by_columns**2 / (judges - 1) + by_error**2 / ((count - 1) * (judges - 1))
    if not spread or not by_columns + by_error:
        return "no_spread"
    degrees = float((by_columns + by_error) ** 2 / spread)
    lower_f = f_quantile(_UPPER, count - 1, degrees)
    upper_f = f_quantile(_UPPER, degrees, count - 1)
    if not isfinite(lower_f) or not isfinite(upper_f):
        return "no_spread"
    # In fractions as far as the quantiles allow: what follows holds for marks of any size.
    low, high = Fraction(lower_f), Fraction(upper_f)
    rest = judges * columns + (judges * count - judges - count) * error
    return (
        float(count * (rows - low * error) / (low * rest + count * rows)),
        float(count * (high * rows - error) / (rest + count * high * rows)),
    )


def kendall(table: Sequence[Sequence[int]]) -> tuple[Outcome, Outcome]:
    """Kendall's W with the correction for ties, and its p by χ² with n − 1 degrees."""
    count, judges = len(table), len(table[0])
    columns = list(zip(*table, strict=True))
    ranks = [doubled_ranks(column) for column in columns]
    ties = sum(times**3 - times for column in columns for times in counts_of(column).values())
    most = judges**2 * (count**3 - count) - judges * ties
    if not most:
        return "no_spread", "no_spread"
    # Ranks are doubled, so the squares are four times as large.
    squares = sum((sum(row) - judges * (count + 1)) ** 2 for row in zip(*ranks, strict=True))
    concordance = Fraction(3 * squares, most)
    if count < LEAST_FOR_CORRELATION:
        return float(concordance), "too_few"
    return float(concordance), chi_square_tail(judges * (count - 1) * concordance, count - 1)


def _agreement(squares: MeanSquares) -> tuple[Fraction, Fraction]:
    """The numerator and the denominator of `icc_a_1`."""
    entries, judges, rows, columns, error, _ = squares
    below = rows + (judges - 1) * error + Fraction(judges, entries) * (columns - error)
    return rows - error, below


def _ratio(above: Fraction, below: Fraction) -> Outcome:
    return float(above / below) if below > 0 else "no_spread"
