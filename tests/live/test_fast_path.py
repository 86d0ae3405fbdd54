"""The fast path to a stream: which requests are plain enough for it, and the head of its answer."""

import io
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition import live
from competition.live import fast_path
from competition.live.handler import StreamHandler
from competition.live.request_headers import Malformed

BROWSER = (
    b"GET /c/chaoyang-final/stream?lang=en HTTP/1.1\r\n"
    b"Host: 192.168.1.7:8000\r\n"
    b"Accept: text/event-stream\r\n"
    b"Accept-Encoding: gzip, deflate\r\n"
    b"Accept-Language: en-GB,en;q=0.9\r\n"
    b"Cookie: lang=zh\r\n\r\n"
)


def test_a_browsers_request_for_a_stream_is_read_as_a_server_would():
    assert fast_path.parse_request(BROWSER) == {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/c/chaoyang-final/stream",
        "QUERY_STRING": "lang=en",
        "HTTP_HOST": "192.168.1.7:8000",
        "HTTP_ACCEPT": "text/event-stream",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate",
        "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9",
        "HTTP_COOKIE": "lang=zh",
    }


names = st.sampled_from(
    ["Accept-Encoding", "ACCEPT-LANGUAGE", "cookie", "Last-Event-ID", "Path-Info", "X_Y"]
)
blanks_or_letters = st.text(st.sampled_from(" \t\x85\xa0\xffen;="), max_size=8)
hosts = st.sampled_from(
    ["venue:8000", "192.168.1.7", "[::1]:8000", " venue ", "", "a b", "a,b", "é"]
)


@given(
    st.sampled_from(["/c/final/stream", "//stream", "/c/#/stream", "/stream;a/stream"]),
    st.sampled_from(["", "?", "?lang=en", "??", "?a#b"]),
    st.lists(hosts, min_size=1, max_size=2),
    st.dictionaries(names, blanks_or_letters, max_size=4),
    st.sampled_from(["\r\n", "\n"]),
)
def test_whatever_is_plain_is_read_as_the_server_reads_it(path, query, hosts, headers, end):
    lines = [f"GET {path}{query} HTTP/1.1", *(f"Host:{host}" for host in hosts)]
    lines += [f"{name}:{text}" for name, text in headers.items()]
    data = (end.join(lines) + end * 2).encode("latin-1")

    plain = fast_path.parse_request(data)

    server = SimpleNamespace(get_environ=dict, ssl_enabled=False)
    handler = StreamHandler(None, None, server, rfile=io.BytesIO(data))
    if plain is None:
        if "X_Y" not in headers:
            with pytest.raises(Malformed):
                handler.read_request(handler.read_requestline())
        return
    assert handler.read_request(handler.read_requestline())
    environ = handler.get_environ()
    ours = ("HTTP_", "REQUEST_METHOD", "PATH_INFO", "QUERY_STRING")
    assert plain == {name: text for name, text in environ.items() if name.startswith(ours)}


@given(st.integers(0, len(BROWSER) - 1))
def test_an_incomplete_request_is_left_to_the_server(length):
    assert fast_path.parse_request(BROWSER[:length]) is None


@pytest.mark.parametrize(
    ("plain", "not_plain"),
    [
        (b"GET ", b"HEAD "),
        (b"GET ", b"get "),
        (b"HTTP/1.1", b"HTTP/1.0"),
        (b"/stream", b"/board"),
        (b"/stream", b"/%73tream"),
        (b"/stream", b"/\xe6stream"),
        (b"/c/", b"http://server/c/"),
        (b"Host: ", b"Host : "),
        (b"Host: ", b"Hosts: "),
        (b"Host: 192.168.1.7:8000\r\n", b"Host: a\r\nHost: a\r\n"),
        (b"192.168.1.7:8000", b"a b"),
        (b"Cookie: ", b"Accept: */*\r\nCookie: "),
        (b"Cookie: ", b"Accept_Language: en\r\nCookie: "),
        (b"Cookie: ", b"Content-Length: 0\r\nCookie: "),
        (b"Cookie: ", b"Transfer-Encoding: chunked\r\nCookie: "),
        (b"lang=zh\r\n\r\n", b"lang=zh\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
        (b"lang=zh", b"lang=zh" + b"h" * 40_000),
    ],
)
def test_what_is_not_plain_is_left_to_the_server(plain, not_plain):
    assert fast_path.parse_request(BROWSER.replace(plain, not_plain)) is None


def test_the_head_of_a_stream_has_the_views_headers_and_none_that_are_the_servers_own():
    headers = [*live.stream_headers(), ("Content-Length", "4"), ("Date", "long ago")]

    response = live.StreamResponse.from_headers(live.Stream(live.Hub(), "final", "en"), headers)
    lines = (response.head + fast_path.varying_head(gzip=True)).split(b"\r\n")

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
