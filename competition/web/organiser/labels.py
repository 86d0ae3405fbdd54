"""What codes are called on the organiser's pages, in the reader's language."""

from flask_babel import gettext, lazy_gettext

ROUND_STATES = {
    "draft": lazy_gettext("Not open yet"),
    "open": lazy_gettext("Open"),
    "closed": lazy_gettext("Closed"),
}

RELEASE_MODES = {
    "hidden": lazy_gettext("Hidden"),
    "live": lazy_gettext("Live"),
    "frozen": lazy_gettext("Frozen"),
    "published": lazy_gettext("Published"),
}

RELEASE_MEANINGS = {
    "hidden": lazy_gettext("The public sees that there is this stage, and nothing of its marks."),
    "live": lazy_gettext("A team's total appears as soon as all its sheets are in."),
    "live/exclude": lazy_gettext(
        "A team's total appears with its first sheet and moves with each further one."
    ),
    "frozen": lazy_gettext("The public keeps what it sees now, whatever is submitted from now on."),
    "published": lazy_gettext("Totals and places are shown as final."),
}

COMBINE = [
    ("mean", lazy_gettext("mean")),
    ("median", lazy_gettext("median")),
    ("sum", lazy_gettext("sum")),
]

DROP_BY = [
    ("dimension", lazy_gettext("dimension by dimension")),
    ("sheet", lazy_gettext("whole sheets, by their total")),
]

ROUNDING = [
    ("half_up", lazy_gettext("half away from zero (0.125 → 0.13)")),
    ("half_even", lazy_gettext("half to even (0.125 → 0.12)")),
]

ROUND_AT = [
    ("panel", lazy_gettext("each dimension's panel value")),
    ("weighted", lazy_gettext("each weighted dimension")),
    ("total", lazy_gettext("the total")),
]

MISSING = [
    ("wait", lazy_gettext("the team has no total yet")),
    ("exclude", lazy_gettext("the panel counts without it")),
]

TIE_BREAKS = [
    ("deductions", lazy_gettext("fewer deductions")),
    ("head", lazy_gettext("the head judge's sheet")),
    ("ruling", lazy_gettext("the panel's ruling")),
]


def category(word: str | None) -> str:
    """A judge's category: the two that every competition knows in the reader's language."""
    known = {"professional": gettext("professional"), "academic": gettext("academic")}
    return known.get(word or "", word or "")


def mode_labels() -> dict[str, str]:
    """What each mode is called."""
    return {
        "welcome": gettext("Welcome"),
        "board": gettext("Board"),
        "match": gettext("Match"),
        "radar": gettext("A team's profile"),
        "clock": gettext("Clock"),
        "reveal": gettext("Reveal"),
        "marks": gettext("Marks"),
        "black": gettext("Black"),
    }


def clock_act_labels() -> dict[str, str]:
    """What each act on the clock is called."""
    return {
        "set": gettext("Set"),
        "start": gettext("Start"),
        "pause": gettext("Pause"),
        "reset": gettext("Reset"),
    }


def action_labels() -> dict[str, str]:
    """What each action is called."""
    return {
        "competition.load": gettext("Competition loaded"),
        "competition.replace": gettext("Competition replaced"),
        "competition.edit": gettext("Competition's details changed"),
        "rubric.edit": gettext("Rubric or rule changed"),
        "topic.add": gettext("Topic made"),
        "topic.edit": gettext("Topic changed"),
        "topic.remove": gettext("Topic taken out"),
        "topic.move": gettext("Topics reordered"),
        "team.add": gettext("Team made"),
        "team.edit": gettext("Team changed"),
        "team.remove": gettext("Team taken out"),
        "team.move": gettext("Teams reordered"),
        "judge.add": gettext("Judge made"),
        "judge.edit": gettext("Judge changed"),
        "judge.remove": gettext("Judge taken out"),
        "judge.move": gettext("Judges reordered"),
        "judge.renew-link": gettext("Judge's link renewed"),
        "stage.add": gettext("Stage made"),
        "stage.edit": gettext("Stage changed"),
        "stage.remove": gettext("Stage taken out"),
        "stage.move": gettext("Stages reordered"),
        "stage.release": gettext("Release set"),
        "round.add": gettext("Round made"),
        "round.edit": gettext("Round changed"),
        "round.remove": gettext("Round taken out"),
        "round.move": gettext("Rounds reordered"),
        "round.state": gettext("Round opened or closed"),
        "match.add": gettext("Match made"),
        "match.edit": gettext("Match changed"),
        "match.remove": gettext("Match taken out"),
        "match.move": gettext("Matches reordered"),
        "sheet.draft": gettext("Draft stored"),
        "sheet.submit": gettext("Sheet submitted"),
        "sheet.reopen": gettext("Sheet reopened"),
        "sheet.lock": gettext("Sheet locked"),
        "sheet.follow-round": gettext("Sheet follows its round again"),
        "sheet.accept-late": gettext("Late sheet accepted"),
        "late.offer": gettext("Late sheet handed in"),
        "late.decline": gettext("Late sheet not accepted"),
        "rescue.take-in": gettext("Marks taken in from a tablet"),
        "deduction.add": gettext("Deduction made"),
        "deduction.remove": gettext("Deduction taken back"),
        "ruling.add": gettext("Ruling recorded"),
        "ruling.remove": gettext("Ruling taken back"),
        "show.mode": gettext("Something put on the screen"),
        "show.clock": gettext("Clock"),
        "marks.show": gettext("Marks of a match shown"),
        "marks.hide": gettext("Marks of a match taken off"),
        "reveal.begin": gettext("Reveal begun"),
        "reveal.step": gettext("Step of the reveal"),
        "reveal.end": gettext("Reveal ended"),
        "organiser.add": gettext("Organiser added"),
        "organiser.password": gettext("Password changed"),
        "organiser.remove": gettext("Organiser taken out"),
        "session.begin": gettext("Signed in"),
        "session.end": gettext("Signed out"),
    }
