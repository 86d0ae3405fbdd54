"""A file of another kind is called what it is, whichever way it came by its name."""

from pathlib import Path

import pytest

from competition import document
from tests import factories

TABLE = Path(__file__).parent / "files" / "teams.xlsx"
CSV = "队名,单位\n朝阳一队,朝阳区总工会\n"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (TABLE.read_bytes(), "teams.xlsx", "table"),
        (TABLE.read_bytes(), "名单", "table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "名单.xls", "table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "通知.doc", "document"),
        (CSV.encode("gb18030"), "teams.csv", "table"),
        (CSV.encode("gb18030"), "teams.txt", "table"),
        (b"\xef\xbb\xbf" + CSV.encode(), "", "table"),
        (b"team;organisation\rOne;Union\r", "", "table"),
        (CSV.replace(",", "\t").encode("utf-16"), "", "table"),
        (b"anything", "TEAMS.CSV", "table"),
        (b"%PDF-1.7", "", "document"),
        (b"PK\x03\x04....word/document.xml", "", "document"),
        (b"PK\x03\x04....final.json", "final.zip", "archive"),
        (b"\x89PNG\r\n", "", "picture"),
        (b"<!DOCTYPE html><html>", "accord.json", "page"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_kind(data: bytes, name: str, kind: str):
    with pytest.raises(document.ForeignFile) as refused:
        document.read_file(data, name)

    assert refused.value.kind == kind
    assert "JSON file" in str(refused.value.problems[0])


@pytest.mark.parametrize("data", [b'{"format"', b"", b"null", b'"format": "accord/1",', b"12,5"])
def test_json_that_is_not_whole_is_still_answered_with_its_place(data: bytes):
    with pytest.raises(document.InvalidDocument) as refused:
        document.read_file(data, "final.json")

    assert not isinstance(refused.value, document.ForeignFile)


def test_an_exported_file_that_was_given_another_name_is_read():
    data = document.write_file(factories.checked(factories.sample()))

    assert document.read_file(data, "final.txt")["competition"]["key"] == factories.CHAOYANG
    assert document.read_file(data, "final.csv")["competition"]["key"] == factories.CHAOYANG
