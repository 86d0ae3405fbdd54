"""A published total's steps on the team's page: judges by seat, and only what is public."""

import json

import pytest

from competition.actions import reveal, stage_release
from competition.store import queries
from competition.store.public_proofs import PublicProof
from competition.store.snapshots import newest_snapshot
from tests import factories
from tests.why.recompute import printed, recompute

METRO = "/c/league/teams/metro"


@pytest.fixture
def release(app):
    def release_(mode, stage, **more):
        with app.app_context():
            stage_release.set_release("league", stage, mode, "Zhao Min", **more)

    return release_


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_a_published_stage_shows_the_marks_by_seat_and_every_step(client, load, release):
    load(factories.league())
    release("published", "semi")

    text = text_of(client.get(f"{METRO}?lang=en"))

    assert "Why this total" in text
    assert "<bdi>Judge 3</bdi>" in text
    assert "Judge 1 gave 9 for Law." in text
    assert "李娜" not in text
    assert "li-na" not in text


def test_its_file_is_recomputed_to_the_published_total_and_names_nobody(client, load, release):
    load(factories.league())
    release("published", "semi")

    proof = client.get(f"{METRO}/semi/why.json").get_json()

    total, _ = recompute(proof)
    (stage, _final) = client.get("/api/v1/competitions/league/snapshot").get_json()["stages"]
    (row,) = [row for row in stage["standings"] if row["team"] == "metro"]
    assert printed(total, 2, "half_up") == proof["total"] == row["total"]
    assert {step["judge"] for step in proof["steps"] if step["does"] == "mark"} == {
        "seat-1",
        "seat-2",
        "seat-3",
    }
    assert "Jo" not in json.dumps(proof)


@pytest.mark.parametrize("mode", ["hidden", "live", "frozen"])
def test_what_is_not_published_has_no_steps(client, load, release, mode):
    load(factories.league())
    if mode != "hidden":
        release(mode, "semi")

    assert client.get(f"{METRO}/semi/why.json").status_code == 404
    assert "Judge 1" not in client.get(f"{METRO}?lang=en").text


def test_published_without_marks_there_are_none(client, load, release):
    load(factories.league())
    release("published", "semi", with_marks=False)

    assert client.get(f"{METRO}/semi/why.json").status_code == 404
    assert "Judge 1" not in client.get(f"{METRO}?lang=en").text


def test_taking_the_result_back_takes_the_marks_back(client, load, release, app):
    load(factories.league())
    release("published", "semi")
    from competition.actions.corrections import Confirmation, confirming

    with app.app_context(), confirming(Confirmation("Too early")):
        stage_release.set_release("league", "semi", "hidden", "Zhao Min")

    assert client.get(f"{METRO}/semi/why.json").status_code == 404


def test_a_carried_stage_that_is_not_published_gives_its_total_alone(client, load, release, api):
    load(factories.league())
    for judge in ("li-na", "zhang-wei", "jo"):
        for team in ("metro", "post"):
            api(judge, "league").put("last", team, {"law": "9", "poise": "9"})
    release("live", "semi")
    release("published", "final")

    proof = client.get(f"{METRO}/final/why.json").get_json()

    assert {step["match"] for step in proof["steps"] if step["does"] == "mark"} == {"last"}
    assert recompute(proof)
    assert "its marks are not public" in client.get(f"{METRO}?lang=en").text


def test_snapshots_that_change_nothing_of_it_name_the_same_proofs(app, load, release):
    load(factories.league())
    release("published", "semi")
    with app.app_context():
        first = newest_snapshot("league").names()["proofs"]
    release("live", "final")

    with app.app_context():
        assert newest_snapshot("league").names()["proofs"] == first
        competition = queries.find_competition("league")
        stored = PublicProof.query.filter_by(competition_id=competition.id).count()
        assert stored == len(factories.league()["teams"])


def test_the_page_that_publishes_says_that_marks_become_public_and_can_leave_them_out(
    organiser_client, client, load
):
    load(factories.league())
    page = organiser_client.get("/organiser/c/league/release/semi/published?lang=en").text
    assert "every mark, and the reasons for deductions" in page
    assert 'name="with_marks"' in page

    organiser_client.submit("/organiser/c/league/release/semi/published", {"sure": "y"})

    assert "Final result" in client.get(f"{METRO}?lang=en").text
    assert client.get(f"{METRO}/semi/why.json").status_code == 404


@pytest.mark.parametrize("with_marks", [True, False])
def test_a_reveal_publishes_the_marks_with_its_last_step_only_if_that_was_chosen(
    client, load, release, app, with_marks
):
    load(factories.league())
    release("frozen", "semi")
    with app.app_context():
        reveal.begin_reveal("league", "semi", "Zhao Min", with_marks=with_marks)
        step = 0
        while queries.find_stage(queries.find_competition("league"), "semi").release == "frozen":
            assert client.get(f"{METRO}/semi/why.json").status_code == 404
            reveal.step_reveal("league", step, step + 1, "Zhao Min")
            step += 1

    assert client.get(f"{METRO}/semi/why.json").status_code == (200 if with_marks else 404)
