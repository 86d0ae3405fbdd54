"""Check what a judge sent, field by field, before anything of it is stored."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from competition import document
from competition.actions.refusals import Refused
from competition.document.canonical import canonical
from competition.messages import N_
from competition.store.sheet_rules import SheetRule

LONGEST_KEY = 200
LONGEST_COMMENT = 4000
FIELDS = ("marks", "personal", "comment", "state", "base_version")
PERSONAL = "personal."
"""What precedes a contestant's key in the name of an error."""


class InvalidSheet(Refused):
    """What was sent is not a valid sheet; `errors` has a refusal for every field that is wrong."""

    def __init__(self, errors: dict[str, Refused]) -> None:
        super().__init__(N_("Please correct the fields shown in red."))
        self.errors = errors


@dataclass(frozen=True)
class CheckedSheet:
    """A sheet that can be stored: marks in the rubric's order, a comment or None.

    `personal` are the marks of single contestants by key, as far as they are given.
    """

    marks: dict[str, str]
    personal: dict[str, str]
    comment: str | None
    state: str
    base_version: int


def check_sheet(rule: SheetRule, body: Any, key: str | None) -> CheckedSheet:
    """Check the parsed body and the idempotency key; raises `InvalidSheet` with all that is wrong.

    A draft need not have every mark, and no sheet needs a contestant's. An error of a
    contestant's mark is called `personal.<key>`.
    """
    errors: dict[str, Refused] = {}
    if not key:
        errors["idempotency_key"] = Refused(
            N_("An Idempotency-Key header is needed, so that a retry is not stored twice.")
        )
    elif len(key) > LONGEST_KEY or not key.isprintable() or not key.isascii():
        errors["idempotency_key"] = Refused(
            N_("The Idempotency-Key takes up to %(most)s printable ASCII characters."),
            most=LONGEST_KEY,
        )
    if not isinstance(body, dict):
        raise InvalidSheet(
            errors | {"body": Refused(N_("Send a JSON object with the sheet's marks."))}
        )
    for name in body:
        if name not in FIELDS:
            errors[str(name)[:80]] = Refused(
                N_("There is no such field; a sheet has: %(fields)s."), fields=", ".join(FIELDS)
            )
    state = body.get("state")
    if state not in ("draft", "submitted"):
        errors["state"] = Refused(N_("The state is “draft” or “submitted”."))
    base = base_version(body)
    if base is None:
        errors["base_version"] = Refused(
            N_("The base version is the whole number of the version that was changed.")
        )
    comment = _comment(body.get("comment"), errors)
    marks = _marks(rule, body.get("marks"), errors, is_complete=state == "submitted")
    personal = _personal(rule, body.get("personal"), errors)
    if errors or base is None:
        raise InvalidSheet(errors)
    return CheckedSheet(marks, personal, comment, body["state"], base)


def body_digest(body: Any) -> str:
    """The SHA-256 of a body, in hex: tells a repeat from another write under the same key."""
    return hashlib.sha256(canonical(body).encode("utf-8", "surrogatepass")).hexdigest()


def base_version(body: Any) -> int | None:
    """The version that was changed, or None where the body does not have a valid one."""
    base = body.get("base_version") if isinstance(body, dict) else None
    if isinstance(base, int) and not isinstance(base, bool) and base >= 0:
        return base
    return None


def _comment(given: Any, errors: dict[str, Refused]) -> str | None:
    if given is None or given == "":
        return None
    try:
        comment = document.clean_text(given)
    except document.Refusal as refusal:
        errors["comment"] = Refused.from_refusal(refusal)
        return None
    if len(comment) > LONGEST_COMMENT:
        errors["comment"] = Refused(
            N_("A comment can have at most %(most)s characters."), most=LONGEST_COMMENT
        )
    return comment


def _marks(
    rule: SheetRule, given: Any, errors: dict[str, Refused], *, is_complete: bool
) -> dict[str, str]:
    if not isinstance(given, dict):
        errors["marks"] = Refused(N_("Send the marks as an object: dimension to number."))
        return {}
    dimensions = {dimension["key"]: dimension for dimension in rule.dimensions}
    for key in given:
        if key in rule.others:
            if not _is_blank(given[key]):
                errors[key] = Refused(
                    N_("Only judges of another category mark this dimension. Leave it out.")
                )
        elif key not in dimensions:
            errors[str(key)[:80]] = Refused(N_("There is no such dimension in the rubric."))
    marks: dict[str, str] = {}
    for key, dimension in dimensions.items():
        value = given.get(key)
        if not _is_blank(value):
            _keep_mark(marks, key, value, dimension, errors, key)
        elif is_complete:
            errors[key] = Refused(N_("A mark is missing here."))
    return marks


def _personal(rule: SheetRule, given: Any, errors: dict[str, Refused]) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        errors["personal"] = Refused(
            N_("Send the personal marks as an object: contestant to number.")
        )
        return {}
    if given and rule.personal is None:
        errors["personal"] = Refused(
            N_("In this stage no contestants are marked one by one. Leave the personal marks out.")
        )
        return {}
    for key in given:
        if key not in rule.members:
            errors[f"{PERSONAL}{key}"[:80]] = Refused(
                N_("There is no such contestant in this team.")
            )
    marks: dict[str, str] = {}
    scale = rule.personal or {}
    for key in rule.members:
        if not _is_blank(given.get(key)):
            _keep_mark(marks, key, given[key], scale, errors, PERSONAL + key)
    return marks


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


def _keep_mark(
    marks: dict[str, str],
    key: str,
    value: Any,
    scale: Mapping[str, Any],
    errors: dict[str, Refused],
    field: str,
) -> None:
    """Put a mark that the scale allows among the marks, otherwise why not among the errors."""
    try:
        marks[key] = document.check_mark(value, scale)
    except document.Refusal as refusal:
        errors[field] = Refused.from_refusal(refusal)
