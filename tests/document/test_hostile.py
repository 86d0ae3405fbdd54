"""Any input gives a document, or `InvalidDocument` with sentences; never anything else."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competition.document import InvalidDocument, check_document, clean_name, read_file, write_file
from tests.document.conftest import SMALL

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["18.5", "reds", "ana", "m1", "strategy", "accord/1", "\ud800", "a\u202eb"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=4) | st.sampled_from(["key", "zh", "stage", "marks"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def places(value, way=()):
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for step, part in inner:
        if isinstance(part, dict | list):
            yield from places(part, (*way, step))
        else:
            yield (*way, step)


EVERYWHERE = [way for way in places(SMALL) if way]


def take_or_refuse(file):
    """Check a file: if accepted, it survives writing; if refused, there are reasons."""
    try:
        document = read_file(file) if isinstance(file, bytes) else check_document(file)
    except InvalidDocument as invalid:
        refused = invalid.problems
    else:
        return survives_writing(document)
    assert refused
    for problem in refused:
        sentence = f"{problem.place}: {problem.text()}"
        assert sentence.encode("utf-8")
        assert sentence.isprintable()
    return None


def survives_writing(document):
    written = write_file(document)
    assert read_file(written) == document
    assert write_file(read_file(written)) == written
    return document


def mutated(way, value):
    file = copy.deepcopy(SMALL)
    here = file
    for step in way[:-1]:
        here = here[step]
    here[way[-1]] = value
    return file


@given(anything)
def test_arbitrary_json_is_refused_with_reasons(value):
    assert take_or_refuse(value) is None


@settings(max_examples=300)
@given(st.sampled_from(EVERYWHERE), anything)
def test_a_file_with_one_value_replaced_is_accepted_or_refused_with_reasons(way, value):
    take_or_refuse(mutated(way, value))


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(EVERYWHERE), anything), min_size=2, max_size=5))
def test_a_file_with_many_values_replaced_is_accepted_or_refused_with_reasons(changes):
    file = copy.deepcopy(SMALL)
    for way, value in changes:
        here = file
        try:
            for step in way[:-1]:
                here = here[step]
            here[way[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue
    take_or_refuse(file)


@pytest.mark.parametrize("way", EVERYWHERE, ids=str)
def test_a_file_with_any_part_missing_is_accepted_or_refused_with_reasons(way):
    file = copy.deepcopy(SMALL)
    here = file
    for step in way[:-1]:
        here = here[step]
    del here[way[-1]]
    take_or_refuse(file)


@settings(max_examples=300)
@given(st.binary(max_size=60))
def test_arbitrary_bytes_are_refused_with_reasons(data):
    assert take_or_refuse(data) is None


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_file_with_bytes_changed_is_accepted_or_refused_with_reasons(data):
    whole = bytearray(json.dumps(SMALL, ensure_ascii=False).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    take_or_refuse(bytes(whole))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60))
def test_an_accepted_name_is_accepted_again_unchanged(text):
    try:
        name = clean_name(text)
    except ValueError:
        return
    assert clean_name(name) == name
