"""The judges' write path: what is stored, what is refused, and what a refusal leaves."""

import threading

import pytest

from competition.actions import (
    accounts,
    announce,
    competitions,
    lookup,
    rounds,
    setup,
    sheet_access,
    sheet_checks,
    sheet_locks,
    sheets,
    stage_release,
)
from competition.actions import snapshots as making
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, audit_links, db, queries, snapshots
from competition.store.db import db as database
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
FULL = {"law": "8.5", "poise": "7"}


@pytest.fixture(autouse=True)
def final(context):
    """The league's final, its round open."""
    competitions.load_competition(factories.checked(league()), BY)


def judge(key="jo"):
    return queries.find_judge(queries.find_competition("league"), key)


def body(marks=None, state="submitted", base=0, **more):
    marks = FULL if marks is None else marks
    return {"marks": marks, "state": state, "base_version": base} | more


def write(sent, key=None, who="jo", match="last", team="metro", competition="league"):
    return sheets.write_sheet(
        judge(who), competition, match, team, sent, key or factories.new_key()
    )


def current(who="jo", match="last", team="metro"):
    return sheet_access.current_sheet(lookup.require_own_address(judge(who), "league", match, team))


def test_before_the_first_write_a_sheet_is_version_nought_and_empty():
    assert current() == {"version": 0, "state": "empty", "marks": {}}


def test_a_submitted_sheet_is_stored_with_its_total_and_a_receipt():
    receipt = write(body(comment="  Well argued. "))

    assert (receipt.version, receipt.state, receipt.total) == (1, "submitted", "22.5")
    assert receipt.receipt == "0001"
    assert current()["marks"] == FULL
    assert current()["comment"] == "Well argued."
    newest = audit.newest_row("league")
    assert (newest.who, newest.action, newest.subject) == (
        "judge jo",
        "sheet.submit",
        "last/metro/jo",
    )


def test_a_draft_may_be_partial_and_its_gaps_are_no_marks():
    receipt = write(body({"law": "", "poise": None}, "draft"))
    assert (receipt.version, receipt.total, current()["marks"]) == (1, "0", {})

    receipt = write(body({"law": "9"}, "draft", 1))
    assert (receipt.total, current()["marks"]) == ("9", {"law": "9"})


def test_the_same_key_and_body_answer_the_same_and_store_nothing_twice():
    first = write(body(), "the-key")
    again = write(body(), "the-key")

    assert again == first
    assert current()["version"] == 1
    assert [row.action for row in audit.chain_rows("league")].count("sheet.submit") == 1


def test_a_repeat_is_answered_even_after_later_writes_and_a_closed_round():
    first = write(body(), "the-key")
    write(body({"law": "1", "poise": "1"}, base=1))
    rounds.set_state("league", "final-round", "closed", BY)

    assert write(body(), "the-key") == first
    with pytest.raises(sheet_access.Closed, match="round is closed"):
        write(body(base=2), "another-key")


def test_the_same_key_for_another_body_or_another_sheet_is_refused():
    write(body(), "the-key")

    for sent, team in ((body(base=1), "metro"), (body(), "post")):
        with pytest.raises(sheet_checks.InvalidSheet) as refused:
            write(sent, "the-key", team=team)
        assert list(refused.value.errors) == ["idempotency_key"]
    assert current()["version"] == 1
    assert current(team="post")["version"] == 0


def test_two_judges_may_use_the_same_key():
    write(body(), "the-key", who="jo")
    assert write(body(), "the-key", who="li-na").version == 1


def test_an_old_base_version_is_a_conflict_that_shows_what_stands():
    write(body())
    with pytest.raises(sheets.Conflict) as refused:
        write(body({"law": "1", "poise": "1"}, base=0))

    assert refused.value.current["version"] == 1
    assert refused.value.current["marks"] == FULL
    assert current()["version"] == 1
    with pytest.raises(sheets.Conflict):
        write(body(base=5))


@pytest.mark.parametrize(
    ("marks", "state", "wrong"),
    [
        ({"law": "8"}, "submitted", {"poise"}),
        ({"law": "8", "poise": ""}, "submitted", {"poise"}),
        ({"law": "10.5", "poise": "7"}, "submitted", {"law"}),
        ({"law": "8.3", "poise": "-1"}, "submitted", {"law", "poise"}),
        ({"law": 8, "poise": "7"}, "submitted", {"law"}),
        ({"law": "NaN", "poise": "1e1"}, "draft", {"law", "poise"}),
        ({"law": "1_0", "wit": "3"}, "draft", {"law", "wit"}),
        ({"law": ["8"], "poise": {"is": 1}}, "draft", {"law", "poise"}),
    ],
)
def test_every_mark_that_cannot_be_is_named_and_nothing_is_stored(marks, state, wrong):
    with pytest.raises(sheet_checks.InvalidSheet) as refused:
        write(body(marks, state))

    assert set(refused.value.errors) == wrong
    assert current()["version"] == 0
    assert audit.newest_row("league").action == "competition.load"


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ([], {"body"}),
        ("marks", {"body"}),
        ({}, {"marks", "state", "base_version"}),
        (body(state="final"), {"state"}),
        (body(base=True), {"base_version"}),
        (body(base=-1), {"base_version"}),
        (body(base="0"), {"base_version"}),
        (body(base=0, extra=1), {"extra"}),
        (body(comment=5), {"comment"}),
        (body(comment="x" * 4001), {"comment"}),
        (body(marks=["8"]), {"marks"}),
    ],
)
def test_a_body_of_the_wrong_shape_is_refused_field_by_field(sent, wrong):
    with pytest.raises(sheet_checks.InvalidSheet) as refused:
        write(sent)
    assert set(refused.value.errors) == wrong


@pytest.mark.parametrize("key", [None, "", "é", "a\nb", "x" * 201])
def test_a_write_needs_a_key_that_can_be_told_apart(key):
    with pytest.raises(sheet_checks.InvalidSheet) as refused:
        sheets.write_sheet(judge(), "league", "last", "metro", body(), key)
    assert set(refused.value.errors) == {"idempotency_key"}


def test_a_judge_finds_only_seats_of_their_own_and_no_draft_round():
    for match, team, competition in (
        ("last", "bus", "league"),
        ("nowhere", "metro", "league"),
        ("last", "metro", "other"),
    ):
        with pytest.raises(NotFound):
            write(body(), match=match, team=team, competition=competition)
    panel = {"key": "last", "panel": ["li-na"], "entries": [{"team": "metro", "side": "solo"}]}
    setup.save_part("league", "match", panel, BY, key="last")
    with pytest.raises(NotFound):
        write(body(), who="jo")
    rounds.set_state("league", "final-round", "draft", BY)
    with pytest.raises(NotFound):
        write(body(), who="li-na")


def test_a_submitted_sheet_may_be_changed_while_the_round_is_open_and_the_old_stays():
    write(body())
    write(body({"law": "9", "poise": "9"}, base=1))
    write(body({"law": "10"}, "draft", base=2))

    shown = current()
    assert (shown["version"], shown["state"], shown["submitted_version"]) == (3, "draft", 2)
    desk = lookup.require_own_address(judge(), "league", "last", "metro")
    versions = sheets.sheets.find_sheet(desk.match.id, desk.team.id, desk.judge.id).versions
    assert [version.marks["law"] for version in versions] == ["8.5", "9", "10"]


def test_a_locked_sheet_takes_no_write_and_says_so():
    sheet_locks.lock("league", "last", "metro", "jo", "Wrong team marked", BY)
    with pytest.raises(sheet_access.Closed, match="locked"):
        write(body())
    assert write(body(), team="post").version == 1

    sheet_locks.follow_round("league", "last", "metro", "jo", "Settled", BY)
    assert write(body()).version == 1


def test_a_reopened_sheet_takes_writes_in_a_closed_round_until_it_is_submitted():
    write(body())
    rounds.set_state("league", "final-round", "closed", BY)
    sheet_locks.reopen("league", "last", "metro", "jo", "A slip of the pen", BY)

    assert write(body({"law": "2"}, "draft", base=1)).version == 2
    assert write(body({"law": "2", "poise": "2"}, base=2)).version == 3
    with pytest.raises(sheet_access.Closed):
        write(body(base=3))
    with pytest.raises(sheet_access.Closed):
        write(body(), team="post")


def test_a_sheet_is_held_for_a_reason_only_and_only_where_there_is_a_seat():
    with pytest.raises(Refused, match="Give a reason"):
        sheet_locks.reopen("league", "last", "metro", "jo", "  ", BY)
    for match, team, who in (("last", "bus", "jo"), ("last", "metro", "nobody")):
        with pytest.raises(NotFound):
            sheet_locks.lock("league", match, team, who, "Because", BY)


def test_a_hold_on_a_sheet_that_nobody_wrote_is_not_exported():
    before = competitions.export_competition("league")
    sheet_locks.lock("league", "last", "metro", "jo", "Wait", BY)
    assert competitions.export_competition("league") == before


def test_receipts_run_on_through_a_competition():
    numbers = [write(body(), who=who, team=team).receipt for who, team in SEATS]
    assert numbers == ["0001", "0002", "0003", "0004"]


SEATS = [("jo", "metro"), ("jo", "post"), ("li-na", "metro"), ("zhang-wei", "post")]


def test_many_judges_at_once_lose_no_write(context):
    def score(who, team):
        try:
            with context.app_context():
                for base in range(5):
                    competition = queries.find_competition("league")
                    sitting, key = queries.find_judge(competition, who), f"{who}-{team}-{base}"
                    sheets.write_sheet(sitting, "league", "last", team, body(base=base), key)
        except Exception as error:
            wrong.append(error)

    wrong = []
    writers = [
        threading.Thread(target=score, args=(who, team))
        for who in ("li-na", "zhang-wei", "jo")
        for team in ("metro", "post")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    database.session.rollback()

    assert wrong == []
    rows = [row for row in audit.chain_rows("league") if row.action == "sheet.submit"]
    assert len(rows) == 30
    assert audit_links.first_broken_link(audit.chain_rows("league")) is None
    assert {current(who, team=team)["version"] for who, team in SEATS} == {5}


def test_a_write_stands_although_the_snapshot_fails(monkeypatch, caplog):
    stage_release.set_release("league", "semi", "live", BY)
    stage_release.set_release("league", "final", "live", BY)

    def fail(*_):
        raise ArithmeticError("no snapshot today")

    monkeypatch.setattr(making, "refresh", fail)
    assert write(body()).version == 1
    assert current()["version"] == 1
    assert "snapshot could not be made" in caplog.text


def test_a_write_is_announced_after_its_commit_and_a_refused_one_never():
    heard = []

    def listen():
        with db.db.engine.connect() as connection:
            heard.append(connection.exec_driver_sql("SELECT count(*) FROM sheet_version").scalar())

    before = db.db.session.execute(db.db.text("SELECT count(*) FROM sheet_version")).scalar()
    announce.subscribe(listen)
    try:
        write(body())
        with pytest.raises(sheets.Conflict):
            write(body())
    finally:
        announce.unsubscribe(listen)
    assert heard == [before + 1]


def test_a_hidden_mark_makes_no_snapshot():
    stage_release.set_release("league", "semi", "live", BY)
    number = snapshots.newest_snapshot("league").number
    for who, team in SEATS:
        write(body(), who=who, team=team)
    assert snapshots.newest_snapshot("league").number == number


def test_a_renewed_link_ends_the_old_one_and_its_sessions():
    token, session = judge().token, accounts.begin_session(judge=judge())
    other = judge("li-na").token

    accounts.renew_links("league", "jo", BY)

    assert accounts.accounts.judge_by_token(token) is None
    assert accounts.accounts.open_session(session) is None
    assert judge("li-na").token == other
    accounts.renew_links("league", None, BY)
    assert judge("li-na").token != other
    with pytest.raises(NotFound):
        accounts.renew_links("league", "nobody", BY)
