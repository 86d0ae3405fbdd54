"""What the audit log calls the values of single fields."""

from typing import Any

from flask_babel import lazy_gettext

COPIED_PARTS: dict[str, Any] = {
    "teams": lazy_gettext("Teams"),
    "judges": lazy_gettext("Judges"),
    "topics": lazy_gettext("Topics"),
    "rubric": lazy_gettext("Rubric and rule"),
    "stages": lazy_gettext("Stages"),
}
SHEET_STATES: dict[str, Any] = {
    "draft": lazy_gettext("Draft"),
    "submitted": lazy_gettext("Submitted"),
}
OVERRIDES: dict[str, Any] = {
    "locked": lazy_gettext("Locked"),
    "reopened": lazy_gettext("Reopened"),
}
SOURCES: dict[str, Any] = {
    "tablet": lazy_gettext("Tablet"),
    "rescue": lazy_gettext("Recovered from a tablet"),
}
SIGNATURES: dict[str, Any] = {
    "holds": lazy_gettext("valid"),
    "unsigned": lazy_gettext("Unsigned"),
}
DECISIONS: dict[str, Any] = {
    "accepted": lazy_gettext("accepted"),
    "declined": lazy_gettext("not accepted"),
}
SENDERS: dict[str, Any] = {
    "rehearsal": lazy_gettext("made up for the rehearsal"),
    "program": lazy_gettext("a program with the judge's token"),
    "unconfirmed": lazy_gettext("a device on which the name was not confirmed"),
}
