"""The reveal led from the organiser's page, what the public gets at each step, the rehearsal."""

import json
import re

import pytest

from competition.actions import deductions, reveal, rounds, stage_release
from competition.store import snapshots
from tests.factories import CHAOYANG
from tests.web.reading_forms import form_at

HERE = f"/organiser/c/{CHAOYANG}/show"
BY = "organiser 王芳"
STRENGTH = {"education": "18", "team-2": "12", "team-3": "17", "team-4": "17"}
STRENGTH |= {"team-5": "11", "team-6": "9"}
MATCH = {"education": 1, "team-2": 1, "team-3": 2, "team-4": 2, "team-5": 3, "team-6": 3}
# From the last place; two teams share the second.
ORDER = [["team-6"], ["team-5"], ["team-2"], ["team-3", "team-4"], ["education"]]
NAMES = {f"team-{n}": f"Zone {n} Team" for n in range(2, 7)}
NAMES["education"] = "Chaoyang Education Union Joint Team"


@pytest.fixture
def frozen(app, api, chaoyang):
    """The Chaoyang final, marked, closed and frozen before anything was shown."""
    for team, strength in STRENGTH.items():
        marks = dict.fromkeys(
            ("issue_grasp", "legal_reasoning", "strategy", "teamwork", "results"), strength
        )
        for number in range(1, 8):
            done = api(f"judge-{number}").put(f"match-{MATCH[team]}", team, marks)
            assert done.status_code == 200
    with app.app_context():
        rounds.set_state(chaoyang, "round-1", "closed", BY)
        stage_release.set_release(chaoyang, "final", "frozen", BY)


def begin(organiser):
    response = organiser.submit(f"{HERE}/reveal/final", {"sure": "y"})
    assert response.status_code == 303


def step(organiser, at, to):
    return organiser.submit(f"{HERE}/step", {"at": str(at), "to": str(to)})


def everything_public(client):
    """All that anybody can fetch of the result, as text."""
    seen = []
    for language in ("zh", "en"):
        for address in ("", "/screen", "/board"):
            seen.append(client.get(f"/c/{CHAOYANG}{address}?lang={language}").text)
        for address in ("/stream", "/screen/stream"):
            response = client.get(f"/c/{CHAOYANG}{address}?lang={language}", buffered=False)
            seen.append(next(iter(response.response)).decode())
            response.close()
    seen.append(client.get(f"/api/v1/competitions/{CHAOYANG}/snapshot").text)
    return seen


def test_nothing_happens_before_the_second_touch(organiser_client, client, frozen):
    before = everything_public(client)
    page = organiser_client.get(f"{HERE}/reveal/final?lang=en").text
    assert "There are 5 places to show." in page
    assert "Still tied: Zone 3 Team and Zone 4 Team share place 2" in page
    response = organiser_client.submit(f"{HERE}/reveal/final", {})
    assert response.status_code == 422
    assert everything_public(client) == before


def test_where_it_cannot_begin_the_page_says_why(app, organiser_client, chaoyang):
    page = organiser_client.get(f"{HERE}/reveal/final?lang=en").text
    assert "Freeze the stage first" in page
    assert 'name="sure"' not in page
    response = organiser_client.submit(f"{HERE}/reveal/final?lang=en", {"sure": "y"})
    assert response.status_code == 422
    with app.app_context():
        assert snapshots.newest_snapshot(chaoyang).public()["state"]["final"] == "hidden"


def test_at_no_step_is_anybody_ahead_of_the_hall(organiser_client, client, frozen):
    begin(organiser_client)
    for number in range(len(ORDER) + 1):
        if number:
            assert step(organiser_client, number - 1, number).status_code == 303
        shown = [team for place in ORDER[:number] for team in place]
        hidden = [team for team in STRENGTH if team not in shown]
        for answer in everything_public(client):
            for team in hidden:
                assert f"row-final-{team}" not in answer
                total = f"{float(STRENGTH[team]) * 5:.2f}"
                assert total not in answer, (number, team)
        screen = client.get(f"/c/{CHAOYANG}/screen?lang=en").text
        drawn = screen[screen.index('class="screen-content"') : screen.index("</main>")]
        for team, name in NAMES.items():
            assert (name in drawn) == (team in shown), (number, team)
        snapshot = client.get(f"/api/v1/competitions/{CHAOYANG}/snapshot").get_json()
        rows = snapshot["stages"][0]["standings"]
        assert {row["team"] for row in rows} == set(shown)
        over = number == len(ORDER)
        assert snapshot["state"]["final"] == ("published" if over else "frozen")


def test_the_presenter_alone_looks_one_step_ahead(organiser_client, client, frozen):
    begin(organiser_client)
    step(organiser_client, 0, 1)
    page = organiser_client.get(f"{HERE}?lang=en").text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "The audience sees Place 6 Zone 6 Team 45.00" in text
    assert "Next (only you see this) Place 5 Zone 5 Team 55.00" in text
    assert "With this step the result is published." not in text
    phone = client.get(f"/c/{CHAOYANG}?lang=en").text
    assert "The result is being announced." in phone
    assert "5 teams are still to come" in phone


def test_the_screen_says_what_was_deducted_beside_a_total(
    app, organiser_client, client, frozen, chaoyang
):
    with app.app_context():
        deductions.add_deduction(chaoyang, "match-3", "team-6", "0.5", "Overtime", BY)
    begin(organiser_client)

    # Below the total of the place that is new, before the total in the list of those that were.
    for number, said in ((1, "44.50 0.5 deducted"), (2, "0.5 deducted 44.50")):
        step(organiser_client, number - 1, number)
        drawn = drawn_on_the_screen(client)
        assert said in drawn, number
        assert drawn.count("deducted") == 1


def drawn_on_the_screen(client):
    """The words of the projector's scene, in English."""
    page = client.get(f"/c/{CHAOYANG}/screen?lang=en").text
    drawn = page[page.index('class="screen-content"') : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", drawn))


def test_nothing_calls_the_board_frozen_while_the_result_is_announced(
    app, organiser_client, client, frozen
):
    public = (f"/c/{CHAOYANG}/overlay", f"/c/{CHAOYANG}/teams/team-6")
    for address in public:
        assert "frozen until the result is announced" in client.get(f"{address}?lang=en").text
    begin(organiser_client)
    organiser_client.submit(HERE, {"mode": "board"})
    for address in public:
        text = client.get(f"{address}?lang=en").text
        assert "the result is being announced" in text
        assert "frozen until" not in text
    assert (
        "Final</bdi>: the result is being announced" in organiser_client.get(f"{HERE}?lang=en").text
    )


def test_while_a_reveal_runs_everything_else_is_folded_away(organiser_client, frozen):
    begin(organiser_client)

    page = organiser_client.get(f"{HERE}?lang=en").get_data(as_text=True)

    outside = page[: page.index('<details class="fold others" id="others">')]
    outside = outside[outside.index('<div id="show"') :]
    assert re.findall(r"<button[^>]*>\s*(.*?)\s*</button>", outside) == ["Step back", "Next step"]
    assert "/reveal/final" not in page


def test_a_second_touch_of_the_same_button_is_no_second_step(organiser_client, client, frozen):
    begin(organiser_client)
    assert step(organiser_client, 0, 1).status_code == 303
    again = organiser_client.submit(
        f"{HERE}/step?lang=en", {"at": "0", "to": "1"}, headers={"HX-Request": "true"}
    )
    assert again.status_code == 422
    assert "The reveal has already moved on." in again.text
    assert "step 1 of 5" in again.text
    for wrong in ({"at": "x", "to": ""}, {}, {"at": "1", "to": "99999999999"}):
        assert organiser_client.submit(f"{HERE}/step", wrong).status_code == 422
    assert len(client.get(f"/api/v1/competitions/{CHAOYANG}/snapshot").json["stages"]) == 1


def test_it_can_be_broken_off_and_without_one_there_is_nothing_to_step(
    organiser_client, client, frozen
):
    before = client.get(f"/c/{CHAOYANG}/board?lang=en").text
    begin(organiser_client)
    step(organiser_client, 0, 1)
    assert organiser_client.submit(f"{HERE}/end", {}).status_code == 303
    after = client.get(f"/c/{CHAOYANG}/board?lang=en").text
    number = re.compile(r'data-number="\d+"')
    assert number.sub("", after) == number.sub("", before)
    assert step(organiser_client, 1, 2).status_code == 404
    assert organiser_client.submit(f"{HERE}/end", {}).status_code == 404


def test_breaking_off_is_asked_on_a_page_that_stays(organiser_client, frozen):
    assert "There is nothing to take back now." in organiser_client.get(f"{HERE}/end?lang=en").text
    begin(organiser_client)
    assert f'href="{HERE}/end"' in organiser_client.get(HERE).text
    page = organiser_client.get(f"{HERE}/end?lang=en").text
    assert "The places shown so far disappear" in page
    assert f'action="{HERE}/end"' in page


def test_the_published_end_is_left_by_no_key_and_after_a_question_alone(
    organiser_client, client, frozen
):
    begin(organiser_client)
    for number in range(len(ORDER)):
        assert 'data-step="back"' in organiser_client.get(HERE).text
        step(organiser_client, number, number + 1)
    page = organiser_client.get(HERE).text
    assert 'data-step="back"' not in page
    assert f'href="{HERE}/back"' in page
    form = form_at(organiser_client, f"{HERE}/back")
    assert (form["at"], form["to"]) == (["5"], ["4"])
    # The result was published: it is taken back as a correction, with a reason.
    assert step(organiser_client, 5, 4).status_code == 200
    sent = {name: values[-1] for name, values in form.items()}
    sent["correction_reason"] = "One step too far"
    assert organiser_client.submit(f"{HERE}/step", sent).status_code == 303
    # Somebody else went back meanwhile: the question is no more.
    assert 'name="to"' not in organiser_client.get(f"{HERE}/back").text
    assert client.get(f"/api/v1/competitions/{CHAOYANG}/snapshot").json["state"] == {
        "final": "frozen"
    }


def test_whoever_takes_the_result_back_reads_which_place_disappears(organiser_client, frozen):
    begin(organiser_client)
    for number in range(len(ORDER)):
        step(organiser_client, number, number + 1)

    page = organiser_client.get(f"{HERE}/back?lang=en").text

    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Place 1 Chaoyang Education Union Joint Team 90.00" in text


def test_a_guest_and_a_judge_cannot_lead_it(app, client, seat_judge, organiser_client, frozen):
    begin(organiser_client)
    for visitor in (client, seat_judge("judge-1")):
        assert visitor.submit(f"{HERE}/step", {"at": "0", "to": "1"}).status_code == 404
        assert visitor.submit(f"{HERE}/end", {}).status_code == 404
        assert visitor.submit(f"{HERE}/reveal/final", {"sure": "y"}).status_code == 404
        assert visitor.get(f"{HERE}/rehearsal/final/screen").status_code in (302, 404)


def test_the_screen_never_takes_the_frozen_board_for_an_announcement(app, client, chaoyang, api):
    for number in range(1, 8):
        api(f"judge-{number}").put("match-1", "education")
    with app.app_context():
        from competition.actions import hall_screen

        stage_release.set_release(chaoyang, "final", "live", BY)
        stage_release.set_release(chaoyang, "final", "frozen", BY)
        hall_screen.show_mode(chaoyang, "reveal", BY, "final")
    screen = client.get(f"/c/{CHAOYANG}/screen?lang=en").text
    assert 'data-mode="reveal"' in screen
    drawn = screen[screen.index('class="screen-content"') : screen.index("</main>")]
    assert "85.00" not in drawn


def test_a_rehearsal_is_marked_as_one_and_the_public_sees_nothing_of_it(
    organiser_client, client, frozen
):
    before = everything_public(client)
    page = organiser_client.get(f"{HERE}/rehearsal/final?step=2&lang=en").text
    assert "All marks here are made up." in page
    screen = organiser_client.get(f"{HERE}/rehearsal/final/screen?step=2&lang=en")
    assert screen.headers["Cache-Control"] == "no-store"
    assert "Rehearsal: all marks are made up" in screen.text
    assert "Place 5" in screen.text
    for odd in ("-1", "x", "99999999", "²"):
        for address in ("rehearsal/final", "rehearsal/final/screen"):
            assert organiser_client.get(f"{HERE}/{address}?step={odd}").status_code == 200
    assert organiser_client.get(f"{HERE}/rehearsal/nothing").status_code == 404
    assert everything_public(client) == before


def test_the_result_after_the_last_step_is_what_a_recount_gives(
    app, organiser_client, client, frozen
):
    begin(organiser_client)
    for number in range(len(ORDER)):
        step(organiser_client, number, number + 1)
    with app.app_context():
        from competition.store import queries

        counted = reveal.count_stage(queries.find_competition(CHAOYANG), "final")
    snapshot = client.get(f"/api/v1/competitions/{CHAOYANG}/snapshot").get_json()
    assert snapshot["stages"] == [json.loads(json.dumps(counted))]
    page = organiser_client.get(f"{HERE}?lang=en").text
    assert "No further place: the result is published." in page
