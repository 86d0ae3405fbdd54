"""An audit row as the page shows it: what it is about, who did it, and which fields changed."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import gettext

from competition.store.audit import AuditRow
from competition.web.agreements import STATUS_NAMES
from competition.web.organiser.labels import (
    APPEAL_ABOUT,
    APPEAL_STATES,
    CLOCK_ACTS,
    LIST_LABELS,
    RELEASE_MODES,
    ROUND_STATES,
    SCREEN_MODES,
)
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.record import audit_field_labels as field_labels
from competition.web.organiser.record import audit_value_labels as value_labels
from competition.web.template_filters import localized, mark, time_element

# What the parts of a row's subject are the keys of, by the first word of its action.
_SUBJECTS = {
    "sheet": ("match", "team", "judge"),
    "late": ("match", "team", "judge"),
    "deduction": ("match", "team"),
    "ruling": ("stage",),
    "certification": ("stage",),
    "score": ("stage",),
    "topic": ("topic",),
    "zone": ("zone",),
    "team": ("team",),
    "judge": ("judge",),
    "declaration": ("judge",),
    "rescue": ("judge",),
    "stage": ("stage",),
    "reveal": ("stage",),
    "marks": ("match",),
    "match": ("match",),
    "match-clock": ("match",),
    "overtime": ("match", "team"),
}
# What the projector shows in each of its modes.
_MODE_SUBJECTS = {
    "match": ("match",),
    "marks": ("match",),
    "radar": ("team",),
    "reveal": ("stage",),
}
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_KINDS = ("team", "judge", "stage", "match", "topic")
_VALUES: dict[str, Mapping[str, Any]] = {
    "kind": LIST_LABELS,
    "release": RELEASE_MODES,
    "status": STATUS_NAMES,
    "state": {**ROUND_STATES, **value_labels.SHEET_STATES, **APPEAL_STATES},
    "about": dict(APPEAL_ABOUT),
    "hold": value_labels.OVERRIDES,
    "mode": SCREEN_MODES,
    "road": value_labels.SOURCES,
    "signature": value_labels.SIGNATURES,
    "decision": value_labels.DECISIONS,
    "sent_with": value_labels.SENDERS,
    "copied": value_labels.COPIED_PARTS,
}

Names = Mapping[str, Any]
"""The results' names by kind and key, as from `names.names_by_key`, and `round_names`."""


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: its path in the row, its label, and both values as text."""

    path: str
    label: str
    before: str
    after: str


def subject_text(action: str, subject: str, names: Names) -> str:
    """What a row is about, by names; a key that has no name any more is shown as it is.

    "" where the action says it all: a sign-in is about the one who signs in.
    """
    kind = action.partition(".")[0]
    if action in ("competition.remove", "competition.copied"):
        return subject
    if kind in ("session", "competition", "rubric", "programme"):
        return ""
    if kind == "round":
        return str(names["round_names"].get(subject, subject))
    keys = subject.split("/")
    if action == "show.mode":
        mode, *about = keys
        kinds = _MODE_SUBJECTS.get(mode, ())[: len(about)]
        # Behind a match, how many judges' marks are shown.
        named = [*_names(kinds, about[: len(kinds)], names), *about[len(kinds) :]]
        return " · ".join([str(SCREEN_MODES.get(mode, mode)), *named])
    if kind == "agreement":
        # Behind the match: its focal point, or the side and the name of who signed.
        return " · ".join([*_names(("match",), keys[:1], names), *keys[1:]])
    if action == "show.clock":
        return str(CLOCK_ACTS.get(subject, subject))
    return " · ".join(_names(_SUBJECTS.get(kind, ()), keys, names))


def actor_text(actor: str, judge_names: Mapping[str, str]) -> str:
    """Who did it, from the row's `who`: "organiser 王芳", "judge judge-1", "command line"…"""
    kind, _, name = actor.partition(" ")
    if kind == "organiser" and name:
        return gettext("organiser %(name)s", name=name)
    if kind == "observer" and name:
        return gettext("observer %(name)s", name=name)
    if kind == "table" and name:
        return gettext("table %(name)s", name=name)
    if kind == "judge" and name:
        return gettext("judge %(name)s", name=judge_names.get(name, name))
    known = {
        "command line": gettext("command line"),
        "first start": gettext("first start"),
        "start of the server": gettext("start of the server"),
        "set-up link": gettext("set-up link"),
    }
    return known.get(actor, actor)


def actor_name(actor: str | Mapping[str, str] | None) -> str:
    """Who did something in the competition of this page: as the audit names them, or as a text."""
    if not actor:
        return ""
    names = names_by_key(file_without_sheets(g.competition))["judge_names"]
    return actor_text(localized(actor), names)


def field_changes(row: AuditRow, names: Names) -> list[FieldChange]:
    """The fields that differ between before and after."""

    def actor(name: str) -> str:
        return actor_text(name, names["judge_names"])

    return [
        FieldChange(
            path,
            _score_label(path, names) if row.action == "score.set" else _field_label(path, names),
            _value_text(path, before, names, actor),
            _value_text(path, after, names, actor),
        )
        for path, before, after in _differences(row)
    ]


def _names(kinds: Sequence[str], keys: Sequence[str], names: Names) -> list[str]:
    """The keys' names; the keys themselves where there are more or fewer than expected."""
    if len(kinds) != len(keys):
        return list(keys)
    return [names[f"{kind}_names"].get(key, key) for kind, key in zip(kinds, keys, strict=True)]


def _field_label(path: str, names: Names) -> str:
    """A field's path in the reader's language; steps without a label keep their key."""
    if path in field_labels.TOP_FIELDS:
        return str(field_labels.TOP_FIELDS[path])
    steps = [
        str(field_labels.FIELDS.get(name) or names["dimension_names"].get(name, name))
        if name
        else str(int(index) + 1)
        for name, index in _STEP.findall(path)
    ]
    return " · ".join(steps)


def _score_label(path: str, names: Names) -> str:
    """Whose score in a written test it is: the team, and the member where each has one."""
    team, _, member = path.partition(".")
    named = [names["team_names"].get(team, team)]
    if member:
        named.append(names["member_names"].get(member, member))
    return " · ".join(named)


def _value_text(path: str, value: str, names: Names, actor: Callable[[str], str]) -> str:
    """What a field holds: a state, a time or somebody by name, anything else unchanged."""
    steps = [name for name, _ in _STEP.findall(path) if name]
    name = steps[-1] if steps else ""
    if not value:
        return ""
    if name.endswith("_at") or name == "at":
        return _time_text(value)
    if name == "since" or "spent" in steps:
        return _clock_text(name, value)
    if name == "by":
        return actor(value)
    if "marks" in steps[:-1]:
        return mark(value)
    kind = name.removesuffix("s")
    if kind in _KINDS:
        return str(names.get(f"{kind}_names", {}).get(value, value))
    return str(_VALUES.get(name, {}).get(value, value))


def _time_text(value: str) -> str:
    try:
        return time_element(value)
    except ValueError:
        # A tablet or a file may have written its own time in another way.
        return value


def _clock_text(name: str, value: str) -> str:
    """A clock counts in milliseconds: `since` an instant, or the time `spent`."""
    if not value.isdigit():
        return value
    if name == "since":
        return time_element(dt.datetime.fromtimestamp(int(value) / 1000, dt.UTC).isoformat())
    minutes, seconds = divmod(int(value) // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def _differences(row: AuditRow) -> list[tuple[str, str, str]]:
    """(path, before, after) of every field that differs, as text."""
    before, after = json.loads(row.before), json.loads(row.after)
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = _leaves(before), _leaves(after)
        return [
            (name, old.get(name, ""), new.get(name, ""))
            for name in [*old, *[name for name in new if name not in old]]
            if old.get(name, "") != new.get(name, "")
        ]
    if before is None and after is None:
        return []
    return [("", _plain_text(before), _plain_text(after))]


def _leaves(value: Any, path: str = "") -> dict[str, str]:
    """Every leaf of a JSON value by its path."""
    if isinstance(value, dict):
        found: dict[str, str] = {}
        for name, inner in value.items():
            found |= _leaves(inner, f"{path}.{name}" if path else str(name))
        return found
    if isinstance(value, list):
        found = {}
        for index, inner in enumerate(value):
            found |= _leaves(inner, f"{path}[{index}]")
        return found
    return {} if value is None else {path: _plain_text(value)}


def _plain_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
