"""What every form for a part of a competition has in common."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FormField, HiddenField

from competition.actions.refusals import Refused
from competition.actions.snapshots import canonical
from competition.document import MISSING, Problem
from competition.web.organiser.forms.fields import (
    MORE_ROWS,
    Data,
    DecimalField,
    FormRows,
    is_marked,
)

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class PlainForm(FlaskForm):
    """A form with a place for what is wrong with none of its fields."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.general: list[str] = []
        self.elsewhere: list[Problem] = []

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

    @property
    def is_marked(self) -> bool:
        """Whether something is said beside a field, perhaps far down the page."""
        return any(is_marked(field) for field in self)

    def is_expired(self) -> bool:
        """Whether it was sent from a page whose token no longer holds."""
        return bool("csrf_token" in self._fields and self.csrf_token.errors)

    def place(self, problem: Problem, place: str) -> None:
        """Put one problem beside the field at its place in the form, or apart where none is."""
        field = self.field_at(place)
        if field is None:
            self.elsewhere.append(problem)
            return
        words = problem.text(gettext)
        # A file is told which field it lacks; a person stands before it.
        if problem.message == MISSING and field.short_name == problem.values["name"]:
            is_number = isinstance(field, DecimalField)
            words = gettext("Write a number here.") if is_number else gettext("Fill this in.")
        field.refusals = [*getattr(field, "refusals", []), words]

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


class PartForm(PlainForm):
    """A form for one part. Subclasses turn a part into data and themselves into a part."""

    seen = HiddenField()
    stored: Data
    whole: Mapping[str, Any]
    placeholder = BooleanField(lazy_gettext("This is still a placeholder: made up for now"))

    @classmethod
    def of(cls, part: Mapping[str, Any] | None, whole: Mapping[str, Any]) -> "PartForm":
        """The form for a part (None: a new one), filled from it or from what was sent."""
        form = cls(data={**cls.data_of(part or {}), "seen": part_digest(part)})
        form.stored = dict(part or {})
        form.whole = whole
        if not form.is_submitted():
            for field in form.row_lists():
                field.number()
                field.add_spare()
        form.prepare(whole)
        return form

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """What the fields show of a stored part."""
        return dict(part)

    def prepare(self, whole: Mapping[str, Any]) -> None:
        """Fill the lists to choose from."""

    def part(self) -> Data:
        """The part as typed, in the shape of the file; call after `validate`."""
        raise NotImplementedError

    def row_lists(self) -> list[FormRows]:
        """The fields that are lists with spare rows."""
        return [field for field in self if isinstance(field, FormRows)]

    def add_rows(self, name: str | None) -> bool:
        """Add blank rows to the list of that name, when it is what was asked for."""
        for field in self.row_lists():
            if field.name == name:
                field.add_spare(MORE_ROWS)
                self.prepare(self.whole)
                return True
        return False

    def was_changed_meanwhile(self) -> bool:
        """Whether somebody changed the part after this page was made; says so once."""
        now = part_digest(self.stored or None)
        if self.seen.data == now:
            return False
        self.seen.data = now
        self.general.append(
            gettext(
                "This was changed by somebody else while you had it open. What you typed is "
                "still here; saving again puts it in place of the other change."
            )
        )
        return True

    def notes(self) -> Data:
        """The part's placeholder mark, while it is ticked, and its source."""
        return notes_to_keep(self.stored, keep=bool(self.placeholder.data))


def part_digest(part: Mapping[str, Any] | None) -> str:
    """A short digest by which two states of a part are told apart."""
    return hashlib.sha256(canonical(part).encode()).hexdigest()[:16] if part else ""


def notes_to_keep(stored: Mapping[str, Any], *, keep: bool) -> Data:
    """`placeholder` (when kept) and `source` of what is stored."""
    found: Data = {}
    if keep and stored.get("placeholder"):
        found["placeholder"] = True
    if "source" in stored:
        found["source"] = stored["source"]
    return found


def only_given(fields: Mapping[str, Any]) -> Data:
    """The fields without those that say nothing."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def key_of(row: Any, stored: Mapping[str, Any], taken: set[str], stem: str) -> str:
    """The stored key that a row stands for, or the next free one made of `stem`."""
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
