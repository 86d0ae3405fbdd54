"""The canonical bytes of a competition file."""

import json

from competition.document import check_document, read_file, write_file


def shuffled(value, turn=reversed):
    if isinstance(value, dict):
        return {name: shuffled(value[name]) for name in turn(list(value))}
    return [shuffled(inner) for inner in value] if isinstance(value, list) else value


def test_a_written_file_reads_the_same_and_writes_the_same_bytes(small):
    document = check_document(small)
    written = write_file(document)

    assert read_file(written) == document
    assert write_file(read_file(written)) == written


def test_equal_documents_give_equal_bytes_whatever_the_order_of_their_fields(small):
    assert write_file(check_document(shuffled(small))) == write_file(check_document(small))
    assert write_file(shuffled(check_document(small))) == write_file(check_document(small))


def test_fields_are_in_the_order_of_the_schema(small):
    written = json.loads(write_file(check_document(shuffled(small))))

    assert list(written) == [
        "format",
        "source",
        "competition",
        "rubric",
        "scoring",
        "topics",
        "teams",
        "judges",
        "stages",
        "sheets",
        "deductions",
        "rulings",
    ]
    assert list(written["competition"]) == [
        "key",
        "name",
        "theme",
        "organiser",
        "venue",
        "starts",
        "languages",
    ]
    assert list(written["teams"][0]["name"]) == ["zh", "en"]
    assert list(written["sheets"][0]["marks"]) == ["strategy", "team_work"]
    assert list(written["scoring"]["category_weights"]) == ["academic", "professional"]
    assert list(written["stages"][0]) == [
        "key",
        "name",
        "release",
        "across_matches",
        "advance",
        "rounds",
    ]


def test_lists_keep_their_order(small):
    written = json.loads(write_file(check_document(small)))

    assert [judge["key"] for judge in written["judges"]] == ["ana", "bo", "cy"]
    assert written["stages"][0]["rounds"][0]["matches"][0]["panel"] == ["ana", "bo"]


def test_the_bytes_are_plain_utf_8_with_a_newline_at_the_end(small):
    written = write_file(check_document(small))

    assert written.startswith(b'{\n  "format": "accord/1",\n')
    assert written.endswith(b"\n}\n")
    assert "红队".encode() in written
    assert b"\\u" not in written
    assert b"\r" not in written


def test_nothing_is_left_out_of_an_export(small):
    document = {**check_document(small), "later": {"b": 1, "a": [2]}}

    assert json.loads(write_file(document))["later"] == {"b": 1, "a": [2]}


def test_checking_does_not_change_its_input(small):
    before = json.dumps(small)

    check_document(small)

    assert json.dumps(small) == before
