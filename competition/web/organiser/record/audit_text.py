"""What changed, in words: the fields of an audit row, and values that are names of states."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from competition.web.organiser.labels import RELEASE_MODES, ROUND_STATES
from competition.web.template_filters import mark, time_element

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_KINDS = ("team", "judge", "stage", "match", "topic")


def field_text(path: str, known: Mapping[str, Any]) -> str:
    """A field's place as people say it; parts of the file that have no word keep their key."""
    words = _fields()
    steps = [
        (words.get(name) or known["dimension_names"].get(name, name)) if name else str(int(at) + 1)
        for name, at in _STEP.findall(path)
    ]
    return " · ".join(steps)


def value_text(path: str, value: str, known: Mapping[str, Any], who: Callable[[str], str]) -> str:
    """What a field holds: a state, a time or somebody by name, anything else as it stands."""
    steps = [name for name, _ in _STEP.findall(path) if name]
    name = steps[-1] if steps else ""
    if not value:
        return ""
    if name.endswith("_at") or name == "at":
        return _when(value)
    if name in ("since", "spent"):
        return _counted(name, value)
    if name == "by":
        return who(value)
    if "marks" in steps[:-1]:
        return mark(value)
    kind = name.removesuffix("s")
    if kind in _KINDS:
        return str(known.get(f"{kind}_names", {}).get(value, value))
    return str(_values(known).get(name, {}).get(value, value))


def _when(value: str) -> str:
    try:
        return time_element(value)
    except ValueError:
        # A tablet's or a file's own time may be written otherwise.
        return value


def _counted(name: str, value: str) -> str:
    """The show's clock counts in milliseconds: since an instant, or a time that was spent."""
    if not value.isdigit():
        return value
    if name == "since":
        return time_element(dt.datetime.fromtimestamp(int(value) / 1000, dt.UTC).isoformat())
    minutes, seconds = divmod(int(value) // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def _values(known: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    sheets = {"draft": gettext("Draft"), "submitted": gettext("Submitted")}
    return {
        "release": RELEASE_MODES,
        "state": {**sheets, "open": ROUND_STATES["open"], "closed": ROUND_STATES["closed"]},
        "hold": {"locked": gettext("Locked"), "reopened": gettext("Reopened")},
        "mode": known["mode_names"],
        "road": {"tablet": gettext("Tablet"), "rescue": gettext("Rescue from tablets")},
        "signature": {"holds": gettext("valid"), "unsigned": gettext("Unsigned")},
        "decision": {"accepted": gettext("accepted"), "declined": gettext("not accepted")},
    }


def _fields() -> dict[str, str]:
    return {
        "about": gettext("About"),
        "arrived_at": gettext("Arrived here"),
        "at": gettext("When"),
        "base_version": gettext("Version known to the tablet"),
        "by": gettext("Who"),
        "clock": gettext("Clock"),
        "comment": gettext("Comment"),
        "decision": gettext("Decision"),
        "deductions": gettext("Deductions"),
        "en": gettext("English"),
        "hold": gettext("Hold"),
        "judge": gettext("Judge"),
        "judges": gettext("Judges"),
        "label": gettext("Words over the clock"),
        "marks": gettext("Marks"),
        "match": gettext("Match"),
        "minutes": gettext("Minutes of the meeting"),
        "mode": gettext("On the screen"),
        "name": gettext("Name"),
        "points": gettext("Points"),
        "reason": gettext("Reason"),
        "receipt": gettext("Receipt"),
        "release": gettext("What the public sees"),
        "road": gettext("Came by"),
        "rulings": gettext("Rulings"),
        "seconds": gettext("Seconds"),
        "sheets": gettext("Sheets"),
        "signature": gettext("Signature"),
        "since": gettext("Running since"),
        "snapshot": gettext("Public snapshot"),
        "spent": gettext("Time spent"),
        "stage": gettext("Stage"),
        "stages": gettext("Stages"),
        "state": gettext("State"),
        "step": gettext("Step"),
        "submitted_at": gettext("Submitted at"),
        "team": gettext("Team"),
        "teams": gettext("Teams"),
        "topics": gettext("Topics"),
        "version": gettext("Version"),
        "zh": gettext("Chinese"),
    }
