"""What the tablet at a table shows and takes: the agreement of the match that is on there."""

from flask import abort, g, jsonify, make_response, render_template
from flask.typing import ResponseReturnValue

from competition.store import tables
from competition.store.day_models import TableLink
from competition.store.models import Competition, Match
from competition.web import agreements, sessions
from competition.web.agreements import TypedAgreement
from competition.web.clock_answers import clocks_of_page
from competition.web.clock_sides import clock_sides
from competition.web.language import LANGUAGES
from competition.web.table.blueprint import bp


@bp.get("/table")
def table_page() -> ResponseReturnValue:
    """The clock and the agreement of the match that is on at this table, or that none is."""
    return _page(*_at_table(), TypedAgreement())


@bp.post("/table/points/<focal_point>")
def post_table_point(focal_point: str) -> ResponseReturnValue:
    """Write a focal point of the match that is on."""
    table, competition, match = _at_table()
    answer = agreements.post_agreed_point(
        competition, _named(match), focal_point, f"table {table.name}", only_open=True
    )
    return answer(lambda typed: _page(*_at_table(), typed))


@bp.post("/table/sign/<side>")
def post_table_sign(side: str) -> ResponseReturnValue:
    """Keep a signature that was given on this tablet."""
    table, competition, match = _at_table()
    answer = agreements.post_agreement_signature(
        competition, _named(match), side, f"table {table.name}", only_open=True
    )
    return answer(lambda typed: _page(*_at_table(), typed))


def _at_table() -> tuple[TableLink, Competition, Match | None]:
    """The table of this session, its competition, and the match that is on; 404 for others."""
    table = sessions.table() or abort(404)
    competition = tables.competition_of_table(table)
    g.fallback_language = next(iter(competition.languages or LANGUAGES))
    g.is_rehearsal = competition.rehearsal_of is not None
    return table, competition, tables.match_on(competition, table)


def _page(
    table: TableLink, competition: Competition, match: Match | None, typed: TypedAgreement
) -> ResponseReturnValue:
    shown = None
    if match is not None:
        shown = agreements.shown_agreement(competition, match, "/table", typed)
    if agreements.wants_json():
        return jsonify(agreements.agreement_state(shown))
    page = render_template(
        "table/table.html",
        table=table,
        competition=competition,
        match=match,
        shown=shown,
        sides=clock_sides(match) if match else [],
        clocks=clocks_of_page(competition.key) if match else None,
        typed=typed,
        status_names=agreements.STATUS_NAMES,
        still_open=agreements.STILL_OPEN,
        texts=agreements.agreement_texts(),
    )
    return make_response(page, 422 if typed.problems else 200)


def _named(match: Match | None) -> str:
    return match.key if match else ""
