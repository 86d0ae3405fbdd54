"""The lists of competitions with state and date, and the overview as a check list."""

import re

import pytest

from competition.actions import accounts, rounds, stage_release
from competition.store import queries
from tests import factories

BY = f"organiser {factories.ORGANISER}"
STARTS = "2026-12-05T09:00:00+08:00"


def league(key: str, name: str, **details: str) -> dict:
    """The league under another name, before its first round."""
    whole = factories.league(sheets=[])
    whole["competition"] |= {"key": key, "name": factories.text(name), **details}
    for stage in whole["stages"]:
        for round_ in stage["rounds"]:
            round_["state"] = "draft"
    return whole


def finished(key: str, name: str) -> dict:
    """One whose results are all published."""
    whole = factories.league()
    whole["competition"] |= {"key": key, "name": factories.text(name)}
    for stage in whole["stages"]:
        stage["release"] = "published"
        for round_ in stage["rounds"]:
            round_["state"] = "closed"
    return whole


def listed(page: str) -> dict[str, list[str]]:
    """The names of the competitions by the heading that they stand under."""
    sections = re.findall(r'<h2 id="state-(\w+)">(.*?)</section>', page, re.S)
    return {state: re.findall(r"<h3><a[^>]*><bdi>(.*?)</bdi>", rest) for state, rest in sections}


def test_competitions_under_way_in_preparation_and_finished_stand_apart(
    organiser_client, load, app
):
    load(league("next", "Next year's league"))
    load(finished("last", "Last year's league"))
    load(league("now", "This year's league"))
    with app.app_context():
        rounds.set_state("now", "semi-round", "open", BY)

    page = organiser_client.get("/organiser?lang=en").get_data(as_text=True)

    assert listed(page) == {
        "running": ["This year's league".replace("'", "&#39;")],
        "preparing": ["Next year&#39;s league"],
        "finished": ["Last year&#39;s league"],
    }


def test_the_list_says_when_each_begins_and_leads_to_it_once(organiser_client, load):
    load(league("dated", "Dated", starts=STARTS))
    load(league("undated", "Undated"))

    page = organiser_client.get("/organiser?lang=en").get_data(as_text=True)

    assert "December 5, 2026 09:00" in page
    assert "No date yet" in page
    assert page.count('href="/organiser/c/dated"') == 1


def test_the_public_list_says_when_each_begins_and_what_can_be_seen(client, load, app):
    load(league("dated", "Dated", starts=STARTS))
    load(finished("last", "Last"))
    load(league("live", "Live"))
    with app.app_context():
        stage_release.set_release("live", "semi", "live", BY)

    page = client.get("/?lang=en").get_data(as_text=True)

    entries = {
        key: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()
        for key, text in re.findall(r'<li><a href="/c/(\w+)">(.*?)</li>', page, re.S)
    }
    assert entries == {
        "dated": "Dated December 5, 2026 09:00 Standings not released yet",
        "last": "Last Final: Final result",
        "live": "Live Semi-final: Live standings",
    }


@pytest.fixture
def overview(organiser_client):
    """The overview of the league in English: each line's state by its name, and the whole page."""

    def read() -> tuple[dict[str, str], str]:
        response = organiser_client.get("/organiser/c/league/parts?lang=en")
        page = response.get_data(as_text=True)
        body = page[page.index('<ul class="checklist">') :]
        lines = re.findall(r'check-state">.*?</svg>([^<]+)</span>.*?<h2>(.*?)</h2>', body, re.S)
        return {re.sub(r"<[^>]+>", "", name).strip(): state for state, name in lines}, page

    return read


def test_the_overview_of_an_empty_competition_says_what_is_missing_and_what_comes_next(
    load, overview
):
    nothing = {key: [] for key in ("teams", "judges", "stages", "sheets", "topics")}
    load(factories.league(rubric={"dimensions": []}, scoring={}, **nothing))

    lines, page = overview()

    assert lines == {
        "Details": "To do",
        "Rubric and rule": "To do",
        "Topics": "Optional",
        "Teams": "To do",
        "Judges": "To do",
        "Stages and matches": "To do",
        "Judges' links": "To do",
    }
    assert re.findall(r'button primary" href="([^"]+)', page) == ["/organiser/c/league/details"]


def test_the_overview_counts_what_is_incomplete(load, overview):
    whole = factories.league()
    whole["teams"][0]["members"] = []
    whole["stages"][1]["rounds"][0]["matches"][0]["panel"] = []
    load(whole)

    lines, page = overview()

    assert (lines["Teams"], lines["Stages and matches"]) == ("To do", "To do")
    assert "1 team has no members." in page
    assert "1 match has no panel." in page
    assert "0 of 3 judges have opened their link." in page


def test_a_whole_competition_leads_to_today(load, overview, app):
    whole = factories.league()
    whole["competition"]["starts"] = STARTS
    load(whole)
    with app.app_context():
        competition = queries.find_competition("league")
        assert competition
        for judge in competition.judges:
            accounts.begin_session(judge=judge)

    lines, page = overview()

    assert set(lines.values()) == {"Complete"}
    assert "Everything is set up" in page
    assert re.findall(r'button primary" href="([^"]+)', page) == ["/organiser/c/league"]


def test_placeholders_are_listed_where_they_are(organiser_client, chaoyang):
    page = organiser_client.get(f"/organiser/c/{chaoyang}/parts?lang=en").get_data(as_text=True)

    assert "parts are still placeholders:" in page
    assert f'href="/organiser/c/{chaoyang}/teams/team-2"' in page
