"""Before a published result moves: the page that says what, the reason, and the board after it."""

import re

import pytest

from competition.actions import sheet_locks, sheets, stage_release
from competition.store import file_export, queries
from tests import factories
from tests.actions.test_advancing import heats
from tests.web.reading_forms import form_at, form_in

HERE = "/organiser/c/league"
BY = "organiser 王芳"


@pytest.fixture
def published(load, app) -> str:
    """The league's semi-final is published; 邮政队 is first."""
    key = load(factories.league())
    with app.app_context():
        stage_release.set_release(key, "semi", "published", BY)
    return key


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def board(client) -> str:
    return words(client.get("/c/league/board?lang=en").text)


def deduction(organiser, **fields):
    sent = {"entry": "semi-2/post", "points": "9", "reason": "Spoke after the bell", **fields}
    return organiser.submit(f"{HERE}/deductions?lang=en", sent)


def entry_of_the_winner(organiser) -> str:
    page = organiser.get(f"{HERE}/deductions").text
    return re.search(r'value="(semi-\d/post)"', page)[1]


def test_the_deductions_page_says_what_is_published_before_anything_is_typed(
    organiser_client, published
):
    page = words(organiser_client.get(f"{HERE}/deductions?lang=en").text)

    assert "is published: you are shown first what would move" in page


def test_a_deduction_asks_first_and_moves_the_board_only_after_a_second_touch(
    organiser_client, client, published
):
    before = board(client)
    entry = entry_of_the_winner(organiser_client)

    asked = deduction(organiser_client, entry=entry)

    page = words(asked.text)
    assert asked.status_code == 200
    assert "Nothing has been changed yet" in page
    assert "The public will read this reason: Spoke after the bell" in page
    assert board(client) == before
    form = form_in(asked.text)
    assert form["entry"] == [entry]

    done = organiser_client.submit(
        f"{HERE}/deductions", {name: values[-1] for name, values in form.items()}
    )

    assert done.status_code == 303
    assert board(client) != before
    assert re.search(r"Correction 1, .*: Spoke after the bell", board(client))
    assert "Spoke after the bell" in words(client.get("/c/league/teams/post?lang=en").text)


def test_a_correction_keeps_the_key_of_the_form_that_led_to_it(organiser_client, published, app):
    form = form_at(organiser_client, f"{HERE}/deductions")
    form |= {"entry": [entry_of_the_winner(organiser_client)], "points": ["9"], "reason": ["Late"]}
    asked = organiser_client.post(f"{HERE}/deductions", data=form)
    confirmation = form_in(asked.text)

    answers = [organiser_client.post(f"{HERE}/deductions", data=confirmation) for _ in range(2)]
    first_again = organiser_client.post(f"{HERE}/deductions", data=form)

    assert confirmation["form_key"] == form["form_key"]
    assert {(each.status_code, each.location) for each in answers} == {(303, f"{HERE}/deductions")}
    assert first_again.status_code == 422
    with app.app_context():
        assert len(queries.deductions_of(queries.find_competition("league"))) == 1


def test_what_somebody_changes_meanwhile_is_asked_again(organiser_client, published):
    entry = entry_of_the_winner(organiser_client)
    form = {
        name: values[-1]
        for name, values in form_in(deduction(organiser_client, entry=entry).text).items()
    }

    again = organiser_client.submit(f"{HERE}/deductions?lang=en", {**form, "points": "8"})

    assert again.status_code == 422
    assert "Read again what would move now" in words(again.text)


def test_hiding_a_published_stage_needs_a_reason(organiser_client, client, published):
    address = f"{HERE}/release/semi/hidden"
    form = {name: values[-1] for name, values in form_at(organiser_client, address).items()}

    refused = organiser_client.submit(f"{address}?lang=en", {**form, "sure": "y"})
    assert "Give the reason; the public reads it." in words(refused.text)
    done = organiser_client.submit(
        address, {**form, "sure": "y", "correction_reason": "A sheet was mixed up"}
    )

    assert done.status_code == 303
    state = client.get("/api/v1/competitions/league/snapshot").json
    assert state["state"]["semi"] == "hidden"
    assert state["corrections"][0]["reason"] == "A sheet was mixed up"


def test_a_judges_change_to_a_reopened_sheet_waits_on_the_results_page(
    organiser_client, client, published, app
):
    before = board(client)
    with app.app_context():
        sheet = next(
            s for s in factories.league()["sheets"] if (s["team"], s["judge"]) == ("post", "jo")
        )
        sheet_locks.reopen("league", sheet["match"], "post", "jo", "Wrong column", BY)
        judge = queries.find_judge(queries.find_competition("league"), "jo")
        body = {"marks": {"law": "1", "poise": "1"}, "state": "submitted"}
        body["base_version"] = sheet["version"]
        sheets.write_sheet(judge, "league", sheet["match"], "post", body, factories.new_key())
    assert board(client) == before
    assert "What is published differs" in words(
        organiser_client.get(f"{HERE}/results?lang=en").text
    )

    form = form_at(organiser_client, f"{HERE}/correction/semi")
    sent = {name: values[-1] for name, values in form.items()}
    sent["correction_reason"] = "A judge had mixed up two columns"
    done = organiser_client.submit(f"{HERE}/correction/semi", sent)

    assert done.status_code == 303
    assert "A judge had mixed up two columns" in board(client)
    assert organiser_client.get(f"{HERE}/correction/semi").status_code == 404


def test_the_page_of_a_correction_says_that_the_next_stage_keeps_its_teams(
    organiser_client, load, app
):
    whole = heats()
    whole["stages"][0]["release"] = "published"
    whole["stages"][1]["teams"] = ["post", "metro"]
    load(whole)

    page = deduction(organiser_client, entry="semi-1/metro").text

    assert "no longer advances: Final" in page
    assert "Final has its teams already, and a correction leaves them there: 邮政队" in page
    assert "Is in it, and would not advance by the corrected result: 地铁队." in page
    with app.app_context():
        final = file_export.competition_document(queries.find_competition("league"))["stages"][1]
    assert final["teams"] == ["post", "metro"]
