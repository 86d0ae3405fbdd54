"""What cannot be saved or removed is said with names, and with what to do instead."""

import re

import pytest

from competition.actions import exclusions
from tests import factories
from tests.web.reading_forms import form_at

HERE = "/organiser/c/league"
BY = "organiser 王芳"


@pytest.fixture
def league(load, app):
    """The league; two stages, the final carries the semi-final."""
    file = factories.league()
    file["stages"][0]["advance"] = {"to": "final", "top": 2}
    file["judges"][1]["conflicts"] = ["rail"]
    load(file)
    with app.app_context():
        yield


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def refused(organiser, path: str, **changes) -> str:
    """The page that refuses a change, in English; it names no place in a file and no key."""
    address = f"{HERE}/{path}?lang=en"
    form = form_at(organiser, address)
    form.update({name: [value] for name, value in changes.items()})
    answer = organiser.post(address, data=form)
    assert answer.status_code == 422
    assert not re.search(r"\w\[\d+\]|scoring\.|in this file", words(answer.text))
    return answer.text


def removal(organiser, path: str) -> str:
    answer = organiser.submit(f"{HERE}/remove/{path}?lang=en", {})
    assert answer.status_code == 422
    assert not re.search(r"\w\[\d+\]|in this file", words(answer.text))
    return words(answer.text)


def test_a_second_head_judge_is_refused_once_with_both_names_and_a_way_out(
    organiser_client, league
):
    page = words(refused(organiser_client, "judges/jo", head="y"))

    assert "Jo Amsel and 李娜 are both head judges; a panel can have only one." in page
    assert "untick “Head judge” for one under Judges" in page
    assert "match 1: Jo Amsel" in page


def test_a_second_head_judge_on_a_panel_is_said_beside_the_seat(organiser_client, load):
    file = factories.league()
    file["judges"].append({"key": "zhao", "name": factories.text("赵敏"), "head": True})
    load(file)

    page = refused(organiser_client, "matches/last", **{"panel-3-judge": "zhao"})

    found = re.search(r'id="panel-3[\w-]*-refusal-1">([^<]+)', page)
    assert found is not None
    assert found[1].startswith("赵敏 and 李娜 are both head judges")


def test_a_team_twice_in_a_match_is_named(organiser_client, league):
    page = refused(organiser_client, "matches/last", **{"entries-1-team": "metro"})

    assert "地铁队 is in this match twice. Choose another team, or clear the row." in page


def test_a_category_without_a_weight_says_which_have_one(organiser_client, load):
    file = factories.league()
    file["scoring"]["category_weights"] = {"professional": "1"}
    for judge in file["judges"]:
        judge["category"] = "professional"
    load(file)

    page = refused(organiser_client, "judges/jo", category="academic")
    assert "the rule weights these categories only: professional." in page

    page = words(refused(organiser_client, "rubric", **{"category_weights-0-category": "guest"}))
    assert "Jo Amsel: This judge is on a panel" in page


def test_a_circle_of_stages_is_said_at_the_field_with_the_names(organiser_client, league):
    page = refused(organiser_client, "stages/final", advance_to="semi", advance_top="2")

    assert "A stage would come before itself: " in page
    assert "Semi-final → Final" in page or "Final → Semi-final" in page


def test_a_stage_that_others_lean_on_names_them(organiser_client, league):
    page = removal(organiser_client, "stages/final")

    assert (
        "These stages carry over its totals, or their best teams advance to it: Semi-final." in page
    )


def test_a_stage_from_which_a_team_is_withdrawn_names_the_team(organiser_client, league):
    exclusions.withdraw_team("league", "rail", "final", "Illness", BY)

    assert "铁路队 is withdrawn from this stage on." in removal(organiser_client, "stages/final")


def test_a_team_that_is_a_conflict_of_interest_names_the_judge(organiser_client, league):
    page = removal(organiser_client, "teams/rail")

    assert "It is named as a conflict of interest of 张伟." in page
    assert "It is used in Semi-final · Semi-final round, match 2." in page
    assert "Withdraw it instead." in page


def test_a_recused_judge_stays_on_the_panel_until_the_recusal_is_taken_back(
    organiser_client, league
):
    exclusions.recuse_judge("league", "jo", [("last", "post")], "A colleague", BY)

    page = words(refused(organiser_client, "matches/last", **{"panel-2-judge": ""}))
    assert "Jo Amsel is recused in this match. Take the recusal back first" in page

    assert "named in a recusal in Final" in removal(organiser_client, "judges/jo")


def test_a_judge_who_has_marked_is_to_be_recused_instead(organiser_client, league):
    page = words(refused(organiser_client, "matches/semi-1", **{"panel-2-judge": ""}))

    assert "Jo Amsel has already marked in this match" in page
    assert "recuse the judge instead" in page
