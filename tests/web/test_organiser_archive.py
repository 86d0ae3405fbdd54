"""Competitions archived and removed in the pages, and what others meet afterwards."""

import ast
import re
from itertools import product
from pathlib import Path

import pytest
from werkzeug.routing import AnyConverter

from competition.actions import archive, competitions, late_sheets
from competition.cli import serve
from competition.live import Hub
from competition.store import audit, queries, snapshots
from competition.web.organiser.archived import STILL_POSSIBLE
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


FILLED = {
    "stage_key": "final",
    "round_key": "round-1",
    "match_key": "match-1",
    "team_key": "education",
    "judge_key": "judge-1",
    "number": "1",
    "rank": "1",
    "token": "gone",
    "name": "education",
}


def acts_on_a_competition(app):
    """(endpoint, address) of everything that can be sent for the Chaoyang final."""
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or not rule.rule.startswith("/organiser/c/<key>"):
            continue
        for values in product(*(choices(rule, name) for name in sorted(rule.arguments))):
            filled = dict(zip(sorted(rule.arguments), values, strict=True))
            yield rule.endpoint, app.url_map.bind("localhost").build(rule.endpoint, filled)


def choices(rule, name):
    """The values of a part of an address: all that it may be, or one that is there."""
    if isinstance(rule._converters[name], AnyConverter):
        return sorted(rule._converters[name].items)
    return [{**FILLED, "key": "chaoyang-final", "mode": "live"}.get(name, "x")]


def test_no_form_whatever_it_is_changes_an_archived_competition(
    organiser_client, archived, app, client
):
    def state():
        with app.app_context():
            whole = competitions.export_competition(archived)
            return whole, len(audit.chain_rows(archived)), snapshots.newest_number(archived)

    before, tried = state(), set()
    for endpoint, address in acts_on_a_competition(app):
        if endpoint in STILL_POSSIBLE:
            continue
        response = organiser_client.submit(f"{address}?lang=en", {"reason": "x", "sure": "y"})
        assert (response.status_code, "is archived" in response.text) == (423, True), address
        assert client.submit(address, {}).status_code in (302, 303, 404), address
        tried.add(endpoint)

    assert len(tried) > 30
    assert state() == before


def test_only_what_ends_or_leaves_the_archive_changes_what_is_archived():
    free = set()
    for path in Path(archive.__file__).parent.glob("*.py"):
        for act in ast.parse(path.read_text(encoding="utf-8")).body:
            named = [node.arg for node in ast.walk(act) if isinstance(node, ast.keyword)]
            if "even_archived" in named:
                free.add(act.name)

    # The last four record only that somebody saw links, opened one, or made a publication.
    assert free == {
        *("unarchive_competition", "remove_competition", "end_rehearsal"),
        *("note_links_seen", "note_table_links_seen", "note_table_opened", "make_publication"),
        # What a failover lost of it is lost of an archived one too.
        "raise_epoch",
    }


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


def test_the_sample_that_was_removed_does_not_come_back_at_the_next_start(app, tmp_path):
    with app.app_context():
        serve.prepare(app)
        archive.remove_competition(factories.CHAOYANG, factories.CHAOYANG, BY, tmp_path)

        serve.prepare(app)

        assert queries.all_competitions() == []
