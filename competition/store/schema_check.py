"""Whether a database has exactly the schema of its revision: nothing that a stranger added.

It is compared with a database that the migrations make at that revision. A trigger or a view
would run with every later write; a missing index would only make a page slow, and is named too.
"""

import functools
import re
import sqlite3
import tempfile
from collections.abc import Set
from pathlib import Path

import flask_migrate
from alembic.script import ScriptDirectory

from competition.messages import N_
from competition.store import migrate
from competition.store.sqlite_files import open_untrusted

Schema = dict[tuple[str, str, str], list[str]]
"""By kind, name and table: the definitions of an object, sorted."""

KINDS = {
    "table": N_("a table"),
    "index": N_("an index"),
    "trigger": N_("a trigger"),
    "view": N_("a view"),
}


class SchemaDiffers(Exception):
    """The schema is another one; `message` is an English template for `values`."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message % values if values else message)
        self.message, self.values = message, values


def check_schema(database: sqlite3.Connection, revision: str) -> None:
    """Raise `SchemaDiffers` for the first object that differs from the revision's schema."""
    known = {each.revision for each in ScriptDirectory(str(migrate.DIRECTORY)).walk_revisions()}
    if revision not in known:
        raise SchemaDiffers(
            N_(
                "it was made by a newer version of Accord and can be restored only with that "
                "version."
            )
        )
    found, expected = read_schema(database), fresh_schema(revision)
    for kind, name, table in _in_order(found.keys() - expected.keys()):
        raise SchemaDiffers(
            N_("its database has %(kind)s that does not belong to Accord: %(name)s."),
            kind=KINDS.get(kind, kind),
            name=name if name == table else f"{name} ({table})",
        )
    for kind, name, table in _in_order(expected.keys() - found.keys()):
        raise SchemaDiffers(
            N_("its database lacks %(kind)s of Accord: %(name)s."),
            kind=KINDS.get(kind, kind),
            name=name if name == table else f"{name} ({table})",
        )
    for (kind, name, table), definitions in sorted(expected.items()):
        if found[kind, name, table] != definitions:
            raise SchemaDiffers(
                N_("its database defines %(kind)s differently from Accord: %(name)s."),
                kind=KINDS.get(kind, kind),
                name=name,
            )


def read_schema(database: sqlite3.Connection) -> Schema:
    """Return every object of a database's schema."""
    rows = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {(kind, name, table): definitions(sql) for kind, name, table, sql in rows}


def _in_order(objects: Set[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Indexes last: those of a table come and go with it."""
    return sorted(objects, key=lambda each: (each[0] == "index", each))


@functools.cache
def fresh_schema(revision: str) -> Schema:
    """Return the schema that the migrations make at a revision."""
    with tempfile.TemporaryDirectory(prefix="accord-schema-") as folder:
        file = Path(folder, "fresh.sqlite")
        with migrate.application_for(file):
            flask_migrate.upgrade(directory=str(migrate.DIRECTORY), revision=revision)
        with open_untrusted(file) as database:
            return read_schema(database)


def definitions(sql: str | None) -> list[str]:
    """The parts of a `CREATE` statement, whatever their order, quotes and white space.

    A table that was altered and one that was made at once list their constraints differently.

    >>> definitions('CREATE TABLE "t" (a INT, CHECK (a IN (1, 2)))')
    ['CHECK (a IN (1, 2))', 'CREATE TABLE t ( )', 'a INT']
    """
    if sql is None:
        return []
    plain = re.sub(r"\s+", " ", re.sub(r'["`\[\]]', "", sql)).strip()
    head, opened, rest = plain.partition("(")
    if not opened:
        return [plain]
    inside, closed, tail = rest.rpartition(")")
    parts, depth = [""], 0
    for letter in inside:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return sorted([*(part.strip() for part in parts), f"{head.strip()} ( {closed}{tail}".strip()])
