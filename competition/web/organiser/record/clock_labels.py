"""What the acts and the fields of match clocks are called in the audit log."""

from typing import Any

from flask_babel import lazy_gettext

CLOCK_ACTIONS: dict[str, Any] = {
    "clock.edit": lazy_gettext("Phases of the match clock changed"),
    "match-clock.show": lazy_gettext("Match clock shown on the screens"),
    "match-clock.start": lazy_gettext("Match clock started"),
    "match-clock.pause": lazy_gettext("Match clock stopped"),
    "match-clock.hand-over": lazy_gettext("Match clock handed over to the other side"),
    "match-clock.next": lazy_gettext("Next phase of the match clock"),
    "match-clock.previous": lazy_gettext("Previous phase of the match clock"),
    "match-clock.go": lazy_gettext("Another phase of the match clock"),
    "match-clock.add": lazy_gettext("Time added or taken on the match clock"),
    "match-clock.reset": lazy_gettext("Phase of the match clock begun again"),
    "match-clock.anew": lazy_gettext("Match clock begun again"),
    "overtime.confirmed": lazy_gettext("Overtime confirmed: points deducted"),
    "overtime.waived": lazy_gettext("Overtime waived"),
}

CLOCK_FIELDS: dict[str, Any] = {
    "added": lazy_gettext("Seconds added"),
    "both": lazy_gettext("Both sides"),
    "employer": lazy_gettext("Employer side"),
    "labour": lazy_gettext("Labour side"),
    "bands": lazy_gettext("Bands of overtime"),
    "grace": lazy_gettext("Free seconds of overtime"),
    "overtime": lazy_gettext("Overtime"),
    "phases": lazy_gettext("Phases"),
    "runs": lazy_gettext("Whose time"),
    "warn": lazy_gettext("Warning"),
    "solo": lazy_gettext("Solo"),
}
