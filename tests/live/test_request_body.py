"""Bodies: read whole, and refused at the first byte that two readers could read in two ways."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.live.request_body import (
    MAX_CHUNKS,
    PAUSE_BYTES,
    PIECE_BYTES,
    Incomplete,
    read_body,
)
from competition.live.request_headers import Malformed, TooLarge


def read(data: bytes, length: int | None = None, limit: int = 1000) -> bytes:
    return read_body(io.BytesIO(data), length, limit, lambda: None)


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (b"0\r\n\r\n", b""),
        (b"000\r\n\r\n", b""),
        (b"3\r\nabc\r\n0\r\n\r\n", b"abc"),
        (b"A\r\n0123456789\r\n1\r\nx\r\n0\r\n\r\n", b"0123456789x"),
        (b'3;name="value";b\r\nabc\r\n0 ; last\r\n\r\n', b"abc"),
        (b"3\r\nabc\r\n0\r\nDigest: x\r\nAge: 1\r\n\r\n", b"abc"),
    ],
)
def test_chunks_are_joined_and_extensions_and_trailers_dropped(data, body):
    source = io.BytesIO(data + b"GET")

    assert read_body(source, None, 1000, lambda: None) == body
    assert source.read() == b"GET"


@pytest.mark.parametrize(
    "data",
    [
        b"3\nabc\r\n0\r\n\r\n",
        b"3;a\nabc\r\n0\r\n\r\n",
        b"3;a\n\r\nabc\r\n0\r\n\r\n",
        b"3;a\rb\r\nabc\r\n0\r\n\r\n",
        b"3;a\x00\r\nabc\r\n0\r\n\r\n",
        b"3\r\nabc\n0\r\n\r\n",
        b"3\r\nabcd\r\n0\r\n\r\n",
        b"3\r\nab\r\n0\r\n\r\n",
        b"+3\r\nabc\r\n0\r\n\r\n",
        b"-3\r\nabc\r\n0\r\n\r\n",
        b"0x3\r\nabc\r\n0\r\n\r\n",
        b"0_3\r\nabc\r\n0\r\n\r\n",
        b" 3\r\nabc\r\n0\r\n\r\n",
        b"3 \r\nabc\r\n0\r\n\r\n",
        b"g\r\nabc\r\n0\r\n\r\n",
        b"\r\nabc\r\n0\r\n\r\n",
        b"\xb3\r\nabc\r\n0\r\n\r\n",
        b"000000003\r\nabc\r\n0\r\n\r\n",
        b"ffffffffffffffff1\r\n",
        b"3;" + b"a" * 300 + b"\r\nabc\r\n0\r\n\r\n",
        b"0\r\nno colon\r\n\r\n",
        b"0\r\nA: b\n\r\n",
        b"0\r\n: b\r\n\r\n",
        b"0\r\nA : b\r\n\r\n",
        b"0\r\nA: b\r\n folded\r\n\r\n",
        b"0\r\n\n",
        b"0\r\nA: " + b"b" * 300 + b"\r\n\r\n",
        b"0\r\n" + b"A: b\r\n" * 21 + b"\r\n",
    ],
)
def test_chunks_with_any_doubt_are_refused(data):
    with pytest.raises(Malformed):
        read(data)


@pytest.mark.parametrize("data", [b"", b"3", b"3\r\n", b"3\r\nab", b"3\r\nabc\r\n", b"0\r\n"])
def test_a_body_that_ends_early_is_incomplete_or_refused(data):
    with pytest.raises((Incomplete, Malformed)):
        read(data)
    with pytest.raises(Incomplete):
        read(data, length=100)


def test_nothing_is_read_of_a_body_that_says_it_is_too_large():
    source = io.BytesIO(b"x" * 2000)

    with pytest.raises(TooLarge):
        read_body(source, 1001, 1000, lambda: None)

    assert source.tell() == 0
    assert len(read_body(source, 1000, 1000, lambda: None)) == 1000


@pytest.mark.parametrize("sizes", [[1001], [500, 501], [0xFFFFFFFF], [1] * 1001])
def test_chunks_are_bounded_together_and_before_they_are_read(sizes):
    source = io.BytesIO(
        b"".join(b"%x\r\n%s\r\n" % (size, b"x" * min(size, 9000)) for size in sizes)
    )

    with pytest.raises((TooLarge, Malformed)):
        read_body(source, None, 1000, lambda: None)

    assert source.tell() < 8000


def test_how_many_chunks_there_may_be_is_bounded():
    with pytest.raises(Malformed):
        read(b"1\r\nx\r\n" * (MAX_CHUNKS + 100) + b"0\r\n\r\n", limit=50_000)


@given(st.lists(st.binary(min_size=1, max_size=3 * PIECE_BYTES), max_size=6))
def test_however_a_body_is_cut_into_chunks_it_is_the_same(pieces):
    whole = b"".join(pieces)
    data = b"".join(b"%X\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"

    assert read(data, limit=len(whole)) == whole
    assert read(whole, length=len(whole), limit=len(whole)) == whole


def test_a_large_body_lets_others_have_their_turn():
    turns = []

    read_body(
        io.BytesIO(b"x" * (3 * PAUSE_BYTES)), 3 * PAUSE_BYTES, 1 << 30, lambda: turns.append(1)
    )

    assert len(turns) == 3
