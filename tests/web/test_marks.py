"""The marks of a match shown: the second touch, the screen, the API, and nobody else's way in."""

import re

import pytest

from competition.actions import rounds, stage_release
from tests import factories
from tests.factories import CHAOYANG

HERE = f"/organiser/c/{CHAOYANG}/show"
SCREEN = f"/c/{CHAOYANG}/screen?lang=en"
NAMES = f"/api/v1/competitions/{CHAOYANG}"
BY = "organiser 王芳"


@pytest.fixture
def closed(app, api, chaoyang):
    """Match 1 marked by seven judges, each otherwise, its round closed and its stage live."""
    for number in range(1, 8):
        for team in ("education", "team-2"):
            marks = dict.fromkeys(factories.DIMENSIONS, str(10 + number))
            assert api(f"judge-{number}").put("match-1", team, marks).status_code == 200
    with app.app_context():
        rounds.set_state(chaoyang, "round-1", "closed", BY)
        stage_release.set_release(chaoyang, "final", "live", BY)


def show_marks(organiser, **more):
    return organiser.submit(f"{HERE}/marks/match-1?lang=en", {"sure": "y", **more})


def drawn(client, address=SCREEN):
    page = client.get(address).text
    return page[page.index('class="screen-content"') : page.index("</main>")]


def test_the_second_touch_shows_every_seat_and_strikes_out_what_is_left_out(
    organiser_client, client, closed
):
    page = organiser_client.get(f"{HERE}/marks/match-1?lang=en").text
    assert "will show what each judge gave" in page
    assert organiser_client.submit(f"{HERE}/marks/match-1", {}).status_code == 422
    assert "marks" not in client.get(NAMES).json

    assert show_marks(organiser_client).status_code == 303

    shown = drawn(client)
    assert 'data-mode="marks"' in shown
    assert shown.count("<del>") == 4
    assert re.findall(r"<del>.*?(\d+)</del>", shown, re.DOTALL) == ["55", "85", "55", "85"]
    assert "Judge 1" in shown
    assert "70.00" in shown
    (laid,) = client.get(NAMES).json["marks"]
    assert [s["total"] for s in laid["entries"][0]["score"]["seats"]] == [
        str(total) for total in range(55, 90, 5)
    ]
    for single in ("评委一", "judge-1"):
        assert single not in shown
    snapshot = client.get(f"{NAMES}/snapshot").json
    assert set(snapshot) == {"number", "sha256", "previous", "state", "stages"}


def test_named_judges_stand_with_their_names(organiser_client, client, closed):
    assert show_marks(organiser_client, judge_names="y").status_code == 303
    assert "评委一" in drawn(client, f"/c/{CHAOYANG}/screen?lang=zh")


def test_left_out_by_dimension_the_screen_shows_the_dimensions(
    app, organiser_client, client, load, api
):
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["scoring"]["drop_by"] = "dimension"
    key = load(whole)
    for number in range(1, 8):
        for team in ("education", "team-2"):
            marks = {
                name: str(10 + (number * (place + 2)) % 7)
                for place, name in enumerate(factories.DIMENSIONS)
            }
            assert api(f"judge-{number}").put("match-1", team, marks).status_code == 200
    with app.app_context():
        rounds.set_state(key, "round-1", "closed", BY)
        stage_release.set_release(key, "final", "published", BY)
    assert show_marks(organiser_client).status_code == 303
    shown = drawn(client)
    assert shown.count('<table class="shown-marks-table') == 2
    # Two marks a dimension, five dimensions, two teams.
    assert shown.count("<del>") == 20


def test_the_page_says_why_marks_cannot_be_shown(app, organiser_client, client, closed):
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "frozen", BY)
    page = organiser_client.get(f"{HERE}/marks/match-1?lang=en").text
    assert "This stage is frozen" in page
    assert 'name="sure"' not in page
    assert show_marks(organiser_client).status_code == 422
    assert "marks" not in client.get(NAMES).json
    assert organiser_client.get(f"{HERE}/marks/nothing").status_code == 404


def test_taken_off_the_screen_goes_back_to_the_board(organiser_client, client, closed):
    show_marks(organiser_client)
    page = organiser_client.get(f"{HERE}?lang=en").text
    assert "Hide the marks of match 1" in page
    assert organiser_client.submit(f"{HERE}/marks/match-1/off", {}).status_code == 303
    assert 'data-mode="board"' in drawn(client)
    assert "marks" not in client.get(NAMES).json
    assert organiser_client.submit(f"{HERE}/marks/match-1/off", {}).status_code == 404
    refused = organiser_client.submit(f"{HERE}?lang=en", {"mode": "marks", "about": "match-1"})
    assert refused.status_code == 422
    assert "not shown yet" in refused.text


def test_a_guest_and_a_judge_show_nobodys_marks(client, seat_judge, closed):
    for visitor in (client, seat_judge("judge-1")):
        assert show_marks(visitor).status_code == 404
        assert visitor.submit(f"{HERE}/marks/match-1/off", {}).status_code == 404
    assert "marks" not in client.get(NAMES).json


def test_the_marks_are_shown_one_judge_at_a_time_and_the_result_with_the_last(
    organiser_client, client, closed
):
    assert show_marks(organiser_client, one_by_one="y").status_code == 303
    first = drawn(client)
    assert "70.00" not in first
    assert "55" not in first
    assert "left out" not in first

    def next_judge(number):
        form = {"mode": "marks", "about": f"match-1/{number}"}
        return organiser_client.submit(f"{HERE}?lang=en", form)

    assert next_judge(1).status_code == 303
    assert drawn(client).count(">55<") == 2
    assert ">60<" not in drawn(client)
    assert "judge 1 of 7" in organiser_client.get(f"{HERE}?lang=en").text
    assert next_judge(6).status_code == 303
    assert "70.00" not in drawn(client)
    assert next_judge(7).status_code == 303
    whole = drawn(client)
    assert "70.00" in whole
    assert "The highest is left out: 85" in whole
    assert "The lowest is left out: 55" in whole
    assert next_judge(8).status_code in (404, 422)
    assert drawn(client) == whole
