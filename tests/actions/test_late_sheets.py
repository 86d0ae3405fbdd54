"""Sheets that came too late: offered, decided on with a reason, and never counted by themselves."""

import pytest

from competition.actions import (
    accounts,
    competitions,
    late_decisions,
    late_sheets,
    lookup,
    rounds,
    setup,
    sheet_access,
    sheet_checks,
    sheets,
    stage_release,
)
from competition.actions.late_sheets import LateWrite, OfferOutcome
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, audit_links, file_export, queries, snapshots
from competition.store import late_sheets as rows
from competition.store import sheets as stored
from competition.store.late_sheets import Source
from competition.store.transactions import writing
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
FULL = {"law": "8.5", "poise": "7"}
WRITTEN = "2026-05-02T10:00:00+00:00"


@pytest.fixture(autouse=True)
def closed_final(context):
    """The league's final, its round closed while Jo's tablet was out of reach."""
    competitions.load_competition(factories.checked(league()), BY)
    rounds.set_state("league", "final-round", "closed", BY)


def judge(key="jo"):
    return queries.find_judge(queries.find_competition("league"), key)


def body(marks=None, state="submitted", base=0, **more):
    return {"marks": FULL if marks is None else marks, "state": state, "base_version": base} | more


def hand_in(sent=None, key="late-key", who="jo", team="metro"):
    write = LateWrite(sent or body(), key, WRITTEN)
    return late_sheets.hand_in_late(judge(who), "league", "last", team, write)


def waiting():
    return rows.undecided_sheets(queries.find_competition("league"))


def current(who="jo", team="metro"):
    return sheet_access.current_sheet(
        lookup.require_own_address(judge(who), "league", "last", team)
    )


def test_a_late_sheet_waits_for_the_organiser_and_counts_for_nothing():
    before = competitions.export_competition("league")

    answer = hand_in()

    assert (answer.decision, answer.receipt) == ("waiting", None)
    (offered,) = waiting()
    assert (offered.marks, offered.state, offered.written_at) == (FULL, "submitted", WRITTEN)
    assert offered.source == "tablet"
    assert current()["version"] == 0
    assert competitions.export_competition("league") == before
    newest = audit.newest_row("league")
    assert (newest.who, newest.action, newest.subject) == (
        "judge jo",
        "late.offer",
        "last/metro/jo",
    )


def test_a_late_sheet_handed_in_twice_is_offered_once():
    first = hand_in()
    assert hand_in() == first
    assert len(waiting()) == 1
    assert [row.action for row in audit.chain_rows("league")].count("late.offer") == 1


def test_an_accepted_sheet_counts_and_the_tablet_gets_its_receipt_by_asking_again():
    hand_in(body(comment="Well argued."))
    (offered,) = waiting()

    receipt = late_decisions.accept_late(
        "league", offered.id, 0, " The hall's Wi-Fi was down. ", BY
    )

    assert (receipt.version, receipt.state, receipt.total) == (1, "submitted", "22.5")
    assert current()["comment"] == "Well argued."
    again = body(comment="Well argued.")
    assert sheets.write_sheet(judge(), "league", "last", "metro", again, "late-key") == receipt
    assert hand_in(body(comment="Well argued.")).receipt == receipt
    assert waiting() == []
    row = audit.newest_row("league")
    assert (row.who, row.action, row.subject) == (BY, "sheet.accept-late", "last/metro/jo")
    assert '"reason": "The hall\'s Wi-Fi was down."' in row.after
    assert f'"written_at": "{WRITTEN}"' in row.after
    assert audit_links.first_broken_link(audit.chain_rows("league")) is None


def test_an_accepted_sheet_moves_what_the_public_sees():
    stage_release.set_release("league", "semi", "published", BY)
    stage_release.set_release("league", "final", "live", BY)
    for who in ("li-na", "zhang-wei", "jo"):
        hand_in(key=f"key-{who}", who=who)
    before = snapshots.newest_snapshot("league").public()

    for offered in waiting():
        late_decisions.accept_late("league", offered.id, 0, "The Wi-Fi was down.", BY)

    after = snapshots.newest_snapshot("league").public()
    assert before["stages"][1]["standings"] == []
    assert [row["team"] for row in after["stages"][1]["standings"]] == ["metro"]


def test_a_declined_sheet_does_not_count_and_the_judge_is_told_why():
    hand_in()
    (offered,) = waiting()

    late_decisions.decline_late(
        "league", offered.id, "It was written after the result was read out.", BY
    )

    answer = hand_in()
    assert (answer.decision, answer.reason) == (
        "declined",
        "It was written after the result was read out.",
    )
    assert current()["version"] == 0
    assert waiting() == []
    assert rows.decided_sheets(queries.find_competition("league"))[0].marks == FULL
    assert audit.newest_row("league").action == "late.decline"


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_decision_without_a_reason_is_refused(reason):
    hand_in()
    (offered,) = waiting()
    with pytest.raises(Refused, match="Give a reason"):
        late_decisions.accept_late("league", offered.id, 0, reason, BY)
    with pytest.raises(Refused, match="Give a reason"):
        late_decisions.decline_late("league", offered.id, reason, BY)
    assert len(waiting()) == 1


def test_nobody_decides_twice():
    hand_in()
    (offered,) = waiting()
    late_decisions.decline_late("league", offered.id, "Too late.", BY)
    with pytest.raises(Refused, match="already been decided"):
        late_decisions.accept_late("league", offered.id, 0, "On second thoughts.", BY)
    assert current()["version"] == 0


def test_a_newer_late_sheet_of_the_same_judge_takes_the_place_of_the_older():
    hand_in()
    hand_in(body({"law": "9", "poise": "9"}), key="second-thought")

    (offered,) = waiting()
    assert offered.marks == {"law": "9", "poise": "9"}
    assert hand_in().decision == "replaced"


def test_a_sheet_that_was_reopened_meanwhile_is_to_be_sent_the_ordinary_way():
    rounds.set_state("league", "final-round", "open", BY, "Jo's tablet was out of reach.")
    assert hand_in().decision == "open"
    assert waiting() == []


def test_what_the_tablet_sends_by_itself_after_a_reopening_needs_no_decision():
    hand_in()
    (offered,) = waiting()
    rounds.set_state("league", "final-round", "open", BY, "Jo's tablet was out of reach.")
    receipt = sheets.write_sheet(judge(), "league", "last", "metro", body(), "late-key")

    assert waiting() == []
    with pytest.raises(Refused, match="sent this sheet in the meantime"):
        late_decisions.accept_late("league", offered.id, 1, "Wi-Fi", BY)
    assert hand_in().receipt == receipt
    assert current()["version"] == 1


def test_a_sheet_that_was_written_since_the_organiser_looked_is_not_overwritten():
    hand_in()
    (offered,) = waiting()
    rounds.set_state("league", "final-round", "open", BY, "For Jo.")
    sheets.write_sheet(
        judge(), "league", "last", "metro", body({"law": "1", "poise": "1"}), "other"
    )
    rounds.set_state("league", "final-round", "closed", BY)

    with pytest.raises(Refused, match="in the meantime"):
        late_decisions.accept_late("league", offered.id, 0, "Wi-Fi", BY)

    assert late_decisions.accept_late("league", offered.id, 1, "Jo means these.", BY).version == 2
    sheet = stored.find_sheet(offered.match_id, offered.team_id, offered.judge_id)
    assert [version.marks for version in sheet.versions] == [{"law": "1", "poise": "1"}, FULL]


def test_what_the_server_has_already_word_for_word_is_no_late_sheet():
    rounds.set_state("league", "final-round", "open", BY, "For Jo.")
    receipt = sheets.write_sheet(judge(), "league", "last", "metro", body(), "first")
    rounds.set_state("league", "final-round", "closed", BY)

    assert hand_in().receipt == receipt
    assert waiting() == []


def test_the_same_key_for_another_sheet_or_other_marks_is_refused():
    hand_in()
    for sent, team in ((body(), "post"), (body({"law": "1", "poise": "1"}), "metro")):
        with pytest.raises(sheet_checks.InvalidSheet) as refused:
            hand_in(sent, team=team)
        assert "idempotency_key" in refused.value.errors
    assert len(waiting()) == 1


def test_a_late_sheet_is_checked_like_any_other():
    with pytest.raises(sheet_checks.InvalidSheet) as refused:
        hand_in(body({"law": "8.7"}))
    assert set(refused.value.errors) == {"law", "poise"}
    with pytest.raises(sheet_checks.InvalidSheet) as refused:
        hand_in(key=None)
    assert set(refused.value.errors) == {"idempotency_key"}
    with pytest.raises(NotFound):
        hand_in(team="bus")
    assert waiting() == []


def test_a_late_draft_is_accepted_as_a_draft_and_does_not_count():
    hand_in(body({"law": "8.5"}, "draft"))
    (offered,) = waiting()
    receipt = late_decisions.accept_late("league", offered.id, 0, "So that Jo can go on.", BY)
    assert (receipt.state, current()["submitted_version"]) == ("draft", None)


def test_a_judge_who_left_the_panel_has_nothing_accepted():
    hand_in()
    (offered,) = waiting()
    whole = file_export.competition_document(queries.find_competition("league"))
    match = whole["stages"][1]["rounds"][0]["matches"][0]
    match["panel"].remove("jo")
    setup.save_part("league", "match", match, BY, key="last")
    with pytest.raises(Refused, match="no longer marks this team"):
        late_decisions.accept_late("league", offered.id, 0, "Wi-Fi", BY)


def test_what_holds_a_waiting_late_sheet_cannot_be_taken_out_and_afterwards_can():
    whole = league()
    whole["stages"][1]["rounds"].append(
        {"key": "extra", "name": "Extra", "state": "closed", "matches": []}
    )
    whole["stages"][1]["rounds"][1]["matches"] = [
        {
            "key": "extra-match",
            "panel": ["jo"],
            "entries": [{"team": "bus", "side": "solo"}],
        }
    ]
    competitions.load_competition(factories.checked(whole), BY, replace=True)
    write = LateWrite(body(), "late-key")
    late_sheets.hand_in_late(judge(), "league", "extra-match", "bus", write)
    with pytest.raises(Refused, match="late sheet that belongs to it"):
        setup.remove_part("league", "match", "extra-match", BY)
    (offered,) = waiting()
    late_decisions.decline_late("league", offered.id, "The match did not take place.", BY)

    setup.remove_part("league", "match", "extra-match", BY)
    assert rows.decided_sheets(queries.find_competition("league")) == []


def test_a_rescued_sheet_is_offered_while_the_round_is_open_too():
    rounds.set_state("league", "final-round", "open", BY, "For Jo.")

    def take_in(key, sent=None):
        with writing() as session:
            at = lookup.require_own_address(judge(), "league", "last", "metro")
            sheet = stored.find_sheet(at.match.id, at.team.id, at.judge.id)
            write = LateWrite(sent or body(), key, None, Source.RESCUE)
            return late_sheets.offer_sheet(session, at, sheet, write).outcome

    assert take_in("one") is OfferOutcome.OFFERED
    assert take_in("one") is OfferOutcome.OFFERED_BEFORE
    sheets.write_sheet(judge(), "league", "last", "metro", body(), "two")
    assert take_in("two") is OfferOutcome.STORED
    assert take_in("three") is OfferOutcome.SAME


def test_a_replaced_competition_takes_its_late_sheets_along_and_the_audit_keeps_them():
    hand_in()
    competitions.load_competition(factories.checked(league()), BY, replace=True)
    assert rows.decided_sheets(queries.find_competition("league")) == waiting() == []
    assert any(row.action == "late.offer" for row in audit.chain_rows("league"))


def test_a_renewed_link_leaves_what_was_handed_in_to_be_decided():
    hand_in()
    accounts.renew_links("league", "jo", BY)
    assert len(waiting()) == 1
