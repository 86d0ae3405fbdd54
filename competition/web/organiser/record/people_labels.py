"""What the audit log calls changes of who takes part in a match: judges, trainees, teams."""

from typing import Any

from flask_babel import lazy_gettext

PEOPLE_ACTIONS: dict[str, Any] = {
    "team.correct-name": lazy_gettext("Contestant's name corrected"),
    "match.replace-judge": lazy_gettext("Judge replaced"),
    "match.keep-marks": lazy_gettext("Kept sheets of a replaced judge changed"),
    "match.unreplace-judge": lazy_gettext("Replacement of a judge undone"),
    "match.trainees": lazy_gettext("Trainee judges changed"),
    "match.late": lazy_gettext("Team came late"),
    "match.not-late": lazy_gettext("Late arrival taken back"),
    "match.swap-sides": lazy_gettext("Sides swapped"),
    "match.substitute": lazy_gettext("Reserve sent in"),
    "match.unsubstitute": lazy_gettext("Substitution taken back"),
    "match.repeat": lazy_gettext("Match repeated"),
}

PEOPLE_FIELDS: dict[str, Any] = {
    "came": lazy_gettext("Who came"),
    "keeps": lazy_gettext("Sheets that count"),
    "left": lazy_gettext("Who left"),
    "minutes_late": lazy_gettext("Minutes late"),
    "repeats": lazy_gettext("Repeat of"),
}
