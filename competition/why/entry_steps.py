"""The steps of one entry: a team's marks in one match become its total there."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from competition.both_languages import BothLanguages
from competition.file_types import RubricPart, ScoringPart, SheetPart, VersionPart
from competition.scoring.entry import EntryScore, EntryTotal
from competition.scoring.panel import PanelGroup
from competition.scoring.stage import Scorebook
from competition.why.naming import ProofNames, seat_name
from competition.why.sentences import (
    category_name,
    says_combined,
    says_deduction,
    says_mark,
    says_sum,
    says_times,
    says_weighed,
)
from competition.why.steps import ProofSteps, exact
from competition.why.types import ProvedCategory, ProvedDimension, ProvedEntry


@dataclass(frozen=True)
class ProofContext:
    """What the steps of one stage are made with: the file as read, the stage's rubric and rule.

    With `by_seat` judges are called by the numbers of their seats.
    """

    book: Scorebook
    names: ProofNames
    steps: ProofSteps
    stage: str
    rubric: RubricPart
    scoring: ScoringPart
    by_seat: bool

    def rounded(self, of: str, at: str, what: BothLanguages) -> str:
        """Round a step where the rule says so, otherwise leave it."""
        if at not in self.scoring["round_at"]:
            return of
        return self.steps.rounded(of, what, self.scoring["decimals"], self.scoring["rounding"])


class _Entry:
    """The steps of one entry that has a total."""

    def __init__(self, context: ProofContext, entry: EntryScore, score: EntryTotal) -> None:
        self.context, self.entry, self.score = context, entry, score
        self.steps = context.steps
        given = context.book.marks.versions[entry.match, entry.team]
        self.sheets: list[SheetPart | VersionPart] = [given[judge] for judge in entry.judges]
        self.number_of = {judge: number for number, judge in enumerate(entry.seats, start=1)}
        self.ends = _sheets_by_end(context, score.panel.groups, self.sheets)

    def prove(self) -> ProvedEntry:
        """Add every step up to the total."""
        context, entry = self.context, self.entry
        match = context.names.match(entry.match)
        dimensions = [
            self._dimension(index, part["key"], part["factor"])
            for index, part in enumerate(context.rubric["dimensions"])
        ]
        count = len(dimensions)
        what: BothLanguages = {
            "zh": f"{match['zh']} {count} 个评分维度之和",
            "en": f"Sum of the {count} dimensions in {match['en']}",
        }
        total = added = self.steps.add(
            "sum",
            [each["weighted"] or each["times"] for each in dimensions],
            lambda values, result: says_sum(what, values, result),
        )
        deductions, minus = [], None
        for part in entry.deductions:
            points = Fraction(part["points"])
            leaf = self.steps.leaf("points", points, says_deduction(points, part.get("reason")))
            leaf["match"] = entry.match
            if "reason" in part:
                leaf["reason"] = part["reason"]
            deductions.append(leaf["id"])
        if deductions:
            less: BothLanguages = {
                "zh": f"{match['zh']}减去扣分",
                "en": f"{match['en']}, less what is deducted",
            }
            total = minus = self.steps.add(
                "minus",
                [added, *deductions],
                lambda values, result: says_sum(less, values, result, " − "),
            )
        whole: BothLanguages = {
            "zh": f"{match['zh']}的总分",
            "en": f"The total in {match['en']}",
        }
        return {
            "match": entry.match,
            "name": match,
            "side": entry.side,
            "seats": [
                {
                    "seat": self.number_of[judge],
                    "judge": f"seat-{self.number_of[judge]}" if context.by_seat else judge,
                    "name": self._judge(judge),
                    "head": bool(context.book.judges[judge].get("head")),
                }
                for judge in entry.judges
            ],
            "too_few": any(group.is_short for group in self.score.panel.groups),
            "dimensions": dimensions,
            "sum": added,
            "deductions": deductions,
            "minus": minus,
            "total": context.rounded(total, "total", whole),
        }

    def _dimension(self, index: int, key: str, factor: str) -> ProvedDimension:
        context, groups = self.context, self.score.panel.groups
        name = context.names.dimension(context.stage, key)
        out = {seat for group in groups for seat in group.dropped[index]}
        marks = {
            seat: self._mark(seat, key, self._end(index, seat, key) if seat in out else "")
            for seat, sheet in enumerate(self.sheets)
            if key in sheet["marks"]
        }
        parts: list[tuple[PanelGroup, str]] = []
        for group in groups:
            kept = [marks[seat] for seat in group.seats if seat in marks and seat not in out]
            if kept:
                parts.append((group, self._combined(name, group, kept)))
        categories: list[ProvedCategory] = []
        if groups[0].category is None:
            panel = parts[0][1]
        else:
            weights = context.scoring["category_weights"]
            categories = [
                {
                    "category": group.category,
                    "name": category_name(group.category),
                    "weight": weights[group.category],
                    "step": step,
                }
                for group, step in parts
                if group.category is not None
            ]
            panel = self.steps.add(
                "weigh",
                [of for each in categories for of in (each["step"], each["weight"])],
                lambda values, result: says_weighed(
                    name,
                    [
                        (each["category"], value, each["weight"])
                        for each, value in zip(categories, values[::2], strict=True)
                    ],
                    result,
                ),
            )
        rounded = context.rounded(panel, "panel", name)
        times = self.steps.add(
            "times",
            [rounded, factor],
            lambda values, result: says_times(name, values[0], factor, result),
        )
        weighted = context.rounded(times, "weighted", name)
        return {
            "dimension": key,
            "name": name,
            "marks": [marks.get(seat) for seat in range(len(self.sheets))],
            "categories": categories,
            "panel": panel,
            "rounded": rounded if "panel" in context.scoring["round_at"] else None,
            "factor": factor,
            "times": times,
            "weighted": weighted if "weighted" in context.scoring["round_at"] else None,
        }

    def _mark(self, seat: int, dimension: str, end: str) -> str:
        context, judge = self.context, self.entry.judges[seat]
        number = self.number_of[judge]
        value = exact(self.sheets[seat]["marks"][dimension])
        name = context.names.dimension(context.stage, dimension)
        step = self.steps.leaf("mark", value, says_mark(self._judge(judge), name, value, end))
        step["match"] = self.entry.match
        step["judge"] = f"seat-{number}" if context.by_seat else judge
        step["dimension"] = dimension
        if end:
            step["left_out"] = True
        return step["id"]

    def _judge(self, judge: str) -> BothLanguages:
        if self.context.by_seat:
            return seat_name(self.number_of[judge])
        return self.context.names.judge(judge)

    def _combined(self, name: BothLanguages, group: PanelGroup, kept: Sequence[str]) -> str:
        combine = self.context.scoring["combine"]
        return self.steps.add(
            combine,
            kept,
            lambda values, result: says_combined(combine, name, group.category, values, result),
        )

    def _end(self, index: int, seat: int, key: str) -> str:
        """At which end a mark that is left out lies: among the highest, or among the lowest."""
        if self.ends:
            return self.ends[seat]
        for group in self.score.panel.groups:
            if seat in group.dropped[index]:
                values = {
                    each: exact(self.sheets[each]["marks"][key]) for each in group.dropped[index]
                }
                return _ends(values, self.context.scoring["drop_high"])[seat]
        return ""


def prove_entry(context: ProofContext, entry: EntryScore, score: EntryTotal) -> ProvedEntry:
    """Add the steps of an entry that has a total."""
    return _Entry(context, entry, score).prove()


def _sheets_by_end(
    context: ProofContext,
    groups: Sequence[PanelGroup],
    sheets: Sequence[SheetPart | VersionPart],
) -> dict[int, str]:
    """Where whole sheets are left out: at which end each of them lies, by seat."""
    found: dict[int, str] = {}
    if context.scoring["drop_by"] != "sheet":
        return found
    for group in groups:
        totals = {
            seat: sum(
                (
                    exact(sheets[seat]["marks"][part["key"]]) * exact(part["factor"])
                    for part in context.rubric["dimensions"]
                ),
                Fraction(0),
            )
            for seat in group.dropped[0]
        }
        ends = _ends(totals, context.scoring["drop_high"])
        found |= {seat: f"{end} sheet" for seat, end in ends.items()}
    return found


def _ends(values: dict[int, Fraction], high: int) -> dict[int, str]:
    """Of what is left out, the `high` highest and the others; of equal ones the later seat first.

    It is the order in which they are left out.
    """
    order = sorted(values, key=lambda seat: (values[seat], seat), reverse=True)
    return {seat: "high" if place < high else "low" for place, seat in enumerate(order)}
