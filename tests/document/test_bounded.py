"""What a hostile file costs is bounded: the check stops, and never takes the square of anything."""

import io
import json
import time
import tracemalloc

import pytest

from competition.document import (
    ForeignFile,
    InvalidDocument,
    Refusal,
    check_process,
    check_scoring,
    clean_name,
    clean_text,
    read_file,
    tidy,
)
from competition.document.problems import MOST_PROBLEMS
from tests import factories

MEGABYTE = 1024 * 1024


def repeated(item: bytes, start: bytes = b"[", end: bytes = b"]") -> bytes:
    """A megabyte of one item in a list."""
    return start + b",".join([item] * (MEGABYTE // (len(item) + 1))) + end


HOSTILE = {
    "unknown fields": b"{" + b",".join(b'"%d":0' % n for n in range(MEGABYTE // 10)) + b"}",
    "empty lists": repeated(b"[]"),
    "numbers for teams": repeated(b"0", b'{"format":"accord/1","teams":[', b"]}"),
    "empty teams": repeated(b"{}", b'{"format":"accord/1","teams":[', b"]}"),
    "equal names": b"{"
    + b",".join(b'"%d":0,"%d":0' % (n, n) for n in range(MEGABYTE // 18))
    + b"}",
    "numbers that JSON lacks": repeated(b"NaN", b'{"format":"accord/1","teams":[', b"]}"),
    "unknown dimensions": (
        b'{"format":"accord/1","rubric":{"dimensions":[]},"sheets":[{"marks":{'
        + b",".join(b'"%d":"1"' % n for n in range(MEGABYTE // 13))
        + b"}}]}"
    ),
    "deep lists": b"[" * MEGABYTE,
    "deep objects": b'{"a":' * (MEGABYTE // 5),
    "one long number": b"[" + b"9" * MEGABYTE + b"]",
    "one long fraction": b"[0." + b"9" * MEGABYTE + b"]",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_megabyte_of_anything_is_refused_with_a_hundred_problems_in_little_memory(kind):
    tracemalloc.start()
    try:
        with pytest.raises(InvalidDocument) as caught:
            read_file(HOSTILE[kind])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert 1 <= len(caught.value.problems) <= MOST_PROBLEMS
    assert peak < 64 * MEGABYTE


def test_a_check_that_stops_says_that_there_is_more():
    with pytest.raises(InvalidDocument) as caught:
        check_scoring({f"unknown-{number}": 0 for number in range(MOST_PROBLEMS)})
    assert len(caught.value.problems) == MOST_PROBLEMS
    assert not caught.value.has_more

    with pytest.raises(InvalidDocument) as caught:
        check_scoring({f"unknown-{number}": 0 for number in range(MOST_PROBLEMS + 1)})
    assert len(caught.value.problems) == MOST_PROBLEMS
    assert caught.value.has_more


MARKS = "a" + "\u0301" * 20_000 + "\u0323" * 20_000


def test_accents_that_take_the_square_of_their_number_to_sort_are_not_sorted():
    begun = time.process_time()
    for check in (clean_name, clean_text):
        with pytest.raises(Refusal, match="more than 30 combining marks"):
            check(MARKS)
    assert tidy(f" {MARKS} ") == MARKS
    assert time.process_time() - begun < 0.5


def test_thirty_accents_in_a_row_are_allowed():
    assert clean_name("e" + "\u0323" * 30)
    with pytest.raises(Refusal, match="combining marks"):
        clean_name("e" + "\u0323" * 31)


def checked_in_a_process(data: bytes, name: str = ""):
    answer, pauses = io.BytesIO(), []
    check_process.write_answer(data, name, answer)
    answer.seek(0)
    return check_process.read_answer(answer, pause=lambda: pauses.append(1)), len(pauses)


def test_a_checked_file_comes_back_whole_from_its_process():
    data = json.dumps(factories.sample()).encode()

    file, pauses = checked_in_a_process(data)

    assert file == read_file(data)
    assert list(file) == list(read_file(data))
    assert pauses >= 3


def test_what_is_wrong_comes_back_in_the_words_of_whoever_reads_it():
    whole = factories.sample()
    whole["teams"][0]["name"] = " "
    whole["sheets"] = [{"marks": [], "match": "nowhere", "state": 5}]
    data = json.dumps(whole).encode()
    with pytest.raises(InvalidDocument) as here:
        read_file(data)

    with pytest.raises(InvalidDocument) as there:
        checked_in_a_process(data)

    def swap(message: str) -> str:
        return message.replace("Expected", "Erwartet").replace("a list", "eine Liste")

    assert there.value.problems
    for one, other in zip(here.value.problems, there.value.problems, strict=True):
        assert one.place == other.place
        assert one.text(swap) == other.text(swap)


def test_a_file_of_another_kind_is_still_called_by_its_kind():
    with pytest.raises(ForeignFile) as caught:
        checked_in_a_process(b"team,organisation\n" * 20_000, "teams.csv")
    assert caught.value.kind == "table"
