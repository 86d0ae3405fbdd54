"""An audience node: who watches is served, everybody else is led to where they work."""

import re

import pytest

from competition.web import sessions
from competition.web.audience_role import is_served
from tests.conftest import app_in

MAIN = "https://accord.example.org"
SENTENCE = "only shows results to the audience"


@pytest.fixture
def node(app):
    """Make an audience node on the same database: `node(PUBLIC_URL=…)`; its visitor."""
    folder = app.config["DATA_DIR"]
    with app_in(folder, ROLE="audience", PUBLIC_URL=MAIN) as audience_app:
        yield audience_app.test_client()


@pytest.fixture
def lost_node(app):
    """An audience node that does not know where the others work."""
    with app_in(app.config["DATA_DIR"], ROLE="audience") as audience_app:
        yield audience_app.test_client()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/c/{}",
        "/c/{}/board",
        "/c/{}/teams",
        "/c/{}/screen",
        "/api/v1/competitions/{}",
        "/api/v1/competitions/{}/snapshot",
        "/healthz",
    ],
)
def test_the_audience_is_served_as_anywhere(node, client, chaoyang, address):
    address = address.format(chaoyang)
    here, there = node.get(address), client.get(address)

    assert here.status_code == there.status_code == 200
    if address.endswith("/screen"):  # Which shows the address to open.
        assert MAIN in here.text
    else:
        assert here.data == there.data
        assert here.headers.get("ETag") == there.headers.get("ETag")


def an_address_of(pattern):
    """An address that a route's pattern matches."""
    pattern = re.sub(r"<any\(['\"]?([a-z-]+)[^)]*\):\w+>", r"\1", pattern)
    return re.sub(r"<[^>]+>", "1", pattern)


def test_every_address_but_the_audiences_leads_to_the_main_address(node):
    rules = [
        rule
        for rule in node.application.url_map.iter_rules()
        if not is_served(rule.endpoint) and "GET" in rule.methods
    ]
    assert {rule.endpoint.split(".")[0] for rule in rules} == {
        *("sign_in", "trust", "organiser", "clerk", "judge", "table", "vote", "api"),
    }
    for rule in rules:
        address = an_address_of(rule.rule)
        answer = node.get(address)
        if address.startswith("/api/"):
            assert answer.status_code == 503
        else:
            assert (answer.status_code, answer.location) == (302, MAIN + address)


def test_a_judges_link_keeps_its_token_and_query_on_the_way(node):
    answer = node.get("/j/token-of-chen?lang=zh&next=%2Fjudge%3Fa")

    assert answer.location == f"{MAIN}/j/token-of-chen?lang=zh&next=%2Fjudge%3Fa"


@pytest.mark.parametrize(
    "token", ["%0d%0aSet-Cookie:%20a=b", "%E8%AF%84%E5%A7%94", "a%2F%2Fb", "%"]
)
def test_an_odd_address_is_led_away_too(node, token):
    answer = node.get(f"/j/{token}")

    assert answer.status_code in (302, 404)
    assert answer.status_code == 404 or answer.location.startswith(f"{MAIN}/j/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_what_is_sent_is_refused_in_a_sentence_and_may_be_sent_again(node, method):
    answer = node.open(
        "/api/v1/competitions/final/sheets/match-1/north",
        method=method.upper(),
        json={},
        headers={"Accept-Language": "en"},
    )
    if method == "put":
        assert answer.status_code == 503
        assert answer.json["error"] == "audience_only"
        assert SENTENCE in answer.json["message"]
        assert MAIN in answer.json["message"]
        assert int(answer.headers["Retry-After"]) > 0
    else:
        assert answer.status_code == 405


def test_a_form_is_refused_in_a_sentence(node):
    answer = node.post("/sign-in?lang=en", data={"name": "王芳", "password": "secret of Wang"})

    assert answer.status_code == 503
    assert SENTENCE in answer.text
    assert "secret of Wang" not in answer.text


def test_without_a_main_address_the_page_says_what_this_server_is(lost_node):
    answer = lost_node.get("/organiser?lang=en")

    assert answer.status_code == 503
    assert SENTENCE in answer.text
    assert "ask the organisers" in answer.text


def test_nobody_is_led_to_where_they_are(node):
    answer = node.get("/organiser?lang=en", base_url=MAIN)

    assert answer.status_code == 503
    assert SENTENCE in answer.text


def test_a_session_of_the_main_server_is_neither_read_nor_ended(node, organiser_client, app):
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = organiser_client.get_cookie(name)
    node.set_cookie(name, cookie.value)

    missing = node.get("/no/such/page")

    assert missing.status_code == 404
    assert "/organiser" not in missing.text
    assert "Set-Cookie" not in missing.headers
    assert node.get_cookie(name).value == cookie.value
    with organiser_client.session_transaction() as kept:
        assert sessions.ORGANISER in kept


def test_only_an_audience_node_slows_down_for_a_large_audience(app):
    from app import create_app

    assert app.extensions["hub"].patience_seconds == 0
    assert app.extensions["hub"].channels.pace.gap(1_000_000) == 0.125
    node = create_app({"DATA_DIR": app.config["DATA_DIR"]})
    assert node.extensions["hub"].capacity == 20_000
