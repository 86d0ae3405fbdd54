"""A judge's own sheet in the result, by its receipt's number; and how an organiser looks one up."""

import pytest

from competition.actions import stage_release
from tests.factories import CHAOYANG, DIMENSIONS

VALUES = {1: "20", 2: "18", 3: "5"}


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.text.split())


@pytest.fixture
def judged(api, chaoyang):
    """Seven judges have marked one team; gives the receipts by judge."""
    receipts = {}
    for number in range(1, 8):
        marks = dict.fromkeys(DIMENSIONS, VALUES.get(number, "16"))
        answer = api(f"judge-{number}").put("match-1", "education", marks)
        receipts[f"judge-{number}"] = answer.get_json()["receipt"]
    return receipts


@pytest.fixture
def publish(app):
    def publish_():
        with app.app_context():
            stage_release.set_release(CHAOYANG, "final", "published", "Zhao Min")

    return publish_


def test_before_publication_it_says_nothing_of_the_result(judged, seat_judge):
    client = seat_judge("judge-2")

    text = text_of(client.get(f"/judge/receipts/{judged['judge-2']}?lang=en"))

    assert "not published yet" in text
    assert "Place" not in text


def test_after_publication_it_says_which_marks_counted_and_towards_what(
    judged, seat_judge, publish
):
    publish()

    text = text_of(seat_judge("judge-2").get(f"/judge/receipts/{judged['judge-2']}?lang=en"))

    assert "Every one of these marks is part of the panel's score." in text
    assert "18" in text
    # (18 + 16 × 4) ÷ 5, five dimensions of it.
    assert "16.4" in text
    assert "82.00" in text
    assert '<td class="number">5<' not in text


def test_a_whole_sheet_that_was_left_out_says_so(judged, seat_judge, publish):
    publish()

    text = text_of(seat_judge("judge-3").get(f"/judge/receipts/{judged['judge-3']}?lang=en"))

    assert "left out this whole sheet" in text


def test_somebody_elses_receipt_is_not_there(judged, seat_judge, publish):
    publish()
    client = seat_judge("judge-2")

    other = client.get(f"/judge/receipts/{judged['judge-3']}")

    assert other.status_code == 404
    assert other.data == client.get("/judge/receipts/9999").data


def test_the_receipt_page_leads_there_once_it_is_published(judged, seat_judge, publish):
    client = seat_judge("judge-2")
    address = "/judge/matches/match-1/receipt?lang=en"
    assert "Your sheet in the result" not in client.get(address).text
    publish()

    page = client.get(address).text

    assert f"/judge/receipts/{judged['judge-2']}" in page


def test_an_organiser_looks_up_whose_receipt_it_is(judged, organiser_client):
    here = f"/organiser/c/{CHAOYANG}/receipt?lang=en&number="

    text = text_of(organiser_client.get(here + judged["judge-3"]))

    assert "Judge 3's sheet for Chaoyang Education Union Joint Team" in text
    assert "left out this whole sheet" in text
    assert "There is no receipt" in text_of(organiser_client.get(here + "9999"))
    assert "There is no receipt" in text_of(organiser_client.get(here + "²"))


def test_an_older_version_leads_to_the_one_that_counts(judged, api, seat_judge, publish):
    newer = api("judge-2").put("match-1", "education", dict.fromkeys(DIMENSIONS, "17"), base=1)
    assert newer.status_code == 200, newer.text
    publish()

    text = text_of(seat_judge("judge-2").get(f"/judge/receipts/{judged['judge-2']}?lang=en"))

    assert f"Another version counts, with receipt {newer.get_json()['receipt']}." in text
