"""Organisers, passwords and sessions."""

import pytest

from competition.actions import competitions, people
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, events
from competition.store.people import sign_in
from tests import factories

PASSWORD = factories.PASSWORD


@pytest.fixture(autouse=True)
def inside(context):
    return context


def test_the_set_up_link_stays_the_same_until_it_is_used_and_works_once():
    link = people.set_up_link()
    assert people.set_up_link() == link

    organiser = people.set_up(link, " 王芳 ", PASSWORD)

    assert organiser.name == "王芳"
    assert people.set_up_link() is None
    with pytest.raises(NotFound):
        people.set_up(link, "李娜", PASSWORD)


def test_a_wrong_set_up_link_makes_nobody():
    people.set_up_link()
    with pytest.raises(NotFound):
        people.set_up("wrong", "王芳", PASSWORD)
    assert people.set_up_link() is not None


def test_an_organiser_added_at_the_terminal_ends_the_set_up_link():
    link = people.set_up_link()
    people.add_organiser("王芳", PASSWORD, "command line")
    assert people.set_up_link() is None
    with pytest.raises(NotFound):
        people.set_up(link, "李娜", PASSWORD)


def test_a_password_lets_in_its_own_organiser_only():
    people.add_organiser("王芳", PASSWORD, "command line")
    people.add_organiser("李娜", PASSWORD + "!", "command line")
    assert people.check_password("王芳", PASSWORD).name == "王芳"
    assert people.check_password(" 王芳 ", PASSWORD).name == "王芳"
    assert people.check_password("李娜", PASSWORD) is None
    assert people.check_password("nobody", PASSWORD) is None
    assert people.check_password("王芳", "") is None


def test_a_password_is_kept_as_argon2id_only():
    organiser = people.add_organiser("王芳", PASSWORD, "command line")
    assert organiser.password_hash.startswith("$argon2id$")
    assert PASSWORD not in "".join(row.after + row.before for row in audit.rows(""))


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\nb", "\u202eevil"])
def test_an_organisers_name_is_a_name(name):
    with pytest.raises(Refused):
        people.add_organiser(name, PASSWORD, "command line")
    assert people.set_up_link() is not None


def test_a_name_is_taken_once_and_a_password_is_long_enough():
    people.add_organiser("王芳", PASSWORD, "command line")
    with pytest.raises(Refused, match="already"):
        people.add_organiser("王芳", PASSWORD, "command line")
    for password in ("short", "x" * 1001):
        with pytest.raises(Refused, match="characters"):
            people.add_organiser("李娜", password, "command line")


def test_a_session_lasts_until_it_is_ended_and_both_are_in_the_audit():
    organiser = people.add_organiser("王芳", PASSWORD, "command line")
    token = people.begin_session(organiser=organiser)
    assert sign_in(token).organiser.name == "王芳"

    people.end_session(token)
    people.end_session(token)

    assert sign_in(token) is None
    assert [row.action for row in audit.rows("")] == [
        "organiser.add",
        "session.begin",
        "session.end",
    ]
    assert audit.first_broken(audit.rows("")) is None


def test_a_judges_session_is_in_the_competitions_chain():
    competitions.load(factories.checked(factories.league()), "command line")
    jo = events.judge(events.competition("league"), "jo")
    people.end_session(people.begin_session(judge=jo))
    newest = audit.head("league")
    assert (newest.action, newest.who) == ("session.end", "judge jo")
