"""Files as people have them, read as lists, and files that are none, refused in words."""

import contextlib
import datetime as dt
import io
import random
import resource
import struct
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from competition.document import Refusal
from competition.lists import EncodingUndecided, find_table, read_lists, read_pasted
from competition.lists.xls import _rk_value
from competition.lists.xls_strings import read_shared_texts
from tests.lists.workbooks import ods, raw_xlsx, xlsx, zipped

FILES = Path(__file__).parent / "files"
TEAMS = "代表队,单位\n地铁队,地铁公司\n"


def cells(data, name="名单.xlsx", **more):
    """The cells of the first sheet: text by row and column."""
    sheet = read_lists(data, name, **more).sheets[0]
    return {
        row: {column: cell.text for column, cell in found.items()}
        for row, found in sheet.rows.items()
    }


def first(data, row=1, column=0):
    """One cell of the first sheet."""
    return read_lists(data, "名单.xlsx").sheets[0].rows[row][column]


def refusal(data, name="名单.xlsx", **more):
    """The words in which a file is refused."""
    with pytest.raises(Refusal) as refused:
        read_lists(data, name, **more)
    return str(refused.value)


def test_a_workbook_is_read_as_calamine_reads_it():
    rows = [
        ["代表队", "单位"],
        ["𠮷祥队", "䶮公司"],
        ["买买提·艾力队", 87.35],
        ["a", -0.001],
        [1e15, 2],
    ]
    data = xlsx(rows)

    read = read_lists(data, "名单.xlsx").sheets[0]
    reference = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    for number, row in enumerate(reference, 1):
        for column, value in enumerate(row):
            cell = read.rows[number][column]
            assert cell.text == value if isinstance(value, str) else float(cell.text) == value


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    assert list(cells(xlsx([["2026年报名表"], [], ["代表队"], [], ["地铁队"]]))) == [1, 3, 5]


def test_every_sheet_is_read_and_hidden_ones_are_known():
    def add(book, _sheet):
        hidden = book.add_worksheet("旧名单")
        hidden.write(0, 0, "代表队")
        hidden.hide()

    workbook = read_lists(xlsx([["代表队"]], add), "名单.xlsx")

    assert [(sheet.name, sheet.is_hidden) for sheet in workbook.sheets] == [
        ("名单", False),
        ("旧名单", True),
    ]


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_are_read_from_both_calendars(from_1904):
    def add(book, sheet):
        shape = book.add_format({"num_format": 'yyyy"年"m"月"d"日" hh:mm'})
        sheet.write_datetime(0, 0, dt.datetime.fromisoformat("2026-05-20T09:30"), shape)
        sheet.write_datetime(1, 0, dt.time(14, 5), book.add_format({"num_format": "h:mm"}))

    data = xlsx([], add, date_1904=from_1904)

    assert (first(data).text, first(data).kind) == ("2026-05-20T09:30:00", "date")
    assert first(data, 2).text == "T14:05:00"


def test_a_number_shown_with_leading_zeros_says_what_it_shows():
    def add(book, sheet):
        sheet.write_number(0, 0, 7, book.add_format({"num_format": "000"}))
        sheet.write_number(1, 0, 7, book.add_format({"num_format": "0.00"}))

    data = xlsx([], add)

    assert (first(data).text, first(data).shown) == ("7", "007")
    assert first(data, 2).shown == ""


def test_formulas_keep_their_stored_value_and_are_known_as_formulas():
    data = raw_xlsx(
        '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>C1</f>'
        '<v>地铁队</v></c><c r="C1"><f>B1</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="E1"><f t="shared" si="0"/><v>3</v></c></row></sheetData>'
    )

    found = read_lists(data, "名单.xlsx").sheets[0].rows[1]

    assert [(cell.text, cell.kind, cell.is_formula) for cell in found.values()] == [
        ("2", "number", True),
        ("地铁队", "text", True),
        ("", "text", True),
        ("#DIV/0!", "error", True),
        ("3", "number", True),
    ]


def test_texts_in_pieces_are_joined_without_the_readings_above_them():
    strings = "<si><r><t>地</t></r><r><t>铁队</t></r><rPh><t>ditie</t></rPh></si>"
    sheet = (
        '<sheetData><row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>公交</t></is></c>'
        '<c t="b"><v>1</v></c><c t="inlineStr"><is><t>a_x000D_b</t></is></c></row></sheetData>'
    )

    assert cells(raw_xlsx(sheet, strings)) == {1: {0: "地铁队", 1: "公交", 2: "true", 3: "a\rb"}}


def test_a_workbook_with_prefixes_absolute_names_and_backslashes_is_read():
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx([["代表队"]]))) as given,
        zipfile.ZipFile(data, "w") as archive,
    ):
        for entry in given.infolist():
            content = given.read(entry).decode()
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace("<worksheet ", '<x:worksheet xmlns:x="m" ')
                for name in ("worksheet>", "sheetData", "row", "c", "v"):
                    for mark in ("<", "</"):
                        for end in (" ", ">"):
                            content = content.replace(f"{mark}{name}{end}", f"{mark}x:{name}{end}")
                content = content.replace("</worksheet>", "</x:worksheet>")
            if entry.filename.endswith("workbook.xml.rels"):
                content = content.replace('Target="', 'Target="/xl/')
            archive.writestr(entry.filename.replace("/", "\\"), content)

    assert cells(data.getvalue()) == {1: {0: "代表队"}}


def test_a_stray_cell_at_the_far_end_costs_nothing():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    workbook = read_lists(
        raw_xlsx(
            '<sheetData><row r="1"><c r="A1" t="str"><v>代表队</v></c></row>'
            '<row r="2"><c r="A2" t="str"><v>地铁队</v></c></row>'
            '<row r="1048576"><c r="XFD1048576" t="str"><v>stray</v></c></row></sheetData>'
        ),
        "名单.xlsx",
    )

    table = find_table(workbook, "teams")
    assert list(table.rows) == [2]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_an_old_workbook_is_read_with_its_formulas_formats_and_merged_cells():
    workbook = read_lists((FILES / "teams.xls").read_bytes(), "teams.xls")

    table = find_table(workbook, "teams")
    schedule = find_table(workbook, "schedule")

    texts = [[cell.text for cell in row.values()] for row in table.rows.values()]
    assert texts[0] == ["a-1", "地铁队", "", "张　三", "首席代表"]
    assert table.rows[4][2].is_formula
    assert table.rows[5][1].is_merged
    assert table.rows[6][0].shown == "007"
    assert len(table.rows) == 3
    assert schedule.rows[2][1].text == "2026-05-20T09:30:00"


def test_an_old_workbook_is_read_as_calamine_reads_it():
    data = (FILES / "teams.xls").read_bytes()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    reference = book.get_sheet_by_name("赛程").to_python()

    read = read_lists(data, "teams.xls").sheet("赛程")

    for number, row in enumerate(reference, 1):
        for column, value in enumerate(row):
            written = value if isinstance(value, str) else value.isoformat()
            assert read.rows[number][column].text == written


@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods", "csv"])
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind):
    chance = random.Random(kind)
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>代表队</text:p>'
    whole = {
        "xls": (FILES / "teams.xls").read_bytes(),
        "xlsx": xlsx([["编号", "代表队"], ["001", "地铁队"], [2, True]]),
        "ods": ods(f"{row}</table:table-cell></table:table-row>"),
        "csv": '代表队,单位\n"地铁队",x\n'.encode("gb18030"),
    }[kind]
    for _ in range(150):
        damaged = _damaged_part(whole, chance) if kind in ("xlsx", "ods") else whole
        damaged = (
            _damaged(damaged, chance) if damaged is whole or chance.random() < 0.3 else damaged
        )
        with contextlib.suppress(Refusal):
            find_table(read_lists(damaged, "名单"), "teams")


def _damaged(data, chance):
    """The same with some bytes changed, left out or put in, and sometimes cut short."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(changed))
        act = chance.randrange(3)
        if act == 0:
            changed[place] = chance.choice(b'\x00\xff09<>"/ aZ-')
        elif act == 1 and len(changed) > 20:
            del changed[place : place + chance.randint(1, 9)]
        else:
            more = (b"999999999999", b"-1", b"1e999", b"nan", b"&#0;", b'"')
            changed[place:place] = chance.choice(more)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.1 else changed)


def _damaged_part(data, chance):
    """The same archive with one of its files damaged."""
    files = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        chosen = chance.choice([name for name in names if archive.getinfo(name).file_size])
        for name in names:
            content = archive.read(name)
            files[name] = _damaged(content, chance) if name == chosen else content
    return zipped(files)


def test_texts_of_an_old_workbook_may_go_on_in_the_next_record():
    wide = "地铁".encode("utf-16-le")
    first = struct.pack("<II", 2, 2) + struct.pack("<HB", 4, 1) + wide
    second = b"\x00" + b"AB" + struct.pack("<HBH", 2, 8, 1) + b"cd"

    assert read_shared_texts([first, second, bytes(4)]) == ["地铁AB", "cd"]


@pytest.mark.parametrize(
    ("rk", "value"),
    [
        (0x3FF00000, 1.0),
        (0x3FF00001, 0.01),
        (1234321 << 2 | 2, 1234321.0),
        ((-5 << 2) & 0xFFFFFFFF | 2, -5.0),
        (8735 << 2 | 3, 87.35),
    ],
)
def test_numbers_of_an_old_workbook_may_be_four_bytes(rk, value):
    assert _rk_value(rk) == value


def test_an_open_document_is_read_with_repeats_spans_formulas_and_errors():
    def cell(text="", **attributes):
        # `office_value` stands for office:value, and the like.
        given = "".join(
            f' {k.replace("_", ":", 1).replace("_", "-")}="{v}"' for k, v in attributes.items()
        )
        return f"<table:table-cell{given}><text:p>{text}</text:p></table:table-cell>"

    def row(*cells, repeated=1):
        inside = "".join(cells)
        start = f'<table:table-row table:number-rows-repeated="{repeated}">'
        return f"{start}{inside}</table:table-row>"

    string = {"office_value_type": "string"}
    data = ods(
        row(
            cell("编号", **string),
            cell("代表队", **string),
            cell(table_number_columns_repeated=16382),
        )
        + row(cell(), repeated=2)
        + row(
            cell("007", office_value_type="float", office_value="7"),
            cell('张<text:s text:c="2"/>三', **string, table_number_rows_spanned=2),
            cell("5月20日", office_value_type="date", office_date_value="2026-05-20T09:00:00"),
        )
        + row(
            cell("2", office_value_type="float", office_value="2", table_formula="of:=1"),
            cell("#N/A", **string, calcext_value_type="error"),
            cell("9:30", office_value_type="time", office_time_value="PT09H30M00S"),
        )
        + row(cell(), repeated=1_048_000)
    )

    sheet = read_lists(data, "名单.ods").sheets[0]

    assert list(sheet.rows) == [1, 4, 5]
    assert [(c.text, c.shown) for c in sheet.rows[4].values()] == [
        ("7", "007"),
        ("张  三", ""),
        ("2026-05-20T09:00:00", ""),
    ]
    assert [(c.text, c.kind, c.is_formula) for c in sheet.rows[5].values()] == [
        ("2", "number", True),
        ("#N/A", "error", False),
        ("T09:30:00", "date", False),
    ]
    assert [(m.first_row, m.last_row) for m in sheet.merged] == [(4, 5)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"], ids=lambda name: name
)
def test_a_text_is_read_in_every_usual_encoding(encoding):
    text = "代表队,单位\n𠮷祥队,䶮公司\n买买提·艾力队,地铁\n"

    assert cells(text.encode(encoding), "名单.csv")[2] == {0: "𠮷祥队", 1: "䶮公司"}


def test_rare_characters_of_gb18030_that_were_once_private_are_names_again():
    assert cells(
        "代表队\n龴队\n".encode("gb18030").replace(b"\x82\x35\x90\x37", b"\xfe\x59"), "a.csv"
    ) == {
        1: {0: "代表队"},
        2: {0: "龴队"},
    }


def test_a_text_in_no_known_encoding_is_shown_in_each_and_read_once_it_is_chosen():
    data = "代表隊,單位\n地鐵隊,捷運\n\xff".encode("big5", "ignore") + b"\xff\xff"

    with pytest.raises(EncodingUndecided) as undecided:
        read_lists(data, "名单.csv")

    samples = undecided.value.samples
    assert set(samples) == {"utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"}
    assert samples["big5"][0] == "代表隊,單位"
    assert all(len(lines) <= 3 for lines in samples.values())
    big5 = "代表隊,單位\n地鐵隊,捷運\n".encode("big5")
    assert cells(big5, "名单.csv", encoding="Big5")[2][0] == "地鐵隊"


def test_utf_16_without_a_mark_is_asked_about():
    data = TEAMS.encode("utf-16-le")

    with pytest.raises(EncodingUndecided) as undecided:
        read_lists(data, "名单.csv")

    assert undecided.value.samples["utf-16-le"][0] == "代表队,单位"
    assert cells(data, "名单.csv", encoding="utf-16-le")[2][1] == "地铁公司"


def test_an_encoding_that_is_wrong_or_unknown_is_refused():
    assert "not in the encoding utf-8" in refusal(
        TEAMS.encode("gb18030"), "a.csv", encoding="utf-8"
    )
    assert "no encoding “klingon”" in refusal(TEAMS.encode(), "a.csv", encoding="klingon")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_may_be_parted_by_commas_semicolons_or_tabs(delimiter):
    text = f"评委名单\n姓名{delimiter}回避\n李娜{delimiter}地铁队、公交队\n"

    assert cells(text.encode(), "名单.txt")[3] == {0: "李娜", 1: "地铁队、公交队"}


def test_quoted_cells_may_hold_delimiters_quotes_and_line_breaks():
    text = '议题,说明\n"工资,奖金","第一段\n第二段 ""引文"""\n\n"工"字队,无\n'

    assert cells(text.encode(), "名单.csv") == {
        1: {0: "议题", 1: "说明"},
        2: {0: "工资,奖金", 1: '第一段\n第二段 "引文"'},
        4: {0: '"工"字队', 1: "无"},
    }


def test_excels_own_note_on_the_delimiter_is_no_row_and_kept_texts_are_texts():
    assert cells('sep=;\n编号;代表队\n="001";地铁队\n'.encode(), "a.csv") == {
        1: {0: "编号", 1: "代表队"},
        2: {0: "001", 1: "地铁队"},
    }


def test_what_a_clipboard_gives_is_read():
    sheet = read_pasted('代表队\t说明\r\n地铁队\t"一\n二"\r\n').sheets[0]

    assert [cell.text for cell in sheet.rows[2].values()] == ["地铁队", "一\n二"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<html><body><table><tr><td>x</td></tr></table></body></html>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><html>', "web page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "2003",
        ),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
        (b"%PDF-1.7 ...", "PDF"),
        (zipped({"a.txt": "x"}), "no workbook"),
        (
            zipped({"[Content_Types].xml": "", "word/document.xml": "", "_rels/.rels": ""}),
            "no workbook",
        ),
        (ods("", "application/vnd.oasis.opendocument.text"), "no workbook"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (xlsx([]), "empty"),
        (raw_xlsx("<sheetData><row"), "damaged"),
        (raw_xlsx('<sheetData><row><c t="s"><v>9</v></c></row></sheetData>'), "damaged"),
        (raw_xlsx('<sheetData><row r="9999999"><c><v>9</v></c></row></sheetData>'), "damaged"),
        (raw_xlsx('<sheetData><row><c r="ZZZZ1"><v>9</v></c></row></sheetData>'), "damaged"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data, words):
    assert words in refusal(data, "名单.xls")


def test_a_workbook_with_a_password_is_refused():
    file = (FILES / "teams.xls").read_bytes()
    names = ("Workbook", "EncryptedPackage")
    wide = [name.encode("utf-16-le") for name in names]
    place = file.index(wide[0])
    locked = bytearray(file)
    locked[place : place + len(wide[1])] = wide[1]
    locked[place + 64 : place + 66] = (len(wide[1]) + 2).to_bytes(2, "little")

    assert "password" in refusal(bytes(locked))


def test_an_open_document_with_a_password_is_refused():
    manifest = (
        '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )
    data = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": "xx",
            "META-INF/manifest.xml": manifest,
        }
    )

    assert "password" in refusal(data)


def test_a_declared_document_type_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'

    assert "damaged" in refusal(raw_xlsx("", **{"xl/worksheets/sheet1.xml": bomb}))


def test_a_file_that_is_too_large_is_refused():
    assert "20 MB" in refusal(bytes(20 * 1024 * 1024 + 1))
    with pytest.raises(Refusal, match="20 MB"):
        read_pasted("x" * (20 * 1024 * 1024 + 1))


def test_a_file_that_unpacks_past_the_limit_is_refused_as_it_unpacks():
    blanks = " " * (201 * 1024 * 1024)
    honest = raw_xlsx(f"<sheetData>{blanks}</sheetData>")
    size = len(
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{blanks}</sheetData></worksheet>'.encode()
    )
    lying = honest.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))

    assert lying != honest
    assert "200 MB" in refusal(honest)
    assert "damaged" in refusal(lying)


def test_more_cells_than_any_list_has_are_refused():
    assert "1,000,000" in refusal(b"a," * 20_000)
    assert "1,000,000" in refusal(b"a,b\n" * 500_001)
    row = '<row><c><v>1</v></c><c t="inlineStr"><is><t>a</t></is></c></row>'

    assert "1,000,000" in refusal(raw_xlsx(f"<sheetData>{row * 500_001}</sheetData>"))
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>a</text:p></table:table-cell>"
    )
    assert "1,000,000" in refusal(
        ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')
    )
