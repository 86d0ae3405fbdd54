"""What codes are called on the organiser's pages, in the reader's language.

States, choices, and the messages shown after a change of state: what a template cannot say
itself, because it is a form's choice, a flash message or the name of a code. The names of
actions and fields in the audit log are in `record/audit_labels.py` and `audit_field_labels.py`.
"""

from typing import Any

from flask_babel import gettext, lazy_gettext

NOT_AWAITED = {
    "withdrawn": lazy_gettext("withdrawn"),
    "disqualified": lazy_gettext("disqualified"),
    "void": lazy_gettext("does not count"),
    "recused": lazy_gettext("recused"),
    "trainee": lazy_gettext("trainee"),
    "kept": lazy_gettext("the sheet of the judge before counts"),
    "replaced": lazy_gettext("replaced"),
}
"""Why nobody waits for a sheet, in a word."""
ROUND_STATES: dict[str, Any] = {
    "draft": lazy_gettext("Not open yet"),
    "open": lazy_gettext("Open"),
    "closed": lazy_gettext("Closed"),
}

ROUND_STATE_CHANGED: dict[str, Any] = {
    "draft": lazy_gettext("The opening is undone: judges no longer see the round."),
    "open": lazy_gettext("The round is open: its judges can score now."),
    "closed": lazy_gettext("The round is closed: its sheets can no longer be changed."),
}

ROUND_ANNOUNCED: dict[str, Any] = {
    "announce": lazy_gettext("The programme is announced: the round's matches are public now."),
    "withhold": lazy_gettext(
        "The programme is taken back: the round's matches are no longer public."
    ),
}

VISIBILITY_CHANGED: dict[str, Any] = {
    "public": lazy_gettext("The competition is public now."),
    "private": lazy_gettext("The competition is private now: the public sees nothing of it."),
}

LIST_LABELS: dict[str, Any] = {
    "teams": lazy_gettext("Teams and members"),
    "judges": lazy_gettext("Judges"),
    "topics": lazy_gettext("Topics"),
    "schedule": lazy_gettext("Schedule"),
    "scores": lazy_gettext("Scores of a written test"),
}
"""The kinds of list that can be imported, in the order in which each finds what it names."""

COMPETITION_STATES: dict[str, Any] = {
    "running": lazy_gettext("Under way"),
    "preparing": lazy_gettext("In preparation"),
    "finished": lazy_gettext("Finished"),
    "archived": lazy_gettext("Archived"),
}
"""In the order of the list of competitions."""

RELEASE_MODES: dict[str, Any] = {
    "hidden": lazy_gettext("Hidden"),
    "live": lazy_gettext("Live"),
    "frozen": lazy_gettext("Frozen"),
    "published": lazy_gettext("Published"),
}

RELEASE_MEANINGS: dict[str, Any] = {
    "hidden": lazy_gettext(
        "The public sees the stage's name and the matches of rounds that are open, closed or "
        "announced, but no total, place or mark."
    ),
    "live": lazy_gettext("A team's total appears as soon as all its sheets are in."),
    "live/exclude": lazy_gettext(
        "A team's total appears with its first sheet and changes with every further one."
    ),
    "frozen": lazy_gettext(
        "The public keeps the totals and places it sees now, even when more sheets are submitted."
    ),
    "published": lazy_gettext("Totals and places are shown as final."),
}

COMBINE = [
    ("mean", lazy_gettext("mean")),
    ("median", lazy_gettext("median")),
    ("sum", lazy_gettext("sum")),
]

DROP_BY = [
    ("dimension", lazy_gettext("dimension by dimension")),
    ("sheet", lazy_gettext("whole sheets, by total")),
]

ROUNDING = [
    ("half_up", lazy_gettext("half away from zero (0.125 → 0.13)")),
    ("half_even", lazy_gettext("half to even (0.125 → 0.12)")),
]

ROUND_AT = [
    ("panel", lazy_gettext("each dimension's panel score")),
    ("weighted", lazy_gettext("each dimension's score times its factor")),
    ("total", lazy_gettext("the total")),
]

MISSING = [
    ("wait", lazy_gettext("the team has no total yet")),
    ("exclude", lazy_gettext("the total is worked out from the sheets that are in")),
]

TIE_BREAKS = [
    ("deductions", lazy_gettext("fewer deductions")),
    ("head", lazy_gettext("the head judge's sheet")),
    ("ruling", lazy_gettext("the panel's ruling")),
]


CLOCK_RUNS = [
    ("shared", lazy_gettext("both together")),
    ("each", lazy_gettext("each side its own")),
]

ACROSS_MATCHES = [
    ("mean", lazy_gettext("the mean of its matches")),
    ("sum", lazy_gettext("the sum of its matches")),
    ("best", lazy_gettext("its best match")),
]

STAGE_KINDS = [
    ("matches", lazy_gettext("matches before judges")),
    ("paper", lazy_gettext("a written test")),
]

PAPER_PER = [
    ("team", lazy_gettext("one for each team")),
    ("member", lazy_gettext("one for each member")),
]

PAPER_COMBINE = [
    ("mean", lazy_gettext("the mean of its members' scores")),
    ("sum", lazy_gettext("the sum of its members' scores")),
    ("best", lazy_gettext("the sum of its best scores")),
]

MISSING_CARRY = [
    ("", lazy_gettext("has no place in this stage")),
    ("zero", lazy_gettext("carries over 0")),
]
"""What becomes of a team that has no total in a stage that is carried over."""

SIDES = [
    ("labour", lazy_gettext("Labour side")),
    ("employer", lazy_gettext("Employer side")),
    ("solo", lazy_gettext("Solo")),
]

APPEAL_ABOUT = [
    ("fact", lazy_gettext("a matter of fact: what was added up, deducted, timed or recorded")),
    ("opinion", lazy_gettext("a matter of opinion: how the judges marked")),
]

APPEAL_STATES: dict[str, Any] = {
    "filed": lazy_gettext("filed"),
    "heard": lazy_gettext("heard"),
    "upheld": lazy_gettext("upheld"),
    "dismissed": lazy_gettext("dismissed"),
    "withdrawn": lazy_gettext("withdrawn"),
}

AWARD_BY = [
    ("rank", lazy_gettext("place in the standings")),
    ("dimension", lazy_gettext("one dimension of the rubric")),
    ("personal", lazy_gettext("personal marks of the members")),
    ("paper", lazy_gettext("scores of a written test")),
    ("organisation", lazy_gettext("sum of an organisation's teams")),
    ("hand", lazy_gettext("decision: winners named by hand")),
]
"""What an award goes by."""

LANGUAGE_CHOICES = [
    ("zh en", lazy_gettext("Chinese first, then English")),
    ("en zh", lazy_gettext("English first, then Chinese")),
    ("zh", lazy_gettext("Chinese only")),
    ("en", lazy_gettext("English only")),
]

SHEET_OVERRIDES = [
    ("reopened", lazy_gettext("Reopen this sheet")),
    ("locked", lazy_gettext("Lock this sheet")),
    ("", lazy_gettext("Open and close with its round again")),
]

UNSENT_REASONS: dict[str, Any] = {
    "conflict": lazy_gettext("the judge has to choose between two values"),
    "refused": lazy_gettext("it contains an invalid mark"),
    "kept": lazy_gettext("it came after the round was closed"),
    "offered": lazy_gettext("it came after the round was closed"),
    "signed_out": lazy_gettext("the tablet is signed out"),
    "gone": lazy_gettext("the match is no longer assigned to this judge"),
    "": lazy_gettext("it is being sent"),
}
"""Why a sheet is still on its tablet, by the outbox's phase; "" for every other phase."""

LATE_DECISIONS = [
    ("", lazy_gettext("Choose…")),
    ("accept", lazy_gettext("Accept it: it becomes the judge's newest version")),
    ("decline", lazy_gettext("Do not accept it: it does not count")),
]

LATE_DECIDED: dict[str, Any] = {
    "accept": lazy_gettext("Accepted. It now counts as the judge's newest version."),
    "accept/draft": lazy_gettext(
        "Accepted as a draft. It does not count until the judge submits it: reopen the sheet."
    ),
    "decline": lazy_gettext("Not accepted. The judge's tablet shows this with your reason."),
}

LATE_OUTCOMES: dict[str, Any] = {
    "accepted": lazy_gettext("Accepted"),
    "declined": lazy_gettext("Not accepted"),
    "replaced": lazy_gettext("Replaced by a later one"),
    "": lazy_gettext("Sent by the tablet itself after a reopening"),
}

RECOVERY_OUTCOMES: dict[str, Any] = {
    "offered": lazy_gettext("New here. It is waiting for your decision."),
    "again": lazy_gettext(
        "Already imported. It is waiting for your decision, or you have already decided."
    ),
    "stored": lazy_gettext("Already stored; nothing to do."),
    "same": lazy_gettext("Same as the newest version here; nothing to do."),
    "older": lazy_gettext("Older version; the newer one from this tablet was used."),
    "no_match": lazy_gettext("There is no such match in this competition."),
    "no_seat": lazy_gettext("This judge is not on the panel of this match."),
    "no_team": lazy_gettext("This team is not in this match."),
    "not_open": lazy_gettext("The round is not open yet. Open it, then import this again."),
    "refused": lazy_gettext("This sheet is not valid here:"),
}

SAVED: dict[str, Any] = {
    "competition": lazy_gettext("The competition's details are saved."),
    "rubric": lazy_gettext("Rubric and scoring rule are saved."),
    "": lazy_gettext("Saved."),
}

SAVED_HINTS: dict[str, Any] = {
    "placeholder": lazy_gettext(
        "It is still marked as a placeholder; clear the box once the real data is in."
    ),
    "one_language": lazy_gettext(
        "Only one language of the name was changed. Check that the other still matches."
    ),
    "conflicts": lazy_gettext("Check the conflicts of interest in the list."),
}

SCREEN_MODES: dict[str, Any] = {
    "welcome": lazy_gettext("Welcome"),
    "board": lazy_gettext("Board"),
    "match": lazy_gettext("Match"),
    "radar": lazy_gettext("Team profile"),
    "clock": lazy_gettext("Clock"),
    "reveal": lazy_gettext("Reveal"),
    "marks": lazy_gettext("Marks"),
    "draw": lazy_gettext("Draw"),
    "award": lazy_gettext("Award"),
    "black": lazy_gettext("Black"),
}

CLOCK_ACTS: dict[str, Any] = {
    "set": lazy_gettext("Set"),
    "start": lazy_gettext("Start"),
    "pause": lazy_gettext("Pause"),
    "reset": lazy_gettext("Reset"),
}


def category(code: str | None) -> str:
    """A judge's category: the two built-in ones in the reader's language, others as written."""
    known = {"professional": gettext("professional"), "academic": gettext("academic")}
    return known.get(code or "", code or "")
