"""Recover marks from tablets whose server is gone: files and codes in, sheet by sheet."""

from collections.abc import Iterable, Iterator
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
from competition.web.organiser.labels import RECOVERY_OUTCOMES
from competition.web.organiser.lookup import competition_or_404
from competition.web.organiser.names import distinct
from competition.web.organiser.responses import (
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
)
from competition.web.sessions import by
from competition.web.template_filters import localized

MOST_BUNDLES = 100
MOST_PROBLEMS = 5


class RecoverForm(PlainForm):
    """The text of the codes, a code a line; the files are sent beside it as `files`."""

    codes = TextAreaField(lazy_gettext("Text of the codes, one code per line"))
    reason = StringField(lazy_gettext("Reason"))


@dataclass
class ImportedBundle:
    """One tablet's bundle: its judge's name (or its file's), and what became of it.

    `unsigned` is its wire text where nothing but the signature is wrong.
    """

    name: str
    refusals: list[str] = field(default_factory=list)
    unsigned: str = ""
    was_unsigned: bool = False
    sheets: list[actions.ImportedSheet] = field(default_factory=list)

    @property
    def undecided(self) -> int:
        """How many of its sheets now wait for a decision."""
        return sum(sheet.outcome in ("offered", "again") for sheet in self.sheets)


@bp.route("/organiser/c/<key>/rescue", methods=["GET", "POST"])
@keeps_what_was_typed
def rescue_page(key: str) -> ResponseReturnValue:
    """Import tablets' marks; incomplete codes stay on the page until the rest is there."""
    competition = competition_or_404(key)
    form = RecoverForm()
    imported: list[ImportedBundle] = []
    incomplete: list[CodeSet] = []
    if is_valid_submission(form):
        sets, unreadable = collect_codes(form.codes.data or "")
        incomplete = [parts for parts in sets if parts.missing]
        form.codes.data = "\n".join(line for parts in incomplete for line in parts.lines)
        if unreadable:
            form.codes.refusals = [
                ngettext(
                    "%(num)s line is not a tablet code.",
                    "%(num)s lines are not tablet codes.",
                    unreadable,
                )
            ]
        complete = [parts for parts in sets if not parts.missing]
        imported = list(_import_all(competition, form, complete))
        if not imported and not sets and not unreadable:
            form.general.append(gettext("Nothing to import yet: choose a file or read in codes."))
    is_refused = form.is_submitted() and (
        not (imported or incomplete)
        or form.general
        or form.errors
        or any(bundle.refusals for bundle in imported)
    )
    return organiser_page(
        "results/rescue.html",
        422 if is_refused else 200,
        form=form,
        imported=imported,
        incomplete=incomplete,
        names=_names(competition),
        outcomes=RECOVERY_OUTCOMES,
        judge_names=distinct(competition.judges),
        translate=gettext,
    )


def _import_all(
    competition: Competition, form: RecoverForm, codes: Iterable[CodeSet]
) -> Iterator[ImportedBundle]:
    """Import the bundles from every source: each bundle by itself, all of it or nothing."""
    reason = form.reason.data or ""
    unsigned = request.form.getlist("unsigned")
    if unsigned and not reason.strip():
        form.reason.refusals = [gettext("Give a reason; it is kept with the result.")]
        form.general.append(gettext("Give a reason to import unsigned marks."))
        reason = ""
    for wire in unsigned[:MOST_BUNDLES]:
        yield _import(competition, gettext("Unsigned"), wire.encode("utf-8", "replace"), reason)
    for file in request.files.getlist("files")[:MOST_BUNDLES]:
        if file.filename:
            yield _import(competition, file.filename[:200], file.stream.read(document.LARGEST + 1))
    for parts in list(codes)[:MOST_BUNDLES]:
        name = gettext("Codes %(id)s", id=parts.id)
        try:
            data = parts.wire()
        except InvalidDocument as invalid:
            yield ImportedBundle(name, [problem.text(gettext) for problem in invalid.problems])
        else:
            yield _import(competition, name, data)


def _import(
    competition: Competition, name: str, data: bytes, unsigned_because: str = ""
) -> ImportedBundle:
    try:
        bundle = document.read_bundle(data)
    except InvalidDocument as invalid:
        problems = invalid.problems[:MOST_PROBLEMS]
        return ImportedBundle(name, [_problem_text(problem) for problem in problems])
    judge = queries.find_judge(competition, bundle.judge)
    name = localized(judge.name) if judge else name
    try:
        return ImportedBundle(name, sheets=actions.import_bundle(competition.key, bundle, by()))
    except actions.UnsignedBundle as refusal:
        if not unsigned_because.strip():
            return ImportedBundle(name, [refusal.text(gettext)], unsigned=bundle.wire)
    except Refused as refusal:
        return ImportedBundle(name, [refusal.text(gettext)])
    sheets = actions.import_bundle(competition.key, bundle, by(), unsigned_because=unsigned_because)
    return ImportedBundle(name, sheets=sheets, was_unsigned=True)


def _problem_text(problem: Problem) -> str:
    text = problem.text(gettext)
    return problem.place + gettext(": ") + text if problem.place else text


def _names(competition: Competition) -> dict[tuple[str, str], tuple[str, str]]:
    """What a match and a team are called, by their keys."""
    names = distinct(competition.teams)
    return {
        (match.key, entry.team.key): (
            gettext(
                "%(round)s, match %(number)s",
                round=localized(match.round.name),
                number=match.position + 1,
            ),
            names[entry.team.key],
        )
        for match in queries.all_matches_of(competition)
        for entry in match.entries
    }
