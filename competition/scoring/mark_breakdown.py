"""The marks of one match, to be shown in public: each seat's total, what was dropped, the result.

Nothing is computed anew: it is read from the objects that the standings are made of. Seats are
numbered from 1 in the panel's order; judges are not named.
"""

from collections.abc import Sequence
from fractions import Fraction

from competition.file_types import Document, EntryPart
from competition.scoring.decimals import format_exact, format_rounded
from competition.scoring.entry import EntryScore, EntryTotal
from competition.scoring.marks import weighted_sum
from competition.scoring.rule import Rule
from competition.scoring.stage import Scorebook, matches_in
from competition.scoring.types import EntryBreakdown, MarkBreakdown, ScoreBreakdown, SeatMarks


def break_down_marks(
    document: Document, match_key: str, book: Scorebook | None = None
) -> MarkBreakdown:
    """Break down the marks of one match of a checked competition file, ready for JSON.

    An entry's `score` is null while it has no total, and in a void match. Otherwise it has every
    seat's raw total (null for a seat without a sheet). Where combining the kept totals gives the
    result, `whole` is true, and `dropped` marks the seats left out. Where marks were dropped
    dimension by dimension, or rounded or weighted on the way, `whole` is false, and `dimensions`
    lists each dimension's marks, dropped seats and value. `book` is the document's, if it has been
    read.

    Raises KeyError if there is no such match.
    """
    book = book or Scorebook(document)
    for stage in book.stages.values():
        for match in matches_in(stage):
            if match["key"] == match_key:
                teams, rule = book.teams(stage["key"]), book.rule(stage["key"])
                scored = {
                    part["team"]: each
                    for part in match["entries"]
                    for each in teams[part["team"]].entries
                    if each.match == match_key
                }
                return {
                    "match": match_key,
                    "combine": rule.combine,
                    "entries": [
                        _entry(book, rule, part, scored.get(part["team"]))
                        for part in match["entries"]
                    ],
                }
    raise KeyError(match_key)


def _entry(
    book: Scorebook, rule: Rule, part: EntryPart, entry: EntryScore | None
) -> EntryBreakdown:
    score = None
    if entry is not None and entry.score is not None:
        score = _score(book, rule, entry, entry.score)
    return {"team": part["team"], "side": part["side"], "score": score}


def _score(book: Scorebook, rule: Rule, entry: EntryScore, score: EntryTotal) -> ScoreBreakdown:
    units = book.marks.scale * rule.factor_scale
    totals = [Fraction(weighted_sum(sheet, rule), units) for sheet in entry.sheets]
    dropped = [score.panel.dropped(dimension) for dimension in range(len(rule.dimensions))]
    # Whether whole sheets were dropped: the same seats in every dimension, of all categories.
    by_sheet = all(seats == dropped[0] for seats in dropped) and not (
        rule.category_weights or rule.marked_by
    )
    left_out = set(dropped[0]) if by_sheet else set()
    kept = [total for seat, total in enumerate(totals) if seat not in left_out]
    # The median of sums is not the sum of medians, even where it happens to be the same number.
    if rule.combine == "median" and len(kept) > 1:
        by_sheet = False
    result = score.weighted.sum()
    is_whole = by_sheet and _mean_or_sum(rule, kept) == result
    # Seats are counted among all judges of the panel here, among those who count in `score`.
    number_of = {judge: number for number, judge in enumerate(entry.seats, start=1)}
    numbers = [number_of[judge] for judge in entry.judges]
    total_of = dict(zip(numbers, totals, strict=True))
    left_out_numbers = {numbers[seat] for seat in left_out} if is_whole else set()
    breakdown: ScoreBreakdown = {
        "seats": [
            {
                "seat": number,
                "total": format_exact(total_of[number]) if number in total_of else None,
                "dropped": number in left_out_numbers,
            }
            for number in range(1, len(entry.seats) + 1)
        ],
        "whole": is_whole,
        "too_few_to_drop": any(group.is_short for group in score.panel.groups),
        "sum": _format(rule, result),
        "deducted": format_exact(entry.deducted),
        "total": _format(rule, score.total),
    }
    if not is_whole:
        breakdown["dimensions"] = _dimensions(book, rule, entry, score, dropped, numbers)
    return breakdown


def _mean_or_sum(rule: Rule, totals: Sequence[Fraction]) -> Fraction:
    """Combine the kept sheets' totals; with one total, the median is the mean."""
    added = sum(totals, Fraction(0))
    return added if rule.combine == "sum" else added / len(totals)


def _dimensions(
    book: Scorebook,
    rule: Rule,
    entry: EntryScore,
    score: EntryTotal,
    dropped: Sequence[Sequence[int]],
    numbers: Sequence[int],
) -> list[SeatMarks]:
    """Break down each dimension; `numbers` are those of the seats that count."""
    rows: list[SeatMarks] = []
    for index, key in enumerate(rule.dimensions):
        marks: list[str | None] = [None] * len(entry.seats)
        for number, judge, sheet in zip(numbers, entry.judges, entry.sheets, strict=True):
            if not rule.is_marked(index, book.judges[judge].get("category")):
                continue
            marks[number - 1] = format_exact(Fraction(sheet[index], book.marks.scale))
        rows.append(
            {
                "dimension": key,
                "marks": marks,
                "dropped": [numbers[seat] for seat in dropped[index]],
                "value": _format(rule, score.weighted.value(index)),
            }
        )
    return rows


def _format(rule: Rule, value: Fraction) -> str:
    return format_rounded(value, rule.decimals, rule.rounding)
