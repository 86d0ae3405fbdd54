"""Paper sheets typed by clerks: two of them blind, equal or not, and who decides."""

import json
import threading

import pytest

from competition.actions import (
    accounts,
    competitions,
    lookup,
    paper_entries,
    paper_progress,
    rounds,
    sheet_access,
    sheet_checks,
    sheet_locks,
    sheets,
    stage_release,
    verification,
)
from competition.actions.corrections import Confirmation, CorrectionNeeded, confirming
from competition.actions.paper_cells import count_errors
from competition.actions.paper_entries import PaperSheetKeys, Typing
from competition.actions.refusals import NotFound, Refused
from competition.store import accounts as people
from competition.store import audit, queries, snapshots
from competition.store import paper_entries as rows
from competition.store import sheets as stored
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
XIAO, MIN, YUN = "陈晓", "赵敏", "何云"
KEYS = PaperSheetKeys("last", "metro", "jo")
CELLS = {"law": "8.5", "poise": "7", "comment": "条理清楚"}


@pytest.fixture(autouse=True)
def final(context):
    """The league, whose final is open; Jo writes on paper."""
    competitions.load_competition(factories.checked(league()), BY)


def type_(clerk, keys=KEYS, **changes):
    return paper_entries.type_sheet("league", keys, CELLS | changes, clerk)


def decide(chosen, name=YUN, by=f"clerk {YUN}", keys=KEYS):
    return paper_entries.decide_sheet("league", keys, chosen, name, by)


def judge(key="jo"):
    return queries.find_judge(queries.find_competition("league"), key)


def current(keys=KEYS):
    at = lookup.require_own_address(judge(keys.judge), "league", keys.match, keys.team)
    return sheet_access.current_sheet(at)


def actions():
    return [(row.who, row.action) for row in audit.chain_rows("league")]


def typed(keys=KEYS):
    competition = queries.find_competition("league")
    at = lookup.require_address(competition, *keys)
    return rows.typed_sheet(at.match.id, at.team.id, at.judge.id)


def exported():
    file = json.loads(competitions.export_competition("league"))
    return [each for each in file["sheets"] if each["match"] == "last"]


def submit_as_jo(base=0, marks=None):
    body = {"marks": marks or {"law": "9", "poise": "9"}, "state": "submitted"}
    return sheets.write_sheet(
        judge(), "league", "last", "metro", body | {"base_version": base}, factories.new_key()
    )


def test_one_typing_counts_for_nothing():
    assert type_(XIAO) is Typing.TYPED
    assert current()["version"] == 0
    assert exported() == []
    assert typed().outcome == "typed"


def test_two_clerks_who_type_the_same_make_it_the_judge_s_submitted_sheet():
    type_(XIAO)
    assert type_(MIN, law="8.50") is Typing.STORED

    sheet = current()
    assert (sheet["state"], sheet["marks"]) == ("submitted", {"law": "8.5", "poise": "7"})
    assert (sheet["comment"], sheet["receipt"]) == ("条理清楚", "0001")
    (part,) = exported()
    assert (part["judge"], part["state"]) == ("jo", "submitted")
    assert part["entered_by"] == [XIAO, MIN]


def test_the_audit_says_who_typed_and_binds_the_sheet():
    type_(XIAO)
    type_(MIN)

    typing = [row for row in actions() if row[1].startswith(("paper.", "sheet."))]
    assert typing == [
        (f"clerk {XIAO}", "paper.type"),
        (f"clerk {MIN}", "paper.type"),
        (f"clerk {MIN}", "sheet.enter-paper"),
    ]
    row = audit.rows_about("league", "sheet.enter-paper", "last/metro/jo")[0]
    assert json.loads(row.after)["entered_by"] == [XIAO, MIN]
    assert verification.verify_chain("league").length == audit.newest_row_number("league")


def test_nobody_types_for_both():
    type_(XIAO)
    assert type_(XIAO) is Typing.TYPED
    assert len(typed().typed) == 1
    assert current()["version"] == 0


def test_a_clerk_corrects_their_own_typing_until_the_second_has_typed():
    type_(XIAO, law="3")
    type_(XIAO)
    assert type_(MIN) is Typing.STORED
    assert [action for _, action in actions()].count("paper.correct") == 1
    with pytest.raises(Refused, match="typed twice and stored"):
        type_(XIAO, law="9")


def test_sheets_that_differ_are_counted_until_a_third_person_has_decided():
    competition = queries.find_competition("league")
    type_(XIAO)
    assert paper_progress.count_different(competition) == 0
    type_(MIN, law="8")
    assert paper_progress.count_different(competition) == 1
    decide({"law": "8"})
    assert paper_progress.count_different(queries.find_competition("league")) == 0


def test_after_the_second_typing_that_differs_neither_is_changed():
    type_(XIAO)
    assert type_(MIN, law="9") is Typing.DIFFERENT
    for clerk in (XIAO, MIN, YUN):
        with pytest.raises(Refused, match="typed this sheet already"):
            type_(clerk)
    assert current()["version"] == 0


def test_a_third_clerk_decides_cell_by_cell():
    type_(XIAO)
    type_(MIN, law="9", comment="条理清晰")

    assert decide({"law": "9", "comment": "条理清楚", "poise": "1"}) is Typing.STORED

    assert current()["marks"] == {"law": "9", "poise": "7"}
    assert current()["comment"] == "条理清楚"
    assert exported()[0]["entered_by"] == [XIAO, MIN, YUN]
    row = audit.rows_about("league", "paper.decide", "last/metro/jo")[0]
    assert json.loads(row.before) == [
        {"law": "8.5", "comment": "条理清楚"},
        {"law": "9", "comment": "条理清晰"},
    ]
    assert json.loads(row.after) == {"law": "9", "comment": "条理清楚"}


def test_an_organiser_decides_too_and_may_read_the_paper_a_third_way():
    type_(XIAO)
    type_(MIN, law="9")
    assert decide({"law": "9.5"}, "王芳", BY) is Typing.STORED
    assert current()["marks"]["law"] == "9.5"


def test_who_typed_does_not_decide():
    type_(XIAO)
    type_(MIN, law="9")
    for clerk in (XIAO, MIN):
        with pytest.raises(Refused, match="typed this sheet yourself"):
            decide({"law": "9"}, clerk, f"clerk {clerk}")


def test_a_difference_is_decided_once_and_wholly():
    type_(XIAO)
    type_(MIN, law="9", poise="6")
    with pytest.raises(sheet_checks.InvalidSheet) as refused:
        decide({"law": "9"})
    assert set(refused.value.errors) == {"poise"}
    decide({"law": "9", "poise": "6"})
    with pytest.raises(Refused, match="typed twice and stored"):
        decide({"law": "8.5", "poise": "7"})


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"law": "8.7"}, {"law"}),
        ({"law": "11", "poise": "many"}, {"law", "poise"}),
        ({"law": ""}, {"law"}),
        ({"comment": "a\x00b"}, {"comment"}),
    ],
)
def test_typing_is_checked_as_a_judge_s_write_is(cells, wrong):
    with pytest.raises(sheet_checks.InvalidSheet) as refused:
        type_(XIAO, **cells)
    assert set(refused.value.errors) == wrong
    assert typed().typed == []


def test_what_the_judge_has_submitted_is_not_typed_over():
    submit_as_jo()
    with pytest.raises(Refused, match="submitted this sheet on the tablet"):
        type_(XIAO)


def test_a_judge_who_submits_between_two_typings_keeps_the_own_marks():
    type_(XIAO)
    submit_as_jo()
    with pytest.raises(Refused, match="submitted this sheet on the tablet"):
        type_(MIN)
    assert current()["marks"] == {"law": "9", "poise": "9"}


def test_a_draft_on_the_tablet_gives_way_and_the_tablet_is_told():
    body = {"marks": {"law": "1"}, "state": "draft", "base_version": 0}
    sheets.write_sheet(judge(), "league", "last", "metro", body, "draft")
    type_(XIAO)
    type_(MIN)
    assert (current()["version"], current()["state"]) == (2, "submitted")
    with pytest.raises(sheets.Conflict):
        submit_as_jo(base=1)


def test_a_closed_round_takes_paper():
    rounds.set_state("league", "final-round", "closed", BY)
    type_(XIAO)
    assert type_(MIN) is Typing.STORED


def test_a_round_that_nobody_was_told_of_takes_none():
    rounds.set_state("league", "final-round", "draft", BY)
    with pytest.raises(NotFound):
        type_(XIAO)


@pytest.mark.parametrize(
    "keys",
    [
        PaperSheetKeys("nothing", "metro", "jo"),
        PaperSheetKeys("last", "bus", "jo"),
        PaperSheetKeys("last", "metro", "nobody"),
    ],
)
def test_what_is_nobody_s_sheet_is_not_there(keys):
    with pytest.raises(NotFound):
        type_(XIAO, keys)


def test_a_locked_sheet_is_not_typed():
    sheet_locks.lock("league", "last", "metro", "jo", "It is under review.", BY)
    with pytest.raises(Refused, match="locked"):
        type_(XIAO)


def test_what_would_move_a_published_result_waits_for_an_organiser():
    stage_release.set_release("league", "semi", "published", BY)
    for who in ("li-na", "zhang-wei"):
        body = {"marks": {"law": "9", "poise": "9"}, "state": "submitted", "base_version": 0}
        sheets.write_sheet(judge(who), "league", "last", "metro", body, f"key-{who}")
    rounds.set_state("league", "final-round", "closed", BY)
    stage_release.set_release("league", "final", "published", BY)
    before = snapshots.newest_snapshot("league").number

    type_(XIAO)
    assert type_(MIN) is Typing.WAITING

    assert (current()["version"], typed().outcome) == (0, "equal")
    assert snapshots.newest_snapshot("league").number == before
    with pytest.raises(CorrectionNeeded):
        paper_entries.store_waiting("league", KEYS, BY)
    with confirming(Confirmation("Jo wrote on paper.")):
        assert paper_entries.store_waiting("league", KEYS, BY) is Typing.STORED
    assert current()["state"] == "submitted"
    assert exported()[-1]["entered_by"] == [XIAO, MIN]
    public = snapshots.newest_snapshot("league").public()
    assert "Jo wrote on paper." in json.dumps(public, ensure_ascii=False)


def test_a_third_clerk_s_decision_on_a_published_result_waits_as_well():
    stage_release.set_release("league", "semi", "published", BY)
    for who in ("li-na", "zhang-wei"):
        body = {"marks": {"law": "9", "poise": "9"}, "state": "submitted", "base_version": 0}
        sheets.write_sheet(judge(who), "league", "last", "metro", body, f"key-{who}")
    rounds.set_state("league", "final-round", "closed", BY)
    stage_release.set_release("league", "final", "published", BY)
    type_(XIAO)
    type_(MIN, law="9")

    assert decide({"law": "9"}) is Typing.WAITING

    assert (current()["version"], typed().outcome) == (0, "decided")
    with confirming(Confirmation("Jo wrote on paper.")):
        paper_entries.store_waiting("league", KEYS, BY)
    assert current()["marks"]["law"] == "9"


def test_what_does_not_wait_is_not_stored():
    type_(XIAO)
    with pytest.raises(Refused, match="not waiting"):
        paper_entries.store_waiting("league", KEYS, BY)


def test_of_two_clerks_at_one_instant_one_is_the_second(app):
    told = []
    begin = threading.Barrier(2)

    def run(clerk):
        with app.app_context():
            begin.wait()
            told.append(type_(clerk))

    threads = [threading.Thread(target=run, args=(clerk,)) for clerk in (XIAO, MIN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == [Typing.STORED, Typing.TYPED]
    assert current()["version"] == 1
    assert len(typed().typed) == 2


def test_of_three_clerks_at_one_instant_two_have_typed_and_one_is_told(app):
    told = []
    begin = threading.Barrier(3)

    def run(clerk):
        with app.app_context():
            begin.wait()
            try:
                told.append(type_(clerk).value)
            except Refused:
                told.append("refused")

    threads = [threading.Thread(target=run, args=(clerk,)) for clerk in (XIAO, MIN, YUN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["refused", "stored", "typed"]
    assert current()["version"] == 1


def test_personal_marks_are_typed_where_the_rubric_has_them():
    whole = league()
    whole["rubric"]["personal"] = {"max": "10", "step": "0.5"}
    for team in whole["teams"]:
        team["members"][0]["key"] = f"{team['key']}-1"
    competitions.load_competition(factories.checked(whole), BY, replace=True)

    type_(XIAO, **{"personal.metro-1": "9"})
    assert type_(MIN, **{"personal.metro-1": "9.5"}) is Typing.DIFFERENT
    decide({"personal.metro-1": "9"})

    assert current()["personal"] == {"metro-1": "9"}


def test_the_error_rate_counts_cells_typed_twice():
    type_(XIAO)
    type_(MIN, law="9")
    other = PaperSheetKeys("last", "post", "jo")
    type_(XIAO, other)
    type_(MIN, other)

    errors = count_errors(rows.typed_sheets(queries.find_competition("league")).values())
    assert (errors.cells, errors.differing) == (4, 1)
    assert errors.by_clerk == {XIAO: (2, 0), MIN: (2, 0)}

    decide({"law": "8.5"})
    errors = count_errors(rows.typed_sheets(queries.find_competition("league")).values())
    assert errors.by_clerk == {XIAO: (4, 0), MIN: (4, 1)}


def test_a_replaced_competition_keeps_a_sheet_from_paper_with_its_clerks():
    type_(XIAO)
    type_(MIN)
    file = json.loads(competitions.export_competition("league"))
    competitions.load_competition(factories.checked(file), BY, replace=True)
    assert exported()[0]["entered_by"] == [XIAO, MIN]
    assert typed().typed == []


def test_a_clerk_is_an_account_and_no_organiser():
    account = accounts.add_organiser(XIAO, factories.PASSWORD, "command line", "clerk")
    assert people.name_in_audit(account) == f"clerk {XIAO}"
    assert people.count_organisers() == 0
    assert accounts.set_up_link()
    accounts.add_organiser("王芳", factories.PASSWORD, "command line")
    with pytest.raises(Refused, match="only organiser"):
        accounts.delete_organiser(people.organiser_by_name("王芳").id, f"clerk {XIAO}")


def test_versions_of_a_sheet_from_paper_are_in_step():
    type_(XIAO)
    type_(MIN)
    assert stored.sheets_out_of_step(queries.find_competition("league").id) == []
