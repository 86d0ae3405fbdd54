"""The first line of a request: what is accepted, and with which status everything else ends."""

import pytest

from competition.live.request_headers import Malformed, TooLarge
from competition.live.request_line import UnknownMethod, UnknownVersion, parse_request_line


@pytest.mark.parametrize(
    ("line", "parsed"),
    [
        ("GET / HTTP/1.1\r\n", ("GET", "/", "HTTP/1.1")),
        ("PUT /a/b?c=%20#d HTTP/1.0\n", ("PUT", "/a/b?c=%20#d", "HTTP/1.0")),
        ("QUERY / HTTP/1.1\r\n", ("QUERY", "/", "HTTP/1.1")),
        ("OPTIONS * HTTP/1.1\r\n", ("OPTIONS", "*", "HTTP/1.1")),
        ("GET /\xe4\xb8\xad HTTP/1.1\r\n", ("GET", "/\xe4\xb8\xad", "HTTP/1.1")),
    ],
)
def test_a_well_formed_line_is_parsed(line, parsed):
    assert parse_request_line(line) == parsed


@pytest.mark.parametrize(
    "line", ["get / HTTP/1.1\r\n", "Put / HTTP/1.1\r\n", "bREW / HTTP/1.1\r\n", "GET! / HTTP/1.1"]
)
def test_a_method_is_written_in_capitals(line):
    with pytest.raises(UnknownMethod):
        parse_request_line(line)


@pytest.mark.parametrize("version", ["2.0", "0.9", "1.2", "9.9"])
def test_another_version_is_not_spoken(version):
    with pytest.raises(UnknownVersion):
        parse_request_line(f"GET / HTTP/{version}\r\n")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\r\n",
        "GET /\r\n",
        "GET  / HTTP/1.1\r\n",
        "GET / HTTP/1.1 \r\n",
        " GET / HTTP/1.1\r\n",
        "GET\t/\tHTTP/1.1\r\n",
        "GET\xa0/ HTTP/1.1\r\n",
        "GET /a\x0bb HTTP/1.1\r\n",
        "GET /a b HTTP/1.1\r\n",
        "GET a HTTP/1.1\r\n",
        "GET http://venue/ HTTP/1.1\r\n",
        "GET * HTTP/1.1\r\n",
        "GET / http/1.1\r\n",
        "GET / HTTP/1.10\r\n",
        "GET / HTTP/+1.1\r\n",
        "GET / HTTP/1.1\r\r\n",
        "GET / HTTP/1.1\x00\r\n",
        "\x16\x03\x01\x02 a b\r\n",
    ],
)
def test_a_line_with_any_doubt_is_refused(line):
    with pytest.raises(Malformed):
        parse_request_line(line)


def test_a_query_has_two_hundred_fields_at_most():
    assert parse_request_line("GET /?" + "a&" * 199 + " HTTP/1.1")
    with pytest.raises(TooLarge):
        parse_request_line("GET /?" + "a&" * 200 + " HTTP/1.1")
