"""Whose word counts: the proxies' for address and https; nobody's for the server's own name."""

import ipaddress
import re
import shutil

import pytest

from competition.actions import accounts
from competition.web.proxies import Proxies
from tests import factories
from tests.conftest import app_in

NGINX = ipaddress.ip_network("127.0.0.1")
OFFICE = ipaddress.ip_network("10.0.0.0/24")
HTTPS = "https://accord.example.org"


def seen_by(peer, **headers):
    """What the application gets to know of a request from that address."""
    seen = {}

    def application(environ, start_response):
        seen.update(environ)
        return []

    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", "REQUEST_METHOD": "GET", **headers}
    Proxies(application, (NGINX, OFFICE))(environ, lambda *_: None)
    return seen


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("127.0.0.1", "10.0.0.8, 10.0.0.7", "10.0.0.8"),
        ("127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1"),
        ("127.0.0.1", "nonsense, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "2001:db8::9", "2001:db8::9"),
        ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("203.0.113.50", "127.0.0.1", "203.0.113.50"),
        ("203.0.113.50", "10.0.0.7, 10.0.0.8", "203.0.113.50"),
    ],
)
def test_the_client_is_the_right_most_address_that_is_no_proxy_of_ours(peer, forwarded, client):
    assert seen_by(peer, HTTP_X_FORWARDED_FOR=forwarded)["REMOTE_ADDR"] == client


@pytest.mark.parametrize(
    ("peer", "proto", "scheme"),
    [
        ("127.0.0.1", "https", "https"),
        ("127.0.0.1", "http, https", "https"),
        ("127.0.0.1", "https, http", "http"),
        ("127.0.0.1", "gopher", "http"),
        ("203.0.113.50", "https", "http"),
    ],
)
def test_only_a_proxy_of_ours_says_that_a_request_came_by_https(peer, proto, scheme):
    assert seen_by(peer, HTTP_X_FORWARDED_PROTO=proto)["wsgi.url_scheme"] == scheme


@pytest.mark.parametrize("peer", ["127.0.0.1", "203.0.113.50"])
def test_nothing_behind_reads_a_forwarded_header(peer):
    headers = {
        "HTTP_X_FORWARDED_FOR": "203.0.113.9",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "evil.example",
    }

    assert not [name for name in seen_by(peer, **headers) if "FORWARDED" in name]


@pytest.fixture
def https_app(new_home):
    """Accord behind nginx on the same machine."""
    folder = new_home("https")
    with app_in(folder, PUBLIC_URL=HTTPS, TRUSTED_PROXIES=(NGINX,)) as application:
        with application.app_context():
            accounts.add_organiser(factories.ORGANISER, factories.PASSWORD, "command line")
        yield application


def through_nginx(client="203.0.113.9"):
    return {
        "environ_base": {"REMOTE_ADDR": "127.0.0.1"},
        "headers": {"X-Forwarded-For": client, "X-Forwarded-Proto": "https"},
    }


def test_over_https_cookies_are_for_https_alone_and_browsers_are_told_to_stay(https_app):
    browser = https_app.test_client()
    fields = {"name": factories.ORGANISER, "password": factories.PASSWORD}

    page = browser.get("/sign-in?lang=en", **through_nginx(), base_url=HTTPS)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))[1]
    signed_in = browser.post(
        "/sign-in", data={**fields, "csrf_token": token}, **through_nginx(), base_url=HTTPS
    )

    assert signed_in.status_code == 303
    assert signed_in.location == "/organiser"
    for answer in (page, signed_in):
        assert "max-age=" in answer.headers["Strict-Transport-Security"]
        cookies = answer.headers.getlist("Set-Cookie")
        assert cookies
        assert all("; Secure" in cookie for cookie in cookies)


@pytest.mark.parametrize("address", ["/", "/sign-in", "/c/x", "/j/token", "//evil.example"])
def test_a_page_asked_for_in_plain_http_is_found_at_the_https_address(https_app, address):
    answer = https_app.test_client().get(
        "/?lang=en",
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
        environ_overrides={"PATH_INFO": address},
        headers={"Host": "evil.example"},
    )

    assert answer.status_code == 307
    assert answer.location == f"{HTTPS}{address}?lang=en"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_a_line_break_in_an_address_ends_no_header(https_app):
    answer = https_app.test_client().get(
        "/c/a%0d%0aSet-Cookie:%20x=1", environ_base={"REMOTE_ADDR": "203.0.113.9"}
    )

    assert answer.location == f"{HTTPS}/c/a%0D%0ASet-Cookie:%20x=1"


def test_the_machine_itself_is_served_without_https(https_app):
    answer = https_app.test_client().get("/sign-in")

    assert answer.status_code == 200
    assert "; Secure" not in answer.headers["Set-Cookie"]


def test_health_is_answered_in_plain_http(https_app):
    answer = https_app.test_client().get("/healthz", environ_base={"REMOTE_ADDR": "203.0.113.9"})

    assert answer.status_code == 200


def test_a_mark_sent_in_plain_http_by_a_page_opened_before_is_not_lost(https_app):
    answer = https_app.test_client().put(
        "/api/v1/competitions/x/sheets/m/t", environ_base={"REMOTE_ADDR": "203.0.113.9"}
    )

    assert answer.status_code == 401


def test_a_proxy_that_says_http_is_led_to_https_too(https_app):
    asked = through_nginx()
    asked["headers"]["X-Forwarded-Proto"] = "http"

    assert https_app.test_client().get("/", **asked).status_code == 307


def test_strangers_behind_one_proxy_are_counted_one_by_one(https_app):
    def sign_in(client):
        visitor = https_app.test_client()
        page = visitor.get("/sign-in", **through_nginx(client), base_url=HTTPS)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))[1]
        data = {"name": factories.ORGANISER, "password": "wrong", "csrf_token": token}
        return visitor.post(
            "/sign-in", data=data, **through_nginx(client), base_url=HTTPS
        ).status_code

    assert [sign_in("203.0.113.9") for _ in range(11)] == [422] * 10 + [429]
    assert sign_in("203.0.113.10") == 422


ADDRESSES = ["/", "/sign-in", "/c/chaoyang-final", "/c/chaoyang-final/screen", "//organiser"]
ADDRESSES += ["/organiser//new", "/organiser/c/chaoyang-final/links", "/api/v1/openapi.json"]
ADDRESSES += [
    "/organiser",
    "/organiser/",
    "/c/chaoyang-final/overlay",
    "/c//chaoyang-final",
    "/nothing",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_host_that_a_request_names_is_in_no_answer(app, organiser_client, chaoyang, address):
    # The client would send its cookie to the host that it knows only.
    cookie = f"session={organiser_client.get_cookie('session').value}"
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Cookie": cookie}
    # A client would take what follows `//` for a host.
    browser = app.test_client(use_cookies=False)
    answer = browser.get(headers=headers, environ_overrides={"PATH_INFO": address})

    assert answer.status_code < 500
    assert "evil.example" not in answer.get_data(as_text=True)
    assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize(("peer", "is_secure"), [("127.0.0.1", True), ("203.0.113.50", False)])
def test_https_at_a_proxy_of_ours_is_enough_for_secure_cookies(tmp_path, migrated, peer, is_secure):
    shutil.copy(migrated, tmp_path / "accord.sqlite")
    with app_in(tmp_path, TRUSTED_PROXIES=(NGINX,)) as application:
        answer = application.test_client().get(
            "/sign-in",
            environ_base={"REMOTE_ADDR": peer},
            headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"},
        )

    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all(("; Secure" in cookie) == is_secure for cookie in cookies)
