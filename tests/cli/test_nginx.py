"""The shipped nginx configuration, in front of the real server, with a certificate of our own."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from competition.certificates import make_certificates
from tests import factories
from tests.conftest import free_port, serving

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
WHOLE = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
{user}
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/accord.conf;
}}
"""


class Front:
    """nginx with https and http ports, and Accord behind it."""

    def __init__(self, server, authority, https, http_):
        self.server, self.https, self.http = server, https, http_
        self.authority = str(authority)
        self.context = ssl.create_default_context(cafile=str(authority))

    def ask(self, method, path, body=None, headers=None, plain=False):
        connection = (
            http.client.HTTPConnection("127.0.0.1", self.http, timeout=20)
            if plain
            else http.client.HTTPSConnection(
                "127.0.0.1", self.https, timeout=20, context=self.context
            )
        )
        connection.request(method, path, body, headers or {})
        return connection, connection.getresponse()

    def get(self, path, headers=None, plain=False):
        connection, answer = self.ask("GET", path, headers=headers, plain=plain)
        body = answer.read().decode()
        connection.close()
        return answer, body


@contextmanager
def nginx(folder, port, authority):
    """The shipped file, with ports and paths of a test put into it."""
    https, plain = free_port(), free_port()
    text = (factories.ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for before, after in (
        ("listen 443", f"listen 127.0.0.1:{https}"),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("    listen [::]:80;\n", ""),
        ("127.0.0.1:8000", f"127.0.0.1:{port}"),
        ("/etc/accord/server.pem", str(authority.parent / "server.pem")),
        ("/etc/accord/server.key", str(authority.parent / "server.key")),
    ):
        assert before in text, before
        text = re.sub(re.escape(before), lambda _, after=after: after, text)
    (folder / "accord.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, user=user), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        give_up = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", https), 1).close()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < give_up
                time.sleep(0.05)
        yield https, plain
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """Accord for nginx alone, and nginx."""
    assert NGINX, "nginx is missing: `make machine` installs it"
    folder = tmp_path_factory.mktemp("front")
    data = folder / "data"
    made = make_certificates(data, ["localhost", "127.0.0.1"])
    authority = made.folder / "authority.pem"
    with (
        serving(data, PUBLIC_URL="https://accord.local", TRUSTED_PROXIES="127.0.0.1") as server,
        nginx(folder, server.port, authority) as (https, plain),
    ):
        server.flask("round", "state", "chaoyang-final", "round-1", "open")
        server.flask("organiser", "add", factories.ORGANISER, typed=factories.PASSWORD + "\n")
        yield Front(server, authority, https, plain)


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


def test_a_judge_submits_through_the_proxy(front):
    links = json.loads(front.server.flask("judge", "links", "chaoyang-final").stdout)
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
