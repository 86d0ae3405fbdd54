"""Marks rewritten by exporting, editing and importing: refused, or recorded and marked."""

import copy
import json

import pytest

from competition import document
from competition.actions import (
    archive,
    competitions,
    late_decisions,
    late_sheets,
    replacement,
    rounds,
    sheet_imports,
    sheets,
    verification,
)
from competition.actions.sheet_imports import ReasonNeeded
from competition.store import audit, queries
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
WHY = "Typed in from paper"
NINE = {"marks": {"law": "9", "poise": "8"}, "state": "submitted", "base_version": 0}
WHERE = ("league", "last", "metro")


@pytest.fixture(autouse=True)
def _loaded(context):
    """The league without sheets; whatever is done, the record binds what is stored afterwards."""
    competitions.load_competition(factories.checked(league(sheets=[])), BY)
    yield
    verification.verify_chain("league")


@pytest.fixture
def backups(tmp_path):
    return tmp_path / "backups"


def jo():
    return queries.find_judge(queries.find_competition("league"), "jo")


def jo_sends(key="key-1", **more):
    return sheets.write_sheet(jo(), *WHERE, NINE | more, key)


def exported():
    return document.read_file(competitions.export_competition("league"))


def edited(change):
    """The export as a person with a text editor leaves it."""
    file = json.loads(competitions.export_competition("league"))
    change(file["sheets"])
    return document.read_file(json.dumps(file).encode())


def lower(found):
    found[0]["marks"]["law"] = "1"


def replace(file, backups, **more):
    return competitions.load_competition(file, BY, replace=True, backups=backups, **more)


def actions():
    return [row.action for row in audit.chain_rows("league")]


def rows(action):
    return audit.rows_about("league", action, "last/metro/jo")


def test_an_edited_export_is_refused_and_with_a_reason_every_sheet_is_on_record(backups):
    jo_sends()
    before = exported()

    with pytest.raises(ReasonNeeded) as refused:
        replace(edited(lower), backups)

    assert [str(each) for each in refused.value.problems] == ["last/metro/jo: law, 9 → 1"]
    assert exported() == before
    replace(edited(lower), backups, reason=WHY)

    (row,) = rows("sheet.import")
    assert json.loads(row.before)["marks"] == NINE["marks"]
    after = json.loads(row.after)
    assert (row.who, after["marks"]["law"], after["version"]) == (BY, "1", 2)
    assert (after["imported"]["reason"], after["imported"]["by"]) == (WHY, "王芳")
    (sheet,) = exported()["sheets"]
    assert sheet["imported"] == after["imported"]
    assert [v["marks"]["law"] for v in sheet["history"]] == ["9"]
    assert "imported" not in sheet["history"][0]


def test_jo_s_receipt_stays_valid_and_her_tablet_s_repeat_is_answered_as_before(backups):
    receipt = jo_sends()
    replace(edited(lower), backups, reason=WHY)

    assert jo_sends() == receipt

    again = jo_sends("key-2", base_version=2)
    assert (again.version, again.receipt) == (3, "0002")
    (sheet,) = exported()["sheets"]
    assert [v["version"] for v in (*sheet["history"], sheet)] == [1, 2, 3]
    assert "imported" in sheet["history"][1]
    assert "imported" not in sheet


def test_what_was_imported_is_not_laundered_by_a_second_file(backups):
    jo_sends()
    replace(edited(lower), backups, reason=WHY)
    imported = exported()["sheets"][0]["imported"]

    replace(edited(lambda found: found[0].pop("imported")), backups)

    assert exported()["sheets"][0]["imported"] == imported

    def forged(found):
        found[0]["imported"] = imported | {"by": "Jo", "reason": "My own correction"}

    replace(edited(forged), backups)
    assert exported()["sheets"][0]["imported"] == imported


def test_a_sheet_lost_and_brought_back_with_other_marks_is_not_laundered(backups):
    jo_sends()
    changed = edited(lower)
    replace(edited(lambda found: found.clear()), backups, reason="A rehearsal")
    (lost,) = rows("sheet.remove")
    assert json.loads(lost.before)["versions"][0]["stored"]["receipt"] == 1

    with pytest.raises(ReasonNeeded):
        replace(changed, backups)
    replace(changed, backups, reason=WHY)

    (sheet,) = exported()["sheets"]
    assert sheet["imported"]["reason"] == WHY
    assert [v["marks"]["law"] for v in sheet["history"]] == ["9"]


def test_a_sheet_lost_and_brought_back_as_it_was_is_jo_s_own_with_its_receipt(backups):
    receipt = jo_sends()
    before = exported()
    replace(edited(lambda found: found.clear()), backups, reason="A rehearsal")
    seen = replacement.preview_replacement(replacement.read_replaced("league", backups)).seen

    replacement.undo_replacement("league", BY, backups, reason="", seen=seen)

    assert exported() == before
    assert jo_sends() == receipt


def test_a_competition_removed_and_loaded_again_does_not_forget_what_jo_sent(backups):
    jo_sends()
    changed = edited(lower)
    same = edited(lambda _: None)
    archive.remove_competition("league", "league", BY, backups)

    with pytest.raises(ReasonNeeded):
        competitions.load_competition(changed, BY)
    assert queries.find_competition("league") is None
    competitions.load_competition(same, BY)
    assert "imported" not in exported()["sheets"][0]
    archive.remove_competition("league", "league", BY, backups)
    competitions.load_competition(changed, BY, reason=WHY)

    (sheet,) = exported()["sheets"]
    assert (sheet["imported"]["reason"], len(sheet["history"])) == (WHY, 1)


def test_an_undone_import_lets_jo_s_own_marks_count_again_and_keeps_what_was_imported(backups):
    jo_sends()
    replace(edited(lower), backups, reason=WHY)
    seen = replacement.preview_replacement(replacement.read_replaced("league", backups)).seen

    with pytest.raises(ReasonNeeded):
        replacement.undo_replacement("league", BY, backups, reason="", seen=seen)
    replacement.undo_replacement("league", BY, backups, reason="The wrong file", seen=seen)

    (sheet,) = exported()["sheets"]
    assert (sheet["marks"]["law"], sheet["version"]) == ("9", 3)
    assert "imported" not in sheet
    assert [v["marks"]["law"] for v in sheet["history"]] == ["9", "1"]
    (row,) = rows("sheet.put-back")
    assert json.loads(row.after)["reason"] == "The wrong file"
    assert replacement.last_replacement("league") is None


def test_the_rows_of_a_replacement_are_no_changes_made_since(backups):
    jo_sends()
    replace(edited(lower), backups, reason=WHY)

    assert replacement.last_replacement("league").since == {}


def test_a_sheet_added_by_a_file_once_judges_have_begun_is_imported(backups):
    whole = league(sheets=[])
    added = {"match": "last", "team": "metro", "judge": "jo", "marks": NINE["marks"]}
    whole["sheets"] = [added | {"state": "submitted", "version": 1}]
    replace(factories.checked(copy.deepcopy(whole)), backups)
    assert "imported" not in exported()["sheets"][0]
    jo_sends(base_version=1)

    def another(found):
        found.append(found[0] | {"judge": "li-na", "history": [], "version": 1})

    with pytest.raises(ReasonNeeded) as refused:
        replace(edited(another), backups)
    assert "last/metro/li-na: law, not sent by the judge: 9" in map(str, refused.value.problems)
    replace(edited(another), backups, reason=WHY)

    assert ["imported" in each for each in exported()["sheets"]] == [False, True]


def test_a_forged_history_is_refused_and_never_taken_over(backups):
    jo_sends()
    jo_sends("key-2", base_version=1, marks={"law": "7", "poise": "8"})
    before = exported()

    def rewrite(found):
        found[0]["history"][0]["marks"]["law"] = "2"

    with pytest.raises(ReasonNeeded, match="not as its judge sent it"):
        replace(edited(rewrite), backups)
    replace(edited(rewrite), backups, reason=WHY)

    assert exported() == before
    (row,) = rows("sheet.keep")
    assert json.loads(row.before)["marks"]["law"] == "9"
    assert json.loads(row.after)["in_file"]["marks"]["law"] == "2"


def test_an_accepted_late_sheet_is_jo_s_own_and_is_guarded_like_one(backups):
    rounds.set_state("league", "final/final-round", "closed", BY)
    late_sheets.hand_in_late(jo(), *WHERE, late_sheets.LateWrite(NINE, "late-1"))
    late_decisions.accept_late("league", 1, 0, "The network was down", BY)

    with pytest.raises(ReasonNeeded):
        replace(edited(lower), backups)
    replace(edited(lower), backups, reason=WHY)

    assert len(exported()["sheets"][0]["history"]) == 1


def test_an_export_with_imported_sheets_loads_elsewhere_and_is_the_same(backups, tmp_path):
    jo_sends()
    replace(edited(lower), backups, reason=WHY)
    data = competitions.export_competition("league")
    moved = json.loads(data)
    moved["competition"]["key"] = "elsewhere"

    competitions.load_competition(document.read_file(json.dumps(moved).encode()), BY)

    there = json.loads(competitions.export_competition("elsewhere"))
    assert there["sheets"] == json.loads(data)["sheets"]


def test_a_reason_that_no_file_could_hold_is_refused_before_anything_is_written(backups):
    jo_sends()
    before = exported()

    with pytest.raises(competitions.Refused):
        replace(edited(lower), backups, reason="\x07 bell")

    assert exported() == before


def test_a_receipt_s_number_is_never_given_twice_though_its_sheet_is_gone(backups):
    assert jo_sends().receipt == "0001"
    replace(edited(lambda found: found.clear()), backups, reason="A rehearsal")

    assert jo_sends("key-2").receipt == "0002"

    archive.remove_competition("league", "league", BY, backups)
    competitions.load_competition(factories.checked(league(sheets=[])), BY)
    assert jo_sends("key-3").receipt == "0003"


def test_a_receipt_that_an_older_database_gave_twice_stays_with_the_sheet_that_is_there(
    backups, monkeypatch
):
    monkeypatch.setattr(sheet_imports, "receipts_so_far", lambda chain: None)
    jo_sends()
    whole = edited(lambda _: None)
    replace(edited(lambda found: found.clear()), backups, reason="A rehearsal")
    body = NINE | {"base_version": 0}
    again = sheets.write_sheet(jo(), "league", "last", "post", body, "key-1")
    assert again.receipt == "0001"

    both = json.loads(competitions.export_competition("league"))
    both["sheets"] += whole["sheets"]
    replace(document.read_file(json.dumps(both).encode()), backups, reason=WHY)

    assert len(exported()["sheets"]) == 2
