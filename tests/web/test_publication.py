"""What 王芳 downloads from the results page: workbook, CSV, rows for graphics, the site."""

import io
import json
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from competition.actions import reveal, stage_release
from tests.factories import league, text

HERE = "/organiser/c/league"
BY = "organiser 王芳"


@pytest.fixture
def contest(app, load):
    load(league())
    return "league"


def release(app, stage, mode):
    with app.app_context():
        stage_release.set_release("league", stage, mode, BY)


def test_the_results_page_offers_everything(organiser_client, contest):
    page = organiser_client.get(f"{HERE}/results?lang=en").text

    for address in ("workbook", "marks", "standings/semi", "graphics/semi"):
        assert f'href="{HERE}/exports/{address}"' in page
    assert f'href="{HERE}/publish"' in page
    assert f'href="{HERE}/host-script/semi"' in page


def test_the_workbook_speaks_the_language_of_the_page(organiser_client, contest):
    def names(language):
        data = organiser_client.get(f"{HERE}/exports/workbook?lang={language}").data
        return CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names

    assert names("zh")[0] == "半决赛"
    assert names("en")[0] == "Semi-final"


def test_csv_and_rows_are_downloads(organiser_client, contest):
    marks = organiser_client.get(f"{HERE}/exports/marks?lang=en")
    standings = organiser_client.get(f"{HERE}/exports/standings/semi?lang=en")
    rows = organiser_client.get(f"{HERE}/exports/graphics/semi")

    assert marks.data.startswith(b"\xef\xbb\xbf")
    assert marks.data.count(b"\r\n") == 13
    assert standings.data.decode("utf-8-sig").splitlines()[1] == "1,邮政队,26.50,8.50,18.00,0,"
    assert [row["team_zh"] for row in rows.json] == ["邮政队", "地铁队", "公交队", "铁路队"]
    for response in (marks, standings, rows):
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["Cache-Control"] == "no-store"


def test_programs_of_the_broadcast_read_what_is_public_and_no_more(app, client, contest):
    address = "/c/league/rows.json"
    assert client.get(address).json == []
    assert client.get(f"{address}?stage=semi").json == []

    release(app, "semi", "live")

    response = client.get(f"{address}?stage=semi")
    assert [row["rank"] for row in response.json] == ["1", "2", "3", "4"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{address}?stage=semi", headers={"If-None-Match": response.headers["ETag"]})


def test_rows_of_a_reveal_come_step_by_step(app, client, contest):
    release(app, "semi", "frozen")
    with app.app_context():
        reveal.begin_reveal("league", "semi", BY)
        reveal.step_reveal("league", 0, 1, BY)

    rows = client.get("/c/league/rows.json?stage=semi").json

    assert [row["team"] for row in rows] == ["rail"]


def test_the_hosts_words_are_the_organisers_alone(organiser_client, client, contest):
    page = organiser_client.get(f"{HERE}/host-script/semi?lang=zh").text

    assert "第一名：邮政队。" in page
    assert "In first place" in page
    assert "邮政队" not in client.get(f"{HERE}/host-script/semi", follow_redirects=True).text


def test_the_presenter_reads_along_with_each_step(app, organiser_client, contest):
    release(app, "semi", "frozen")
    with app.app_context():
        reveal.begin_reveal("league", "semi", BY)
    before = organiser_client.get(f"{HERE}/show?lang=zh").text
    with app.app_context():
        reveal.step_reveal("league", 0, 1, BY)
    after = organiser_client.get(f"{HERE}/show?lang=zh").text

    assert "下面宣布联赛半决赛的成绩。" in before
    assert "第四名：铁路队。" in before
    assert "第三名：公交队。" not in before
    assert "第三名：公交队。" in after


def test_no_words_of_the_host_are_public_in_a_reveal(app, client, contest):
    release(app, "semi", "frozen")
    with app.app_context():
        reveal.begin_reveal("league", "semi", BY)

    for address in ("/c/league", "/c/league/screen", "/c/league/board"):
        assert "最后得分" not in client.get(f"{address}?lang=zh").text


def test_before_anything_is_published_the_page_says_what_to_do(organiser_client, contest):
    page = organiser_client.get(f"{HERE}/publish?lang=en").text
    response = organiser_client.get(f"{HERE}/publish/zip?lang=en")

    assert "No stage is published yet." in page
    assert "Download the zip" not in page
    assert response.status_code == 303
    assert "No stage is published yet." in organiser_client.get(response.location).text


def test_the_page_says_before_what_becomes_public_and_then_gives_one_zip(
    app, organiser_client, contest
):
    release(app, "semi", "published")
    page = organiser_client.get(f"{HERE}/publish?lang=en").text
    assert "every mark that counts there" in page
    assert "Semi-final" in page

    first = organiser_client.get(f"{HERE}/publish/zip")
    again = organiser_client.get(f"{HERE}/publish/zip")

    assert first.data == again.data
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        standings = json.loads(archive.read("league/standings.json"))
    assert standings["stages"][0]["standings"][0]["team"] == "post"


def test_that_the_files_were_made_is_in_the_audit(app, organiser_client, contest):
    release(app, "semi", "published")

    organiser_client.get(f"{HERE}/publish/zip")

    page = organiser_client.get(f"{HERE}/audit?lang=en").text
    assert "Published results made as files" in page


def test_the_page_says_that_an_open_appeal_names_its_team_and_why_a_match_is_void(
    app, load, organiser_client
):
    appeal = {"key": "a1", "stage": "semi", "team": "bus", "about": "fact", "state": "filed"}
    said = {"claim": text("计时有误", "The clock was wrong"), "raised_at": "2026-05-01T11:00:00Z"}
    whole = league(appeals=[{**appeal, **said}])
    whole["stages"][0]["rounds"][0]["matches"][1]["void"] = text("停电", "Power cut")
    load(whole)
    release(app, "semi", "published")

    page = organiser_client.get(f"{HERE}/publish?lang=en").text
    files = organiser_client.get(f"{HERE}/publish/zip").data

    assert "an appeal is open, and whose: 公交队" in page
    assert "which matches count for nobody, with the reason" in page
    with zipfile.ZipFile(io.BytesIO(files)) as packed:
        (name,) = [each for each in packed.namelist() if each.endswith("competition.json")]
        published = packed.read(name).decode()
    assert json.loads(published)["appeals"][0]["team"] == "bus"
    assert "The clock was wrong" not in published
    assert "Power cut" in published
