"""What a judge reads and types without a script: members, partial sums, commas, the review."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from competition.actions import rounds
from tests import factories
from tests.conftest import Api, Visitor

MATCH = "/judge/matches/last"
BY = "organiser 王芳"


@pytest.fixture
def tablet(load: Any, seat_judge: Callable[..., Visitor]) -> Visitor:
    """Jo's, at the league with a metro team of four and an open final."""
    whole = factories.league()
    names = ("陈晨", "林静", "吴江", "赵敏")
    whole["teams"][0]["members"] = [
        {"key": f"m{number}", "name": factories.text(name)} for number, name in enumerate(names)
    ]
    load(whole)
    return seat_judge("jo", "league")


@pytest.fixture
def jo(tablet: Visitor, api: Callable[..., Api]) -> Api:
    return api("jo", "league")


def words(tablet: Visitor, path: str = MATCH) -> str:
    page = tablet.get(path, headers={"Accept-Language": "en"}).text
    body = page.partition("<main")[2].partition('<script type="application/json"')[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def typed(tablet: Visitor, **marks: str) -> dict[str, str]:
    page = tablet.get(f"{MATCH}?change=1").text
    hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
    wanted = ("judge", "metro.base_version", "metro.nonce")
    sent = {name: hidden[name] for name in wanted} | {"metro.comment": ""}
    return sent | {f"metro.mark_{dimension}": mark for dimension, mark in marks.items()}


def test_all_members_of_a_team_stand_under_its_name(tablet):
    assert "Members: 陈晨 , 林静 , 吴江 , 赵敏" in words(tablet)


def test_the_name_of_a_field_says_which_team(tablet):
    page = tablet.get(MATCH).text
    assert 'aria-labelledby="metro.mark_law.label team-metro"' in page
    assert 'id="metro.mark_law.label"' in page
    assert 'id="team-metro"' in page
    assert 'aria-labelledby="post.comment.label team-post"' in page


@pytest.mark.parametrize("mark", ["8,5", "8，5", "８，５", "8。5"])
def test_a_decimal_comma_is_read_as_a_point(tablet, jo, mark):
    assert tablet.submit(MATCH, typed(tablet, law=mark, poise="")).status_code == 303
    assert jo.get("last", "metro").json["marks"] == {"law": "8.5"}


def test_several_commas_are_no_number(tablet, jo):
    assert tablet.submit(MATCH, typed(tablet, law="8,5,5", poise="")).status_code == 422
    assert jo.get("last", "metro").json["version"] == 0


def test_the_sum_of_some_marks_is_not_shown_as_a_total(tablet, jo):
    jo.put("last", "metro", {"poise": "8"}, state="draft")

    for path in (MATCH, f"{MATCH}/review"):
        page = words(tablet, path)
        assert "1 of 2 marked" in page
        # A time of day is no total.
        assert not re.search(r"(?<![\d:])16(?![\d:])", page)
    jo.put("last", "metro", {"law": "9", "poise": "8"}, state="draft", base=1)
    assert "25" in words(tablet)
    assert "of 2 marked" not in words(tablet)


def test_after_a_change_the_counting_version_and_its_total_are_named(tablet, jo):
    jo.put("last", "metro", {"law": "9", "poise": "8"})
    jo.put("last", "metro", {"law": "7", "poise": "8"}, state="draft", base=1)

    assert "Until you submit, version 1 counts: total 25" in words(tablet)
    assert jo.get("last", "metro").json["submitted_total"] == "25"


def test_the_review_of_a_closed_round_offers_nothing_to_submit(tablet, jo, app):
    jo.put("last", "metro", {"law": "9", "poise": "8"}, state="draft")
    assert "Submit 1 of 2 sheets" in words(tablet, f"{MATCH}/review")
    with app.app_context():
        rounds.set_state("league", "final-round", "closed", BY, "")

    page = words(tablet, f"{MATCH}/review")
    assert "The round is closed: these marks can no longer be submitted" in page
    assert "Back to the marks" in page
    for offer in ("Submit 1", "Nothing to submit", "until the organiser closes", "want to submit"):
        assert offer not in page


def test_the_page_knows_the_last_mark_in_another_match(tablet):
    page = tablet.get(MATCH).text
    assert '"last": {"law": "6", "poise": "7"}' in page


def test_what_the_organiser_holds_is_not_called_missing(tablet, jo, app):
    jo.put("last", "metro", {"law": "9"}, state="draft")
    with app.app_context():
        rounds.set_state("league", "final-round", "closed", BY, "")
    assert "this sheet does not count" in words(tablet, "/judge")
    body = {"marks": {"law": "9", "poise": "8"}, "state": "submitted", "base_version": 1}
    answer = jo.client.put(
        f"{jo.address('last', 'metro')}/late",
        json=body | {"age_seconds": 5},
        headers=jo.headers | {"Idempotency-Key": "late-1"},
    )
    assert answer.json["decision"] == "waiting"

    for path in ("/judge", MATCH):
        page = words(tablet, path)
        assert "Late, waiting for the organiser&#39;s decision" in page
        assert "this sheet does not count" not in page
