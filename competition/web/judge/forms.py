"""A plain form's fields for one team, turned into the body of a write."""

import hashlib
import json
import secrets
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, StringField, TextAreaField

from competition import document
from competition.actions.refusals import Refused
from competition.actions.sheet_checks import PERSONAL, InvalidSheet
from competition.messages import N_
from competition.web.judge.assignments import SheetAssignment
from competition.web.template_filters import localized
from competition.web.typed_marks import read_typed_mark
from competition.web.whole_number import parse_whole_number

Dimensions = list[dict[str, Any]]
NO_CHOICE = N_("Choose one of the two.")


class SheetForm(Form):
    """One team's fields.

    A `mark_<dimension>` is added for each dimension that the judge marks, a `personal_<member>`
    for each contestant whom the judge marks.
    """

    base_version = HiddenField()
    nonce = HiddenField()
    choosing = HiddenField()
    comment = TextAreaField()

    dimensions: Dimensions
    contestants: list[str]
    team: str

    def typed(self, dimension: str) -> str:
        """A mark as it was typed."""
        return self[f"mark_{dimension}"].data or ""

    def typed_personal(self, member: str) -> str:
        """A contestant's mark as it was typed."""
        return self[f"personal_{member}"].data or ""

    def text(self) -> str:
        """The comment, with line breaks as they are stored."""
        return (self.comment.data or "").replace("\r\n", "\n").strip()

    def marks(self) -> tuple[dict[str, str], dict[str, Refused]]:
        """The marks as plain decimals, and a refusal for each that is not a number.

        Where a judge has to choose between two values, a line without a choice is refused too.
        """
        marks: dict[str, str] = {}
        refused: dict[str, Refused] = {}
        if self.choosing.data and not self.comment.raw_data:
            refused["comment"] = Refused(NO_CHOICE)
        for dimension in self.dimensions:
            key = dimension["key"]
            self._read(f"mark_{key}", key, key, marks, refused)
        return marks, refused

    def personal(self) -> tuple[dict[str, str], dict[str, Refused]]:
        """As `marks`, the marks of single contestants, with the names that errors have."""
        marks: dict[str, str] = {}
        refused: dict[str, Refused] = {}
        for member in self.contestants:
            self._read(f"personal_{member}", member, PERSONAL + member, marks, refused)
        return marks, refused

    def _read(
        self, field: str, key: str, error: str, marks: dict[str, str], refused: dict[str, Refused]
    ) -> None:
        typed = (self[field].data or "").strip()
        if self.choosing.data and not self[field].raw_data:
            refused[error] = Refused(NO_CHOICE)
            return
        try:
            marks[key] = read_typed_mark(typed) if typed else ""
        except document.Refusal as refusal:
            refused[error] = Refused.from_refusal(refusal)

    def was_sent(self) -> bool:
        """Whether the posted form had this team's fields."""
        return bool(self.base_version.raw_data)

    def body(self, state: str) -> tuple[dict[str, Any], str]:
        """The body of the write and its idempotency key. Raises `InvalidSheet`.

        The key joins the form's nonce with a digest of the body: a form sent twice is stored once,
        and a form changed after the browser's “back” is a new write.
        """
        marks, refused = self.marks()
        personal, refused_personal = self.personal()
        if refused or refused_personal:
            raise InvalidSheet(refused | refused_personal)
        body = {
            "marks": marks,
            **({"personal": personal} if any(personal.values()) else {}),
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
        personal, refused_personal = self.personal()
        if refused or refused_personal or _whole_number(self.base_version.data) != sheet.version:
            return True
        typed = {key: mark for key, mark in marks.items() if mark}
        given = {key: mark for key, mark in personal.items() if mark}
        stored = sheet.newest.marks if sheet.newest else {}
        is_same = typed == stored and given == sheet.personal and self.text() == comment_of(sheet)
        return not is_same


def sheet_form(sheet: SheetAssignment, submitted: MultiDict[str, str] | None) -> SheetForm:
    """The team's form: with what was submitted, or with what is stored if that is None."""
    dimensions = sheet.rule.dimensions
    contestants = [member.key for member in sheet.contestants]
    fields = {f"mark_{d['key']}": StringField() for d in dimensions}
    fields |= {f"personal_{member}": StringField() for member in contestants}
    form_class = type("SheetFormOfRubric", (SheetForm,), fields)
    stored: dict[str, Any] = {
        "base_version": str(sheet.version),
        "nonce": secrets.token_hex(12),
        "comment": comment_of(sheet),
    }
    for key, mark in (sheet.newest.marks if sheet.newest else {}).items():
        stored[f"mark_{key}"] = mark
    for member, mark in sheet.personal.items():
        stored[f"personal_{member}"] = mark
    form: SheetForm = form_class(formdata=submitted, prefix=f"{sheet.team.key}.", data=stored)
    form.dimensions, form.team = dimensions, sheet.team.key
    form.contestants = contestants
    return form


def comment_of(sheet: SheetAssignment) -> str:
    """The stored comment in the reader's language; a comment from a file may have several."""
    return localized(sheet.newest.comment) if sheet.newest else ""


def _whole_number(text: str | None) -> int:
    number = parse_whole_number(text)
    return -1 if number is None else number
