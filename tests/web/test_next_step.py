"""Today leads on: one next step in black, finished rounds folded, who advances."""

import re
from typing import Any

import pytest

from competition.actions import advancing, late_sheets, rounds, stage_release
from competition.store import queries
from tests import factories

HERE = "/organiser/c/league"
BY = f"organiser {factories.ORGANISER}"


def league(final: str = "draft", **final_round: Any) -> dict[str, Any]:
    """The league after its semi-final, with the final's round in this state."""
    whole = factories.league()
    whole["stages"][0]["advance"] = {"to": "final", "top": 2}
    whole["stages"][1]["rounds"][0] |= {"state": final, **final_round}
    return whole


@pytest.fixture
def today(organiser_client):
    """Today's page in English."""

    def page() -> str:
        response = organiser_client.get(f"{HERE}?lang=en")
        assert response.status_code == 200
        return response.get_data(as_text=True)

    return page


@pytest.fixture
def act(app):
    """An action of the organiser: `act(rounds.set_state, "final-round", "open")`."""

    def do(action, *what):
        with app.app_context():
            action("league", *what, BY)

    return do


def step(page: str) -> tuple[str, str]:
    """The title of the next step and where the page's only primary button leads."""
    primary = re.findall(r'<a class="button primary" href="([^"]*)"', page)
    assert len(primary) == 1, primary
    title = re.search(r'<h2 id="next-step">\s*(.*?)\s*</h2>', page)
    assert title
    return title[1], primary[0].replace("&amp;", "&").removeprefix(HERE)


def test_before_the_first_round_a_whole_competition_leads_on_to_opening_it(load, today):
    whole = league()
    whole["stages"][0]["rounds"][0]["state"] = "draft"
    load(whole | {"sheets": []})

    title, path = step(today())

    assert title == "Open the round: Semi-final · Semi-final round"
    assert path == "/round/semi/semi-round/open"


def test_a_competition_without_teams_leads_on_to_the_overview(load, today):
    load(league() | {"teams": [], "stages": [], "sheets": []})

    assert step(today()) == ("Finish setting up", "/parts")


def test_while_sheets_are_missing_the_day_leads_to_progress_and_then_to_closing(
    load, today, act, api
):
    load(league())
    act(stage_release.set_release, "semi", "published")
    act(rounds.set_state, "final-round", "open")
    assert step(today()) == ("Judges are scoring: Final · Final round", "/wall")

    for judge in ("li-na", "zhang-wei", "jo"):
        for team in ("metro", "post"):
            put = api(judge, "league").put("last", team, {"law": "8", "poise": "8"})
            assert put.status_code == 200

    assert step(today()) == (
        "Close the round: Final · Final round",
        "/round/final/final-round/closed",
    )


def test_after_the_semi_final_the_day_leads_to_its_result_and_then_to_the_final(load, today, act):
    load(league(matches=[]))
    assert step(today()) == ("Show the result: Semi-final", "/release/semi/frozen")

    act(stage_release.set_release, "semi", "frozen")
    assert step(today()) == ("Reveal the places: Semi-final", "/show/reveal/semi")

    act(stage_release.set_release, "semi", "published")
    assert step(today()) == (
        "Make the matches: Final · Final round",
        "/new/matches?in=final/final-round&team=post&team=metro",
    )


def test_without_a_round_for_the_final_nobody_is_said_to_be_listed_below(load, today, act):
    whole = league()
    whole["stages"][1]["rounds"] = []
    load(whole)
    act(stage_release.set_release, "semi", "published")

    page = today()

    assert step(page) == ("Create a round: Final", "/new/rounds?in=final")
    assert "Semi-final is over. Create the round of the teams that advance" in page
    assert "listed below" not in page


def test_more_than_two_teams_are_named_in_the_next_stage_first(load, today, act):
    whole = league(matches=[])
    whole["stages"][0]["advance"]["top"] = 3
    load(whole)
    act(stage_release.set_release, "semi", "published")

    assert step(today()) == ("Name the teams: Final", "/advance/semi")

    act(advancing.advance_teams, "semi")
    assert step(today())[0] == "Make the matches: Final · Final round"


def test_who_advances_is_named_only_where_it_is_unfolded(load, today):
    load(league(matches=[]))

    page = today()

    assert "2 teams advance from Semi-final." in page
    folded = re.search(r'<details id="advancing-final-final-round">(.*?)</details>', page, re.S)
    assert folded
    assert re.findall(r"<li><bdi>(.*?)</bdi>", folded[1]) == ["邮政队", "地铁队"]


def test_while_a_sheet_of_the_semi_final_is_missing_nobody_is_said_to_advance(load, today):
    whole = league(matches=[])
    whole["sheets"].pop()
    load(whole)

    assert "advance from" not in today()


def test_the_new_match_has_the_two_teams_that_advance(load, organiser_client):
    load(league(matches=[]))

    page = organiser_client.get(
        f"{HERE}/new/matches?in=final/final-round&team=post&team=metro&lang=en"
    ).get_data(as_text=True)

    chosen = re.findall(r'<option value="(\w+)" selected', page)
    assert [team for team in chosen if team in ("post", "metro", "bus")] == ["post", "metro"]
    assert "Choose the side of each." in page


def test_a_late_sheet_is_decided_on_before_a_result_is_shown(load, today, app):
    load(league("closed"))
    with app.app_context():
        competition = queries.find_competition("league")
        assert competition
        body = {"marks": {"law": "8"}, "state": "draft", "base_version": 0}
        jo = queries.find_judge(competition, "jo")
        assert jo
        late_sheets.hand_in_late(jo, "league", "last", "metro", late_sheets.LateWrite(body, "late"))

    assert step(today()) == ("Decide on the late sheets", "/late")


def test_an_appeal_is_decided_on_before_a_result_is_shown(load, today):
    appeal = {"key": "a", "stage": "semi", "team": "bus", "about": "fact", "state": "filed"}
    appeal |= {"claim": factories.text("请复核"), "raised_at": "2026-05-02T12:00:00+08:00"}
    load(league("closed") | {"appeals": [appeal]})

    assert step(today()) == ("Decide on the appeals", "/appeals")


def test_a_stage_that_carries_an_unreleased_one_leads_to_that_one_first(load, today, act):
    load(league("closed"))
    assert step(today()) == ("Show the result: Semi-final", "/release/semi/frozen")

    act(stage_release.set_release, "semi", "published")
    assert step(today()) == ("Show the result: Final", "/release/final/frozen")

    act(stage_release.set_release, "final", "published")
    assert step(today()) == ("Keep the result", "/export")


def test_the_result_of_a_private_competition_needs_a_public_one_first(load, today):
    whole = league("closed")
    whole["competition"]["visibility"] = "private"
    load(whole)

    assert step(today()) == ("Make the competition public", "/visibility/public")


def test_finished_rounds_are_folded_away(load, today):
    load(league())

    page = today()

    done = page[page.index('id="when-done"') :]
    assert '<details class="round-card" id="round-semi-semi-round"' in done
    assert "<article" not in done[: done.index("<aside")]


def test_today_shows_the_time_in_the_hall(load, today):
    load(league())

    assert re.search(r'<time id="hall-clock"[^>]*>\s*\d\d:\d\d</time>', today())
