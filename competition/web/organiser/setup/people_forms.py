"""Forms for zones, for teams with their members, and for judges."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FormField, StringField

from competition.file_types import Document
from competition.web.organiser.forms.base import PartForm, by_key, key_of, notes_to_keep, only_given
from competition.web.organiser.forms.fields import (
    Data,
    FormRow,
    FormRows,
    LocalizedText,
    MultiChoiceField,
    WholeNumberField,
    WordOrChoiceField,
)
from competition.web.organiser.names import distinct
from competition.web.template_filters import localized

_LEAVING = ("withdrawn_from", "disqualified", "reason")


MOST_SEEDS = 9999


class ZoneForm(PartForm):
    """One of `zones[]`."""

    name = FormField(LocalizedText, lazy_gettext("Name"))

    def part(self) -> Data:
        """The zone as typed."""
        return {**only_given({"name": self.name.form.text()}), **self.notes()}


class MemberRow(FormRow):
    """A member of a team."""

    name = FormField(LocalizedText, lazy_gettext("Full name"))
    role = FormField(LocalizedText, lazy_gettext("Role"))
    reserve = BooleanField(lazy_gettext("Reserve"))

    def is_blank(self) -> bool:
        """Whether no name and no role was entered."""
        return self.name.form.text() is None and self.role.form.text() is None


class TeamForm(PartForm):
    """One of `teams[]`."""

    name = FormField(LocalizedText, lazy_gettext("Name"))
    short_name = FormField(LocalizedText, lazy_gettext("Short name"))
    organisation = FormField(LocalizedText, lazy_gettext("Organisation"))
    zone = WordOrChoiceField(lazy_gettext("Zone"))
    seed = WholeNumberField(lazy_gettext("Seed"), low=1, high=MOST_SEEDS)
    members = FormRows(MemberRow, lazy_gettext("Members"), first=5, spare=1)

    def prepare(self, file: Document) -> None:
        """Offer the zones, where there are any."""
        if zones := file.get("zones"):
            named = [(zone["key"], localized(zone["name"])) for zone in zones]
            self.zone.choices = [("", gettext("none")), *named]

    def part(self) -> Data:
        """The team as typed."""
        stored = by_key(self.stored.get("members"))
        stem, taken = self.stored.get("key") or "member", set[str]()
        members = []
        for row in self.members.given():
            key = key_of(row, stored, taken, stem)
            texts = only_given({"name": row.name.form.text(), "role": row.role.form.text()})
            reserve = {"reserve": True} if row.reserve.data else {}
            notes = kept_notes(row, stored.get(key, {}), texts)
            members.append({"key": key, **texts, **reserve, **notes})
        fields = {
            "name": self.name.form.text(),
            "short_name": self.short_name.form.text(),
            "organisation": self.organisation.form.text(),
            "zone": (self.zone.data or "").strip(),
            "seed": self.seed.whole,
        }
        # Withdrawing and disqualifying are acts of their own.
        kept = {name: value for name, value in self.stored.items() if name in _LEAVING}
        return {**only_given(fields), "members": members, **kept, **self.notes()}


class JudgeForm(PartForm):
    """One of `judges[]`."""

    name = FormField(LocalizedText, lazy_gettext("Full name"))
    organisation = FormField(LocalizedText, lazy_gettext("Organisation"))
    category = StringField(lazy_gettext("Category"))
    head = BooleanField(lazy_gettext("Head judge"))
    conflicts = MultiChoiceField(lazy_gettext("Conflicts of interest"))

    def prepare(self, file: Document) -> None:
        """Offer every team as a conflict of interest."""
        self.conflicts.choices = list(distinct(file["teams"], file.get("zones", ())).items())

    def part(self) -> Data:
        """The judge as typed."""
        fields = {
            "name": self.name.form.text(),
            "category": (self.category.data or "").strip(),
            "organisation": self.organisation.form.text(),
            "head": True if self.head.data else None,
            "conflicts": self.conflicts.data,
        }
        return {**only_given(fields), **self.notes()}


def kept_notes(row: FormRow, stored: Mapping[str, Any], typed: Mapping[str, Any]) -> Data:
    """A row's notes: the placeholder mark goes when its box is cleared or the text is new."""
    same = all(stored.get(name) == value for name, value in typed.items())
    return notes_to_keep(stored, keep=same and bool(row.placeholder.data))
