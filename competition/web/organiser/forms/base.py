"""What every form for a part of a competition has in common."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FormField

from competition.actions.refusals import Refused
from competition.document import MISSING, Problem
from competition.file_types import Document
from competition.web.organiser.forms.fields import (
    Data,
    DecimalField,
    FormRows,
    is_marked,
)

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class PlainForm(FlaskForm):
    """A form with refusals about none of its fields: `general` texts, `elsewhere` problems.

    `meanwhile` are changes that somebody else made while it was open (`changed_meanwhile`).
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.general: list[str] = []
        self.elsewhere: list[Problem] = []
        self.meanwhile: Sequence[Any] = ()

    def refuse(self, refusal: Refused) -> None:
        """Put an action's refusal where it belongs."""
        if not refusal.problems:
            self.general.append(refusal.text(gettext))
            return
        before = len(self.elsewhere)
        for problem in refusal.problems:
            self.place(problem, problem.place)
        if len(self.elsewhere) > before:
            self.general.append(gettext(refusal.message) % refusal.values)

    def is_refused(self) -> bool:
        """Whether the form was sent and is shown again because something is wrong with it."""
        return bool(self.is_submitted())

    @property
    def is_marked(self) -> bool:
        """Whether a field has a refusal, perhaps far down the page."""
        return any(is_marked(field) for field in self)

    def is_expired(self) -> bool:
        """Whether it was sent from a page whose CSRF token has expired."""
        return bool("csrf_token" in self._fields and self.csrf_token.errors)

    def place(self, problem: Problem, place: str) -> None:
        """Put a problem beside the field at its place, or into `elsewhere` if there is none."""
        field = self.field_at(place)
        if field is None:
            self.elsewhere.append(problem)
            return
        text = problem.text(gettext)
        # A file's author needs the name of the missing field; here it is beside the field.
        if problem.message == MISSING and field.short_name == problem.values["name"]:
            is_number = isinstance(field, DecimalField)
            text = gettext("Enter a number.") if is_number else gettext("Fill this in.")
        field.refusals = [*getattr(field, "refusals", []), text]

    def field_at(self, place: str) -> Field | None:
        """The field, or the nearest one around it, for a place such as `members[2].role.zh`."""
        here: Any = self
        found: Field | None = None
        for name, index in _STEP.findall(place):
            step: Any = None
            if index:
                kept: Sequence[Any] = getattr(here, "kept", getattr(here, "entries", ()))
                step = kept[int(index)] if int(index) < len(kept) else None
            elif isinstance(here, FlaskForm | FormField):
                fields = here._fields if isinstance(here, FlaskForm) else here.form._fields
                step = fields.get(name)
            if step is None:
                break
            here = found = step
        return found


class ConfirmForm(PlainForm):
    """Asks to confirm what the public will see: read it, tick the box, send the form."""

    sure = BooleanField(lazy_gettext("Yes, this is what the public should see"))


class PartForm(PlainForm):
    """A form for one part. Subclasses turn a part into data and themselves into a part."""

    stored: Data
    only_adds_rows = False
    file: Document
    # Fields of the part, or places in it, that the form shows under another name.
    shown_as: ClassVar[Mapping[str, str]] = {}
    placeholder = BooleanField(lazy_gettext("This is still a placeholder (sample content)"))

    @classmethod
    def of(cls, part: Mapping[str, Any] | None, file: Document) -> "PartForm":
        """The form for a part (None: a new one), filled from it or from what was sent."""
        form = cls(data=cls.data_of(part or {}))
        form.stored = dict(part or {})
        form.file = file
        for field in form.row_lists():
            if not form.is_submitted():
                field.number()
                field.add_spare()
            elif not field.entries:
                # A page shown again has at least one row, from which it takes its heads.
                field.add_blank()
        form.prepare(file)
        return form

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """What the fields show of a stored part."""
        return dict(part)

    def prepare(self, file: Document) -> None:
        """Fill the lists to choose from."""

    def part(self) -> Data:
        """The part as typed, in the shape of the file; call after `validate`."""
        raise NotImplementedError

    def whole_part(self) -> Data:
        """The part as typed, with what is stored of it and the form does not show."""
        shown = {*self._fields, "source", *(place.split(".")[0] for place in self.shown_as)}
        kept = {name: value for name, value in self.stored.items() if name not in shown}
        return {**kept, **self.part()}

    def field_at(self, place: str) -> Field | None:
        """As in `PlainForm`, under the name that the form has for it."""
        return super().field_at(self.shown_as.get(place, place))

    def is_refused(self) -> bool:
        """As in `PlainForm`, but a request for more rows is not a refused one."""
        return super().is_refused() and not self.only_adds_rows

    def row_lists(self) -> list[FormRows]:
        """The fields that are lists with spare rows."""
        return [field for field in self if isinstance(field, FormRows)]

    def add_rows(self, name: str | None) -> bool:
        """Add blank rows to the list of that name; False if there is none of that name."""
        for field in self.row_lists():
            if field.name == name:
                before = len(field.entries)
                field.add_blank()
                field.added = field.entries[before] if field.entries[before:] else None
                self.only_adds_rows = True
                self.prepare(self.file)
                return True
        return False

    def notes(self) -> Data:
        """The part's `placeholder`, while its box is ticked, and its `source`."""
        return notes_to_keep(self.stored, keep=bool(self.placeholder.data))


def notes_to_keep(stored: Mapping[str, Any], *, keep: bool) -> Data:
    """`placeholder` (when kept) and `source` of what is stored."""
    found: Data = {}
    if keep and stored.get("placeholder"):
        found["placeholder"] = True
    if "source" in stored:
        found["source"] = stored["source"]
    return found


def only_given(fields: Mapping[str, Any]) -> Data:
    """The fields without empty ones (None, "" and [])."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def key_of(row: Any, stored: Mapping[str, Any], taken: set[str], stem: str) -> str:
    """A row's stored key, or for a new row the next free one, `stem-1`, `stem-2`…"""
    key = row.key.data or ""
    if key in stored and key not in taken:
        taken.add(key)
        return str(key)
    number = 1
    while f"{stem}-{number}" in taken or f"{stem}-{number}" in stored:
        number += 1
    taken.add(f"{stem}-{number}")
    return f"{stem}-{number}"


def by_key(parts: Iterable[Mapping[str, Any]] | None) -> dict[str, Mapping[str, Any]]:
    """Parts by their key."""
    return {part["key"]: part for part in parts or ()}
