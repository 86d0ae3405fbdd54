"""The header lines of a request: what is accepted, and what is refused."""

import io

import pytest

from competition.live.request_headers import (
    MAX_BYTES,
    MAX_LINES,
    Malformed,
    RequestHeaders,
    TooLarge,
)


def read(lines: bytes) -> RequestHeaders:
    return RequestHeaders(io.BytesIO(lines).readline)


def test_a_browsers_headers_are_found_in_whatever_case():
    head = read(
        b"Host: venue.example:8000\r\nAccept-Language:zh-CN,zh;q=0.9\r\n"
        b"X-Name: \xe8\xae\xae \t\r\nContent-Type: application/json\r\nEmpty:\r\n\r\nbody"
    )

    assert head.get("host") == "venue.example:8000"
    assert head.getheader("ACCEPT-LANGUAGE") == "zh-CN,zh;q=0.9"
    assert head.get("x-name") == "\xe8\xae\xae"
    assert head.get("empty") == ""
    assert head.typeheader == "application/json"
    assert head.get("cookie") is None
    assert head.get("cookie", "none") == "none"
    assert len(head.headers) == 5


def test_bare_line_feeds_end_lines_too_and_the_first_of_several_counts():
    head = read(b"Cookie: a=b\nCookie: c=d\n\n")

    assert head.get("cookie") == "a=b"
    assert head.headers == ["Cookie:a=b", "Cookie:c=d"]


def test_what_follows_the_headers_is_left_for_the_body():
    sent = io.BytesIO(b"Content-Length: 4\r\n\r\nbody")

    assert RequestHeaders(sent.readline).get("content-length") == "4"

    assert sent.read() == b"body"


@pytest.mark.parametrize(
    "lines",
    [
        b"no colon\r\n\r\n",
        b": no name\r\n\r\n",
        b"Host : server\r\n\r\n",
        b"Host: server\r\n folded\r\n\r\n",
        b"Na\xe8me: x\r\n\r\n",
        b"X: a\x00b\r\n\r\n",
        b"X: a\rb\r\n\r\n",
        b"X: a\r\r\n\r\n",
        b"Host: server\r\n",
        b"Host: ha",
        b"",
        b"Content-Length: 4\r\ncontent-length: 4\r\n\r\n",
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"Content-Length: +4\r\n\r\n",
        b"Content-Length: \xb2\r\n\r\n",
        b"Content-Length:\r\n\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_lines_that_two_readers_may_read_in_two_ways_are_refused(lines):
    with pytest.raises(Malformed):
        read(lines)


@pytest.mark.parametrize("end", [b"\x00\r\n", b"\r\r\n"])
def test_many_spaces_before_a_refused_line_take_no_time(end):
    # Tried in several ways these would take hours.
    with pytest.raises(Malformed):
        read(b"X:" + b" " * 30_000 + end + b"\r\n")


@pytest.mark.parametrize(
    "lines",
    [
        b"X: " + b"x" * MAX_BYTES + b"\r\n\r\n",
        b"X: x\r\n" * (MAX_LINES + 1) + b"\r\n",
        b"Accept-Language: " + b"a," * 501 + b"\r\n\r\n",
        b"Cookie: " + b"a;" * 501 + b"\r\n\r\n",
        (b"Accept: " + b"a," * 100 + b"\r\n") * 6 + b"\r\n",
    ],
)
def test_headers_over_the_limit_are_refused(lines):
    with pytest.raises(TooLarge):
        read(lines)


def test_headers_at_the_limit_are_accepted():
    assert read(b"Cookie: " + b"a=b;" * 500 + b"\r\n\r\n").get("cookie")
    assert len(read(b"X: x\r\n" * MAX_LINES + b"\r\n").headers) == MAX_LINES
    assert read(b"X:" + b"x" * (MAX_BYTES - 4) + b"\r\n\r\n").get("x")
