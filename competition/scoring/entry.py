"""From marks to a total, for one entry: one team in one match (scoring.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from competition.scoring.decimals import DecimalRow, add_up
from competition.scoring.marks import Marks, weighted_sum
from competition.scoring.panel import Panel, combine_panel
from competition.scoring.rule import Rule


@dataclass(slots=True)
class EntryTotal:
    """How an entry's total came about: each step of scoring.md before and after its rounding."""

    panel: Panel
    rounded_panel: DecimalRow
    products: DecimalRow
    weighted: DecimalRow
    exact_total: Fraction
    total: Fraction
    head_total: Fraction | None


@dataclass(slots=True)
class EntryScore:
    """One team in one match; `score` is None while there is no total.

    `seats` are the judges of the whole panel. `judges` and `sheets` (marks in the units of Marks)
    are those that count, in seat order; `missing` are the judges of the other seats.
    """

    match: str
    team: str
    side: str
    seats: Sequence[str]
    judges: list[str]
    sheets: list[tuple[int, ...]]
    missing: list[str]
    deductions: Sequence[Mapping[str, Any]]
    deducted: Fraction
    score: EntryTotal | None


def read_entry(
    rule: Rule,
    marks: Marks,
    judges: Mapping[str, Mapping[str, Any]],
    match: Mapping[str, Any],
    entry: Mapping[str, Any],
    deductions: Sequence[Mapping[str, Any]],
) -> EntryScore:
    """Score one entry of a match from the sheets that count and the entry's own deductions."""
    team = entry["team"]
    given = marks.versions.get((match["key"], team), {})
    present = [judge for judge in match["panel"] if judge in given]
    missing = [judge for judge in match["panel"] if judge not in given]
    sheets = [marks.of(given[judge], rule) for judge in present]
    deducted = add_up([Fraction(deduction["points"]) for deduction in deductions])
    waits = missing and rule.missing_sheet == "wait"
    score = None
    if sheets and not waits:
        members = [judges[judge] for judge in present]
        score = _score(rule, marks.scale, members, sheets, deducted)
    return EntryScore(
        match=match["key"],
        team=team,
        side=entry["side"],
        seats=match["panel"],
        judges=present,
        sheets=sheets,
        missing=missing,
        deductions=deductions,
        deducted=deducted,
        score=score,
    )


def _score(
    rule: Rule,
    scale: int,
    judges: Sequence[Mapping[str, Any]],
    sheets: Sequence[Sequence[int]],
    deducted: Fraction,
) -> EntryTotal:
    categories = [judge.get("category") or "" for judge in judges]
    panel = combine_panel(rule, sheets, scale, categories)
    values = panel.values
    if "panel" in rule.round_at:
        values = values.rounded(rule.decimals, rule.rounding)
    products = values.times(rule.factors, rule.factor_scale)
    weighted = products
    if "weighted" in rule.round_at:
        weighted = products.rounded(rule.decimals, rule.rounding)
    exact_total = weighted.sum()
    if deducted:
        exact_total -= deducted
    heads = [sheet for judge, sheet in zip(judges, sheets, strict=True) if judge.get("head")]
    head_total = None
    if heads:
        raw = weighted_sum(heads[0], rule)
        head_total = Fraction(raw, scale * rule.factor_scale)
    return EntryTotal(
        panel, values, products, weighted, exact_total, rule.round_total(exact_total), head_total
    )
