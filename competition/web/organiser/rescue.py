"""Marks from tablets whose server is gone: files and codes in, sheet by sheet what was found."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import StringField, TextAreaField

from competition.actions import rescue as actions
from competition.actions.refusals import Refused
from competition.document import Invalid, Problem
from competition.document import rescue as document
from competition.document.rescue_codes import Parts, gather
from competition.store import events
from competition.store.parts import Competition
from competition.web.sessions import by
from competition.web.words import said

from . import bp
from .finding import competition, is_sent, keeps_what_was_typed, page
from .forms.base import PlainForm

MOST_BUNDLES = 100
MOST_PROBLEMS = 5


class RescueForm(PlainForm):
    """What the codes said, a code a line; files come beside it under `files`."""

    codes = TextAreaField(lazy_gettext("What the codes say, one code a line"))
    reason = StringField(lazy_gettext("Reason"))


@dataclass
class Taken:
    """One tablet's bundle: whose it is, and what became of it.

    `unsigned` is its wire text where only the signature stands in the way.
    """

    called: str
    refusals: list[str] = field(default_factory=list)
    unsigned: str = ""
    was_unsigned: bool = False
    found: list[actions.Found] = field(default_factory=list)

    @property
    def offers(self) -> int:
        """How many sheets now wait for a decision."""
        return sum(found.outcome in ("offered", "again") for found in self.found)


@bp.route("/organiser/c/<key>/rescue", methods=["GET", "POST"])
@keeps_what_was_typed
def rescue(key: str) -> ResponseReturnValue:
    """Take tablets' marks in; what is incomplete stays on the page until the rest is there."""
    of = competition(key)
    form = RescueForm()
    taken: list[Taken] = []
    waiting: list[Parts] = []
    if is_sent(form):
        sets, strange = gather(form.codes.data or "")
        waiting = [parts for parts in sets if parts.missing]
        form.codes.data = "\n".join(line for parts in waiting for line in parts.lines)
        if strange:
            form.codes.refusals = [
                ngettext(
                    "%(num)s line is no code of a tablet.",
                    "%(num)s lines are no codes of a tablet.",
                    strange,
                )
            ]
        taken = list(_take_all(of, form, [parts for parts in sets if not parts.missing]))
        if not taken and not sets and not strange:
            form.general.append(gettext("Choose a file, or read codes in; nothing has come yet."))
    nothing = not taken and not waiting
    wrong = form.is_submitted() and (
        nothing or form.general or form.errors or any(each.refusals for each in taken)
    )
    return page(
        "rescue.html",
        422 if wrong else 200,
        form=form,
        taken=taken,
        waiting=waiting,
        names=_names(of),
        outcomes=_outcomes(),
        state=_for_script(of),
        translate=gettext,
    )


def _take_all(of: Competition, form: RescueForm, whole: Iterable[Parts]) -> Iterable[Taken]:
    """Take in whatever came by one of the ways: each bundle by itself, all of it or nothing."""
    because = form.reason.data or ""
    kept = request.form.getlist("unsigned")
    if kept and not because.strip():
        form.reason.refusals = [gettext("Say why; the reason is kept with the result.")]
        form.general.append(gettext("Unsigned marks are taken in with a reason only."))
        because = ""
    for wire in kept[:MOST_BUNDLES]:
        yield _take(of, gettext("Unsigned"), wire.encode("utf-8", "replace"), because)
    for file in request.files.getlist("files")[:MOST_BUNDLES]:
        if file.filename:
            yield _take(of, file.filename[:200], file.stream.read(document.LARGEST + 1))
    for parts in list(whole)[:MOST_BUNDLES]:
        called = gettext("Codes %(id)s", id=parts.id)
        try:
            data = parts.wire()
        except Invalid as invalid:
            yield Taken(called, [problem.text(gettext) for problem in invalid.problems])
        else:
            yield _take(of, called, data)


def _take(of: Competition, called: str, data: bytes, because: str = "") -> Taken:
    try:
        bundle = document.read(data)
    except Invalid as invalid:
        problems = invalid.problems[:MOST_PROBLEMS]
        return Taken(called, [_placed(problem) for problem in problems])
    judge = events.judge(of, bundle.judge)
    called = said(judge.name) if judge else called
    try:
        return Taken(called, found=actions.take_in(of.key, bundle, by()))
    except actions.Unsigned as refusal:
        if not because.strip():
            return Taken(called, [refusal.text(gettext)], unsigned=bundle.wire)
    except Refused as refusal:
        return Taken(called, [refusal.text(gettext)])
    found = actions.take_in(of.key, bundle, by(), unsigned_because=because)
    return Taken(called, found=found, was_unsigned=True)


def _placed(problem: Problem) -> str:
    text = problem.text(gettext)
    return problem.place + gettext(": ") + text if problem.place else text


def _names(of: Competition) -> dict[tuple[str, str], tuple[str, str]]:
    """What a match and a team are called, by their keys."""
    return {
        (match.key, entry.team.key): (
            gettext(
                "%(round)s, match %(number)s",
                round=said(match.round.name),
                number=match.position + 1,
            ),
            said(entry.team.name),
        )
        for match in events.matches(of)
        for entry in match.entries
    }


def _outcomes() -> dict[str, str]:
    return {
        "offered": gettext("New here. It waits for your decision."),
        "again": gettext("Came in before. It waits for your decision, or you have decided."),
        "stored": gettext("Stored already; nothing to do."),
        "same": gettext("The newest version here says the same; nothing to do."),
        "older": gettext("An older state; the same tablet holds a newer one, which was taken."),
        "no_match": gettext("There is no such match in this competition."),
        "no_seat": gettext("This judge is not on the panel of this match."),
        "no_team": gettext("This team is not in this match."),
        "not_open": gettext("The round is still in preparation. Open it, then take this in again."),
        "refused": gettext("It cannot be a sheet here:"),
    }


def _for_script(of: Competition) -> dict[str, object]:
    return {
        "competition": of.key,
        "judges": {judge.key: said(judge.name) for judge in of.judges},
        "strings": {
            "between": gettext(", "),
            "colon": gettext(": "),
            "missing": gettext("%(have)s of %(total)s codes, missing: %(missing)s"),
            "whole": gettext("%(judge)s: all %(total)s codes are here."),
            "tablet": gettext("Tablet %(id)s"),
            "no_code": gettext("No code was found in %(picture)s. Take it closer and straight on."),
            "no_picture": gettext("%(picture)s could not be opened as a picture."),
            "reading": gettext("Reading the pictures…"),
            "read": gettext("Pictures read: %(pictures)s. New codes: %(new)s."),
            "start": gettext("Start the camera"),
            "stop": gettext("Stop the camera"),
            "no_camera": gettext("The camera could not be started. Use pictures instead."),
        },
    }
