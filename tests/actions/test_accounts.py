"""Organisers, passwords and sessions."""

import pytest

from competition.actions import accounts, competitions
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, audit_links, queries
from competition.store.accounts import open_session
from tests import factories

PASSWORD = factories.PASSWORD


@pytest.fixture(autouse=True)
def inside(context):
    return context


def test_the_set_up_link_stays_the_same_until_it_is_used_and_works_once():
    link = accounts.set_up_link()
    assert accounts.set_up_link() == link

    organiser = accounts.create_first_organiser(link, " 王芳 ", PASSWORD)

    assert organiser.name == "王芳"
    assert accounts.set_up_link() is None
    with pytest.raises(NotFound):
        accounts.create_first_organiser(link, "李娜", PASSWORD)


def test_a_wrong_set_up_link_makes_nobody():
    accounts.set_up_link()
    with pytest.raises(NotFound):
        accounts.create_first_organiser("wrong", "王芳", PASSWORD)
    assert accounts.set_up_link() is not None


def test_an_organiser_added_at_the_terminal_ends_the_set_up_link():
    link = accounts.set_up_link()
    accounts.add_organiser("王芳", PASSWORD, "command line")
    assert accounts.set_up_link() is None
    with pytest.raises(NotFound):
        accounts.create_first_organiser(link, "李娜", PASSWORD)


def test_a_password_lets_in_its_own_organiser_only():
    accounts.add_organiser("王芳", PASSWORD, "command line")
    accounts.add_organiser("李娜", PASSWORD + "!", "command line")
    assert accounts.check_password("王芳", PASSWORD).name == "王芳"
    assert accounts.check_password(accounts.sign_in_name(" 王芳 "), PASSWORD).name == "王芳"
    assert accounts.check_password("李娜", PASSWORD) is None
    assert accounts.check_password("nobody", PASSWORD) is None
    assert accounts.check_password("王芳", "") is None


def test_a_password_is_kept_as_argon2id_only():
    organiser = accounts.add_organiser("王芳", PASSWORD, "command line")
    assert organiser.password_hash.startswith("$argon2id$")
    assert PASSWORD not in "".join(row.after + row.before for row in audit.chain_rows(""))


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\nb", "\u202eevil"])
def test_an_organisers_name_is_a_name(name):
    with pytest.raises(Refused):
        accounts.add_organiser(name, PASSWORD, "command line")
    assert accounts.set_up_link() is not None


def test_a_name_is_taken_once_and_a_password_is_long_enough():
    accounts.add_organiser("王芳", PASSWORD, "command line")
    with pytest.raises(Refused, match="already"):
        accounts.add_organiser("王芳", PASSWORD, "command line")
    for password in ("short", "x" * 1001):
        with pytest.raises(Refused, match="characters"):
            accounts.add_organiser("李娜", password, "command line")


def test_a_session_lasts_until_it_is_ended_and_both_are_in_the_audit():
    organiser = accounts.add_organiser("王芳", PASSWORD, "command line")
    token = accounts.begin_session(organiser=organiser)
    assert open_session(token).organiser.name == "王芳"

    accounts.end_session(token)
    accounts.end_session(token)

    assert open_session(token) is None
    assert [row.action for row in audit.chain_rows("")] == [
        "organiser.add",
        "session.begin",
        "session.end",
    ]
    assert audit_links.first_broken_link(audit.chain_rows("")) is None


def test_a_judges_session_is_in_the_competitions_chain():
    competitions.load_competition(factories.checked(factories.league()), "command line")
    jo = queries.find_judge(queries.find_competition("league"), "jo")
    accounts.end_session(accounts.begin_session(judge=jo))
    newest = audit.newest_row("league")
    assert (newest.action, newest.who) == ("session.end", "judge jo")
