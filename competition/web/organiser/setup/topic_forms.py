"""Forms for the competition itself and for its topics."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import FormField, StringField
from wtforms.validators import ValidationError

from competition.web.organiser.forms.base import PartForm, PlainForm, by_key, key_of, only_given
from competition.web.organiser.forms.fields import (
    ChoiceField,
    Data,
    FormRow,
    FormRows,
    LocalizedText,
    LongLocalizedText,
)
from competition.web.organiser.forms.moments import (
    VENUE_OFFSET,
    local_time_refusal,
    split_moment,
)
from competition.web.organiser.labels import LANGUAGE_CHOICES
from competition.web.organiser.setup.people_forms import kept_notes

_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII)
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}|Z", re.ASCII)


class CompetitionForm(PartForm):
    """The `competition` part, without its key."""

    name = FormField(LocalizedText, lazy_gettext("Name"))
    theme = FormField(LocalizedText, lazy_gettext("Theme"))
    organiser = FormField(LocalizedText, lazy_gettext("Organised by"))
    venue = FormField(LocalizedText, lazy_gettext("Venue"))
    starts = StringField(lazy_gettext("Starts"))
    offset = StringField(lazy_gettext("Time zone"))
    languages = ChoiceField(lazy_gettext("Languages of the competition"), LANGUAGE_CHOICES)

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """The start is shown as a local time and its offset from UTC."""
        local, offset = split_moment(part.get("starts"))
        languages = " ".join(part.get("languages") or ["zh", "en"])
        return {**part, "starts": local, "offset": offset, "languages": languages}

    def validate_starts(self, field: StringField) -> None:
        """A date and a time, or nothing."""
        typed = (field.data or "").strip()
        if typed and not _LOCAL.fullmatch(typed):
            raise ValidationError(local_time_refusal())

    def validate_offset(self, field: StringField) -> None:
        """Hours and minutes before or after UTC."""
        if not _OFFSET.fullmatch((field.data or "").strip() or VENUE_OFFSET):
            raise ValidationError(gettext("Write the time zone like this: +08:00."))

    def part(self) -> Data:
        """The competition as typed; start and languages stay byte for byte when unchanged."""
        local = (self.starts.data or "").strip()
        offset = (self.offset.data or "").strip() or VENUE_OFFSET
        starts: str | None = None
        if local:
            starts = f"{local}{':00' if len(local) == 16 else ''}{offset}"
            if (local, offset) == split_moment(self.stored.get("starts")):
                starts = self.stored["starts"]
        languages = self.languages.data.split()
        if languages == ["zh", "en"] and "languages" not in self.stored:
            languages = []
        fields = {name: self[name].form.text() for name in ("name", "theme", "organiser", "venue")}
        return {**only_given({**fields, "starts": starts, "languages": languages}), **self.notes()}


class NewCompetitionForm(PlainForm):
    """An empty competition, perhaps with another's rubric and rule."""

    key = StringField(lazy_gettext("Web address name"))
    name = FormField(LocalizedText, lazy_gettext("Name"))
    rules_of = ChoiceField(lazy_gettext("Rubric and scoring rule"))


class PointRow(FormRow):
    """A focal point of a topic."""

    title = FormField(LocalizedText, lazy_gettext("Title"))

    def is_blank(self) -> bool:
        """Whether no title was entered."""
        return self.title.form.text() is None


class TopicForm(PartForm):
    """One of `topics[]`."""

    title = FormField(LocalizedText, lazy_gettext("Title"))
    brief = FormField(LongLocalizedText, lazy_gettext("Brief"))
    focal_points = FormRows(PointRow, lazy_gettext("Focal points"))

    def part(self) -> Data:
        """The topic as typed."""
        stored = by_key(self.stored.get("focal_points"))
        taken = set[str]()
        points = []
        for row in self.focal_points.given():
            key = key_of(row, stored, taken, "point")
            typed = only_given({"title": row.title.form.text()})
            points.append({"key": key, **typed, **kept_notes(row, stored.get(key, {}), typed)})
        fields = {"title": self.title.form.text(), "brief": self.brief.form.text()}
        return {**only_given(fields), "focal_points": points, **self.notes()}
