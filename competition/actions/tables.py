"""The tablets at the tables: make, renew and remove their links, choose the match that is on."""

from sqlalchemy import select

from competition import document
from competition.actions.change import Change, change
from competition.actions.lookup import require_match
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store.day_models import TableLink
from competition.store.db import new_token


def make_table(competition_key: str, name: str, by: str) -> int:
    """Make a table of that name with a link of its own; returns its number.

    Raises `NotFound`, or `Refused` for a name that is none or is taken.
    """
    with change(competition_key, by, publish=False) as edit:
        try:
            name = document.clean_name(name)
        except document.Refusal as refusal:
            raise Refused.from_refusal(refusal) from refusal
        edit.refuse_if_changed(f"table/{name}")
        taken = select(TableLink).filter_by(competition_id=edit.competition.id, name=name)
        if edit.session.scalar(taken):
            raise Refused(N_("There is already a table named “%(name)s”."), name=name)
        table = TableLink(competition_id=edit.competition.id, name=name)
        edit.session.add(table)
        edit.session.flush()
        edit.audit("table.add", name)
        return table.id


def renew_table(competition_key: str, number: int, by: str) -> None:
    """Give a table a new link; the old one and every tablet it was opened on stop at once."""
    with change(competition_key, by, publish=False) as edit:
        table = _require_table(edit, number)
        edit.refuse_if_changed(f"table/{table.name}")
        table.token = new_token()
        edit.audit("table.renew-link", table.name)


def remove_table(competition_key: str, number: int, by: str) -> None:
    """Remove a table and its link; what was written and signed there stays."""
    with change(competition_key, by, publish=False) as edit:
        table = _require_table(edit, number)
        edit.refuse_if_changed(f"table/{table.name}")
        edit.session.delete(table)
        edit.audit("table.remove", table.name)


def put_match_on(competition_key: str, number: int, match_key: str | None, by: str) -> None:
    """Choose the match that is on at a table; None for the one that is on in the hall."""
    with change(competition_key, by, publish=False) as edit:
        table = _require_table(edit, number)
        edit.refuse_if_changed(f"table/{table.name}")
        if match_key is not None:
            require_match(edit.competition, match_key)
        if match_key == table.match_key:
            return
        before = {"match": table.match_key}
        table.match_key = match_key
        edit.audit("table.match", table.name, before, {"match": match_key})


def note_table_opened(competition_key: str, name: str) -> None:
    """Record in the audit that a tablet was opened for the table of that name."""
    with change(competition_key, f"table {name}", publish=False, even_archived=True) as edit:
        edit.audit("table.open", name)


def note_table_links_seen(competition_key: str, by: str) -> None:
    """Record in the audit that somebody was shown the tables' links."""
    with change(competition_key, by, publish=False, even_archived=True) as edit:
        edit.audit("table.see-links", "")


def _require_table(edit: Change, number: int) -> TableLink:
    table = edit.session.get(TableLink, number)
    if table is None or table.competition_id != edit.competition.id:
        raise NotFound
    return table
