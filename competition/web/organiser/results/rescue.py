"""Marks from tablets whose server is gone: files and codes in, sheet by sheet what was found."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import StringField, TextAreaField

from competition.actions import rescue as actions
from competition.actions.refusals import Refused
from competition.document import InvalidDocument, Problem
from competition.document import rescue as document
from competition.document.rescue_codes import CodeSet, collect_codes
from competition.store import queries
from competition.store.models import Competition
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.responses import is_sent, keeps_what_was_typed, organiser_page
from competition.web.sessions import by
from competition.web.template_filters import localized

MOST_BUNDLES = 100
MOST_PROBLEMS = 5


class RescueForm(PlainForm):
    """What the codes said, a code a line; files come beside it under `files`."""

    codes = TextAreaField(lazy_gettext("What the codes say, one code a line"))
    reason = StringField(lazy_gettext("Reason"))


@dataclass
class ImportedBundle:
    """One tablet's bundle: whose it is, and what became of it.

    `unsigned` is its wire text where only the signature stands in the way.
    """

    called: str
    refusals: list[str] = field(default_factory=list)
    unsigned: str = ""
    was_unsigned: bool = False
    found: list[actions.ImportedSheet] = field(default_factory=list)

    @property
    def offers(self) -> int:
        """How many sheets now wait for a decision."""
        return sum(found.outcome in ("offered", "again") for found in self.found)


@bp.route("/organiser/c/<key>/rescue", methods=["GET", "POST"])
@keeps_what_was_typed
def rescue_page(key: str) -> ResponseReturnValue:
    """Take tablets' marks in; what is incomplete stays on the page until the rest is there."""
    competition = competition_or_404(key)
    form = RescueForm()
    taken: list[ImportedBundle] = []
    waiting: list[CodeSet] = []
    if is_sent(form):
        sets, strange = collect_codes(form.codes.data or "")
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
        taken = list(_import_all(competition, form, [parts for parts in sets if not parts.missing]))
        if not taken and not sets and not strange:
            form.general.append(gettext("Choose a file, or read codes in; nothing has come yet."))
    nothing = not taken and not waiting
    wrong = form.is_submitted() and (
        nothing or form.general or form.errors or any(each.refusals for each in taken)
    )
    return organiser_page(
        "results/rescue.html",
        422 if wrong else 200,
        form=form,
        taken=taken,
        waiting=waiting,
        names=_names(competition),
        outcomes=_outcomes(),
        state=_for_script(competition),
        translate=gettext,
    )


def _import_all(
    competition: Competition, form: RescueForm, whole: Iterable[CodeSet]
) -> Iterable[ImportedBundle]:
    """Take in whatever came by one of the ways: each bundle by itself, all of it or nothing."""
    because = form.reason.data or ""
    kept = request.form.getlist("unsigned")
    if kept and not because.strip():
        form.reason.refusals = [gettext("Give a reason; it is kept with the results.")]
        form.general.append(gettext("Unsigned marks are taken in with a reason only."))
        because = ""
    for wire in kept[:MOST_BUNDLES]:
        yield _import(competition, gettext("Unsigned"), wire.encode("utf-8", "replace"), because)
    for file in request.files.getlist("files")[:MOST_BUNDLES]:
        if file.filename:
            yield _import(competition, file.filename[:200], file.stream.read(document.LARGEST + 1))
    for parts in list(whole)[:MOST_BUNDLES]:
        called = gettext("Codes %(id)s", id=parts.id)
        try:
            data = parts.wire()
        except InvalidDocument as invalid:
            yield ImportedBundle(called, [problem.text(gettext) for problem in invalid.problems])
        else:
            yield _import(competition, called, data)


def _import(
    competition: Competition, called: str, data: bytes, because: str = ""
) -> ImportedBundle:
    try:
        bundle = document.read_bundle(data)
    except InvalidDocument as invalid:
        problems = invalid.problems[:MOST_PROBLEMS]
        return ImportedBundle(called, [_problem_text(problem) for problem in problems])
    judge = queries.find_judge(competition, bundle.judge)
    called = localized(judge.name) if judge else called
    try:
        return ImportedBundle(called, found=actions.import_bundle(competition.key, bundle, by()))
    except actions.UnsignedBundle as refusal:
        if not because.strip():
            return ImportedBundle(called, [refusal.text(gettext)], unsigned=bundle.wire)
    except Refused as refusal:
        return ImportedBundle(called, [refusal.text(gettext)])
    found = actions.import_bundle(competition.key, bundle, by(), unsigned_because=because)
    return ImportedBundle(called, found=found, was_unsigned=True)


def _problem_text(problem: Problem) -> str:
    text = problem.text(gettext)
    return problem.place + gettext(": ") + text if problem.place else text


def _names(competition: Competition) -> dict[tuple[str, str], tuple[str, str]]:
    """What a match and a team are called, by their keys."""
    return {
        (match.key, entry.team.key): (
            gettext(
                "%(round)s, match %(number)s",
                round=localized(match.round.name),
                number=match.position + 1,
            ),
            localized(entry.team.name),
        )
        for match in queries.all_matches_of(competition)
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


def _for_script(competition: Competition) -> dict[str, object]:
    return {
        "competition": competition.key,
        "judges": {judge.key: localized(judge.name) for judge in competition.judges},
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
