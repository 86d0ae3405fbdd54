"""From marks to a total, for one entry: one team in one match (scoring.md)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from competition.file_types import (
    DeductionPart,
    EntryPart,
    JudgePart,
    MatchPart,
    RecusalPart,
    Side,
)
from competition.scoring.decimals import DecimalRow, add_up
from competition.scoring.marks import Marks, weighted_sum
from competition.scoring.panel import Panel, combine_panel
from competition.scoring.rule import Rule
from competition.seats import counting_judges


@dataclass(slots=True)
class EntryTotal:
    """How an entry's total comes about: each step of scoring.md before and after its rounding.

    `head_total` is the raw total of the head judge's sheet, None without one.
    """

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

    `seats` are the judges whose sheets count or should count, one for each seat of the panel.
    `judges` and `sheets` (marks in the units of `Marks`)
    are those that count, in seat order; `recused` are those who do not judge this team, and
    `missing` are the others.
    """

    match: str
    team: str
    side: Side
    seats: Sequence[str]
    judges: list[str]
    sheets: list[tuple[int, ...]]
    recused: Collection[str]
    missing: list[str]
    deductions: Sequence[DeductionPart]
    deducted: Fraction
    score: EntryTotal | None


def score_entry(
    rule: Rule,
    marks: Marks,
    judges: Mapping[str, JudgePart],
    match: MatchPart,
    entry: EntryPart,
    deductions: Sequence[DeductionPart],
    left_out: Collection[str] = (),
) -> EntryScore:
    """Score one entry of a match from the sheets that count and its own deductions.

    `judges` are all of the competition, by key. Those `left_out` are taken as recused too.
    """
    team = entry["team"]
    given = marks.versions.get((match["key"], team), {})
    recused = {*recused_judges(match, team), *left_out}
    seats = counting_judges(match, team)
    judging = [judge for judge in seats if judge not in recused]
    present = [judge for judge in judging if judge in given]
    missing = [judge for judge in judging if judge not in given]
    sheets = [marks.in_units(given[judge], rule) for judge in present]
    deducted = add_up([Fraction(deduction["points"]) for deduction in deductions])
    must_wait = missing and rule.missing_sheet == "wait"
    score = None
    present_judges = [judges[judge] for judge in present]
    if sheets and not must_wait and _is_marked_whole(rule, present_judges):
        score = _total(rule, marks.scale, present_judges, sheets, deducted)
    return EntryScore(
        match=match["key"],
        team=team,
        side=entry["side"],
        seats=seats,
        judges=present,
        sheets=sheets,
        recused=recused,
        missing=missing,
        deductions=deductions,
        deducted=deducted,
        score=score,
    )


def recused_judges(match: MatchPart, team: str) -> Collection[str]:
    """Return the judges whose sheets for a team of the match do not count and are not missing."""
    return {
        recusal["judge"] for recusal in match.get("recused") or () if is_recused_for(recusal, team)
    }


def is_recused_for(recusal: RecusalPart, team: str) -> bool:
    """Return whether a recusal concerns a team: every team of the match where none is named."""
    return team in recusal.get("teams", (team,))


def _is_marked_whole(rule: Rule, judges: Sequence[JudgePart]) -> bool:
    """Whether somebody marks each dimension; without that an entry has no total."""
    return not rule.marked_by or all(
        any(rule.is_marked(dimension, judge.get("category")) for judge in judges)
        for dimension in range(len(rule.dimensions))
    )


def _total(
    rule: Rule,
    scale: int,
    judges: Sequence[JudgePart],
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
        panel=panel,
        rounded_panel=values,
        products=products,
        weighted=weighted,
        exact_total=exact_total,
        total=rule.round_total(exact_total),
        head_total=head_total,
    )
