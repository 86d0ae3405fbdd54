"""A plain form's fields for one team, turned into the body of a write."""

import hashlib
import json
import re
import secrets
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, StringField, TextAreaField

from competition import document
from competition.actions.refusals import Refused
from competition.actions.sheet_checks import InvalidSheet
from competition.messages import N_
from competition.web.judge.assignments import SheetAssignment
from competition.web.template_filters import localized
from competition.web.whole_number import parse_whole_number

_COMMA = re.compile(r"^(\D?\d+)[,\uff0c](\d+)$")
Dimensions = list[dict[str, Any]]
NO_CHOICE = N_("Choose one of the two.")


class SheetForm(Form):
    """One team's fields; a `mark_<dimension>` is added for each dimension of the rubric."""

    base_version = HiddenField()
    nonce = HiddenField()
    choosing = HiddenField()
    comment = TextAreaField()

    dimensions: Dimensions
    team: str

    def typed(self, dimension: str) -> str:
        """A mark as it was typed."""
        return self[f"mark_{dimension}"].data or ""

    def text(self) -> str:
        """The comment, with line breaks as they are stored."""
        return (self.comment.data or "").replace("\r\n", "\n").strip()

    def marks(self) -> tuple[dict[str, str], dict[str, Refused]]:
        """The marks as plain decimals, and a refusal for each that is not a number.

        Where a judge has to choose between two values, a line without a choice is refused too.
        """
        marks, refused = {}, {}
        if self.choosing.data and not self.comment.raw_data:
            refused["comment"] = Refused(NO_CHOICE)
        for dimension in self.dimensions:
            key, typed = dimension["key"], self.typed(dimension["key"]).strip()
            if self.choosing.data and not self[f"mark_{key}"].raw_data:
                refused[key] = Refused(NO_CHOICE)
                continue
            try:
                marks[key] = _read_mark(typed) if typed else ""
            except document.Refusal as refusal:
                refused[key] = Refused.from_refusal(refusal)
        return marks, refused

    def was_sent(self) -> bool:
        """Whether the posted form had this team's fields."""
        return bool(self.base_version.raw_data)

    def body(self, state: str) -> tuple[dict[str, Any], str]:
        """The body of the write and its idempotency key. Raises `InvalidSheet`.

        The key joins the form's nonce with a digest of the body: a form sent twice is stored once,
        and a form changed after the browser's “back” is a new write.
        """
        marks, refused = self.marks()
        if refused:
            raise InvalidSheet(refused)
        body = {
            "marks": marks,
            "comment": self.text(),
            "state": state,
            "base_version": _whole_number(self.base_version.data),
        }
        content = json.dumps(body, sort_keys=True).encode()
        key = f"form-{(self.nonce.data or '')[:64]}-{hashlib.sha256(content).hexdigest()[:24]}"
        return body, "".join(letter for letter in key if letter.isascii() and letter.isprintable())

    def differs_from_stored(self, sheet: SheetAssignment) -> bool:
        """Whether the form differs from what is stored, so that it needs a new version."""
        marks, refused = self.marks()
        if refused or _whole_number(self.base_version.data) != sheet.version:
            return True
        typed = {key: mark for key, mark in marks.items() if mark}
        stored = sheet.newest.marks if sheet.newest else {}
        return typed != stored or self.text() != comment_of(sheet)


def sheet_form(
    dimensions: Dimensions, sheet: SheetAssignment, submitted: MultiDict[str, str] | None
) -> SheetForm:
    """The team's form: with what was submitted, or with what is stored if that is None."""
    fields = {f"mark_{d['key']}": StringField() for d in dimensions}
    form_class = type("SheetFormOfRubric", (SheetForm,), fields)
    stored: dict[str, Any] = {
        "base_version": str(sheet.version),
        "nonce": secrets.token_hex(12),
        "comment": comment_of(sheet),
    }
    for key, mark in (sheet.newest.marks if sheet.newest else {}).items():
        stored[f"mark_{key}"] = mark
    form: SheetForm = form_class(formdata=submitted, prefix=f"{sheet.team.key}.", data=stored)
    form.dimensions, form.team = dimensions, sheet.team.key
    return form


def comment_of(sheet: SheetAssignment) -> str:
    """The stored comment in the reader's language; a comment from a file may have several."""
    return localized(sheet.newest.comment) if sheet.newest else ""


def _read_mark(typed: str) -> str:
    """A typed mark as a plain decimal; a comma between digits is a decimal point."""
    return document.normalise_typed_number(_COMMA.sub(r"\1.\2", typed), signed=True)


def _whole_number(text: str | None) -> int:
    number = parse_whole_number(text)
    return -1 if number is None else number
