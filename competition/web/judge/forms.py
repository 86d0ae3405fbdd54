"""What a plain form sends for one team, translated into the write path's body."""

import hashlib
import json
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
        """The comment, with the line breaks that the write path keeps."""
        return (self.comment.data or "").replace("\r\n", "\n").strip()

    def marks(self) -> tuple[dict[str, str], dict[str, Refused]]:
        """The marks as plain decimals, and a refusal for each that is not a number.

        Where a judge chooses between two values, a line without a choice is refused too.
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
                marks[key] = document.normalise_typed_number(typed, signed=True) if typed else ""
            except document.Refusal as refusal:
                refused[key] = Refused.of(refusal)
        return marks, refused

    def was_sent(self) -> bool:
        """Whether the form that was posted had this team in it."""
        return bool(self.base_version.raw_data)

    def body(self, state: str) -> tuple[dict[str, Any], str]:
        """The write path's body and idempotency key.

        The key is the form's own, joined with what is said: a form sent twice is stored once,
        and one that was changed after the browser's “back” is a write of its own.
        """
        marks, refused = self.marks()
        if refused:
            raise InvalidSheet(refused)
        body = {
            "marks": marks,
            "comment": self.text(),
            "state": state,
            "base_version": _whole(self.base_version.data),
        }
        said = json.dumps(body, sort_keys=True).encode()
        key = f"form-{(self.nonce.data or '')[:64]}-{hashlib.sha256(said).hexdigest()[:24]}"
        return body, "".join(letter for letter in key if letter.isascii() and letter.isprintable())

    def says_more_than(self, row: SheetAssignment) -> bool:
        """Whether something differs from what is stored, so that it is worth a version."""
        marks, refused = self.marks()
        if refused or _whole(self.base_version.data) != row.version:
            return True
        given = {key: mark for key, mark in marks.items() if mark}
        stored = row.newest.marks if row.newest else {}
        return given != stored or self.text() != comment_of(row)


def sheet_form(
    dimensions: Dimensions, row: SheetAssignment, sent: MultiDict[str, str] | None
) -> SheetForm:
    """The team's form: with what was sent, else with what is stored."""
    fields = {f"mark_{d['key']}": StringField() for d in dimensions}
    made = type("SheetFormOfRubric", (SheetForm,), fields)
    stored: dict[str, Any] = {
        "base_version": str(row.version),
        "nonce": secrets.token_hex(12),
        "comment": comment_of(row),
    }
    for key, mark in (row.newest.marks if row.newest else {}).items():
        stored[f"mark_{key}"] = mark
    form: SheetForm = made(formdata=sent, prefix=f"{row.team.key}.", data=stored)
    form.dimensions, form.team = dimensions, row.team.key
    return form


def comment_of(row: SheetAssignment) -> str:
    """The stored comment in the reader's language; one from a file may have two."""
    return localized(row.newest.comment) if row.newest else ""


def _whole(text: str | None) -> int:
    number = parse_whole_number(text)
    return -1 if number is None else number
