"""One judge's paper sheet: typed by a clerk who sees nobody else's typing, or decided by a third.

What another clerk has typed is on the page only for who decides between two that differ.
"""

from collections.abc import Callable

from flask import abort, flash, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from competition.actions import paper_entries
from competition.actions.paper_cells import cells_of
from competition.actions.paper_entries import PaperSheetKeys, Typing
from competition.actions.paper_progress import PaperSheet, PaperState
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_checks import InvalidSheet
from competition.web import paper_form, sessions
from competition.web.clerk.blueprint import bp
from competition.web.clerk.home import CompetitionToType, to_type
from competition.web.paper_form import PaperCells
from competition.web.rendering import render_page
from competition.web.template_filters import localized

TYPE, DECIDE = "type", "decide"


@bp.route("/clerk/<key>/<match_key>/<team_key>/<judge_key>", methods=["GET", "POST"])
def paper_sheet_page(
    key: str, match_key: str, team_key: str, judge_key: str
) -> ResponseReturnValue:
    """The sheet's form, or, where this clerk has nothing to do with it, what has become of it."""
    keys = PaperSheetKeys(match_key, team_key, judge_key)
    account = sessions.clerk()
    assert account is not None
    clerk = account.name
    sheet = _sheet_or_404(_to_type_or_404(key), keys)
    form = FlaskForm()
    if not form.is_submitted():
        return _page(key, sheet, clerk)
    read = paper_form.read_cells(sheet)
    if not form.validate():
        problem = gettext(
            "This page had been open for too long. What you typed is still here; please send it "
            "once more."
        )
        return _page(key, sheet, clerk, read, problem)
    if read.errors:
        return _page(key, sheet, clerk, read)
    try:
        outcome = _act(key, keys, clerk, read, _step(sheet, clerk))
    except NotFound:
        raise
    except InvalidSheet as refusal:
        read.errors = paper_form.errors_of(refusal)
        return _page(key, sheet, clerk, read)
    except Refused as refusal:
        now = _sheet_or_404(_to_type_or_404(key), keys)
        return _page(key, now, clerk, read, refusal.text(gettext))
    names = _to_type_or_404(key)
    flash(_said(outcome, localized(names.judges[judge_key]), localized(names.teams[team_key])))
    return redirect(_next_address(names, keys, clerk), 303)


def _act(key: str, keys: PaperSheetKeys, clerk: str, read: PaperCells, step: str) -> Typing:
    if step == DECIDE:
        return paper_entries.decide_sheet(key, keys, read.cells, clerk, f"clerk {clerk}")
    return paper_entries.type_sheet(key, keys, read.cells, clerk)


def _step(sheet: PaperSheet, clerk: str) -> str:
    """What the form that was sent asks for; one without a step, what there is to do now."""
    sent = request.form.get("step")
    if sent in (TYPE, DECIDE):
        return sent
    return DECIDE if sheet.can_be_decided_by(clerk) else TYPE


def _page(
    key: str, sheet: PaperSheet, clerk: str, read: PaperCells | None = None, problem: str = ""
) -> ResponseReturnValue:
    """The page as this clerk may see it: with two typings only where the clerk decides."""
    names = _to_type_or_404(key)
    own = sheet.typed.of(clerk)
    is_deciding = sheet.can_be_decided_by(clerk)
    is_correcting = own is not None and sheet.state is PaperState.ONCE
    can_type = is_correcting or sheet.can_be_typed_by(clerk)
    typed = read.typed if read else cells_of(own) if own is not None and is_correcting else {}
    fields = paper_form.paper_fields(sheet, typed) if can_type or is_deciding else []
    for field in fields:
        field.error = read.errors.get(field.name, "") if read else ""
    page = render_page(
        "clerk/sheet.html",
        clerk=clerk,
        sheet=sheet,
        names=names,
        fields=fields,
        step=DECIDE if is_deciding else TYPE,
        is_correcting=is_correcting,
        problem=problem,
        has_errors=bool(read and read.errors),
        is_theirs=own is not None,
        other_prefix=paper_form.OTHER,
    )
    return make_response(page, 422 if read else 200)


def _to_type_or_404(key: str) -> CompetitionToType:
    names = to_type(key) or abort(404)
    g.is_rehearsal = names.competition.rehearsal_of is not None
    return names


def _sheet_or_404(names: CompetitionToType, keys: PaperSheetKeys) -> PaperSheet:
    return _find(names, lambda sheet: sheet.keys == keys) or abort(404)


def _find(names: CompetitionToType, is_it: Callable[[PaperSheet], bool]) -> PaperSheet | None:
    cells = (sheet for rows in names.matches.values() for row in rows for sheet in row)
    return next(filter(is_it, cells), None)


def _next_address(names: CompetitionToType, keys: PaperSheetKeys, clerk: str) -> str:
    """The next sheet of the pile: of the same match, after this one, that the clerk can type."""
    here = f"/clerk/{names.competition.key}"
    of_match = [
        sheet
        for match, rows in names.matches.items()
        if match.key == keys.match
        for row in rows
        for sheet in row
    ]
    place = next((at for at, each in enumerate(of_match) if each.keys == keys), 0)
    for sheet in (*of_match[place + 1 :], *of_match[:place]):
        if sheet.can_be_typed_by(clerk):
            return f"{here}/{'/'.join(sheet.keys)}"
    return f"/clerk#match-{names.competition.key}-{keys.match}"


def _said(outcome: Typing, judge: str, team: str) -> str:
    whose = {"judge": judge, "team": team}
    if outcome is Typing.STORED:
        return gettext("%(judge)s, %(team)s: it is the judge's submitted sheet now.", **whose)
    if outcome is Typing.DIFFERENT:
        return gettext(
            "%(judge)s, %(team)s: the two typings differ. Somebody else decides; put the paper "
            "aside for them.",
            **whose,
        )
    if outcome is Typing.WAITING:
        return gettext(
            "%(judge)s, %(team)s: typed twice. The result is published, so an organiser has to "
            "confirm it.",
            **whose,
        )
    return gettext("%(judge)s, %(team)s: typed once. Another clerk types it too.", **whose)
