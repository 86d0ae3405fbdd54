"""Paper sheets that clerks type: how far they are, where two typings differ, and how often.

Observers see what is decided; what still waits for a decision only as waiting.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import paper_entries
from competition.actions.paper_cells import cells_of, count_errors
from competition.actions.paper_entries import PaperSheetKeys, Typing
from competition.actions.paper_progress import PaperSheet, PaperState, paper_sheets
from competition.actions.sheet_checks import InvalidSheet
from competition.store.models import Competition, Match
from competition.web import paper_form, sessions
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.sessions import by


@bp.get("/organiser/c/<key>/paper")
def paper_page(key: str) -> ResponseReturnValue:
    """How far each match's paper sheets are, the differences, and how often clerks mistype."""
    competition = competition_or_404(key)
    return _overview(competition, PlainForm())


@bp.route(
    "/organiser/c/<key>/paper/<match_key>/<team_key>/<judge_key>/decide", methods=["GET", "POST"]
)
@keeps_what_was_typed
def decide_paper_page(
    key: str, match_key: str, team_key: str, judge_key: str
) -> ResponseReturnValue:
    """Decide, cell by cell, between two typings of a sheet that differ."""
    competition = competition_or_404(key)
    keys = PaperSheetKeys(match_key, team_key, judge_key)
    sheet = _sheet_or_404(competition, lambda each: each.keys == keys)
    form = PlainForm()
    read = paper_form.read_cells(sheet)
    name = _own_name()

    def decide() -> None:
        try:
            paper_entries.decide_sheet(key, keys, read.cells, name, by())
        except InvalidSheet as refusal:
            read.errors = paper_form.errors_of(refusal)
            raise

    if is_valid_submission(form) and not read.errors and run_action(form, decide):
        return redirect_with(
            f"/organiser/c/{key}/paper", gettext("Decided: it is the judge's submitted sheet now.")
        )
    if sheet.state is not PaperState.DIFFERENT:
        # Somebody else has decided it, or it never differed.
        if not form.is_submitted():
            return redirect_with(f"/organiser/c/{key}/paper")
        return _overview(competition, form)
    fields = paper_form.paper_fields(sheet, read.typed if form.is_submitted() else {})
    for field in fields:
        field.error = read.errors.get(field.name, "")
    return form_page(
        "results/paper_decide.html",
        form,
        sheet=sheet,
        fields=fields,
        other_prefix=paper_form.OTHER,
        **names_by_key(file_without_sheets(competition)),
    )


@bp.post("/organiser/c/<key>/paper/<match_key>/<team_key>/<judge_key>/store")
@keeps_what_was_typed
def post_paper_store(
    key: str, match_key: str, team_key: str, judge_key: str
) -> ResponseReturnValue:
    """Store a sheet that waits because it moves a published result; asks to confirm that."""
    competition = competition_or_404(key)
    keys = PaperSheetKeys(match_key, team_key, judge_key)
    form = PlainForm()

    def store() -> Typing:
        return paper_entries.store_waiting(key, keys, by())

    if is_valid_submission(form) and run_action(form, store):
        return redirect_with(
            f"/organiser/c/{key}/paper", gettext("It is the judge's submitted sheet now.")
        )
    return _overview(competition, form)


def _own_name() -> str:
    account = sessions.organiser() or abort(404)
    return account.name


def _overview(competition: Competition, form: PlainForm) -> ResponseReturnValue:
    matches = paper_sheets(competition)
    sheets = [sheet for rows in matches.values() for row in rows for sheet in row]
    different = [sheet for sheet in sheets if len(sheet.typed.typed) > 1 and _differs(sheet)]
    context: dict[str, Any] = {
        "matches": {match: _counts(rows) for match, rows in matches.items()},
        "waiting": [sheet for sheet in sheets if sheet.state is PaperState.WAITING],
        "undecided": [sheet for sheet in different if sheet.state is PaperState.DIFFERENT],
        "decided": [sheet for sheet in different if sheet.typed.decided is not None],
        "errors": count_errors(sheet.typed for sheet in sheets),
        "differing_fields": _differing_fields,
        "is_used": any(sheet.typed.typed for sheet in sheets),
        **names_by_key(file_without_sheets(competition)),
    }
    if form.is_refused():
        return form_page("results/paper.html", form, **context)
    return organiser_page("results/paper.html", form=form, **context)


def _differs(sheet: PaperSheet) -> bool:
    return sheet.typed.typed[0].outcome == "different"


def _differing_fields(sheet: PaperSheet) -> list[paper_form.PaperField]:
    return [field for field in paper_form.paper_fields(sheet, _decided(sheet)) if field.differs]


def _decided(sheet: PaperSheet) -> Mapping[str, str]:
    return cells_of(sheet.typed.decided) if sheet.typed.decided else {}


def _counts(rows: list[list[PaperSheet]]) -> dict[str, int]:
    """How many sheets of a match are in each state, by its name."""
    states = [sheet.state for row in rows for sheet in row]
    return {state.value: states.count(state) for state in PaperState}


def _sheet_or_404(competition: Competition, is_it: Callable[[PaperSheet], bool]) -> PaperSheet:
    matches: Mapping[Match, list[list[PaperSheet]]] = paper_sheets(competition)
    cells = (sheet for rows in matches.values() for row in rows for sheet in row)
    return next(filter(is_it, cells), None) or abort(404)
