"""The overlay of a broadcast: what the query chooses, and that a wrong one is never seen on air."""

import pytest

from competition.actions import stage_release
from tests import factories
from tests.factories import CHAOYANG, DIMENSIONS

AIR = f"/c/{CHAOYANG}/overlay"


@pytest.fixture
def scored(app, api, chaoyang):
    """Two teams have totals, and everybody may see them."""
    for team, value in (("education", "15"), ("team-2", "17")):
        for number in range(1, 8):
            marks = dict.fromkeys(DIMENSIONS, value)
            assert api(f"judge-{number}").put("match-1", team, marks).status_code == 200
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "live", "command line")


def on_air(client, query=""):
    response = client.get(f"{AIR}?lang=en{query}")
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_it_shows_the_board_unless_something_else_is_asked_for(client, scored):
    text = on_air(client)

    assert 'class="lower-third lower-third-board"' in text
    assert text.index("Zone 2 Team") < text.index("85.00") < text.index("75.00")
    assert "Live standings" in text


@pytest.mark.parametrize(("rows", "shown"), [("1", 1), ("2", 2), ("12", 2), ("0", 1), ("999", 2)])
def test_as_many_rows_as_are_asked_for_are_shown_as_far_as_there_are_any(
    client, scored, rows, shown
):
    assert on_air(client, f"&rows={rows}").count('class="standing ') == shown


def test_a_match_shows_both_sides_its_topic_and_what_each_got_in_it(client, scored):
    text = on_air(client, "&show=match&match=match-1")

    assert 'class="lower-third lower-third-match"' in text
    assert "Rights and interests of ride-hailing drivers" in text
    assert text.index("Labour side") < text.index("75.00") < text.index("Employer side")
    assert "85.00" in text
    # A match that nobody has marked yet has no number.
    assert 'class="total"' not in on_air(client, "&show=match&match=match-2")


def test_totals_of_a_frozen_match_say_that_they_are(app, client, scored):
    assert "when the board was frozen" not in on_air(client, "&show=match&match=match-1")
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "frozen", "command line")

    assert "totals when the board was frozen" in on_air(client, "&show=match&match=match-1")
    # A match without a total has nothing to say it of.
    assert "when the board was frozen" not in on_air(client, "&show=match&match=match-2")


def test_a_match_has_no_totals_before_they_are_released(client, api, chaoyang):
    for number in range(1, 8):
        api(f"judge-{number}").put("match-1", "education")

    text = on_air(client, "&show=match&match=match-1")

    assert "Zone 2 Team" in text
    assert 'class="total"' not in text
    assert "Standings not released yet" in on_air(client)


def test_the_clock_says_when_it_starts(client, load):
    whole = factories.sample()
    whole["competition"]["starts"] = "2026-05-01T14:30:00+08:00"
    load(whole)

    text = on_air(client, "&show=clock")

    assert 'id="hour" data-zone="Asia/Shanghai"' in text
    assert "Starts at 14:30" in text


@pytest.mark.parametrize(
    "query",
    [
        "&show=match",
        "&show=match&match=nobody",
        "&show=nonsense",
        "&show=",
        "&rows=many",
        "&rows=-3",
        "&rows=٣",
        "&rows=" + "9" * 5000,
        "&show=match&match=%00%ff",
        "&show=board&show=clock&match=<script>",
    ],
)
def test_a_query_that_makes_no_sense_shows_the_board(client, scored, query):
    text = on_air(client, query)

    assert 'class="lower-third lower-third-board"' in text
    assert "85.00" in text
    assert "nobody" not in text
    assert "&lt;script" not in text


def test_each_language_has_its_own(client, scored):
    assert "实时排名" in client.get(f"{AIR}?lang=zh").text
    assert "Live standings" in client.get(f"{AIR}?lang=en").text
    assert client.get(f"{AIR}?lang=fr", headers={"Accept-Language": "en"}).status_code == 200


def test_the_overlay_of_no_competition_answers_as_any_missing_page(client, chaoyang):
    missing = client.get("/c/nobody/overlay?show=clock")

    assert missing.status_code == 404
    assert missing.data == client.get("/no/such/page").data
