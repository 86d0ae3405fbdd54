"""王芳 decides on late sheets, and sees on Progress what is still on the judges' tablets."""

import datetime as dt
import re

import pytest

from competition.actions import late_sheets, rounds, stage_release
from competition.store import late_sheets as rows
from competition.store import queries
from competition.web import presence
from competition.web.organiser.day import tablets
from tests.factories import CHAOYANG, FULL_MARKS, league

HERE = f"/organiser/c/{CHAOYANG}"
BY = "organiser 王芳"
ROW = {"match": "match-1", "team": "education", "state": "submitted", "phase": "waiting"}


@pytest.fixture
def offered(app, chaoyang):
    """评委一's sheet of 朝阳教育 came after the round was closed; its number."""
    body = {"marks": FULL_MARKS, "state": "submitted", "base_version": 0}
    written = "2026-05-02T10:00:00+00:00"
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)
        judge = queries.find_judge(queries.find_competition(CHAOYANG), "judge-1")
        write = late_sheets.LateWrite(body, "late-key", written)
        late_sheets.hand_in_late(judge, CHAOYANG, "match-1", "education", write)
        (found,) = rows.undecided_sheets(queries.find_competition(CHAOYANG))
        return found.id


@pytest.fixture
def say(api):
    """A judge's tablet says what waits on it: `say("judge-1", ROW | {"age_seconds": 90})`."""

    def say_(judge, *waiting, device="0123456789abcdef"):
        program = api(judge)
        body = {"device": device, "waiting": list(waiting)}
        answer = program.client.post("/api/v1/judge/presence", json=body, headers=program.headers)
        assert answer.status_code == 200

    return say_


def page(client, address):
    response = client.get(address, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.text


def decide(client, number, decision, reason, seen="0"):
    data = {"decision": decision, "reason": reason, "seen": seen}
    return client.submit(f"{HERE}/late/{number}", data, headers={"Accept-Language": "en"})


def test_the_plan_and_the_wall_say_that_a_late_sheet_waits(organiser_client, offered):
    for address in (HERE, f"{HERE}/wall"):
        assert "1 late sheet is waiting for your decision." in page(organiser_client, address)
    assert "Decide…" in page(organiser_client, f"{HERE}/late")


def test_whoever_reveals_or_publishes_is_told_of_the_late_sheet_first(
    app, api, organiser_client, offered, chaoyang
):
    said = "1 late sheet is waiting for your decision."
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "frozen", BY)
        rounds.set_state(CHAOYANG, "round-1", "open", BY, reason="Six were cut off.")
    for number in range(1, 8):
        assert api(f"judge-{number}").put("match-1", "team-2").status_code == 200
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)
    for address in (f"{HERE}/show/reveal/final", f"{HERE}/release/final/published"):
        assert said in page(organiser_client, address), address
    decide(organiser_client, offered, "decline", "It was no sheet.")
    for address in (f"{HERE}/show/reveal/final", f"{HERE}/release/final/published"):
        assert said not in page(organiser_client, address), address


def test_the_organiser_sees_the_times_and_not_the_marks(organiser_client, offered):
    text = page(organiser_client, f"{HERE}/late/{offered}")
    assert "18:00:00" in text  # 10:00 UTC, in the evening in Beijing.
    assert "No version of this sheet has been stored so far." in text
    assert "all 5 marks" in text
    said = re.sub(r"<[^>]*>", " ", text)  # A time in an attribute may have any digits.
    assert "18.5" not in said
    assert not re.search(r"\b85\b", said)


def test_the_closing_that_is_told_is_the_one_the_sheet_came_too_late_for(
    app, organiser_client, offered
):
    with app.app_context():
        competition = queries.find_competition(CHAOYANG)
        (sheet,) = rows.undecided_sheets(competition)
        missed = late_sheets.closed_at(competition, sheet.match, sheet.arrived_at)
        rounds.set_state(CHAOYANG, "round-1", "open", BY, reason="Six were cut off.")
        assert "it is open now" in page(organiser_client, f"{HERE}/late/{offered}")
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)

        assert missed is not None
        assert missed <= sheet.arrived_at
        assert late_sheets.closed_at(competition, sheet.match, sheet.arrived_at) == missed


def test_an_accepted_sheet_counts_and_is_shown_with_its_marks_and_reason(
    organiser_client, offered, api
):
    answer = decide(organiser_client, offered, "accept", "The Wi-Fi was down.")

    assert answer.status_code == 303
    assert answer.location.endswith(f"{HERE}/late")
    text = page(organiser_client, f"{HERE}/late/{offered}")
    assert "The Wi-Fi was down." in text
    assert "18.5" in text
    assert api("judge-1").get("match-1", "education").json["state"] == "submitted"
    assert "Late sheet accepted" in page(organiser_client, f"{HERE}/audit")
    assert "No late sheets are waiting" in page(organiser_client, f"{HERE}/late")


def test_a_declined_sheet_stores_nothing(organiser_client, offered, api):
    assert decide(organiser_client, offered, "decline", "Too late.").status_code == 303
    assert api("judge-1").get("match-1", "education").json["version"] == 0
    assert "Not accepted" in page(organiser_client, f"{HERE}/late")


def test_a_decision_without_a_reason_keeps_what_was_chosen(organiser_client, offered):
    answer = decide(organiser_client, offered, "decline", " ")
    assert answer.status_code == 422
    assert "Give a reason" in answer.text
    assert '<option value="decline" selected>' in answer.text


@pytest.mark.parametrize("seen", ["", "-1", "x", "99999999999999", "3"])
def test_a_decision_made_over_another_version_is_asked_again(organiser_client, offered, seen):
    answer = decide(organiser_client, offered, "accept", "Wi-Fi", seen)
    assert answer.status_code == 422
    assert "changed this sheet in the meantime" in answer.text


@pytest.mark.parametrize("decision", ["", "maybe"])
def test_a_decision_that_is_none_is_refused(organiser_client, offered, decision):
    assert decide(organiser_client, offered, decision, "Wi-Fi").status_code == 422
    assert "No late sheets are waiting" not in page(organiser_client, f"{HERE}/late")


def test_a_version_that_the_tablet_did_not_know_is_said(app, organiser_client, api, chaoyang):
    jo = api("judge-1")
    jo.put("match-1", "education", state="draft", base=0)
    jo.put("match-1", "education", base=1)
    body = {"marks": FULL_MARKS | {"strategy": "1"}, "state": "submitted", "base_version": 1}
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)
        judge = queries.find_judge(queries.find_competition(CHAOYANG), "judge-1")
        write = late_sheets.LateWrite(body, "late-key")
        late_sheets.hand_in_late(judge, CHAOYANG, "match-1", "education", write)
        (found,) = rows.undecided_sheets(queries.find_competition(CHAOYANG))
    text = page(organiser_client, f"{HERE}/late/{found.id}")
    assert "the tablet had version 1; version 2 has been stored since" in text


def test_a_late_sheet_of_another_competition_is_not_found_here(organiser_client, offered, load):
    load(league())
    assert organiser_client.get(f"/organiser/c/league/late/{offered}").status_code == 404


def test_the_wall_shows_what_is_on_a_tablet_only(organiser_client, chaoyang, say):
    say("judge-1", ROW | {"age_seconds": 90}, ROW | {"team": "team-2", "age_seconds": 10})
    text = page(organiser_client, f"{HERE}/wall")
    assert text.count("only on the tablet since") == text.count("it is being sent") == 2

    say("judge-1")
    assert "only on the tablet since" not in page(organiser_client, f"{HERE}/wall")


def test_the_wall_counts_a_judges_tablets(organiser_client, chaoyang, say):
    say("judge-1")
    say("judge-1", device="fedcba9876543210")
    assert "2 tablets" in page(organiser_client, f"{HERE}/wall")


def test_a_judge_who_has_fallen_silent_is_said_so_while_the_round_is_open(
    app, organiser_client, chaoyang, say, monkeypatch
):
    say("judge-1")
    assert "not seen since" not in page(organiser_client, f"{HERE}/wall")
    later = presence.utc_now() + dt.timedelta(seconds=tablets.SILENT_SECONDS + 5)
    monkeypatch.setattr(presence, "utc_now", lambda: later)
    assert "not seen since" in page(organiser_client, f"{HERE}/wall")
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)
    assert "not seen since" not in page(organiser_client, f"{HERE}/wall?all=1")


def test_a_judge_whose_sheets_are_all_in_may_be_silent_and_one_with_marks_on_a_tablet_may_not(
    organiser_client, chaoyang, api, say, monkeypatch
):
    say("judge-1")
    judge = api("judge-1")
    for match, team in (("match-1", "education"), ("match-1", "team-2"), ("match-2", "team-3")):
        assert judge.put(match, team).status_code == 200
    later = presence.utc_now() + dt.timedelta(seconds=tablets.SILENT_SECONDS + 5)
    monkeypatch.setattr(presence, "utc_now", lambda: later)

    # Nothing is owed in match 1; a sheet is in matches 2 and 3.
    assert page(organiser_client, f"{HERE}/wall").count("not seen since") == 2

    monkeypatch.undo()
    say("judge-1", ROW | {"age_seconds": 5})
    monkeypatch.setattr(presence, "utc_now", lambda: later)
    assert page(organiser_client, f"{HERE}/wall").count("not seen since") == 3


def test_the_wall_shows_the_receipt_that_the_judge_sees(organiser_client, chaoyang, api):
    receipt = api("judge-1").put("match-1", "education").json["receipt"]
    assert f"receipt {receipt}</span>" in page(organiser_client, f"{HERE}/wall")


@pytest.fixture
def two(app, chaoyang):
    """Two late sheets of 评委一: a submitted one of 朝阳教育, a draft of the other team."""
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)
        judge = queries.find_judge(queries.find_competition(CHAOYANG), "judge-1")
        for team, state, marks in (
            ("education", "submitted", FULL_MARKS),
            ("team-2", "draft", {"strategy": "9.5"}),
        ):
            body = {"marks": marks, "state": state, "base_version": 0}
            write = late_sheets.LateWrite(body, f"late-{team}")
            late_sheets.hand_in_late(judge, CHAOYANG, "match-1", team, write)
        found = rows.undecided_sheets(queries.find_competition(CHAOYANG))
        return [late.id for late in found]


def decide_together(client, numbers, decision, reason, seen=0):
    data = {
        "sheets": [str(number) for number in numbers],
        "seen": " ".join(f"{number}:{seen}" for number in numbers),
        "decision": decision,
        "reason": reason,
    }
    return client.submit(f"{HERE}/late/of/judge-1", data, headers={"Accept-Language": "en"})


def decisions(app):
    with app.app_context():
        competition = queries.find_competition(CHAOYANG)
        found = [*rows.undecided_sheets(competition), *rows.decided_sheets(competition)]
        return {late.team.key: (late.decision, late.reason) for late in found}


def test_several_sheets_of_one_judge_are_decided_on_together_for_one_reason(
    app, organiser_client, two
):
    assert "Decide on 2 sheets of Judge 1 together…" in page(organiser_client, f"{HERE}/late")
    assert page(organiser_client, f"{HERE}/late/of/judge-1").count(" checked") == 2

    answer = decide_together(organiser_client, two, "accept", "The Wi-Fi was down.")

    assert answer.status_code == 303
    accepted = ("accepted", "The Wi-Fi was down.")
    assert decisions(app) == {"education": accepted, "team-2": accepted}
    said = page(organiser_client, f"{HERE}/late")
    assert "2 late sheets are accepted." in said
    assert "1 of them is a draft and does not count until the judge submits it." in said


def test_of_several_sheets_those_that_are_not_chosen_go_on_waiting(app, organiser_client, two):
    decide_together(organiser_client, two[:1], "decline", "It was no sheet.")

    assert decisions(app) == {"education": ("declined", "It was no sheet."), "team-2": ("", None)}


def test_of_several_sheets_all_are_decided_or_none(app, organiser_client, two):
    answer = decide_together(organiser_client, two, "accept", "The Wi-Fi was down.", seen=3)

    assert answer.status_code == 422
    assert "The judge has changed this sheet in the meantime." in answer.text
    assert set(decisions(app).values()) == {("", None)}
    nothing = decide_together(organiser_client, [], "accept", "The Wi-Fi was down.")
    assert "Choose at least one sheet." in nothing.text
    without = decide_together(organiser_client, two, "decline", " ")
    assert "Give a reason" in without.text


def test_an_accepted_draft_is_said_not_to_count_until_it_is_submitted(organiser_client, two):
    decide(organiser_client, two[1], "accept", "The Wi-Fi was down.")

    said = page(organiser_client, f"{HERE}/late")
    assert "Accepted as a draft. It does not count until the judge submits it" in said
    decided = said[said.index('id="late-decided"') :]
    assert "This is a draft: it does not count until the judge submits it." in decided
    assert "does not count" in page(organiser_client, f"{HERE}/late/{two[1]}")
