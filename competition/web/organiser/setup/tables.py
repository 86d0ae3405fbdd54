"""The tables of a hall: their tablets' links with QR codes, and the match that is on at each."""

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from competition.actions import tables as actions
from competition.agreement_sheet import has_sheet
from competition.store import tables
from competition.store.day_models import TableLink
from competition.store.models import Competition
from competition.web.addresses import public_url
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_prefetch,
    keeps_what_was_typed,
    redirect_with,
    submit,
)
from competition.web.sessions import by


class TableForm(PlainForm):
    """What the organisers call a table."""

    name = StringField(lazy_gettext("Name of the table"))


class TableMatchForm(PlainForm):
    """The match that is on at a table; "" for the one that is on in the hall."""

    match = ChoiceField(lazy_gettext("Match at this table"), choices=[])


@bp.route("/organiser/c/<key>/tables", methods=["GET", "POST"])
@keeps_what_was_typed
def tables_page(key: str) -> ResponseReturnValue:
    """Every table with its link and the match that is on there; a form for another table."""
    competition = competition_or_404(key)
    if is_prefetch():
        # The links are shown to nobody whose look is not recorded.
        return Response(status=204)
    form = TableForm()
    if submit(form, lambda: actions.make_table(competition.key, form.name.data or "", by())):
        return redirect_with(f"/organiser/c/{key}/tables", gettext("The table is made."))
    listed = tables.tables_of(competition)
    if request.method != "HEAD" and listed:
        actions.note_table_links_seen(competition.key, by())
    return form_page(
        "setup/tables.html",
        form,
        tables=[(table, tables.match_on(competition, table)) for table in listed],
        base=public_url(current_app.config),
        **names_by_key(file_without_sheets(competition)),
    )


@bp.route("/organiser/c/<key>/tables/<int:number>/match", methods=["GET", "POST"])
@keeps_what_was_typed
def table_match_page(key: str, number: int) -> ResponseReturnValue:
    """Choose the match that is on at a table."""
    competition = competition_or_404(key)
    table = _table_or_404(competition, number)
    form = TableMatchForm(data={"match": table.match_key or ""})
    form.match.choices = _choices(competition)
    if submit(
        form,
        lambda: actions.put_match_on(competition.key, number, form.match.data or None, by()),
    ):
        return redirect_with(f"/organiser/c/{key}/tables", gettext("The match is chosen."))
    return form_page("setup/table_match.html", form, table=table)


@bp.route(
    "/organiser/c/<key>/tables/<int:number>/<any('renew', 'remove'):act>", methods=["GET", "POST"]
)
def table_link_page(key: str, number: int, act: str) -> ResponseReturnValue:
    """Ask, then give a table a new link, or remove the table; the old link stops at once."""
    competition = competition_or_404(key)
    table = _table_or_404(competition, number)
    form = PlainForm()
    do, message = (
        (actions.renew_table, gettext("The table has a new link. Scan it on the tablet again."))
        if act == "renew"
        else (actions.remove_table, gettext("The table is removed."))
    )
    if submit(form, lambda: do(competition.key, number, by())):
        return redirect_with(f"/organiser/c/{key}/tables", message)
    return form_page("setup/table_link.html", form, table=table, is_removal=act == "remove")


def _table_or_404(competition: Competition, number: int) -> TableLink:
    found = [table for table in tables.tables_of(competition) if table.id == number]
    return found[0] if found else abort(404)


def _choices(competition: Competition) -> list[tuple[str, str]]:
    """Every match with two sides, after the one that is on in the hall."""
    file = file_without_sheets(competition)
    names = names_by_key(file)["match_names"]
    found = [("", gettext("the match that is on in the hall"))]
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            found += [
                (match["key"], names[match["key"]])
                for match in round_["matches"]
                if has_sheet(match) and "void" not in match
            ]
    return found
