"""Marks worth a second look: the rule on its own, then the review of the plain form."""

import json
import re
from pathlib import Path

import pytest

from competition.web.judge import unusual_marks
from tests.factories import DIMENSIONS, FULL_MARKS

TABLE = json.loads(Path(__file__).with_name("unusual_marks.json").read_text(encoding="utf-8"))
MATCH = "/judge/matches/match-1"
HIGHEST = dict.fromkeys(DIMENSIONS, "20")
OTHER = FULL_MARKS | {"strategy": "12"}


@pytest.mark.parametrize("example", TABLE["examples"], ids=lambda example: example["called"])
def test_a_row_is_found_odd_as_the_table_says(example):
    dimensions, marks = TABLE["dimensions"], example["marks"]
    found = unusual_marks.find_unusual(dimensions, "metro", marks, example["others"])

    assert [[f.code, f.dimension, f.team] for f in found] == example["found"]
    assert unusual_marks.marks_text(dimensions, marks) == example["row"]


@pytest.fixture
def review(judge_client):
    """The review of match 1 in English, and what its form would send: `page, form = review()`."""

    def review_(page=None):
        page = page or judge_client.get(f"{MATCH}/review?lang=en").text
        return page, dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page))

    return review_


@pytest.fixture
def draft(api):
    """Store a draft of judge 1: `draft("education", marks)`."""

    def draft_(team, marks, *, match="match-1", base=0, state="draft"):
        answer = api("judge-1").put(match, team, marks, state=state, base=base)
        assert answer.status_code == 200

    return draft_


def states(api):
    return [api("judge-1").get("match-1", t).json["state"] for t in ("education", "team-2")]


def test_ordinary_marks_are_not_asked_about(judge_client, review, draft, api):
    draft("education", FULL_MARKS)
    draft("team-2", OTHER)
    page, form = review()

    assert 'name="meant"' not in page
    assert judge_client.submit(f"{MATCH}/submit", form).status_code == 303
    assert states(api) == ["submitted", "submitted"]


def test_unusual_marks_are_named_beside_their_team_and_wait_for_the_tick(
    judge_client, review, draft, api
):
    draft("education", FULL_MARKS)
    draft("team-2", HIGHEST | {"teamwork": "0"})
    page, form = review()
    cells = dict(re.findall(r'data-odd-cell="([^"]*)">(.*?)</td>', page))

    assert cells == {
        "education": "",
        "team-2": "<p>Teamwork has the lowest possible mark: 0</p>",
    }
    assert re.search(r'class="button primary"[^>]*>Back to the marks<', page)
    refused = judge_client.submit(f"{MATCH}/submit", form)
    assert refused.status_code == 422
    assert 'name="meant"' in refused.text
    assert states(api) == ["draft", "draft"]

    assert judge_client.submit(f"{MATCH}/submit", form | {"meant": "1"}).status_code == 303
    assert states(api) == ["submitted", "submitted"]


def test_two_equal_sheets_are_named_on_both_sides(review, draft):
    draft("education", FULL_MARKS)
    draft("team-2", FULL_MARKS)

    assert review()[0].count("<p>Both teams have the same marks in every dimension</p>") == 2


def test_a_row_equal_to_one_of_another_match_names_its_team(review, draft):
    draft("team-4", FULL_MARKS, match="match-2", state="submitted")
    draft("education", FULL_MARKS)

    assert "<p>The same marks as Zone 4 Team in every dimension</p>" in review()[0]


def test_a_tick_holds_for_the_row_that_was_asked_about_and_no_other(
    judge_client, review, draft, api
):
    draft("education", HIGHEST)
    _, form = review()
    draft("education", HIGHEST | {"strategy": "0"}, base=1)
    form |= {"education.base_version": "2", "meant": "1"}

    assert judge_client.submit(f"{MATCH}/submit", form).status_code == 422
    assert states(api)[0] == "draft"


def test_a_confirmation_is_carried_on_when_the_review_is_shown_again(
    judge_client, review, draft, api
):
    """The other sheet was overtaken: the tick for this one is not asked for twice."""
    draft("education", HIGHEST)
    draft("team-2", OTHER)
    _, form = review()
    draft("team-2", FULL_MARKS, base=1)
    again = judge_client.submit(f"{MATCH}/submit", form | {"meant": "1"})
    assert again.status_code == 409
    assert states(api) == ["submitted", "draft"]
    page, form = review(again.text)

    assert 'name="meant"' not in page
    assert judge_client.submit(f"{MATCH}/submit", form).status_code == 303
    assert states(api) == ["submitted", "submitted"]


def test_what_counts_already_is_not_asked_about_again(judge_client, review, draft):
    draft("education", HIGHEST, state="submitted")
    draft("education", HIGHEST, base=1)

    assert 'name="meant"' not in review()[0]


def test_drafts_and_programs_are_never_asked(draft, api, chaoyang):
    draft("education", HIGHEST)
    draft("team-2", HIGHEST, state="submitted")

    assert states(api) == ["draft", "submitted"]
    assert api("judge-1").get("match-1", "team-2").json["total"] == "100"
