"""Competitions archived and removed in the pages, and what others meet afterwards."""

import re

import pytest

from competition.actions import archive, late_sheets
from competition.live import Hub
from competition.store import queries
from competition.web.publisher import Publisher
from tests import factories
from tests.web.reading_forms import form_in

HERE = "/organiser/c/chaoyang-final"
BY = "organiser 王芳"


@pytest.fixture
def archived(app, chaoyang):
    with app.app_context():
        archive.archive_competition(chaoyang, BY, app.config["DATA_DIR"] / "backups")
    return chaoyang


def test_the_sample_is_archived_after_a_page_that_explains_it_and_names_the_backup(
    organiser_client, chaoyang, app
):
    page = organiser_client.get(f"{HERE}/archive?lang=en").text
    assert "A round is still open" in page

    response = organiser_client.submit(f"{HERE}/archive", {})

    page = organiser_client.get(response.location).text
    named = re.search(r"chaoyang-final-\w+\.json", page)
    assert named
    assert (app.config["DATA_DIR"] / "backups" / named[0]).is_file()
    assert "1 archived competition" in page
    assert "There is no competition yet" not in page


def test_an_archived_competition_is_readable_and_every_write_is_a_sentence(
    organiser_client, archived, client
):
    for path in ("", "/wall", "/results", "/parts", "/audit", "/teams/education", "/show"):
        page = organiser_client.get(f"{HERE}{path}?lang=en")
        assert page.status_code == 200, path
        assert "This competition is archived" in page.text
    assert client.get(f"/c/{archived}").status_code == 200

    for path, fields in (
        ("/show", {"mode": "black"}),
        ("/show/clock/start", {}),
        ("/round/final/round-1/closed", {}),
        ("/remove/teams/team-6", {}),
        ("/links/renew/judge-1", {}),
    ):
        response = organiser_client.submit(f"{HERE}{path}?lang=en", fields)
        assert response.status_code in (422, 423), path
        assert "archived" in response.text


def test_a_judge_of_an_archived_competition_reads_and_is_told_why_nothing_can_be_written(
    archived, api, seat_judge, app
):
    tablet = seat_judge("judge-1")
    page = tablet.get("/judge/matches/match-1?lang=en").text
    assert "This competition is archived" in page

    answer = api("judge-1").put("match-1", "education")
    assert answer.status_code == 423
    assert answer.json["error"] == "archived"
    assert "已归档" in answer.json["message"] or "archived" in answer.json["message"]
    program = api("judge-1")
    body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0}
    late = program.client.put(
        f"{program.address('match-1', 'education')}/late",
        json=body,
        headers=program.headers | {"Idempotency-Key": "late-1"},
    )
    assert (late.status_code, late.json["error"]) == (423, "archived")
    with app.app_context():
        assert late_sheets.late_sheets.count_undecided(queries.find_competition(archived)) == 0


def test_the_competition_is_taken_out_of_the_archive_in_the_pages(organiser_client, archived, api):
    assert "Take it out of the archive" in organiser_client.get("/organiser?lang=en").text

    response = organiser_client.submit(f"{HERE}/archive", {})

    assert response.location == f"{HERE}/parts"
    assert api("judge-1").put("match-1", "education").status_code == 200


def test_removing_says_what_is_lost_and_asks_for_the_key(organiser_client, chaoyang, api, app):
    api("judge-1").put("match-1", "education")
    page = organiser_client.get(f"{HERE}/remove?lang=en").text
    assert "This is lost: 6 teams, 1 sheet, 1 public snapshot." in " ".join(page.split())

    refused = organiser_client.submit(f"{HERE}/remove?lang=en", {"key": "chaoyang"})

    assert refused.status_code == 422
    assert "exactly" in refused.text
    assert form_in(refused.text)["key"] == ["chaoyang"]
    with app.app_context():
        assert queries.find_competition(chaoyang) is not None


def test_a_removed_competition_is_nowhere_and_its_streams_end(
    organiser_client, chaoyang, client, app, api, seat_judge
):
    program, tablet = api("judge-1"), seat_judge("judge-1")
    hub: Hub = app.extensions["hub"]
    watching = app.test_client()
    board = watching.get(f"/c/{chaoyang}/stream", buffered=False)
    screen = watching.get(f"/c/{chaoyang}/screen/stream", buffered=False)
    for stream in (board, screen):
        next(iter(stream.response))
    assert hub.viewers() == 2

    response = organiser_client.submit(f"{HERE}/remove", {"key": chaoyang})
    Publisher(app, hub).publish_new()

    for stream in (board, screen):
        assert not [event for event in stream.response if b"data:" in event]
    page = organiser_client.get(f"{response.location}?lang=en").text
    assert re.search(r"chaoyang-final-\w+\.json", page)
    for path in ("", "/screen", "/board", "/stream", "/screen/stream", "/teams", "/overlay"):
        assert client.get(f"/c/{chaoyang}{path}").status_code == 404, path
    assert client.get(f"/api/v1/competitions/{chaoyang}/snapshot").status_code == 404
    assert program.put("match-1", "education").status_code == 401
    assert tablet.get("/judge").status_code == 404
    assert client.get(f"/j/{program.token}").status_code == 404
    assert organiser_client.get(HERE).status_code == 404
    log = organiser_client.get("/organiser/audit?lang=en").text
    assert "Competition removed" in log
    assert chaoyang in log
