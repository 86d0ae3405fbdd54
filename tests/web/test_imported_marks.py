"""Marks that came with a file: said before, and shown to judge, organisers and public."""

import html
import io
import json
import re

import pytest

from competition.actions import archive, competitions, stage_release
from tests.factories import CHAOYANG
from tests.web.reading_forms import form_in

HERE = f"/organiser/c/{CHAOYANG}"
WHY = "Typed in from Judge 1's paper"
MATCH = "/judge/matches/match-1"


def words(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def stored(app):
    with app.app_context():
        return json.loads(competitions.export_competition(CHAOYANG))


def choose(visitor, whole, address=f"{HERE}/replace", **more):
    fields = {"file": (io.BytesIO(json.dumps(whole).encode()), "competition.json"), **more}
    return visitor.submit(f"{address}?lang=en", fields, content_type="multipart/form-data")


@pytest.fixture
def edited(chaoyang, api, app):
    """The export after Judge 1 has sent a sheet, with one of its marks made lower."""
    assert api("judge-1").put("match-1", "education").status_code == 200
    whole = stored(app)
    whole["sheets"][0]["marks"]["strategy"] = "1"
    return whole


def replace(visitor, whole):
    address = choose(visitor, whole).location
    form = form_in(visitor.get(address).text)
    return visitor.submit(address, {**form, "key": CHAOYANG, "reason": WHY})


def test_before_anything_is_written_the_page_names_what_would_be_marked_as_imported(
    organiser_client, edited, app
):
    page = organiser_client.get(choose(organiser_client, edited).location).text

    text = words(page)
    assert "marked as imported, with your name and reason" in text
    assert "Judge 1's sheet for Chaoyang Education Union Joint Team" in text
    assert "What the judge sent stays in the history." in text
    assert "1 submitted mark changes or is lost." in text
    assert "imported" not in stored(app)["sheets"][0]


def test_a_file_whose_earlier_versions_differ_is_told_that_they_are_not_taken_over(
    organiser_client, chaoyang, api, app
):
    judge = api("judge-1")
    assert judge.put("match-1", "education").status_code == 200
    assert judge.put("match-1", "education", base=1).status_code == 200
    whole = stored(app)
    whole["sheets"][0]["history"][0]["marks"]["strategy"] = "1"

    text = words(organiser_client.get(choose(organiser_client, whole).location).text)

    assert "are not taken over" in text
    assert "Nothing would change" in text


def test_judge_1_reads_on_the_match_and_the_receipt_that_these_marks_are_not_hers(
    organiser_client, edited, seat_judge
):
    replace(organiser_client, edited)
    judge = seat_judge("judge-1")

    for address in (f"{MATCH}?lang=en", f"{MATCH}/receipt?lang=en"):
        text = words(judge.get(address).text)
        assert "The marks of version 2 were not sent by you. They were imported by" in text
        assert "because: Typed in from Judge 1's paper" in text
        assert "What you sent is kept: version 1, receipt 0001." in text
        assert re.search(r"Strategy : you sent [0-9.]+, here is 1\.", text)
        assert text.count(": you sent") == 1
    other = words(seat_judge("judge-2").get(f"{MATCH}?lang=en").text)
    assert "imported" not in other


def test_after_an_undo_judge_1_reads_that_her_own_marks_count_again(
    organiser_client, edited, seat_judge, app
):
    replace(organiser_client, edited)
    page = organiser_client.get(f"{HERE}/replace/undo?lang=en").text
    assert "The marks that the judge sent last are put back" in words(page)
    form = {**form_in(page), "key": CHAOYANG, "reason": "The wrong file"}
    organiser_client.submit(f"{HERE}/replace/undo", form)

    text = words(seat_judge("judge-1").get(f"{MATCH}/receipt?lang=en").text)

    assert "These are the marks that you sent as version 1, receipt 0001" in text
    assert "not sent by you" not in text


def test_the_organiser_sees_it_beside_the_sheet_and_in_the_explanation(organiser_client, edited):
    replace(organiser_client, edited)

    sheet = words(organiser_client.get(f"{HERE}/sheet/match-1/education/judge-1?lang=en").text)
    why = words(organiser_client.get(f"{HERE}/results/final/education?lang=en").text)
    log = words(organiser_client.get(f"{HERE}/audit?lang=en").text)

    assert "Not sent by the judge: imported by" in sheet
    assert "Version 1 · Submitted" in sheet
    assert "Judge 1's sheet was not sent by the judge: imported by" in why
    assert "Sheet imported from a file" in log
    progress = words(organiser_client.get(f"{HERE}/wall?lang=en").text)
    assert "Submitted imported" in progress


def test_the_public_reads_of_a_published_stage_how_many_sheets_were_imported_and_no_name(
    organiser_client, edited, client, api, app
):
    replace(organiser_client, edited)
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "live", "command line")
    for number in range(2, 8):
        assert api(f"judge-{number}").put("match-1", "education").status_code == 200
    address = f"/c/{CHAOYANG}/teams/education?lang=en"
    assert "imported" not in client.get(address).text

    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "published", "command line")

    text = words(client.get(address).text)
    assert "1 of these sheets was imported by the organisers; it was not sent by its judge." in text
    assert "Typed in" not in text


def test_a_removed_competition_imported_again_with_other_marks_asks_for_a_reason(
    organiser_client, edited, app, tmp_path
):
    with app.app_context():
        archive.remove_competition(CHAOYANG, CHAOYANG, "command line", tmp_path)

    refused = choose(organiser_client, edited, "/organiser/import")

    assert refused.status_code == 422
    assert "its judges sent other marks" in words(refused.text)
    done = choose(organiser_client, edited, "/organiser/import", reason=WHY)
    assert done.status_code == 303
    with app.app_context():
        assert stored(app)["sheets"][0]["imported"]["reason"] == WHY
