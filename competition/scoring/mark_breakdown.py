"""A match's marks laid open: every seat's total or marks, what was left out, what came of them.

Nothing is reckoned anew: it is read off the objects that the standings are made from. Seats are
numbered from 1 in the order of the panel; judges are not named.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from competition.scoring.decimals import plain, print_decimal
from competition.scoring.entry import EntryScore, EntryTotal
from competition.scoring.marks import weighted_sum
from competition.scoring.rule import Rule
from competition.scoring.stage import Scorebook, matches_in


def break_down_marks(document: Mapping[str, Any], match_key: str) -> dict[str, Any]:
    """Lay open one match of a checked accord/1 document.

    Returns `match`, `combine`, and `entries` with `team`, `side` and `score`: its `seats` (`seat`,
    the sheet's raw `total`, null for a seat without a sheet, and `dropped`), `too_few_to_drop`,
    `sum`, `deducted` and `total` as printed. Where the seats' kept totals, combined, are the very
    sum, `whole` is true and that is all there is to say. Where marks were left out dimension by
    dimension, or rounded or weighed on the way, `whole` is false and `dimensions` holds per
    dimension the seats' `marks`, the numbers of the `dropped` seats, and the `value` that came of
    them.

    `score` is null for an entry without a total. Raises KeyError where there is no such match.
    """
    book = Scorebook(document)
    for stage in book.stages.values():
        for match in matches_in(stage):
            if match["key"] == match_key:
                teams = book.teams(stage["key"])
                rows = [
                    next(e for e in teams[raw["team"]].entries if e.match == match_key)
                    for raw in match["entries"]
                ]
                return {
                    "match": match_key,
                    "combine": book.rule.combine,
                    "entries": [_entry(book, entry) for entry in rows],
                }
    raise KeyError(match_key)


def _entry(book: Scorebook, entry: EntryScore) -> dict[str, Any]:
    head = {"team": entry.team, "side": entry.side}
    if entry.score is None:
        return {**head, "score": None}
    return {**head, "score": _score(book, entry, entry.score)}


def _score(book: Scorebook, entry: EntryScore, score: EntryTotal) -> dict[str, Any]:
    rule = book.rule
    below = book.marks.scale * rule.factor_scale
    totals = [Fraction(weighted_sum(sheet, rule), below) for sheet in entry.sheets]
    dropped = [score.panel.dropped(place) for place in range(len(rule.dimensions))]
    alike = all(places == dropped[0] for places in dropped) and not rule.category_weights
    out = set(dropped[0]) if alike else set()
    added = score.weighted.sum()
    kept = [total for place, total in enumerate(totals) if place not in out]
    # The median of sums is not the sum of medians, even where it happens to be the same number.
    if rule.combine == "median" and len(kept) > 1:
        alike = False
    whole = alike and _joined(rule, kept) == added
    number = {judge: seat for seat, judge in enumerate(entry.seats, start=1)}
    sat = [number[judge] for judge in entry.judges]
    given = dict(zip(sat, totals, strict=True))
    left_out = {sat[place] for place in out} if whole else set()
    laid = {
        "seats": [
            {
                "seat": seat,
                "total": plain(given[seat]) if seat in given else None,
                "dropped": seat in left_out,
            }
            for seat in range(1, len(entry.seats) + 1)
        ],
        "whole": whole,
        "too_few_to_drop": any(group.short for group in score.panel.groups),
        "sum": _print(rule, added),
        "deducted": plain(entry.deducted),
        "total": _print(rule, score.total),
    }
    if not whole:
        laid["dimensions"] = _dimensions(book, entry, score, dropped, sat)
    return laid


def _joined(rule: Rule, totals: Sequence[Fraction]) -> Fraction:
    """The kept totals added up, and shared out unless the rule is to add."""
    added = sum(totals, Fraction(0))
    return added if rule.combine == "sum" else added / len(totals)


def _dimensions(
    book: Scorebook,
    entry: EntryScore,
    score: EntryTotal,
    dropped: Sequence[Sequence[int]],
    sat: Sequence[int],
) -> list[dict[str, Any]]:
    values = score.weighted.fractions()
    found = []
    for place, key in enumerate(book.rule.dimensions):
        marks: list[str | None] = [None] * len(entry.seats)
        for seat, sheet in zip(sat, entry.sheets, strict=True):
            marks[seat - 1] = plain(Fraction(sheet[place], book.marks.scale))
        found.append(
            {
                "dimension": key,
                "marks": marks,
                "dropped": [sat[seat] for seat in dropped[place]],
                "value": _print(book.rule, values[place]),
            }
        )
    return found


def _print(rule: Rule, value: Fraction) -> str:
    return print_decimal(value, rule.decimals, rule.rounding)
