"""Wrong passwords and unknown tokens count on every node together."""

import threading

import pytest
from sqlalchemy import text

from competition.actions import accounts, competitions
from competition.store import failed_tries, queries
from competition.store.db import db
from competition.store.failed_tries import TryLimit, count_try, prune_tries, take_back
from competition.store.transactions import writing
from competition.web import rate_limits
from tests import factories

WRONG = "not the password at all"


@pytest.fixture(autouse=True)
def _no_counts_in_memory():
    rate_limits._refused_until.clear()


def change(statement):
    """Change what the nodes have written."""
    with writing() as session:
        session.execute(text(statement))


def rows_of(node):
    with node.app_context():
        return db.session.scalar(text("SELECT count(*) FROM failed_try"))


def sign_in(visitor, password):
    form = {"name": factories.ORGANISER, "password": password}
    return visitor.submit("/sign-in", form).status_code


def test_unknown_tokens_of_an_address_count_on_both_nodes(make_node):
    first, second = make_node().test_client(), make_node().test_client()
    visitors = [first, second] * 60

    codes = [visitor.get("/j/guess").status_code for visitor in visitors]

    assert codes == [404] * 120
    refused = second.get("/j/guess")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 300
    # Each node refuses, and only the first time it asks the database.
    assert first.get("/j/guess").status_code == 429


def test_wrong_passwords_for_an_account_count_on_both_nodes(make_node):
    nodes = [make_node(), make_node()]
    with nodes[0].app_context():
        accounts.add_organiser(factories.ORGANISER, factories.PASSWORD, "command line")
    visitors = [node.test_client() for node in nodes] * 5

    assert [sign_in(visitor, WRONG) for visitor in visitors] == [422] * 10
    assert [sign_in(visitor, factories.PASSWORD) for visitor in visitors[:2]] == [429, 429]


def test_a_right_password_counts_for_nothing(make_node):
    node = make_node()
    with node.app_context():
        accounts.add_organiser(factories.ORGANISER, factories.PASSWORD, "command line")

    assert sign_in(node.test_client(), factories.PASSWORD) == 303
    assert rows_of(node) == 0


def test_a_valid_judges_link_asks_for_no_count(make_node):
    node = make_node()
    with node.app_context():
        competitions.load_competition(factories.checked(factories.sample()), "command line")
        token = queries.all_competitions()[0].judges[0].token
    visitor = node.test_client()
    for _ in range(120):
        visitor.get("/j/guess")
    assert visitor.get("/j/guess").status_code == 429

    assert visitor.get(f"/j/{token}").status_code in (200, 302, 303)
    assert rows_of(node) == 120


def test_a_hundred_tries_at_the_same_instant_are_no_more_than_one_after_another(make_node):
    nodes, allowed = [make_node(), make_node()], []
    limits = [TryLimit(("account", "王芳"), 10, 900), TryLimit(("address", "10.0.0.1"), 60, 900)]

    def strain(node):
        with node.app_context():
            allowed.extend(count_try(limits).wait is None for _ in range(15))

    threads = [threading.Thread(target=strain, args=(node,)) for node in nodes * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(allowed) == 90
    assert sum(allowed) == 10


def test_a_try_counts_again_when_its_window_has_passed(make_node):
    limit = TryLimit(("account", "王芳"), 2, 900)
    with make_node().app_context():
        assert count_try([limit]).wait is None
        again = count_try([limit])
        refused = count_try([limit])
        take_back(again)
        after = count_try([limit])
        change("UPDATE failed_try SET at = at - 900")

        assert refused.rows == ()
        assert 0 < refused.wait <= 900
        assert after.wait is None
        assert count_try([limit]).wait is None


def test_what_counts_no_longer_is_pruned(make_node, monkeypatch):
    node = make_node()
    with node.app_context():
        count_try([TryLimit(("account", "王芳"), 2, 900)])
        prune_tries()
        assert rows_of(node) == 1
        monkeypatch.setattr(failed_tries, "_LONGEST_SECONDS", 0)
        prune_tries()
    assert rows_of(node) == 0


def test_no_name_or_address_is_stored(make_node):
    node = make_node()
    with node.app_context():
        count_try([TryLimit(("account", factories.ORGANISER, "10.0.0.1"), 2, 900)])
        stored = db.session.scalar(text("SELECT name FROM failed_try"))

    assert factories.ORGANISER not in stored
    assert "10.0.0.1" not in stored
