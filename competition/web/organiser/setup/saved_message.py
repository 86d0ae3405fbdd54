"""What is said once a part is stored: that it is, and what is easily overlooked."""

from collections.abc import Mapping
from typing import Any

from flask import flash
from flask_babel import gettext

from competition.store.models import Competition
from competition.web.organiser.conflicts import conflicts_of_interest
from competition.web.organiser.forms.base import PartForm
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.placeholders import has_placeholder

_BELOW = {"topic": "focal_points", "team": "members", "match": "entries"}


def flash_saved(competition: Competition, form: PartForm, kind: str) -> None:
    """Tell whoever sent `form` that its part is stored, and what they may want to look at."""
    before, after = form.stored, form.part()
    stored = {
        "competition": gettext("The competition's details are stored."),
        "rubric": gettext("Rubric and scoring rule are stored."),
    }
    flash(stored.get(kind, gettext("Stored.")), "good")
    hints = []
    if _is_placeholder(after, kind):
        hints.append(
            gettext("It is still marked as a placeholder; untick the mark once it is real.")
        )
    if any(_one_sided(before.get(name), after.get(name)) for name in ("name", "title")):
        hints.append(
            gettext("Only one language of the name was changed. Look whether the other still fits.")
        )
    if kind in ("match", "judge") and conflicts_of_interest(file_without_sheets(competition)):
        hints.append(gettext("Mind the conflicts of interest that are shown in the list."))
    for words in hints:
        flash(words, "waiting")


def _is_placeholder(part: Mapping[str, Any], kind: str) -> bool:
    if kind == "rubric":
        return has_placeholder(part["rubric"], "dimensions") or has_placeholder(part["scoring"], "")
    return has_placeholder(part, _BELOW.get(kind, ""))


def _one_sided(before: Any, after: Any) -> bool:
    """Whether one language was changed and the other, which says something else, was not."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return False
    if not {"zh", "en"} <= set(before) & set(after) or after["zh"] == after["en"]:
        return False
    return (before["zh"] != after["zh"]) != (before["en"] != after["en"])
