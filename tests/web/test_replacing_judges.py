"""王芳 replaces a judge from the match's page; the newcomer's link is there at once."""

import re

import pytest

from competition.store import file_export, queries
from tests import factories

ENGLISH = {"Accept-Language": "en"}
HERE = "/organiser/c/league/matches/last"
MARKS = {"law": "9", "poise": "9"}


def league() -> dict:
    """The open final; Noor may come, Sam has a conflict of interest, Mei is a trainee there."""
    whole = factories.league()
    whole["judges"] += [
        {"key": "noor", "name": factories.text("Noor")},
        {"key": "sam", "name": factories.text("Sam"), "conflicts": ["post"]},
        {"key": "mei", "name": factories.text("Mei")},
    ]
    whole["stages"][1]["rounds"][0]["matches"][0]["trainees"] = ["mei"]
    return whole


@pytest.fixture
def part(load, app):
    """Reads the match as it is in the file now."""
    load(league())

    def read() -> dict:
        with app.app_context():
            competition = queries.find_competition("league")
            return dict(file_export.match_part(queries.find_match(competition, "last")))

    return read


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_people_page_leads_to_the_replacement(part, organiser_client):
    page = organiser_client.get(f"{HERE}/people", headers=ENGLISH).text

    assert "Who takes part in this match" in words(page)
    assert f'href="{HERE}/replace/jo"' in page
    assert "Mei" in words(page)


def test_only_who_can_sit_there_is_offered(part, organiser_client):
    page = organiser_client.get(f"{HERE}/replace/jo", headers=ENGLISH).text

    offered = re.findall(r'<option value="([^"]*)"', page)
    assert offered == ["", "of/noor", "new"]


def test_noor_comes_and_her_link_works_at_once_while_jos_is_dead(
    part, organiser_client, client, api, seat_judge
):
    old = api("jo", "league")
    old.put("last", "metro", MARKS)
    old_tablet = seat_judge("jo", "league")
    page = organiser_client.get(f"{HERE}/replace/jo", headers=ENGLISH)
    assert "The sheet for 地铁队" in words(page.text)
    assert "marks in no other match" in words(page.text)
    # What Jo gave is not on the page.
    assert '"9"' not in page.text

    sent = {"comes": "of/noor", "keep_0": "keep", "reason": "Taken ill"}
    answer = organiser_client.submit(f"{HERE}/replace/jo", sent)

    assert answer.status_code == 303
    assert answer.location == f"{HERE}/link/noor"
    assert part()["replacements"][0]["keeps"] == ["metro"]
    card = organiser_client.get(answer.location, headers=ENGLISH).text
    (link,) = re.findall(r"<code>[^<]*(/j/[^<]+)</code>", card)
    assert "<svg" in card
    assert client.get(f"/j/{old.token}").status_code == 404
    assert old_tablet.get("/judge").status_code != 200
    assert old.put("last", "post", MARKS).status_code == 401
    assert client.get(link).status_code == 303
    assert api("noor", "league").put("last", "post", MARKS).status_code == 200
    people = words(organiser_client.get(f"{HERE}/people", headers=ENGLISH).text)
    assert "Noor took the seat of Jo Amsel. Kept of Jo Amsel: 地铁队. Reason: Taken ill" in people


def test_nothing_is_done_before_it_is_said_what_is_kept(part, organiser_client, api):
    api("jo", "league").put("last", "metro", MARKS)

    answer = organiser_client.submit(
        f"{HERE}/replace/jo", {"comes": "of/noor", "reason": "Taken ill"}, headers=ENGLISH
    )

    assert answer.status_code == 422
    assert "Choose one from the list." in words(answer.text)
    assert "replacements" not in part()


def test_somebody_new_needs_a_name(part, organiser_client):
    answer = organiser_client.submit(
        f"{HERE}/replace/jo", {"comes": "new", "reason": "Taken ill"}, headers=ENGLISH
    )
    assert answer.status_code == 422
    assert "Fill this in." in words(answer.text)

    sent = {"comes": "new", "name-zh": "何婷", "name-en": "He Ting", "reason": "Taken ill"}
    answer = organiser_client.submit(f"{HERE}/replace/jo", sent)

    assert answer.status_code == 303
    assert answer.location.startswith(f"{HERE}/link/judge-")
    assert part()["panel"][2] == answer.location.rpartition("/")[2]


def test_jo_who_judges_later_keeps_the_link_if_that_is_chosen(load, app, organiser_client, client):
    whole = league()
    last = whole["stages"][1]["rounds"][0]["matches"][0]
    whole["stages"][1]["rounds"][0]["matches"].append({**last, "key": "next", "trainees": []})
    load(whole)
    with app.app_context():
        token = queries.find_judge(queries.find_competition("league"), "jo").token
    sent = {"comes": "of/noor", "reason": "Late train"}
    asked = organiser_client.submit(f"{HERE}/replace/jo", sent, headers=ENGLISH)
    assert asked.status_code == 422
    assert "The old link" in words(asked.text)

    done = organiser_client.submit(f"{HERE}/replace/jo", {**sent, "link": "keep"})

    assert done.status_code == 303
    assert client.get(f"/j/{token}").status_code == 303


def test_with_the_rest_of_the_day_the_link_ends_without_a_question(
    load, app, organiser_client, client
):
    whole = league()
    last = whole["stages"][1]["rounds"][0]["matches"][0]
    whole["stages"][1]["rounds"][0]["matches"].append({**last, "key": "next", "trainees": []})
    load(whole)
    sent = {"comes": "of/noor", "reason": "Late train", "rest": "y"}

    assert organiser_client.submit(f"{HERE}/replace/jo", sent).status_code == 303

    with app.app_context():
        panels = [
            [seat.judge.key for seat in queries.find_match(competition, key).seats]
            for competition in [queries.find_competition("league")]
            for key in ("last", "next")
        ]
    assert panels == [["li-na", "zhang-wei", "noor"]] * 2


def test_it_is_undone_from_the_page_and_not_once_noor_has_scored(part, organiser_client, api):
    organiser_client.submit(f"{HERE}/replace/jo", {"comes": "of/noor", "reason": "Taken ill"})
    undo = f"{HERE}/replace/noor/undo"
    assert "Give the seat back to Jo Amsel?" in words(
        organiser_client.get(undo, headers=ENGLISH).text
    )
    assert organiser_client.submit(undo, {"reason": "Jo is here"}).status_code == 303
    assert part()["panel"] == ["li-na", "zhang-wei", "jo"]

    organiser_client.submit(f"{HERE}/replace/jo", {"comes": "of/noor", "reason": "Taken ill"})
    api("noor", "league").put("last", "metro", MARKS)

    answer = organiser_client.submit(undo, {"reason": "Jo is here"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "has already scored in this match" in words(answer.text)


def test_what_jos_program_still_sends_waits_for_the_organiser(part, organiser_client, api, app):
    organiser_client.submit(f"{HERE}/replace/jo", {"comes": "of/noor", "reason": "Taken ill"})
    jo = api("jo", "league")
    assert jo.put("last", "metro", MARKS).status_code == 404

    body = {"marks": MARKS, "comment": "", "state": "submitted", "base_version": 0}
    late = jo.client.put(
        "/api/v1/competitions/league/sheets/last/metro/late",
        json={**body, "age_seconds": 60},
        headers={**jo.headers, "Idempotency-Key": factories.new_key()},
    )

    assert late.json["decision"] == "waiting"
    page = words(organiser_client.get("/organiser/c/league/late", headers=ENGLISH).text)
    assert "Jo Amsel" in page
