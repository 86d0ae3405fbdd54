"""What the next page says once a part is saved: that it is, and what is easily overlooked."""

from collections.abc import Mapping
from typing import Any

from flask import flash

from competition.store.models import Competition
from competition.web.organiser.conflicts import conflicts_of_interest
from competition.web.organiser.forms.base import PartForm
from competition.web.organiser.labels import SAVED, SAVED_HINTS
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.placeholders import has_placeholder

_LISTS = {"topic": "focal_points", "team": "members", "match": "entries"}


def flash_saved(competition: Competition, form: PartForm, kind: str) -> None:
    """Flash that the form's part is saved, and hints at what to check in it."""
    before, after = form.stored, form.part()
    hints = {
        "placeholder": _has_placeholder(after, kind),
        "one_language": any(
            _one_language_changed(before.get(name), after.get(name)) for name in ("name", "title")
        ),
        "conflicts": kind in ("match", "judge")
        and bool(conflicts_of_interest(file_without_sheets(competition))),
    }
    flash(str(SAVED.get(kind, SAVED[""])), "good")
    for code, is_due in hints.items():
        if is_due:
            flash(str(SAVED_HINTS[code]), "waiting")


def _has_placeholder(part: Mapping[str, Any], kind: str) -> bool:
    if kind == "rubric":
        return has_placeholder(part["rubric"], "dimensions") or has_placeholder(part["scoring"], "")
    return has_placeholder(part, _LISTS.get(kind, ""))


def _one_language_changed(before: Any, after: Any) -> bool:
    """Whether one language was changed while the other, a different text, was not."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return False
    if not {"zh", "en"} <= set(before) & set(after) or after["zh"] == after["en"]:
        return False
    return (before["zh"] != after["zh"]) != (before["en"] != after["en"])
