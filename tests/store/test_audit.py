"""The audit chain: whoever changes, removes or slips in a row is found out."""

import pytest

from competition.store import audit, audit_links
from competition.store.db import db
from competition.store.transactions import writing


@pytest.fixture(autouse=True)
def chain(context):
    with writing() as session:
        for number in range(1, 6):
            entry = audit.NewRow(
                "final", "organiser 王芳", "act", f"thing {number}", None, {"n": 1}
            )
            audit.append(session, entry)
        other = audit.NewRow("other", "command line", "act", "elsewhere", {"a": "“"})
        audit.append(session, other)


def change(sql):
    with writing() as session:
        session.execute(db.text(sql))
    return audit_links.first_broken_link(audit.chain_rows("final"))


def test_a_chain_that_nobody_touched_holds():
    rows = audit.chain_rows("final")
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0].previous == ""
    assert [row.previous for row in rows[1:]] == [row.sha256 for row in rows[:-1]]
    assert audit_links.first_broken_link(rows) is None
    assert audit_links.first_broken_link(audit.chain_rows("other")) is None


def test_an_empty_chain_has_lost_its_first_link():
    broken = change("DELETE FROM audit_row WHERE chain = 'final'")
    assert (broken.number, broken.why) == (1, "it is missing")


@pytest.mark.parametrize(
    "field", ["at", "who", "action", "subject", "before", "after", "previous", "sha256"]
)
def test_a_changed_field_breaks_its_link(field):
    broken = change(f"UPDATE audit_row SET {field} = 'x' WHERE chain = 'final' AND number = 3")
    assert broken.number == 3


def test_a_changed_row_with_a_seal_of_its_own_breaks_the_next_link():
    row = audit.chain_rows("final")[2]
    with writing():
        row.who = "organiser 李娜"
        row.sha256 = row.digest()
    broken = audit_links.first_broken_link(audit.chain_rows("final"))
    assert (broken.number, broken.why) == (4, "it does not follow on from the entry before it")


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_removed_row_is_missed(number):
    broken = change(f"DELETE FROM audit_row WHERE chain = 'final' AND number = {number}")
    assert (broken.number, broken.why) == (number, "it is missing")


def test_a_row_of_another_chain_cannot_be_slipped_in():
    broken = change("UPDATE audit_row SET chain = 'final', number = 6 WHERE chain = 'other'")
    assert broken.number == 6


def test_rows_that_change_places_are_found():
    change("UPDATE audit_row SET number = 99 WHERE chain = 'final' AND number = 2")
    change("UPDATE audit_row SET number = 2 WHERE chain = 'final' AND number = 3")
    broken = change("UPDATE audit_row SET number = 3 WHERE chain = 'final' AND number = 99")
    assert broken.number == 2


def test_the_newest_rows_come_newest_first():
    assert [row.number for row in audit.recent_rows("final", 2)] == [5, 4]
    assert audit.newest_row("final").number == 5
    assert audit.newest_row("nothing") is None
