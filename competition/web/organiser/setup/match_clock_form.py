"""The form for the match clock: its phases, and what overtime costs."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import Form, FormField, StringField
from wtforms.validators import ValidationError

from competition.web.organiser.forms.base import PartForm, by_key, key_of, only_given
from competition.web.organiser.forms.fields import (
    ChoiceField,
    Data,
    DecimalField,
    FormRow,
    FormRows,
    LocalizedText,
    WholeNumberField,
)
from competition.web.organiser.labels import CLOCK_RUNS

MOST_GRACE = 600
"""In seconds."""
_TIME = re.compile(r"(\d{1,3}):([0-5]\d)")


class MinutesField(StringField):
    """A length as minutes and seconds, 3:00; `whole` is in seconds, None if nothing was typed."""

    whole: int | None = None

    def pre_validate(self, form: Form) -> None:
        """Read it, in letters of any width; refuse anything else."""
        self.whole = None
        typed = unicodedata.normalize("NFKC", self.data or "").strip()
        if not typed:
            return
        found = _TIME.fullmatch(typed)
        if found is None:
            raise ValidationError(gettext("Write minutes and seconds, for example 3:00."))
        self.whole = int(found[1]) * 60 + int(found[2])


def minutes_text(seconds: int | None) -> str:
    """Seconds as minutes and seconds; "" for none."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


class PhaseRow(FormRow):
    """A phase: its name, its length, whose time it is, and when the warning comes."""

    name = FormField(LocalizedText, lazy_gettext("Name"))
    length = MinutesField(lazy_gettext("Length"))
    runs = ChoiceField(lazy_gettext("Time"), CLOCK_RUNS, default="shared")
    warn = MinutesField(lazy_gettext("Warning before the end"))

    def is_blank(self) -> bool:
        """Whether nothing was entered; a blank row has a kind of time, too."""
        typed = (self.length.data or "").strip() or (self.warn.data or "").strip()
        return self.name.form.text() is None and not typed


class BandRow(FormRow):
    """A band of overtime: up to how many seconds beyond the grace, and its points."""

    to = WholeNumberField(lazy_gettext("Up to (seconds)"), low=1, high=99_999)
    points = DecimalField(lazy_gettext("Points"))

    def is_blank(self) -> bool:
        """Whether nothing was entered."""
        return not (self.to.data or "").strip() and not (self.points.data or "").strip()


class MatchClockForm(PartForm):
    """The `clock` part."""

    phases = FormRows(PhaseRow, lazy_gettext("Phases"), first=4, spare=1)
    grace = WholeNumberField(lazy_gettext("Free overtime (seconds)"), high=MOST_GRACE)
    bands = FormRows(BandRow, lazy_gettext("Overtime"), first=2, spare=1)
    most = DecimalField(lazy_gettext("At most in a phase (points)"))

    shown_as: ClassVar[Mapping[str, str]] = {
        "overtime.grace": "grace",
        "overtime.most": "most",
    }

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """The fields of the phases and of the overtime."""
        overtime = part.get("overtime") or {}
        return {
            "phases": [
                {
                    **phase,
                    "length": minutes_text(phase["seconds"]),
                    "warn": minutes_text(phase.get("warn")),
                }
                for phase in part.get("phases", ())
            ],
            "grace": str(overtime["grace"]) if overtime else "",
            "bands": [
                {"to": "" if band["to"] is None else str(band["to"]), "points": band["points"]}
                for band in overtime.get("bands", ())
            ],
            "most": overtime.get("most", ""),
        }

    def part(self) -> Data:
        """The clock as typed. What was only suggested is somebody's decision once it is saved."""
        bands = [
            {"to": row.to.whole, "points": row.points.plain or "0"} for row in self.bands.given()
        ]
        overtime = {"grace": self.grace.whole or 0, "bands": bands, "most": self.most.plain}
        return {"phases": self._phases(), **({"overtime": only_given(overtime)} if bands else {})}

    def _phases(self) -> list[Data]:
        stored = by_key(self.stored.get("phases"))
        taken = set[str]()
        return [
            only_given(
                {
                    "key": key_of(row, stored, taken, "phase"),
                    "name": row.name.form.text(),
                    "seconds": row.length.whole,
                    "runs": row.runs.data,
                    "warn": row.warn.whole,
                }
            )
            for row in self.phases.given()
        ]

    def field_at(self, place: str) -> Any:
        """The field for a place in the clock; a phase's seconds are typed as its length."""
        place = place.removeprefix("clock.").replace("overtime.bands", "bands")
        return super().field_at(re.sub(r"\.seconds$", ".length", place))

    def validate_phases(self, field: FormRows) -> None:
        """A phase says how long it is."""
        for entry in field:
            row = entry.form
            if not row.is_blank() and row.length.whole is None and not row.length.errors:
                row.length.refusals = [gettext("Write minutes and seconds, for example 3:00.")]

    def validate_bands(self, field: FormRows) -> None:
        """A band says what it costs."""
        for entry in field:
            row = entry.form
            if not row.is_blank() and not row.points.plain and not row.points.errors:
                row.points.refusals = [gettext("Enter a number.")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse the form if a phase or a band is incomplete."""
        sound = super().validate(extra_validators)
        needed = [entry.form.length for entry in self.phases]
        needed += [entry.form.points for entry in self.bands]
        return sound and not any(getattr(field, "refusals", []) for field in needed)
