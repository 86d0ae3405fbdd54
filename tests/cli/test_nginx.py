"""The shipped nginx configuration, in front of the real server, with a certificate of our own."""

import json
import re
import socket
import ssl
import time
from urllib.parse import urlencode

import pytest

from competition.certificates import make_certificates
from tests import factories
from tests.conftest import serving
from tests.nginx_front import nginx


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Accord for nginx alone."""
    data = tmp_path_factory.mktemp("front") / "data"
    with serving(data, PUBLIC_URL="https://accord.local", TRUSTED_PROXIES="127.0.0.1") as started:
        started.flask("round", "state", "chaoyang-final", "round-1", "open")
        started.flask("organiser", "add", factories.ORGANISER, typed=factories.PASSWORD + "\n")
        yield started


@pytest.fixture(scope="module")
def front(server, tmp_path_factory):
    """nginx in front of it."""
    made = make_certificates(server.data_dir, ["localhost", "127.0.0.1"])
    node = {"127.0.0.1:8000": f"127.0.0.1:{server.port}"}
    folder = tmp_path_factory.mktemp("nginx")
    with nginx(folder, "nginx.conf", made.folder / "authority.pem", node) as started:
        yield started


def test_a_page_comes_by_https_with_secure_cookies_and_the_order_to_stay(front):
    answer, page = front.get("/sign-in?lang=en")

    assert answer.status == 200
    assert "Sign in" in page
    cookies = answer.headers.get_all("Set-Cookie")
    assert cookies
    assert all("; Secure" in cookie for cookie in cookies)
    assert answer.headers.get_all("Strict-Transport-Security") == ["max-age=2592000"]


def test_browsers_are_offered_http_2(front):
    context = ssl.create_default_context(cafile=front.authority)
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", front.https), 10) as bare,
        context.wrap_socket(bare, server_hostname="localhost") as secure,
    ):
        assert secure.selected_alpn_protocol() == "h2"
        assert secure.version() in ("TLSv1.2", "TLSv1.3")


def test_the_first_event_of_a_stream_comes_at_once(front):
    begun = time.monotonic()
    connection, answer = front.ask("GET", "/c/chaoyang-final/stream")
    lines = []
    while not (lines and lines[-1].startswith(b"data:")):
        lines.append(answer.readline())
    connection.close()

    assert answer.status == 200
    assert time.monotonic() - begun < 5


def test_a_judge_submits_through_the_proxy(front, server):
    links = json.loads(server.flask("judge", "links", "chaoyang-final").stdout)
    assert links[0]["url"].startswith("https://accord.local/j/")
    body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0}
    headers = {
        "Authorization": f"Bearer {links[0]['token']}",
        "Idempotency-Key": factories.new_key(),
        "Content-Type": "application/json",
    }
    address = "/api/v1/competitions/chaoyang-final/sheets/match-1/education"

    connection, answer = front.ask("PUT", address, json.dumps(body).encode(), headers)

    assert answer.status == 200
    assert json.loads(answer.read())["version"] == 1
    connection.close()


def test_plain_http_leads_to_the_public_address_whatever_the_host(front):
    answer, _ = front.get("/c/chaoyang-final?lang=en", {"Host": "evil.example"}, plain=True)

    assert answer.status == 307
    assert answer.headers["Location"] == "https://accord.local/c/chaoyang-final?lang=en"


def sign_in(front, name, password, **headers):
    """The status, and the cookies of the browser afterwards."""
    answer, page = front.get("/sign-in?lang=en")
    cookies = [each.split(";")[0] for each in answer.headers.get_all("Set-Cookie")]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    form = {"name": name, "password": password, "csrf_token": token}
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": "; ".join(cookies)}
    connection, answer = front.ask("POST", "/sign-in", urlencode(form), kind | headers)
    answer.read()
    connection.close()
    return answer.status, [each.split(";")[0] for each in answer.headers.get_all("Set-Cookie", [])]


def test_a_client_cannot_say_that_it_is_another(front):
    statuses = [
        sign_in(front, "nobody", "wrong", **{"X-Forwarded-For": f"198.51.100.{number}"})[0]
        for number in range(11)
    ]

    assert statuses == [422] * 10 + [429]


def test_a_form_that_is_too_large_ends_at_the_proxy_and_a_file_does_not(front):
    status, cookies = sign_in(front, factories.ORGANISER, factories.PASSWORD)
    assert status == 303
    too_large, cookie = b"a" * (2 * 1024 * 1024 + 1), {"Cookie": "; ".join(cookies)}

    connection, form = front.ask("POST", "/organiser/new", too_large, cookie)
    connection.close()
    connection, file = front.ask("POST", "/organiser/import", too_large, cookie)
    connection.close()

    assert form.status == 413
    assert "Content-Security-Policy" not in form.headers
    assert file.status != 413
    assert "Content-Security-Policy" in file.headers
