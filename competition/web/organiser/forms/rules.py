"""The form for what is marked and how marks become places."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Form, FormField, StringField

from competition.web.words import said

from .base import PartForm, by_key, given, key_of, notes
from .fields import Choice, Data, LongWords, Row, Rows, Several, TypedNumber, TypedWhole, Words

COMBINE = [
    ("mean", lazy_gettext("mean")),
    ("median", lazy_gettext("median")),
    ("sum", lazy_gettext("sum")),
]
DROP_BY = [
    ("dimension", lazy_gettext("dimension by dimension")),
    ("sheet", lazy_gettext("whole sheets, by their total")),
]
ROUNDING = [
    ("half_up", lazy_gettext("half away from zero (0.125 → 0.13)")),
    ("half_even", lazy_gettext("half to even (0.125 → 0.12)")),
]
ROUND_AT = [
    ("panel", lazy_gettext("each dimension's panel value")),
    ("weighted", lazy_gettext("each weighted dimension")),
    ("total", lazy_gettext("the total")),
]
MISSING = [
    ("wait", lazy_gettext("the team has no total yet")),
    ("exclude", lazy_gettext("the panel counts without it")),
]
TIE_BREAKS = [
    ("deductions", lazy_gettext("fewer deductions")),
    ("head", lazy_gettext("the head judge's sheet")),
    ("ruling", lazy_gettext("the panel's ruling")),
]


class DimensionRow(Row):
    """A dimension: what is marked, from where to where, and how much it weighs."""

    name = FormField(Words, lazy_gettext("Name"))
    max = TypedNumber(lazy_gettext("Highest mark"), signed=True)
    min = TypedNumber(lazy_gettext("Lowest mark"), signed=True)
    step = TypedNumber(lazy_gettext("Step"))
    factor = TypedNumber(lazy_gettext("Factor"), signed=True, default="1")
    guide = FormField(LongWords, lazy_gettext("Guide for the judges"))

    def is_blank(self) -> bool:
        """Whether the row says nothing; the factor stands in a blank one, too."""
        numbers = (self.max, self.min, self.step)
        return (
            self.name.form.text() is None
            and self.guide.form.text() is None
            and not any((number.data or "").strip() for number in numbers)
        )


class WeightRow(Row):
    """A category of judges and its weight."""

    category = StringField(lazy_gettext("Category"))
    weight = TypedNumber(lazy_gettext("Weight"))

    def is_blank(self) -> bool:
        """Whether the row says nothing."""
        return not (self.category.data or "").strip() and not (self.weight.data or "").strip()


class TieBreakRow(Form):
    """One rule in the order of tie-breaks."""

    rule = Choice(lazy_gettext("Rule"))


class RubricForm(PartForm):
    """`rubric` and `scoring`, handed over together as `{"rubric": …, "scoring": …}`."""

    dimensions = Rows(DimensionRow, lazy_gettext("Dimensions"))
    combine = Choice(lazy_gettext("The kept values of a panel become one by their"), COMBINE)
    drop_high = TypedWhole(lazy_gettext("Highest left out"))
    drop_low = TypedWhole(lazy_gettext("Lowest left out"))
    drop_by = Choice(lazy_gettext("Leave out"), DROP_BY)
    min_kept = TypedWhole(lazy_gettext("Keep at least"), low=1)
    category_weights = Rows(WeightRow, lazy_gettext("Weights of the judges' categories"))
    decimals = TypedWhole(lazy_gettext("Decimals"), high=6)
    rounding = Choice(lazy_gettext("Rounding"), ROUNDING)
    round_at = Several(lazy_gettext("Round where"), ROUND_AT)
    missing_sheet = Choice(lazy_gettext("While a judge's sheet is missing"), MISSING)
    tie_break = Rows(TieBreakRow, lazy_gettext("Among equal totals, in this order"))
    rubric_placeholder = BooleanField(lazy_gettext("The whole rubric is still a placeholder"))

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """Both parts side by side; one more line for a tie-break than there are rules."""
        scoring, rubric = part["scoring"], part["rubric"]
        whole = {name: str(scoring[name]) for name in WHOLE if name in scoring}
        weights = scoring.get("category_weights") or {}
        rules = len(rubric["dimensions"]) + len(TIE_BREAKS)
        order = [*scoring.get("tie_break", ()), *[""] * rules][: max(rules, 1)]
        return {
            **scoring,
            **whole,
            "dimensions": rubric["dimensions"],
            "category_weights": [
                {"category": category, "weight": weight} for category, weight in weights.items()
            ],
            "tie_break": [{"rule": rule} for rule in order],
            "placeholder": scoring.get("placeholder"),
            "rubric_placeholder": rubric.get("placeholder"),
        }

    def prepare(self, whole: Mapping[str, Any]) -> None:
        """A tie-break is a dimension or one of three words."""
        dimensions = [(d["key"], said(d["name"])) for d in whole["rubric"]["dimensions"]]
        for entry in self.tie_break:
            entry.form.rule.choices = [("", "–"), *dimensions, *TIE_BREAKS]

    def row_lists(self) -> list[Rows]:
        """Tie-breaks have as many lines as there are rules."""
        return [self.dimensions, self.category_weights]

    def field_at(self, place: str) -> Any:
        """Both parts' fields stand side by side in the form."""
        return super().field_at(place.removeprefix("rubric.").removeprefix("scoring."))

    def part(self) -> Data:
        """Both parts as typed."""
        self.tie_break.kept = [entry for entry in self.tie_break if entry.form.rule.data]
        scoring = {
            "combine": self.combine.data,
            **{name: self[name].whole for name in WHOLE},
            "drop_by": self.drop_by.data,
            "category_weights": {
                row.category.data.strip(): row.weight.plain for row in self.category_weights.given()
            },
            "rounding": self.rounding.data,
            "round_at": self.round_at.data or [],
            "missing_sheet": self.missing_sheet.data,
            "tie_break": [entry.form.rule.data for entry in self.tie_break.kept],
        }
        if not scoring["category_weights"]:
            del scoring["category_weights"]
        rubric_notes = notes(self.stored["rubric"], keep=bool(self.rubric_placeholder.data))
        scoring_notes = notes(self.stored["scoring"], keep=bool(self.placeholder.data))
        return {
            "rubric": {"dimensions": self._dimensions(), **rubric_notes},
            "scoring": {
                **{name: value for name, value in scoring.items() if value is not None},
                **scoring_notes,
            },
        }

    def _dimensions(self) -> list[Data]:
        stored = by_key(self.stored["rubric"]["dimensions"])
        taken = set[str]()
        dimensions = []
        for row in self.dimensions.given():
            key = key_of(row, stored, taken, "dimension")
            fields = {
                "key": key,
                "name": row.name.form.text(),
                **{name: row[name].plain for name in ("max", "min", "step", "factor")},
                "guide": row.guide.form.text(),
            }
            kept = notes(stored.get(key, {}), keep=bool(row.placeholder.data))
            dimensions.append({**given(fields), **kept})
        return dimensions

    def validate_category_weights(self, field: Rows) -> None:
        """A weight without a category, or a category without one, says nothing."""
        for entry in field:
            row = entry.form
            if row.is_blank():
                continue
            if not (row.category.data or "").strip():
                row.category.errors = [gettext("Write the category.")]
            if not row.weight.plain and not row.weight.errors:
                row.weight.errors = [gettext("Write a number here.")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Rows are checked with the rest; a half-written one stops the form."""
        sound = super().validate(extra_validators)
        return sound and not any(
            entry.form.category.errors or entry.form.weight.errors
            for entry in self.category_weights
        )


WHOLE = ("drop_high", "drop_low", "min_kept", "decimals")
