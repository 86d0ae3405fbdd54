"""Lists imported in the pages: sent, looked through, corrected, carried out, undone."""

import io
import re
from typing import Any

import pytest
from flask import Flask

from competition.store import audit, file_export, queries
from competition.web.organiser.setup import kept_upload
from tests import factories
from tests.conftest import Visitor
from tests.web.reading_forms import form_at, form_in

KEY = factories.CHAOYANG
HERE = f"/organiser/c/{KEY}"
TEAMS = "代表队\t单位\t选手1\t选手2\t备注\n"
METRO = "地铁工会代表队\t市地铁工会\t欧阳·买买提\t赵敏\t已缴费\n"
BUS = "公交工会代表队\t市公交工会\t𠮷野\t钱进\t\n"


@pytest.fixture
def whole(app: Flask):
    """The Chaoyang final as it stands in the database now."""

    def read() -> dict[str, Any]:
        with app.app_context():
            competition = queries.find_competition(KEY)
            assert competition is not None
            return file_export.competition_document(competition)

    return read


def paste(visitor: Visitor, text: str, kind: str = "teams") -> str:
    """Paste a list; the address of the page that says what will happen."""
    response = visitor.submit(f"{HERE}/lists/{kind}", {"text": text, "stage": ""})
    assert response.status_code == 303, words(response)
    return str(response.location)


def press(visitor: Visitor, address: str, act: str = "", **typed: str):
    """Press a button of the page, after typing into some of its fields."""
    form = form_at(visitor, address)
    form.update({name.replace("_", "-"): [text] for name, text in typed.items()})
    if act:
        form["act"] = [act]
    return visitor.post(address, data=form)


def words(response) -> str:
    """A page's text with single blanks, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


def names(file: dict[str, Any]) -> list[str]:
    """The teams' Chinese names."""
    return [team["name"].get("zh", "") for team in file["teams"]]


def test_wang_fang_pastes_two_teams_and_imports_them(organiser_client, chaoyang, whole):
    before = whole()
    address = paste(organiser_client, TEAMS + METRO + BUS)
    page = words(organiser_client.get(f"{address}?lang=en"))
    assert "New 2" in page
    assert whole() == before

    done = press(organiser_client, address, "import")

    assert done.location == f"{HERE}/lists"
    after = whole()
    assert names(after)[-2:] == ["地铁工会代表队", "公交工会代表队"]
    members = [member["name"] for member in after["teams"][-2]["members"]]
    assert members == [{"zh": "欧阳·买买提"}, {"zh": "赵敏"}]
    told = words(organiser_client.get(f"{HERE}/lists?lang=en"))
    assert "Teams and members imported: 2 new, 0 changed, 0 as they were." in told


def test_the_same_list_again_changes_nothing(organiser_client, chaoyang, whole):
    press(organiser_client, paste(organiser_client, TEAMS + METRO), "import")
    before = whole()

    page = words(organiser_client.get(f"{paste(organiser_client, TEAMS + METRO)}?lang=en"))

    assert "Everything in this list is here already" in page
    assert "Import:" not in page.replace("Import: Teams", "")
    assert whole() == before


def test_a_file_is_uploaded_and_its_sheet_chosen(organiser_client, chaoyang, whole):
    template = organiser_client.get(f"{HERE}/lists/judges/template")
    assert template.headers["Content-Disposition"] == 'attachment; filename="accord-judges.xlsx"'

    sent = organiser_client.submit(
        f"{HERE}/lists/judges",
        {"file": (io.BytesIO(template.data), "评委.xlsx"), "text": "", "stage": ""},
        content_type="multipart/form-data",
    )

    assert sent.status_code == 303
    page = organiser_client.get(f"{sent.location}?lang=en")
    assert "评委.xlsx" in words(page)


def test_an_old_value_is_shown_beside_the_new_one(organiser_client, chaoyang, whole):
    zones = "代表队\t赛区\n地铁工会代表队\t东区\n"
    press(organiser_client, paste(organiser_client, zones), "import")

    address = paste(organiser_client, zones.replace("东区", "西区"))
    page = organiser_client.get(f"{address}?lang=en").get_data(as_text=True)

    assert "<del>东区</del>" in page
    assert 'value="西区"' in page
    assert "Import: 1 changed" in page
    press(organiser_client, address, "import")
    assert whole()["teams"][-1]["zone"] == "西区"


def test_what_is_wrong_is_corrected_in_its_cell(organiser_client, chaoyang, whole):
    address = paste(organiser_client, TEAMS + METRO + "\t市公交工会\t𠮷野\t钱进\t\n")
    page = words(organiser_client.get(f"{address}?lang=en"))
    assert "1 row is wrong." in page
    assert "The name of the team is missing." in page

    refused = press(organiser_client, address, "import")
    assert refused.status_code == 422
    typed = press(organiser_client, address, cell_3_0="公交工会代表队")
    assert typed.location == address

    assert "Wrong 0" in words(organiser_client.get(f"{address}?lang=en"))
    press(organiser_client, f"{address}?show=", "import")
    assert names(whole())[-2:] == ["地铁工会代表队", "公交工会代表队"]


def test_a_row_can_be_left_out(organiser_client, chaoyang, whole):
    address = paste(organiser_client, TEAMS + METRO + "\t市公交工会\t𠮷野\t钱进\t\n")

    press(organiser_client, address, skip_3="y")
    press(organiser_client, address, "import")

    assert names(whole())[-1] == "地铁工会代表队"
    assert len(whole()["teams"]) == 7


def test_a_column_is_taken_for_what_somebody_says(organiser_client, chaoyang, whole):
    text = "代表队\t所在城市\n地铁工会代表队\t北京\n"
    address = paste(organiser_client, text)
    assert "1 of 2 columns are used." in words(organiser_client.get(f"{address}?lang=en"))

    press(organiser_client, address, field_1="zone")
    press(organiser_client, address, "import")

    assert whole()["teams"][-1]["zone"] == "北京"


def test_two_columns_for_one_field_are_refused_and_can_be_corrected(organiser_client, chaoyang):
    address = paste(organiser_client, "代表队\t所在城市\n地铁工会代表队\t北京\n")

    press(organiser_client, address, field_1="team")
    page = words(organiser_client.get(f"{address}?lang=en"))
    assert "Two columns are for one field" in page

    press(organiser_client, address, field_1="")
    assert "New 1" in words(organiser_client.get(f"{address}?lang=en"))


def test_what_the_list_lacks_is_shown_and_stays(organiser_client, chaoyang, whole):
    address = paste(organiser_client, TEAMS + METRO)
    page = words(organiser_client.get(f"{address}?lang=en"))

    assert "6 that are here are not in the list" in page
    assert "They stay as they are: an import never removes." in page
    press(organiser_client, address, "import")
    assert len(whole()["teams"]) == 7


def test_a_cell_corrected_and_imported_in_one_go_is_shown_first(organiser_client, chaoyang, whole):
    address = paste(organiser_client, TEAMS + METRO)

    shown = press(organiser_client, f"{address}?lang=en", "import", cell_2_0="地铁二队")

    assert shown.status_code == 422
    assert "You have corrected the list." in words(shown)
    assert len(whole()["teams"]) == 6
    press(organiser_client, address, "import")
    assert names(whole())[-1] == "地铁二队"


def test_a_competition_changed_meanwhile_is_looked_at_again(organiser_client, chaoyang, whole):
    address = paste(organiser_client, TEAMS + METRO)
    form = form_at(organiser_client, address)
    renamed = form_at(organiser_client, f"{HERE}/teams/education")
    renamed["name-zh"] = ["地铁工会代表队"]
    organiser_client.post(f"{HERE}/teams/education", data=renamed)

    refused = organiser_client.post(f"{address}?lang=en", data=form | {"act": ["import"]})

    assert refused.status_code == 422
    assert "The competition was changed in the meantime." in words(refused)
    assert len(whole()["teams"]) == 6


def test_a_double_click_imports_once(organiser_client, chaoyang, app, whole):
    address = paste(organiser_client, TEAMS + METRO)
    form = form_at(organiser_client, address) | {"act": ["import"]}

    first = organiser_client.post(address, data=form)
    second = organiser_client.post(address, data=form)

    assert first.location == second.location == f"{HERE}/lists"
    assert len(whole()["teams"]) == 7
    with app.app_context():
        assert len(audit.rows_about(KEY, "competition.import-list", KEY)) == 1


def test_an_import_is_undone_while_nothing_else_was_changed(organiser_client, chaoyang, whole):
    before = whole()
    press(organiser_client, paste(organiser_client, TEAMS + METRO), "import")
    assert "Undo the import…" in words(organiser_client.get(f"{HERE}/lists?lang=en"))

    page = organiser_client.get(f"{HERE}/replace/undo?lang=en")
    assert "王芳 imported Teams and members:" in words(page)
    undone = organiser_client.post(
        f"{HERE}/replace/undo?lang=en", data=form_in(page.get_data(as_text=True))
    )

    assert undone.status_code == 303
    assert "The import is undone." in words(organiser_client.get(f"{HERE}/parts?lang=en"))
    assert whole() == before
    assert "Undo the import…" not in words(organiser_client.get(f"{HERE}/lists?lang=en"))


def test_undoing_is_not_offered_once_something_else_was_changed(organiser_client, chaoyang):
    press(organiser_client, paste(organiser_client, TEAMS + METRO), "import")
    renamed = form_at(organiser_client, f"{HERE}/teams/education")
    renamed["name-zh"] = ["教育一队"]
    organiser_client.post(f"{HERE}/teams/education", data=renamed)

    assert "Undo the import…" not in words(organiser_client.get(f"{HERE}/lists?lang=en"))


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Choose a file, or paste the cells of your list."),
        ({"text": "hello"}, "No row of names was found"),
        (
            {"text": "x", "file": (io.BytesIO(b"x"), "x.csv")},
            "Choose a file or paste cells, not both.",
        ),
        ({"file": (io.BytesIO(b""), "x.csv")}, "Choose a file, or paste the cells of your list."),
        ({"file": (io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 99), "x.xlsx")}, "This is a picture"),
    ],
    ids=["nothing", "no list", "both", "empty", "a picture"],
)
def test_what_is_no_list_is_refused_beside_its_field(organiser_client, chaoyang, app, sent, told):
    refused = organiser_client.submit(
        f"{HERE}/lists/teams?lang=en",
        {"text": "", "stage": "", **sent},
        content_type="multipart/form-data",
    )

    assert refused.status_code == 422
    assert told in words(refused)
    folder = app.config["DATA_DIR"] / "uploads"
    assert not folder.exists() or not list(folder.iterdir())


@pytest.fixture
def written_test(load) -> str:
    """The Chaoyang final after a published written test in which one team has 80 points."""
    file = factories.sample()
    file["stages"].insert(
        0,
        {
            "key": "test",
            "name": {"zh": "笔试", "en": "Written test"},
            "kind": "paper",
            "max": "100",
            "per": "team",
            "release": "published",
            "scores": [{"team": "education", "score": "80"}],
        },
    )
    return load(file)


def test_a_score_that_moves_a_published_place_is_imported_with_a_reason(
    organiser_client, written_test, whole
):
    text = "代表队\t成绩\n朝阳区教育工会联合代表队\t80\n第二赛区代表队\t91.5\n"
    address = paste(organiser_client, text, "scores")
    assert "New 1" in words(organiser_client.get(f"{address}?lang=en"))

    asked = press(organiser_client, f"{address}?lang=en", "import")
    assert "Reason, which the public will read" in words(asked)
    assert len(whole()["stages"][0]["scores"]) == 1
    form = form_in(asked.get_data(as_text=True))
    done = organiser_client.post(address, data=form | {"correction_reason": ["A score was late."]})

    assert done.location == f"{HERE}/lists"
    assert whole()["stages"][0]["scores"][1] == {"team": "team-2", "score": "91.5"}


def test_without_a_written_test_the_page_of_scores_says_what_to_do(organiser_client, chaoyang):
    page = words(organiser_client.get(f"{HERE}/lists/scores?lang=en"))

    assert "There is no stage that is a written test. Create it first:" in page


def upload(visitor: Visitor, data: bytes, name: str, kind: str = "teams"):
    """Upload a list."""
    return visitor.submit(
        f"{HERE}/lists/{kind}?lang=en",
        {"file": (io.BytesIO(data), name), "text": "", "stage": ""},
        content_type="multipart/form-data",
    )


def test_an_unclear_encoding_is_asked_for_with_lines_in_each(organiser_client, chaoyang):
    sent = upload(organiser_client, "队名,单位\n地铁队,市地铁工会\n".encode("utf-16-le"), "队.csv")
    page = words(organiser_client.get(f"{sent.location}?lang=en"))
    assert "Which of these can be read?" in page
    assert "地铁队,市地铁工会" in page

    organiser_client.submit(sent.location, {"encoding": "utf-16-le"})

    assert "New 1" in words(organiser_client.get(f"{sent.location}?lang=en"))


def test_an_encoding_that_was_taken_for_another_is_corrected(organiser_client, chaoyang):
    sent = upload(organiser_client, "team,organisation\n臺北隊,工會\n".encode("big5"), "臺北.csv")
    assert "臺北隊" not in words(organiser_client.get(f"{sent.location}?lang=en"))

    press(organiser_client, sent.location, encoding="big5")

    shown = organiser_client.get(f"{sent.location}?lang=en").get_data(as_text=True)
    assert 'value="臺北隊"' in shown
    assert '<option value="big5" selected>BIG5</option>' in shown


def test_a_list_is_gone_after_an_hour_and_for_others(organiser_client, chaoyang, app, monkeypatch):
    address = paste(organiser_client, TEAMS + METRO)
    monkeypatch.setattr(kept_upload, "KEPT_SECONDS", -1)

    gone = organiser_client.get(f"{address}?lang=en")

    assert gone.location == f"{HERE}/lists/teams"
    assert "kept for an hour only" in words(organiser_client.get(f"{HERE}/lists/teams?lang=en"))
    assert organiser_client.get(f"{HERE}/lists/judges/nothing").status_code == 303


def test_ten_thousand_rows_are_shown_in_pages(organiser_client, chaoyang):
    rows = "".join(f"第 {n} 代表队\t单位 {n}\t甲{n}\t乙{n}\t\n" for n in range(10_000))
    address = paste(organiser_client, TEAMS + rows)

    page = organiser_client.get(f"{address}?lang=en&show=new&page=7")

    assert "301 to 350 of 10000" in words(page)
    found = organiser_client.get(f"{address}?lang=en&q=代表队9999&show=")
    assert found.status_code == 200


def test_a_list_that_is_gone_leads_away_from_a_page_that_is_open(organiser_client, chaoyang):
    headers = {"HX-Request": "true"}
    gone = organiser_client.get(f"{HERE}/lists/teams/nothing", headers=headers)

    assert gone.headers["HX-Redirect"] == f"{HERE}/lists/teams"


def test_a_line_break_in_a_cell_is_no_correction(organiser_client, chaoyang, whole):
    text = '议题\t说明\r\n工资\t"第一行\r\n第二行"\r\n'
    address = paste(organiser_client, text, "topics")

    press(organiser_client, address, "import")

    assert whole()["topics"][-1]["brief"] == {"zh": "第一行\n第二行"}


def test_the_audit_says_what_was_imported(organiser_client, chaoyang):
    press(organiser_client, paste(organiser_client, TEAMS + METRO), "import")

    page = words(organiser_client.get(f"{HERE}/audit?lang=en"))

    assert "List imported" in page
    assert "Teams and members" in page
