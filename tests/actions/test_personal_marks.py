"""Marks of single contestants, dimensions that only some judges mark, a stage's own rubric."""

import pytest

from competition.actions import competitions, late_decisions, late_sheets, rounds, sheets
from competition.actions.lookup import require_own_address
from competition.actions.record_faults import NotIntact
from competition.actions.sheet_access import current_sheet
from competition.actions.sheet_checks import InvalidSheet
from competition.actions.verification import verify_chain
from competition.store import audit, file_export, queries
from competition.store import late_sheets as stored_late
from competition.store.db import db
from competition.store.raw_sql import RawConnection
from competition.store.sheet_digests import content_digest
from competition.store.transactions import writing
from tests import factories
from tests.contestants import league

BY = "organiser 王芳"
FULL = {"law": "8", "poise": "7"}


@pytest.fixture
def load(context):
    def load_(whole):
        competitions.load_competition(factories.checked(whole), BY)

    return load_


def judge(key="jo"):
    return queries.find_judge(queries.find_competition("league"), key)


def write(marks=FULL, who="jo", key=None, base=0, state="submitted", **more):
    body = {"marks": marks, "state": state, "base_version": base, **more}
    key = key or factories.new_key()
    return sheets.write_sheet(judge(who), "league", "last", "metro", body, key)


def current(who="jo"):
    return current_sheet(require_own_address(judge(who), "league", "last", "metro"))


def refused(**more):
    with pytest.raises(InvalidSheet) as refusal:
        write(**more)
    return {field: str(why) for field, why in refusal.value.errors.items()}


def test_jo_marks_two_contestants_and_nothing_of_it_is_in_the_total(load):
    load(league())

    receipt = write(personal={"metro-1": "9.5", "metro-3": "7", "metro-2": ""})

    assert receipt.total == "22"
    assert current()["personal"] == {"metro-1": "9.5", "metro-3": "7"}


def test_the_digest_that_jo_is_told_has_the_eight_fields_it_always_had(load):
    load(league())

    receipt = write(personal={"metro-1": "9.5"})

    keys = ("league", "last", "metro", "jo")
    assert receipt.digest == content_digest(keys, 1, "submitted", FULL, "")


def test_a_sheet_needs_no_mark_of_a_contestant(load):
    load(league())

    write()

    assert "personal" not in current()


def test_a_mark_that_was_taken_back_is_gone_and_stays_in_the_history(load):
    load(league())
    write(personal={"metro-1": "9.5"})

    write(base=1)

    assert "personal" not in current()
    file = file_export.competition_document(queries.find_competition("league"))
    sheet = next(s for s in file["sheets"] if (s["match"], s["judge"]) == ("last", "jo"))
    assert "personal" not in sheet
    assert sheet["history"][0]["personal"] == {"metro-1": "9.5"}


@pytest.mark.parametrize(
    ("personal", "field"),
    [
        ({"metro-1": "10.5"}, "personal.metro-1"),
        ({"metro-1": "9.25"}, "personal.metro-1"),
        ({"metro-1": 9}, "personal.metro-1"),
        ({"post-1": "9"}, "personal.post-1"),
        (["9"], "personal"),
    ],
)
def test_what_is_no_mark_of_a_contestant_of_the_team_is_refused_at_its_place(load, personal, field):
    load(league())

    assert list(refused(personal=personal)) == [field]
    assert current()["version"] == 0


def test_where_the_rubric_has_no_scale_nobody_is_marked_one_by_one(load):
    whole = league()
    del whole["rubric"]["personal"]
    load(whole)

    assert list(refused(personal={"metro-1": "9"})) == ["personal"]


def test_the_audit_holds_the_contestants_marks_and_finds_them_altered(load):
    load(league())
    write(personal={"metro-1": "9.5"})
    verify_chain("league")

    altered = db.text("update sheet_version set personal = :marks where receipt = 1")
    with writing() as session:
        session.execute(altered, {"marks": '{"metro-1":"3"}'})

    with pytest.raises(NotIntact):
        verify_chain("league")


def test_a_late_sheet_brings_its_contestants_marks_with_it(load):
    load(league())
    rounds.set_state("league", "final-round", "closed", BY, "")
    body = {"marks": FULL, "personal": {"metro-2": "8"}, "state": "submitted", "base_version": 0}
    late = late_sheets.LateWrite(body, "late-1")
    late_sheets.hand_in_late(judge(), "league", "last", "metro", late)

    waiting = stored_late.undecided_sheets(queries.find_competition("league"))[0]
    late_decisions.accept_late("league", waiting.id, 0, "the network was down", BY)

    assert current()["personal"] == {"metro-2": "8"}


def test_what_only_others_mark_is_no_part_of_jos_sheet(load):
    whole = league()
    whole["rubric"]["dimensions"][0]["marked_by"] = ["union"]
    whole["sheets"] = []
    load(whole)

    assert list(refused(marks=FULL)) == ["law"]
    assert write(marks={"poise": "7"}).total == "14"
    assert list(refused(marks={"poise": "7"}, who="li-na")) == ["law"]


def test_a_stages_own_rubric_stands_for_the_sheets_of_its_matches(load):
    whole = league()
    own = {"key": "clarity", "name": factories.text("清晰", "Clarity"), "max": "5", "step": "1"}
    final = whole["stages"][1]
    final["rubric"] = {"dimensions": [own | {"factor": "3"}]}
    final["scoring"] = {"combine": "mean", "decimals": 1, "tie_break": ["clarity"]}
    load(whole)

    assert list(refused(marks=FULL)) == ["law", "poise", "clarity"]
    assert list(refused(marks={"clarity": "4"}, personal={"metro-1": "9"})) == ["personal"]
    assert write(marks={"clarity": "4"}).total == "12"
    assert current()["total"] == "12"


def test_a_write_reads_the_contestants_in_no_statement_of_their_own(load, monkeypatch):
    load(league())
    execute, seen = RawConnection.execute, []
    monkeypatch.setattr(
        RawConnection,
        "execute",
        lambda self, *a, **k: (seen.append(a[0]), execute(self, *a, **k))[1],
    )
    write()
    without = len(seen)
    seen.clear()

    write(base=1, personal={"metro-1": "9"})

    # The first write adds the sheet's row and asks for its number.
    assert len(seen) == without - 2
    assert audit.newest_row("league").action == "sheet.submit"
