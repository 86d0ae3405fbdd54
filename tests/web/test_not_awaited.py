"""Teams that left, void matches and recused judges: nobody is told that something is awaited."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests import factories
from tests.conftest import Visitor

NOT_BEGUN = "Not started"
HEADERS = {"Accept-Language": "en"}


def league(**final_match: Any) -> dict[str, Any]:
    """The league with the final's match changed."""
    whole = factories.league()
    whole["stages"][1]["rounds"][0]["matches"][0] |= final_match
    return whole


def withdrawn(**field: Any) -> dict[str, Any]:
    """The league without the bus team from the final on, which the bus team has reached."""
    whole = factories.league()
    whole["teams"][0] |= field
    return whole


@pytest.fixture
def jos_tablet(seat_judge: Callable[..., Visitor]) -> Callable[[str], str]:
    """A page of Jo's as she reads it, as text without tags."""

    def read(path: str) -> str:
        answer = seat_judge("jo", "league").get(path, headers=HEADERS)
        assert answer.status_code == 200
        body = answer.text.partition("<main")[2].partition('<script type="application/json"')[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))

    return read


@pytest.fixture
def progress(organiser_client: Visitor) -> Callable[[], str]:
    """The organiser's progress page of the open final."""
    return lambda: organiser_client.get("/organiser/c/league/wall", headers=HEADERS).text


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ({"withdrawn": True}, "Team withdrawn"),
        ({"withdrawn_from": "final"}, "Team withdrawn"),
        ({"disqualified": True}, "Team disqualified"),
    ],
)
def test_a_team_that_left_is_not_to_be_scored(load, jos_tablet, progress, field, word):
    load(withdrawn(**field))

    # The other team is not begun: in the list, and among the marks and in the review of the match.
    for address, not_begun in (("/judge", 1), ("/judge/matches/last", 2)):
        page = jos_tablet(address)
        assert f"{word} Nothing to score." in page
        assert page.count(NOT_BEGUN) == not_begun
    assert "0 of 3 sheets" in progress()
    # At the head of its column and in each judge's row.
    assert progress().count(word.removeprefix("Team ")) == 4
    assert progress().count(NOT_BEGUN) == 3


def test_a_team_that_leaves_after_this_stage_is_awaited_here(load, jos_tablet):
    whole = factories.league()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["teams"][1]["withdrawn_from"] = "final"
    load(whole)

    assert "withdrawn" not in jos_tablet("/judge/matches/semi-1")


def test_the_organisers_reason_is_said(load, jos_tablet):
    load(withdrawn(withdrawn=True, reason=factories.text("生病", "Illness")))

    assert "Reason: Illness" in jos_tablet("/judge/matches/last")


def test_a_void_match_is_not_among_those_to_be_scored(load, jos_tablet, progress):
    load(league(void=factories.text("火警", "Fire alarm")))

    page = jos_tablet("/judge")
    assert "Not to be scored" in page
    assert "Match does not count Nothing to score. Reason: Fire alarm" in page
    assert "Score this match" not in page
    assert NOT_BEGUN not in page
    assert NOT_BEGUN not in progress()
    assert "does not count" in progress()


def test_a_recused_judge_is_told_and_not_awaited(load, jos_tablet, progress):
    reason = factories.text("亲属", "A relative")
    load(league(recused=[{"judge": "jo", "teams": ["metro"], "reason": reason}]))

    page = jos_tablet("/judge/matches/last")
    assert (
        "Not to be scored by you Your marks for this team do not count. Reason: A relative" in page
    )
    assert page.count(NOT_BEGUN) == 2
    assert "0 of 5 sheets" in progress()


def test_the_other_teams_sheet_is_all_that_is_left_to_submit(load, jos_tablet, api):
    load(withdrawn(withdrawn=True))
    api("jo", "league").put("last", "post", {"law": "8", "poise": "7"})

    page = jos_tablet("/judge")
    assert "You have submitted everything that is open." in page
