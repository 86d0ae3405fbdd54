"""The form for a stage: of matches or a written test, what it carries, and who goes on."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import FormField
from wtforms.validators import ValidationError

from competition.file_types import Document
from competition.web.organiser.forms.base import PartForm, only_given
from competition.web.organiser.forms.fields import (
    ChoiceField,
    Data,
    DecimalField,
    FormRow,
    FormRows,
    LocalizedText,
    WholeNumberField,
)
from competition.web.organiser.forms.moments import MomentField
from competition.web.organiser.labels import (
    ACROSS_MATCHES,
    MISSING_CARRY,
    PAPER_COMBINE,
    PAPER_PER,
    STAGE_KINDS,
)
from competition.web.organiser.setup.people_forms import kept_notes
from competition.web.template_filters import localized


class CarryRow(FormRow):
    """A stage whose totals are carried over into this one, with its weight."""

    stage = ChoiceField(lazy_gettext("Stage"))
    weight = DecimalField(lazy_gettext("Weight"))
    missing = ChoiceField(lazy_gettext("A team without a total there"), MISSING_CARRY)

    def is_blank(self) -> bool:
        """Whether no stage was chosen and no weight entered."""
        return not self.stage.data and not (self.weight.data or "").strip()


class StageForm(PartForm):
    """One of `stages[]`, without its rounds and its release."""

    name = FormField(LocalizedText, lazy_gettext("Name"))
    kind = ChoiceField(lazy_gettext("The stage is"), STAGE_KINDS)
    across_matches = ChoiceField(lazy_gettext("A team's total in the stage is"), ACROSS_MATCHES)
    max = DecimalField(lazy_gettext("Highest score"))
    per = ChoiceField(lazy_gettext("Scores"), PAPER_PER)
    combine = ChoiceField(lazy_gettext("A team's total in the test is"), PAPER_COMBINE)
    best = WholeNumberField(lazy_gettext("How many of the best"), low=1, high=1000)
    carry = FormRows(CarryRow, lazy_gettext("Totals carried over from earlier stages"))
    weight = DecimalField(lazy_gettext("Weight of this stage's own total"))
    advance_to = ChoiceField(lazy_gettext("The best teams advance to"))
    advance_top = WholeNumberField(lazy_gettext("How many"), low=1)
    provisional_until = MomentField(lazy_gettext("Appeals are taken until"))
    shown_as: ClassVar[Mapping[str, str]] = {
        "advance.to": "advance_to",
        "advance.top": "advance_top",
        "combine.best": "best",
    }

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """`advance` is shown as two fields, and so is `combine` where the best count."""
        advance = part.get("advance") or {}
        top = str(advance["top"]) if advance else ""
        shown = {"kind": "matches", "across_matches": "mean", "per": "team", "combine": "mean"}
        best = part.get("combine")
        if isinstance(best, Mapping):
            part = {**part, "combine": "best", "best": str(best["best"])}
        return {**shown, **part, "advance_to": advance.get("to", ""), "advance_top": top}

    def prepare(self, file: Document) -> None:
        """Offer every other stage to carry totals from and to advance to."""
        self.provisional_until.stand_in(file, self.stored.get("provisional_until"))
        own = self.stored.get("key")
        others = [(s["key"], localized(s["name"])) for s in file["stages"] if s["key"] != own]
        self.advance_to.choices = [("", gettext("nowhere")), *others]
        for entry in self.carry:
            entry.form.stage.choices = [("", "–"), *others]

    def validate_kind(self, field: ChoiceField) -> None:
        """A stage does not become another kind while it has what only this kind has."""
        if field.data == "paper" and self._stage().get("rounds"):
            raise ValidationError(
                gettext(
                    "This stage has rounds. Remove them first, or create another stage for the "
                    "written test."
                )
            )
        if field.data != "paper" and self._stage().get("scores"):
            raise ValidationError(_scores_first())

    def validate_per(self, field: ChoiceField) -> None:
        """Scores are of teams or of members; what is entered does not change hands."""
        stored = self._stage()
        if stored.get("scores") and field.data != stored.get("per"):
            raise ValidationError(_scores_first())

    def validate_max(self, field: DecimalField) -> None:
        """A written test has a highest score, and no score lies above it."""
        if self.kind.data != "paper":
            return
        if not field.plain:
            raise ValidationError(gettext("Enter the highest score that can be reached."))
        above = sum(
            Fraction(score["score"]) > Fraction(field.plain)
            for score in self._stage().get("scores", ())
        )
        if above:
            raise ValidationError(
                ngettext(
                    "%(num)s score is above this. Correct it first.",
                    "%(num)s scores are above this. Correct them first.",
                    above,
                )
            )

    def validate_best(self, field: WholeNumberField) -> None:
        """Where the best count, how many."""
        if self._is_of_members() and self.combine.data == "best" and field.whole is None:
            raise ValidationError(gettext("Enter how many of the best scores count."))

    def _is_of_members(self) -> bool:
        return bool(self.kind.data == "paper" and self.per.data == "member")

    def _stage(self) -> Mapping[str, Any]:
        """The stage as it is stored, with what is below it."""
        own = self.stored.get("key")
        stages: list[Any] = list(self.file["stages"])
        return next((stage for stage in stages if stage["key"] == own), {})

    def validate_advance_top(self, field: WholeNumberField) -> None:
        """A stage to advance to needs a number of teams, and the other way round."""
        if self.advance_to.data and field.whole is None:
            raise ValidationError(gettext("Enter how many teams advance."))
        if not self.advance_to.data and field.whole is not None:
            raise ValidationError(gettext("Choose the stage they advance to."))

    def part(self) -> Data:
        """The stage as typed; its release is changed elsewhere and stays."""
        advance = None
        if self.advance_to.data:
            advance = {"to": self.advance_to.data, "top": self.advance_top.whole}
        stored = {share["stage"]: share for share in self.stored.get("carry", ())}
        carry = []
        for row in self.carry.given():
            typed = only_given({"stage": row.stage.data, "weight": row.weight.plain})
            missing = {"missing": row.missing.data} if row.missing.data else {}
            notes = kept_notes(row, stored.get(row.stage.data, {}), typed)
            carry.append({**typed, **missing, **notes})
        fields = {
            "name": self.name.form.text(),
            **self._kind_fields(),
            "carry": carry,
            "weight": self.weight.plain,
            "advance": advance,
            "provisional_until": self.provisional_until.moment,
        }
        return {**only_given(fields), **self.notes()}

    def _kind_fields(self) -> Data:
        if self.kind.data != "paper":
            # Absence means matches; a file that says so goes on saying it.
            kind = "matches" if self.stored.get("kind") == "matches" else None
            return {"kind": kind, "across_matches": self.across_matches.data}
        combine: Any = None
        if self._is_of_members():
            combine = self.combine.data
            if combine == "best":
                combine = {"best": self.best.whole}
            elif combine == "mean" and "combine" not in self.stored:
                combine = None
        fields = {"kind": "paper", "max": self.max.plain, "per": self.per.data}
        return {**fields, "combine": combine}


def _scores_first() -> str:
    return gettext("Scores are entered. Take them out first, or create another stage.")
