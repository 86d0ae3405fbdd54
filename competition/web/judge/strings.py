"""The texts that pages and scripts share, in the reader's language.

Placeholders are `%(name)s` in both: Python fills them when it renders a page, the script when
something changes afterwards. A save status is a few words on the first line, which are shown
large, and details on the second.
"""

from flask_babel import gettext

from competition.actions import rubrics
from competition.actions.awaited import NotAwaited
from competition.web.judge.assignments import SheetAssignment
from competition.web.template_filters import localized, time_of_day

# Save status → its sign in templates/judge/_signs.html; any status not listed needs a person
# to act.
SIGNS = {
    "empty": "none",
    "local": "tablet",
    "waiting": "tablet",
    "saving": "sending",
    "draft": "received",
    "saved": "received",
    "submitted": "received",
    "off": "none",
    "unknown": "person",
}


def all_strings() -> dict[str, str]:
    """Every text that the scripts may show."""
    return {
        "empty": gettext("Not started"),
        "local": gettext("On this tablet only"),
        "saving": gettext("Sending"),
        "saved": gettext("Draft received\n%(at)s · receipt %(receipt)s"),
        "saved_partly": gettext("Received, except the mark in red\n%(at)s · receipt %(receipt)s"),
        "loaded": gettext("Draft received\nVersion %(version)s"),
        "missed": gettext("Not submitted\nThe round is closed, so this sheet does not count."),
        "over": gettext("Until you submit, version %(version)s counts: total %(total)s"),
        "marked_of": gettext("%(given)s of %(all)s marked"),
        "waiting": gettext("On this tablet only\nIt will be sent automatically."),
        "submitted": gettext("Submitted\n%(at)s · receipt %(receipt)s"),
        "submitted_loaded": gettext("Submitted\nVersion %(version)s"),
        "submitting": gettext("Submitting"),
        "submit_waiting": gettext(
            "Not submitted yet: on this tablet only\nIt will be submitted automatically."
        ),
        "kept": gettext("On this tablet only\n%(why)s"),
        "offered": gettext(
            "Late, waiting for the organiser's decision\nPassed to the organiser at %(at)s."
        ),
        "declined": gettext("Late, not accepted\n%(why)s"),
        "on_tablet": gettext("These marks are on this tablet:"),
        "offered_marks": gettext("The organiser has these marks and decides whether they count:"),
        "total": gettext("Total"),
        "comment": gettext("Comment"),
        "signed_out": gettext(
            "Open the link on your judge's card again on this tablet. If it no longer works, ask "
            "the organiser."
        ),
        "gone": gettext("You are not assigned to this match now. Please ask the organiser."),
        "refused": gettext("On this tablet only\nSee the message in red."),
        "refused_there": gettext(
            "On this tablet only\nIt was not accepted. Open the match to see why."
        ),
        "news_rubric": gettext(
            "The organiser has changed what is marked. Load this page again; your marks are kept."
        ),
        "news_round_closed": gettext(
            "The organiser has closed the round: marks can no longer be changed. What you have "
            "submitted counts. If something is missing, ask the organiser."
        ),
        "news_conference": gettext(
            "The panel confers on this match: you see its sheets side by side, and may change your "
            "own until the conference is closed."
        ),
        "news_conferred": gettext(
            "The conference on this match is closed: its sheets are locked. Ask the organiser if "
            "yours is wrong."
        ),
        "news_locked": gettext(
            "%(team)s: the organiser has locked this sheet. Ask the organiser to unlock it."
        ),
        "news_reopened": gettext(
            "%(team)s: this sheet can be changed again. Load this page again to go on."
        ),
        "news_changed": gettext(
            "%(team)s: this sheet was changed elsewhere, for example on another device. Load this "
            "page again to see it as it is now."
        ),
        "news_gone": gettext(
            "%(team)s: this sheet is not yours to score now. Please ask the organiser."
        ),
        "review_title": gettext("Review: are these the marks you want to submit?"),
        "review_over": gettext("The round is closed: these marks can no longer be submitted"),
        "conflict": gettext("Changed on another device\nChoose below which marks to keep."),
        "conflict_there": gettext(
            "Changed on another device\nOpen the match and choose which marks to keep."
        ),
        "no_storage": gettext(
            "This browser cannot save marks on this tablet: wait for “received” before you leave "
            "this page."
        ),
        "unmarked": gettext("not marked yet"),
        "blank": gettext("no comment"),
        "missing": gettext("no mark yet"),
        "cannot_stand": gettext("%(value)s is not valid and not saved"),
        "not_number": gettext("“%(value)s” is not a number. Write it in digits, such as %(max)s."),
        "out_of_range": gettext(
            "%(value)s is out of range. Allowed: %(min)s to %(max)s in steps of %(step)s."
        ),
        "off_step": gettext(
            "%(value)s is between two steps. Allowed: %(min)s to %(max)s in steps of "
            "%(step)s, counted from %(min)s."
        ),
        "odd_highest": gettext("Every mark is the highest possible"),
        "odd_lowest": gettext("%(dimension)s has the lowest possible mark: %(mark)s"),
        "odd_both": gettext("Both teams have the same marks in every dimension"),
        "odd_same": gettext("The same marks as %(team)s in every dimension"),
        "odd_first": gettext("Tick this first, or go back to the marks."),
        "submit_none": gettext("Nothing to submit yet"),
        "submit_one": gettext("Submit this sheet"),
        "submit_both": gettext("Submit both sheets"),
        "submit_some": gettext("Submit %(ready)s of %(all)s sheets"),
        "this_tablet": gettext("This tablet:"),
        "other_device": gettext("Other device:"),
        "choose_all": gettext("First choose one of the two in every line."),
        "offline": gettext("No connection. This page may be out of date."),
        "leave_unsent": gettext(
            "Some of your marks are on this tablet only. If you sign out, they stay here and "
            "will be sent when your link is opened on this tablet again. Press again to sign out "
            "anyway."
        ),
        "leave_away": gettext(
            "You can only sign out while the server can be reached. Please try again later."
        ),
        "comma": gettext(", "),
        "home_unsent": gettext("On this tablet, waiting to be sent: %(names)s"),
        "home_stuck": gettext(
            "On this tablet, and not accepted: %(names)s. Open the match to see what to do."
        ),
        "home_offered": gettext("Late, waiting for the organiser's decision: %(names)s"),
        "home_declined": gettext("Late, not accepted: %(names)s. Open the match to see why."),
    }


def status_text(sheet: SheetAssignment, texts: dict[str, str]) -> str:
    """The save status of a sheet as the server renders it."""
    newest = sheet.newest
    if sheet.not_awaited:
        return not_awaited_text(sheet.not_awaited)
    if sheet.late:
        return texts["offered"] % {"at": time_of_day(sheet.late.arrived_at)}
    if newest is None:
        return texts["empty"]
    if sheet.is_missed:
        return texts["missed"]
    values = {
        "at": time_of_day(newest.stored_at),
        "receipt": f"{newest.receipt or 0:04d}",
        "version": newest.number,
    }
    if newest.state == "submitted":
        return texts["submitted" if newest.receipt else "submitted_loaded"] % values
    sentence = texts["saved" if newest.receipt else "loaded"] % values
    if sheet.counting:
        total = rubrics.marks_total(sheet.entry.match, sheet.counting.marks)
        sentence += "\n" + texts["over"] % {"version": sheet.counting.number, "total": total}
    return sentence


def not_awaited_text(why: NotAwaited) -> str:
    """Why nobody waits for a sheet, with the organiser's reason."""
    texts = {
        "withdrawn": gettext("Team withdrawn\nNothing to score."),
        "disqualified": gettext("Team disqualified\nNothing to score."),
        "void": gettext("Match does not count\nNothing to score."),
        "recused": gettext("Not to be scored by you\nYour marks for this team do not count."),
        "kept": gettext(
            "Already scored\nThe sheet of the judge whose seat you took counts for this team."
        ),
    }
    if not why.reason:
        return texts[why.code]
    return f"{texts[why.code]}\n{gettext('Reason: %(reason)s', reason=localized(why.reason))}"


def submit_label(texts: dict[str, str], ready: int, total: int) -> str:
    """The submit button's label: how many of the match's sheets it submits."""
    if ready == total and total <= 2:
        return texts["submit_one"] if total == 1 else texts["submit_both"]
    return texts["submit_some" if ready else "submit_none"] % {"ready": ready, "all": total}
