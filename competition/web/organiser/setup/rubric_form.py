"""The form for what is marked and how marks become places."""

import decimal
from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Form, FormField, StringField
from wtforms.validators import ValidationError

from competition import document
from competition.file_types import Document
from competition.web.organiser.forms.base import PartForm, by_key, key_of, notes_to_keep, only_given
from competition.web.organiser.forms.fields import (
    ChoiceField,
    Data,
    DecimalField,
    FormRow,
    FormRows,
    LocalizedText,
    LongLocalizedText,
    MultiChoiceField,
    WholeNumberField,
)
from competition.web.organiser.labels import (
    COMBINE,
    DROP_BY,
    MISSING,
    ROUND_AT,
    ROUNDING,
    TIE_BREAKS,
    category,
)
from competition.web.organiser.setup.board_view import categories_of
from competition.web.template_filters import localized, mark

PERSONAL = ("max", "min", "step")
SUGGESTED = {"personal_max": "10", "personal_min": "0", "personal_step": "1"}
"""The scale that is offered where single contestants are not marked yet."""
WHOLE_NUMBERS = ("drop_high", "drop_low", "min_kept", "decimals")


class DimensionRow(FormRow):
    """A dimension: its name, the range and step of its marks, and its factor."""

    name = FormField(LocalizedText, lazy_gettext("Name"))
    max = DecimalField(lazy_gettext("Highest mark"), signed=True)
    min = DecimalField(lazy_gettext("Lowest mark"), signed=True)
    step = DecimalField(lazy_gettext("Step"))
    factor = DecimalField(lazy_gettext("Factor (1 for none)"), signed=True, default="1")
    guide = FormField(LongLocalizedText, lazy_gettext("Guide for the judges"))
    marked_by = MultiChoiceField(lazy_gettext("Marked only by judges of these categories"))

    def is_blank(self) -> bool:
        """Whether nothing was entered; a blank row has a factor, too."""
        numbers = (self.max, self.min, self.step)
        return (
            self.name.form.text() is None
            and self.guide.form.text() is None
            and not any((number.data or "").strip() for number in numbers)
        )


class WeightRow(FormRow):
    """A category of judges and its weight."""

    category = StringField(lazy_gettext("Category"))
    weight = DecimalField(lazy_gettext("Weight"))

    def is_blank(self) -> bool:
        """Whether nothing was entered."""
        return not (self.category.data or "").strip() and not (self.weight.data or "").strip()


class TieBreakRow(Form):
    """One rule in the order of tie-breaks."""

    rule = ChoiceField(lazy_gettext("Rule"))


class RubricForm(PartForm):
    """The `rubric` and `scoring` parts together, as `{"rubric": …, "scoring": …}`."""

    dimensions = FormRows(DimensionRow, lazy_gettext("Dimensions"), first=5, spare=1)
    personal = BooleanField(lazy_gettext("The judges also mark single contestants"))
    personal_max = DecimalField(lazy_gettext("Highest mark"), signed=True)
    personal_min = DecimalField(lazy_gettext("Lowest mark"), signed=True)
    personal_step = DecimalField(lazy_gettext("Step"))
    combine = ChoiceField(lazy_gettext("A panel's marks are combined by their"), COMBINE)
    drop_high = WholeNumberField(lazy_gettext("Highest marks left out"))
    drop_low = WholeNumberField(lazy_gettext("Lowest marks left out"))
    drop_by = ChoiceField(lazy_gettext("Leave out"), DROP_BY)
    min_kept = WholeNumberField(lazy_gettext("Keep at least"), low=1)
    category_weights = FormRows(WeightRow, lazy_gettext("Weights of the judges' categories"))
    decimals = WholeNumberField(lazy_gettext("Decimals"), high=6)
    rounding = ChoiceField(lazy_gettext("Rounding"), ROUNDING)
    round_at = MultiChoiceField(lazy_gettext("What to round"), ROUND_AT)
    missing_sheet = ChoiceField(lazy_gettext("While a judge's sheet is missing"), MISSING)
    tie_break = FormRows(TieBreakRow, lazy_gettext("Tie-breaks, in this order"))
    rubric_placeholder = BooleanField(lazy_gettext("The whole rubric is still a placeholder"))

    shown_as: ClassVar[Mapping[str, str]] = {
        f"personal.{name}": f"personal_{name}" for name in PERSONAL
    }

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """Both parts' fields; there are as many lines for tie-breaks as there are rules."""
        scoring, rubric = part["scoring"], part["rubric"]
        numbers = {name: str(scoring[name]) for name in WHOLE_NUMBERS if name in scoring}
        weights = scoring.get("category_weights") or {}
        rules = len(rubric["dimensions"]) + len(TIE_BREAKS)
        order = [*scoring.get("tie_break", ()), *[""] * rules][: max(rules, 1)]
        scale = rubric.get("personal")
        typed = {f"personal_{name}": scale.get(name, "") for name in PERSONAL} if scale else {}
        return {
            **scoring,
            **numbers,
            **(typed or SUGGESTED),
            "personal": bool(scale),
            "dimensions": rubric["dimensions"],
            "category_weights": [
                {"category": category, "weight": weight} for category, weight in weights.items()
            ],
            "tie_break": [{"rule": rule} for rule in order],
            "placeholder": scoring.get("placeholder"),
            "rubric_placeholder": rubric.get("placeholder"),
        }

    def prepare(self, file: Document) -> None:
        """Offer every dimension and the other rules as tie-breaks, and the judges' categories."""
        stored = self.stored["rubric"]["dimensions"]
        dimensions = [(d["key"], localized(d["name"])) for d in stored]
        for entry in self.tie_break:
            entry.form.rule.choices = [("", "–"), *dimensions, *TIE_BREAKS]
        named = [code for d in stored for code in d.get("marked_by", ())]
        codes = dict.fromkeys([*categories_of(file), *named])
        for entry in self.dimensions:
            entry.form.marked_by.choices = [(code, category(code)) for code in codes]

    def row_lists(self) -> list[FormRows]:
        """Without the tie-breaks, which need no spare rows."""
        return [self.dimensions, self.category_weights]

    def field_at(self, place: str) -> Any:
        """The field for a place in either part; the form has the fields of both."""
        return super().field_at(place.removeprefix("rubric.").removeprefix("scoring."))

    def highest_total(self) -> str:
        """The sum of the highest marks times their factors, of what is in the fields."""
        total = decimal.Decimal(0)
        for entry in self.dimensions:
            typed = [entry.form[name].data for name in ("max", "factor")]
            if all((text or "").strip() for text in typed):
                try:
                    high, factor = (
                        decimal.Decimal(document.normalise_typed_number(text, signed=True))
                        for text in typed
                    )
                except document.Refusal:
                    continue
                total += high * factor
        return mark(f"{total:f}")

    def part(self) -> Data:
        """Both parts as typed."""
        self.tie_break.kept = [entry for entry in self.tie_break if entry.form.rule.data]
        scoring = {
            "combine": self.combine.data,
            **{name: self[name].whole for name in WHOLE_NUMBERS},
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
        rubric_notes = notes_to_keep(self.stored["rubric"], keep=bool(self.rubric_placeholder.data))
        scoring_notes = notes_to_keep(self.stored["scoring"], keep=bool(self.placeholder.data))
        return {
            "rubric": {"dimensions": self._dimensions(), **self._personal(), **rubric_notes},
            "scoring": {
                **{name: value for name, value in scoring.items() if value is not None},
                **scoring_notes,
            },
        }

    def _personal(self) -> Data:
        if not self.personal.data:
            return {}
        typed = {name: self[f"personal_{name}"].plain for name in PERSONAL}
        stored = self.stored["rubric"].get("personal", {})
        kept = {name: stored[name] for name in ("placeholder", "source") if name in stored}
        return {"personal": {**only_given(typed), **kept}}

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
                "marked_by": row.marked_by.data or None,
            }
            kept = notes_to_keep(stored.get(key, {}), keep=bool(row.placeholder.data))
            dimensions.append({**only_given(fields), **kept})
        return dimensions

    def validate_personal_step(self, field: DecimalField) -> None:
        """A scale has a highest mark and a step."""
        if self.personal.data and not (field.plain and self.personal_max.plain):
            raise ValidationError(gettext("Enter the highest mark and the step."))

    def validate_category_weights(self, field: FormRows) -> None:
        """Refuse a weight without a category, and a category without a weight."""
        for entry in field:
            row = entry.form
            if row.is_blank():
                continue
            if not (row.category.data or "").strip():
                row.category.errors = [gettext("Enter the category.")]
            if not row.weight.plain and not row.weight.errors:
                row.weight.errors = [gettext("Enter a number.")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse the form if a row of the weights is incomplete."""
        sound = super().validate(extra_validators)
        return sound and not any(
            entry.form.category.errors or entry.form.weight.errors
            for entry in self.category_weights
        )
