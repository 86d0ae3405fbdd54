"""Bytes to values: encoding, syntax errors, and what JSON parsers usually accept."""

import json

import pytest

from competition.document import InvalidDocument, read_file


def only_problem(data: bytes):
    with pytest.raises(InvalidDocument) as caught:
        read_file(data)
    (problem,) = caught.value.problems
    return problem


def test_a_byte_order_mark_is_ignored(small):
    data = json.dumps(small).encode()

    assert read_file(b"\xef\xbb\xbf" + data) == read_file(data)


def test_a_second_byte_order_mark_is_not_json(small):
    data = b"\xef\xbb\xbf" * 2 + json.dumps(small).encode()

    assert "line 1, column 1" in only_problem(data).text().lower()


def test_a_broken_file_is_one_problem_with_line_and_column():
    problem = only_problem(b'{\n "format": "accord/1"\n "teams": []}')

    assert problem.place == ""
    assert problem.values["line"] == 3
    assert problem.values["column"] == 2
    assert "a comma" in problem.text()


@pytest.mark.parametrize(
    "data",
    [b"", b" ", b"{", b"[1,]", b'{"a"', b'{"a":}', b'"a', b'"\x01"', b'"\\x"', b'"\\u12"', b"{}x"],
)
def test_a_syntax_error_is_reported_with_its_line(data):
    assert "Line 1, column" in only_problem(data).text()


def test_a_file_in_gb18030_is_refused_where_it_stops_being_utf_8():
    data = b'{\n"a": "\xb3\xaf"}'

    problem = only_problem(data)

    assert problem.place == ""
    assert problem.text().startswith("Line 2, column 7: the file is not UTF-8.")


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_other_encodings_of_unicode_are_refused(small, codec):
    with pytest.raises(InvalidDocument):
        read_file(json.dumps(small).encode(codec))


def test_a_name_twice_in_one_object_is_refused_with_its_place(encoded, problems):
    data = encoded('"key": "ana",', '"key": "ana", "name": "Ann",')

    assert list(problems(data)) == ["judges[0].name"]


def test_a_name_twice_at_the_root_is_refused(encoded, problems):
    data = encoded('"format": "accord/1",', '"format": "accord/1", "format": "accord/1",')

    assert "twice" in problems(data)["format"]


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_nan_infinity_and_endless_numbers_are_refused_with_their_place(encoded, problems, written):
    data = encoded('"max": "20"', f'"max": {written}')

    found = problems(data)

    assert list(found) == ["rubric.dimensions[0].max"]
    assert f"“{written[:60]}" in found["rubric.dimensions[0].max"]


def test_nan_among_marks_is_refused_once(encoded, problems):
    assert list(problems(encoded('"18.50"', "NaN"))) == ["sheets[0].marks.strategy"]


@pytest.mark.parametrize("depth", [100, 900, 100_000])
@pytest.mark.parametrize("bracket", ["[", '{"a":'])
def test_too_deep_nesting_is_refused_with_its_place(problems, depth, bracket):
    data = bracket * depth + "1" + ("]" if bracket == "[" else "}") * depth

    found = problems(data.encode())

    assert any("nested too deeply" in sentence for sentence in found.values())


def test_a_lone_surrogate_is_refused_with_its_place(encoded, problems):
    found = problems(encoded('"name": "Ana"', '"name": "A\\ud800na"'))

    assert list(found) == ["judges[0].name"]
    assert "U+D800" in found["judges[0].name"]


@pytest.mark.parametrize("root", ["null", "1", '"accord/1"', "[]", "true", "1.5"])
def test_a_root_that_is_not_an_object_is_one_problem(problems, root):
    assert list(problems(root.encode())) == [""]


def test_a_surrogate_in_an_unknown_field_leaves_a_place_that_can_be_printed(encoded, problems):
    found = problems(encoded('"format"', '"\\udc00x": 1, "format"'))

    assert ("".join(found) + "".join(found.values())).encode("utf-8")
