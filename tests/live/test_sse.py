"""Whatever bytes a state is made of, a reader sees one event and gets them back."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from competition.live import event_id, sse
from tests.live.reading import Event, Reader

# What a careless framing would trip over, often.
_TRAPS = ["data: x", "event: beat", "id: 9", "retry: 1", ":", " ", "", "<p>", "劳动"]
_NEARLY_LINE_ENDS = ["\0", "\ufeff", "\u2028", "\x85", "\x0b"]
_awkward = st.lists(st.sampled_from(["\r", "\n", "\r\n", *_TRAPS, *_NEARLY_LINE_ENDS])).map("".join)
_states = st.one_of(st.text(), _awkward)


def read(data: bytes) -> Reader:
    reader = Reader()
    reader.feed(data)
    return reader


def as_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(state=_states, number=st.integers(0, 2**63))
def test_any_text_is_one_unnamed_event_and_comes_back_whole(state, number):
    text = state.encode("utf-8", "replace").decode()

    reader = read(sse.event(state, number))

    assert reader.events == [Event("message", as_lines(text), event_id(number))]
    assert set(reader.fields) == {"id", "data"}


@given(raw=st.binary(), number=st.integers(0, 2**63))
def test_any_bytes_are_one_event(raw, number):
    reader = read(sse.event(raw, number))

    [event] = reader.events
    assert event == Event("message", as_lines(raw.decode("utf-8", "replace")), event_id(number))


@given(states=st.lists(_states, max_size=5), cut=st.integers(1, 7))
def test_events_in_a_row_stay_apart_however_the_network_cuts_them(states, cut):
    stream = b"".join(sse.event(state, number) for number, state in enumerate(states))
    reader = Reader()

    for start in range(0, len(stream), cut):
        reader.feed(stream[start : start + cut])

    assert reader.numbers == list(range(len(states)))


def test_a_beat_is_named_and_says_something():
    [event] = read(sse.beat(1_795_354_015.7)).events

    assert (event.kind, event.data) == ("beat", "1795354015")


def test_a_beat_leaves_the_number_of_the_last_state_alone():
    reader = read(sse.event("board", 7) + sse.beat(1.0) + sse.event("board", 8))

    assert [event.id for event in reader.events] == ["7", "7", "8"]


@given(states=st.lists(_states, min_size=1, max_size=5), data=st.data())
def test_compressed_frames_may_be_joined_late_and_skipped_in_any_way(states, data):
    sent = [sse.event(state, number) for number, state in enumerate(states)]
    kept = data.draw(st.lists(st.sampled_from(sent), unique=True))
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)

    assert inflate.decompress(sse.GZIP_HEADER) == b""
    for frame in kept:
        # Each block is readable at once, before anything follows it.
        assert inflate.decompress(sse.compress(frame)) == frame


def test_a_compressed_board_is_much_smaller():
    board = b"<tr><td>1</td><td>education</td><td>93.98</td></tr>" * 200

    assert len(sse.compress(board)) * 5 < len(board)
