"""The short way in to a stream: what is plain enough for it, and what the answer begins with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition import live
from competition.live import door

BROWSER = (
    b"GET /c/chaoyang-final/stream?lang=en HTTP/1.1\r\n"
    b"Host: 192.168.1.7:8000\r\n"
    b"Accept: text/event-stream\r\n"
    b"Accept-Encoding: gzip, deflate\r\n"
    b"Accept-Language: en-GB,en;q=0.9\r\n"
    b"Cookie: lang=zh\r\n\r\n"
)


def test_a_browsers_request_for_a_stream_is_read_as_a_server_would():
    assert door.asked(BROWSER) == {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/c/chaoyang-final/stream",
        "QUERY_STRING": "lang=en",
        "HTTP_HOST": "192.168.1.7:8000",
        "HTTP_ACCEPT": "text/event-stream",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate",
        "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9",
        "HTTP_COOKIE": "lang=zh",
    }


@given(st.integers(0, len(BROWSER) - 1))
def test_a_request_that_is_not_whole_goes_the_long_way(length):
    assert door.asked(BROWSER[:length]) is None


@pytest.mark.parametrize(
    ("plain", "not_plain"),
    [
        (b"GET ", b"HEAD "),
        (b"GET ", b"get "),
        (b"HTTP/1.1", b"HTTP/1.0"),
        (b"/stream", b"/board"),
        (b"/stream", b"/%73tream"),
        (b"/stream", b"/\xe6stream"),
        (b"/c/", b"http://hall/c/"),
        (b"Host: ", b"Host : "),
        (b"Cookie: ", b"Accept: */*\r\nCookie: "),
        (b"Cookie: ", b"Accept_Language: en\r\nCookie: "),
        (b"Cookie: ", b"Content-Length: 0\r\nCookie: "),
        (b"Cookie: ", b"Transfer-Encoding: chunked\r\nCookie: "),
        (b"lang=zh\r\n\r\n", b"lang=zh\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
        (b"lang=zh", b"lang=zh" + b"h" * 40_000),
    ],
)
def test_what_is_not_plain_goes_the_long_way(plain, not_plain):
    assert door.asked(BROWSER.replace(plain, not_plain)) is None


def test_the_head_of_a_stream_has_the_views_headers_and_none_that_are_the_servers_own():
    headers = [*live.stream_headers(), ("Content-Length", "4"), ("Date", "long ago")]

    opening = live.Opening.of(live.Stream(live.Hub(), "final", "en"), headers)
    lines = (opening.head + door.last_lines(gzip=True)).split(b"\r\n")

    assert lines[0] == b"HTTP/1.1 200 OK"
    assert lines[-2:] == [b"", b""]
    names = [line.split(b": ")[0] for line in lines[1:-2]]
    assert sorted(names) == sorted(
        [
            b"Content-Type",
            b"Cache-Control",
            b"X-Accel-Buffering",
            b"Vary",
            b"Connection",
            b"Date",
            b"Content-Encoding",
        ]
    )
