"""Deciding about overtime, through Flask's client: an organiser, and the head judge's tablet."""

import pytest

from competition.actions import match_clocks, rounds
from competition.match_clock import suggested_clock
from competition.store import queries
from tests import factories
from tests.factories import CHAOYANG

BY = "organiser 王芳"
PAGE = f"/organiser/c/{CHAOYANG}/matches/match-1/overtime"
TABLET = "/judge/matches/match-1/overtime"
PROPOSED = {"phase": "opening", "team": "education", "seconds": "15"}


@pytest.fixture
def late(app, load, monkeypatch):
    """The team of the education union speaks 15 seconds longer than its time."""
    whole = factories.sample() | {"clock": suggested_clock()}
    load(whole)
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "open", BY)
        for seconds, act in ((1000, "start"), (1195, "pause")):
            monkeypatch.setattr(match_clocks.time, "time_ns", lambda s=seconds: s * 1_000_000_000)
            match_clocks.touch_clock(CHAOYANG, "match-1", act, BY)
    monkeypatch.undo()


def deducted(app):
    with app.app_context():
        found = queries.deductions_of(queries.find_competition(CHAOYANG))
        return [(each.team.key, each.points, each.phase) for each in found]


def test_the_organiser_sees_the_proposal_and_deducts_it(app, organiser_client, late):
    page = organiser_client.get(f"{PAGE}?lang=en").text
    assert "Over time by 15 s" in page
    assert "Proposed: 0.5 points" in page
    assert deducted(app) == []

    sent = organiser_client.submit(PAGE, {**PROPOSED, "decision": "confirm"})

    assert sent.status_code == 303
    assert deducted(app) == [("education", "0.5", "opening")]
    assert "0.5 points were deducted for 15 s." in organiser_client.get(f"{PAGE}?lang=en").text


def test_waiving_it_needs_a_reason_which_stays_on_the_page(app, organiser_client, late):
    refused = organiser_client.submit(PAGE, {**PROPOSED, "decision": "waive", "reason": " "})
    assert refused.status_code == 422

    waived = {**PROPOSED, "decision": "waive", "reason": "The bell was late"}
    assert organiser_client.submit(PAGE, waived).status_code == 303

    assert "The bell was late" in organiser_client.get(PAGE).text
    assert deducted(app) == []


def test_the_head_judge_decides_on_the_own_tablet_and_no_other_judge(app, seat_judge, late):
    head, other = seat_judge("judge-1"), seat_judge("judge-2")
    assert other.get(TABLET).status_code == 404
    sent = {**PROPOSED, "decision": "confirm"}
    assert other.submit(TABLET, sent).status_code == 404

    assert "15" in head.get(TABLET).text
    assert head.submit(TABLET, sent).status_code == 303

    assert deducted(app) == [("education", "0.5", "opening")]
    again = head.submit(f"{TABLET}?lang=en", sent)
    assert again.status_code == 422
    assert "deducted for this overtime already" in again.text


def test_the_head_judge_s_match_page_shows_the_clock_and_leads_to_overtime(seat_judge, late):
    head, other = seat_judge("judge-1"), seat_judge("judge-2")

    page = head.get("/judge/matches/match-1").text
    assert 'data-match-clock="match-1"' in page
    assert TABLET in page
    assert TABLET not in other.get("/judge/matches/match-1").text
