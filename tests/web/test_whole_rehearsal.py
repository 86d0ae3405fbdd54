"""A rehearsal from its page: begun, walked through, filled with marks and wiped."""

import csv
import io
import json
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from competition.actions import awards, competitions, rounds, stage_release, whole_rehearsal
from competition.actions.tables import make_table
from competition.store import queries
from competition.store.tables import tables_of
from tests import pages
from tests.factories import CHAOYANG, sample, text
from tests.web.reading_forms import form_in

BY = "organiser 王芳"
HERE = f"/organiser/c/{CHAOYANG}/rehearsal"
THERE = f"{CHAOYANG}-rehearsal"
BAND = "rehearsal-band"
WORDS = "Rehearsal: made-up marks"


@pytest.fixture
def rehearsal(app, chaoyang):
    """The final's rehearsal with its round open; the real one's is open too."""
    with app.app_context():
        key = whole_rehearsal.begin_rehearsal(chaoyang, BY)
        rounds.set_state(key, "round-1", "open", BY)
    return key


@pytest.fixture
def marked(app, rehearsal):
    """The same with every mark made up, live on the board, and a prize."""
    with app.app_context():
        whole_rehearsal.fill_in_made_up_marks(rehearsal, BY)
        stage_release.set_release(rehearsal, "final", "live", BY)
        prize = {"key": "first-prize", "name": text("一等奖", "First prize"), "by": "rank"}
        awards.add_awards(rehearsal, [prize | {"stage": "final", "places": [1, 3]}], BY)
    return rehearsal


def test_wang_fang_begins_a_rehearsal_fills_in_what_is_owed_and_ends_it(
    organiser_client, chaoyang, app
):
    asked = organiser_client.get(f"{HERE}?lang=en").text
    assert "as a competition of its own" in asked
    assert "can be opened by whoever knows its address" in asked

    begun = organiser_client.submit(HERE, form_in(asked))
    assert begun.location == HERE
    page = organiser_client.get(f"{HERE}?lang=en").text
    for place in ("", "/show", "/links", "/results"):
        assert f'href="/organiser/c/{THERE}{place}"' in page, place
    assert f'href="/c/{THERE}/screen"' in page
    assert "No open round waits for a sheet" in page

    with app.app_context():
        rounds.set_state(THERE, "round-1", "open", BY)
    page = organiser_client.get(f"/organiser/c/{THERE}/rehearsal?lang=en").text
    assert page.count("14 sheets to come") == 3
    organiser_client.submit(f"/organiser/c/{THERE}/rehearsal", {"match": "match-2"})
    page = organiser_client.get(f"{HERE}?lang=en").text
    assert "14 made-up sheets and scores are in." in page
    assert page.count("14 sheets to come") == 2
    organiser_client.submit(HERE, {"match": ""})

    asked = organiser_client.get(f"{HERE}/end?lang=en").text
    assert "42 sheets" in asked
    ended = organiser_client.submit(f"{HERE}/end", form_in(asked))
    assert ended.location == f"/organiser/c/{CHAOYANG}"
    assert "everything of it is wiped" in organiser_client.get(f"{ended.location}?lang=en").text
    assert organiser_client.get(f"/c/{THERE}").status_code == 404
    assert organiser_client.get(f"{HERE}/end").status_code == 404
    log = organiser_client.get(f"/organiser/c/{CHAOYANG}/audit?lang=en").text
    assert "Rehearsal begun" in log
    assert "Rehearsal ended and wiped" in log


def test_where_no_judge_owes_a_mark_the_page_says_so(organiser_client, rehearsal, app):
    with app.app_context():
        whole_rehearsal.fill_in_made_up_marks(rehearsal, BY)

    refused = organiser_client.submit(f"{HERE}?lang=en", {"match": "match-1"})

    assert refused.status_code == 422
    assert "Nobody owes a mark" in refused.text
    assert organiser_client.submit(HERE, {"match": "nothing"}).status_code == 422


def test_every_page_of_a_rehearsal_has_the_band_and_none_of_the_real_contest(
    app, organiser_client, marked, seat_judge
):
    judge, seen = seat_judge("judge-1", marked), set()
    for page in pages.everything():
        if not page.html or "{" in page.address:
            continue
        visitor = judge if page.endpoint.startswith("judge.") else organiser_client
        if f"/c/{CHAOYANG}" not in page.address and visitor is organiser_client:
            continue
        real = organiser_client.get(page.address)
        assert BAND not in real.text, page.address
        answer = visitor.get(page.address.replace(f"/c/{CHAOYANG}", f"/c/{THERE}"))
        if answer.status_code == 200 and page.endpoint != "judge.rescue_import_page":
            seen.add(page.endpoint)
            assert answer.text.count(f'class="{BAND}"') == 1, page.address
            assert re.search(r"<html [^>]*data-made-up>", answer.text), page.address
        elif answer.status_code == 404:
            assert BAND not in answer.text
    for endpoint in ("audience.phone_page", "audience.screen_page", "audience.overlay_page"):
        assert endpoint in seen
    for endpoint in ("judge.home_page", "judge.get_match", "organiser.plan_page"):
        assert endpoint in seen
    assert len(seen) > 70


def test_the_tablet_on_a_table_of_the_rehearsal_and_the_clocks_have_the_band(client, marked, app):
    with app.app_context():
        make_table(marked, "1", BY)
        link = tables_of(queries.find_competition(marked))[0].token

    assert BAND in client.get(f"/t/{link}", follow_redirects=True).text
    for face in ("/clock", "/clock/match-1"):
        assert BAND in client.get(f"/c/{marked}{face}").text
        assert BAND not in client.get(f"/c/{CHAOYANG}{face}").text


def test_the_band_is_in_words_in_the_language_of_the_page(client, marked):
    for face in ("", "/screen", "/overlay", "/teams"):
        assert WORDS in client.get(f"/c/{marked}{face}?lang=en").text
        assert "彩排：分数均为虚构" in client.get(f"/c/{marked}{face}?lang=zh").text


def test_the_list_of_competitions_shows_the_real_one_only_and_the_organisers_list_both(
    client, organiser_client, marked
):
    board = client.get("/?lang=en").text
    assert f'data-hx-get="/c/{CHAOYANG}' in board or f"/c/{CHAOYANG}/" in board
    assert THERE not in board
    assert BAND not in board

    listed = organiser_client.get("/organiser?lang=en").text
    assert listed.count(WORDS) == 1
    assert f"/organiser/c/{THERE}/rehearsal/end" in listed


def test_a_missing_page_of_a_rehearsal_is_the_same_as_any_missing_page(client, marked):
    assert client.get(f"/c/{THERE}/teams/nobody").data == client.get("/c/nothing").data


def test_the_api_says_what_it_is(client, marked):
    made_up = client.get(f"/api/v1/competitions/{marked}/snapshot").json
    names = client.get(f"/api/v1/competitions/{marked}").json["competition"]

    assert made_up["rehearsal"] is True
    assert names["rehearsal_of"] == CHAOYANG
    assert "rehearsal" not in client.get(f"/api/v1/competitions/{CHAOYANG}/snapshot").json


def test_files_are_named_after_the_rehearsal_and_the_workbook_begins_with_it(
    organiser_client, marked
):
    o = f"/organiser/c/{marked}"
    for address in ("exports/workbook", "exports/marks", "exports/standings/final", "export"):
        disposition = organiser_client.get(f"{o}/{address}").headers["Content-Disposition"]
        assert "rehearsal" in disposition, address
    data = organiser_client.get(f"{o}/exports/workbook?lang=en").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names[0] == "Rehearsal- made-up marks"
    assert "marks are made up" in book.get_sheet_by_index(0).to_python()[0][0]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        printed = [
            parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name
        ]
    assert len(printed) == len(book.sheet_names)
    assert all(f"<oddHeader>&amp;L{WORDS}" in sheet for sheet in printed)
    real = organiser_client.get(f"/organiser/c/{CHAOYANG}/exports/workbook?lang=en").data
    assert "Rehearsal" not in CalamineWorkbook.from_filelike(io.BytesIO(real)).sheet_names[0]
    rows = list(csv.reader(io.StringIO(organiser_client.get(f"{o}/exports/marks").text)))
    assert len(rows) > 40


def test_a_rehearsal_is_not_published_as_files(organiser_client, marked, app):
    with app.app_context():
        stage_release.set_release(marked, "final", "published", BY)

    page = organiser_client.get(f"/organiser/c/{marked}/publish?lang=en").text
    answer = organiser_client.get(f"/organiser/c/{marked}/publish/zip")

    assert "so it is never published" in page
    assert answer.status_code == 303


def test_a_rehearsals_file_does_not_take_the_real_contests_place(organiser_client, marked, app):
    with app.app_context():
        file = json.loads(competitions.export_competition(marked))
    file["competition"]["key"] = CHAOYANG

    page = organiser_client.submit(
        f"/organiser/c/{CHAOYANG}/replace?lang=en",
        {"file": (io.BytesIO(json.dumps(file).encode()), "final.json")},
        content_type="multipart/form-data",
        follow_redirects=True,
    )

    assert "its marks are made up" in page.text
    assert page.status_code != 500


def test_judge_one_goes_to_the_rehearsal_and_back_with_one_touch_each(
    judge_client, rehearsal, client, app
):
    home = judge_client.get("/judge?lang=en").text
    assert "To the rehearsal" in home
    assert BAND not in home

    judge_client.submit("/judge/rehearsal", {"to": "rehearsal"})
    there = judge_client.get("/judge?lang=en").text
    assert BAND in there
    assert "Back to the real contest" in there
    assert f'data-judge="{rehearsal}/judge-1"' in there
    # A double touch changes nothing.
    judge_client.submit("/judge/rehearsal", {"to": "rehearsal"})

    judge_client.submit("/judge/rehearsal", {"to": "contest"})
    back = judge_client.get("/judge?lang=en").text
    assert BAND not in back
    assert f'data-judge="{CHAOYANG}/judge-1"' in back


def test_when_the_rehearsal_is_wiped_its_tablets_are_back_in_the_contest(
    judge_client, rehearsal, app
):
    judge_client.submit("/judge/rehearsal", {"to": "rehearsal"})
    assert BAND in judge_client.get("/judge").text

    with app.app_context():
        whole_rehearsal.end_rehearsal(rehearsal, BY)

    home = judge_client.get("/judge?lang=en")
    assert home.status_code == 200
    assert f'data-judge="{CHAOYANG}/judge-1"' in home.text
    assert "To the rehearsal" not in home.text


def test_a_link_of_the_rehearsal_opens_nothing_of_the_contest(
    judge_client, seat_judge, rehearsal, app
):
    guest = seat_judge("judge-2", rehearsal)
    assert "Back to the real contest" not in guest.get("/judge?lang=en").text
    assert guest.submit("/judge/rehearsal", {"to": "contest"}).status_code == 404

    # Nor on a tablet that another judge has taken to the rehearsal.
    judge_client.submit("/judge/rehearsal", {"to": "rehearsal"})
    with app.app_context():
        token = queries.find_judge(queries.find_competition(rehearsal), "judge-2").token
    judge_client.get(f"/j/{token}")
    assert judge_client.submit("/judge/rehearsal", {"to": "contest"}).status_code == 404
    judge_client.submit("/judge/leave", {})
    assert judge_client.get("/judge").status_code == 404


def test_without_a_rehearsal_there_is_no_way_there(judge_client, client):
    assert "rehearsal" not in judge_client.get("/judge?lang=en").text.lower()
    assert judge_client.submit("/judge/rehearsal", {"to": "rehearsal"}).status_code == 404
    assert client.submit("/judge/rehearsal", {"to": "rehearsal"}).status_code == 404


def test_a_rehearsal_of_a_private_contest_says_that_no_projector_shows_it(
    organiser_client, load, app
):
    whole = sample()
    whole["competition"]["visibility"] = "private"
    load(whole)
    assert "its rehearsal is too" in organiser_client.get(f"{HERE}?lang=en").text

    organiser_client.submit(HERE, {})

    assert "Make it public" in organiser_client.get(f"{HERE}?lang=en").text
