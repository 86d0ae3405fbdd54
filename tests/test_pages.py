"""Every GET route of the application as a guest, as a judge and as an organiser finds it."""

import pytest

from competition.store import queries, tables
from tests import pages
from tests.factories import CHAOYANG

VISITORS = ("guest", "judge", "organiser")
PAGES = pages.everything()


@pytest.fixture
def world(app):
    with app.app_context():
        pages.load(pages.open_final())
        pages.evening()
        competition = queries.find_competition(CHAOYANG)
        (table,) = tables.tables_of(competition)
        return {"token": queries.find_judge(competition, "judge-1").token, "table": table.token}


@pytest.fixture
def visit(app, world, organiser_client, seat_judge):
    """Get a page on a device that has been nowhere before: `visit("judge", page)`."""
    signed_in = {"judge": seat_judge("judge-1"), "organiser": organiser_client, "guest": None}

    def visit_(visitor, address):
        client = app.test_client()
        if signed_in[visitor] is not None:
            with signed_in[visitor].session_transaction() as theirs:
                kept = dict(theirs)
            with client.session_transaction() as own:
                own.update(kept)
        return client.get(address.format(**world))

    return visit_


def test_every_get_route_is_on_the_list(app):
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    listed = {page.endpoint for page in PAGES}
    assert routes - listed == set(), "add the new page to tests/pages.py"
    assert listed - routes == set()


def test_every_address_on_the_list_leads_to_its_route(app, world):
    adapter = app.url_map.bind("localhost")
    for page in PAGES:
        address = page.address.format(**world).split("?")[0]
        assert adapter.match(address, method="GET")[0] == page.endpoint, page.address


def test_everybody_finds_what_the_list_says(visit, world):
    wrong = []
    for page in PAGES:
        for visitor in VISITORS:
            response = visit(visitor, page.address)
            if response.status_code != page.status(visitor):
                wrong.append((page.address, visitor, response.status_code))
            if page.html and response.status_code == 200:
                assert response.mimetype == "text/html", page.address
            response.close()
    assert wrong == []


def test_what_is_not_theirs_answers_with_the_bytes_of_what_does_not_exist(visit, world):
    for visitor in VISITORS:
        nothing = visit(visitor, "/there/is/nothing")
        for page in PAGES:
            if page.status(visitor) == 404:
                found = visit(visitor, page.address)
                assert found.data == nothing.data, (page.address, visitor)


def test_what_needs_a_session_or_a_token_is_never_kept_by_a_browser(visit, world):
    for page in PAGES:
        if page.guest != page.organiser or page.guest != page.judge:
            for visitor in VISITORS:
                response = visit(visitor, page.address)
                assert response.headers["Cache-Control"] == "no-store", (page.address, visitor)


def test_a_guest_is_led_to_the_sign_in_whether_or_not_the_organisers_page_exists(client, world):
    for address in (f"/organiser/c/{CHAOYANG}", "/organiser/c/nothing", "/organiser/x/y/z"):
        response = client.get(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/sign-in?next=")
