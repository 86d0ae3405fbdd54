"""The programme: a round of n matches in one act, many cells in one save, all or nothing."""

import json

import pytest

from competition import document
from competition.actions import competitions, draws, programme, rounds, setup, verification
from competition.actions.draw_plan import DrawOrder
from competition.actions.meanwhile import ChangedMeanwhile, Seen, seeing
from competition.actions.programme import CellsRefused
from competition.actions.refusals import Refused
from competition.document.canonical import canonical
from competition.store import audit, file_export, queries
from competition.store.snapshots import newest_snapshot
from tests import factories
from tests.factories import text
from tests.programme.contest import at, contest, match

FANG, WEI = "organiser 王芳", "organiser 张伟"
KEY = "league"
ONE, TWO = text("一号厅", "Hall 1"), text("二号厅", "Hall 2")
SLOTS = [{"starts": at("09:00"), "room": ONE}, {"starts": at("09:00"), "room": TWO}]


@pytest.fixture(autouse=True)
def loaded(context):
    load(match("a", "rail", "post", starts=at("09:00")), match("b", "bus", "school"))


def load(*matches, **more):
    whole = factories.checked(contest(*matches, **more))
    competitions.load_competition(whole, FANG, replace=True)


def whole():
    return file_export.competition_document(queries.find_competition(KEY))


def first_round():
    return whole()["stages"][0]["rounds"][0]


def last_round():
    return whole()["stages"][1]["rounds"][0]


def public():
    return newest_snapshot(KEY).names()


def refused(cells):
    with pytest.raises(CellsRefused) as found:
        programme.change_programme(KEY, cells, FANG)
    return {name: str(phrase) for name, phrase in found.value.cells.items()}


def test_a_new_round_of_planned_matches_is_made_in_one_act():
    name = text("复赛轮", "Second round")
    key = programme.plan_round(KEY, "final", SLOTS, FANG, name=name)
    made = whole()["stages"][1]["rounds"][1]
    assert made == {"key": key, "name": name, "state": "draft", "planned": SLOTS, "matches": []}
    row = audit.newest_row(KEY)
    assert (row.action, row.subject, row.who) == ("round.add", f"final/{key}", FANG)


def test_matches_are_planned_in_a_round_that_is_there_and_not_in_an_open_one():
    programme.plan_round(KEY, "final", SLOTS[:1], FANG, round_key="last")
    programme.plan_round(KEY, "final", SLOTS[1:], FANG, round_key="last")
    assert last_round()["planned"] == SLOTS
    load(match("a", "rail", "post", panel=["li"]))
    rounds.set_state(KEY, "heat/one", "open", FANG)
    with pytest.raises(Refused, match="has been opened"):
        programme.plan_round(KEY, "heat", SLOTS, FANG, round_key="one")


def test_planned_matches_survive_export_and_load_byte_for_byte():
    programme.plan_round(KEY, "final", SLOTS, FANG, round_key="last")
    data = competitions.export_competition(KEY)
    competitions.load_competition(document.read_file(data), FANG, replace=True)
    assert competitions.export_competition(KEY) == data


def test_many_matches_are_changed_in_one_act_with_one_audit_row():
    before = audit.newest_row_number(KEY)
    programme.change_programme(
        KEY,
        {
            "a": {"starts": "9:40", "room": "一号厅", "panel": "李宁、王芳"},
            "b": {
                "starts": "9:40",
                "room": "二号厅",
                "labour": "教育工会代表队",
                "employer": "公交工会代表队",
            },
        },
        FANG,
    )
    one, other = first_round()["matches"]
    assert (one["starts"], one["room"], one["panel"]) == (
        at("09:40"),
        {"zh": "一号厅"},
        ["li", "wang"],
    )
    assert [entry["team"] for entry in other["entries"]] == ["school", "bus"]
    assert audit.newest_row_number(KEY) == before + 1
    row = audit.newest_row(KEY)
    assert (row.action, set(json.loads(row.after)["matches"])) == ("programme.edit", {"a", "b"})


def test_one_wrong_cell_holds_everything_back():
    data = competitions.export_competition(KEY)
    found = refused({"a": {"starts": "10:00"}, "b": {"labour": "铁路队"}})
    assert list(found) == [("b", "labour")]
    assert competitions.export_competition(KEY) == data


def test_what_the_files_own_checks_refuse_stands_at_its_cell_too():
    whole_file = contest(match("a", "rail", "post"))
    for judge in whole_file["judges"][:2]:
        judge["head"] = True
    competitions.load_competition(factories.checked(whole_file), FANG, replace=True)
    found = refused({"a": {"panel": "李宁、王芳", "employer": "铁路工会代表队"}})
    assert set(found) == {("a", "panel"), ("a", "employer")}


def test_a_judge_and_a_team_with_marks_stay_in_the_match():
    whole_file = contest(match("a", "rail", "post", panel=["li", "wang"]), state="open")
    sheet = {"match": "a", "team": "rail", "judge": "li", "marks": {"law": "8"}}
    whole_file["sheets"] = [sheet | {"state": "draft", "version": 1}]
    competitions.load_competition(factories.checked(whole_file), FANG, replace=True)
    found = refused({"a": {"panel": "王芳", "labour": "公交工会代表队"}})
    assert "already marked" in found["a", "panel"]
    assert "already has marks" in found["a", "labour"]
    programme.change_programme(KEY, {"a": {"panel": "李宁", "starts": "9:00"}}, FANG)


def test_a_planned_match_whose_teams_are_typed_is_a_match_of_its_round():
    programme.plan_round(KEY, "final", SLOTS, FANG, round_key="last")
    cells = {"planned:final/last:1": {"labour": "rail", "employer": "bus"}}
    edited = programme.change_programme(KEY, cells, FANG)
    assert edited.rows == {"planned:final/last:1": "match-3"}
    assert last_round()["planned"] == SLOTS[:1]
    assert last_round()["matches"] == [match("match-3", "rail", "bus", **SLOTS[1])]


def test_a_match_moves_to_another_round_and_place_and_a_planned_one_is_taken_off():
    programme.plan_round(KEY, "final", SLOTS, FANG, round_key="last")
    programme.change_programme(
        KEY,
        {"a": {"round": "Last round"}, "planned:final/last:0": {"remove": "y"}},
        FANG,
    )
    assert [each["key"] for each in first_round()["matches"]] == ["b"]
    assert [each["key"] for each in last_round()["matches"]] == ["a"]
    assert last_round()["planned"] == SLOTS[1:]
    programme.change_programme(KEY, {"b": {"round": "final/last", "number": "1"}}, FANG)
    assert [each["key"] for each in last_round()["matches"]] == ["b", "a"]


def test_saving_what_is_there_already_leaves_no_trace():
    before = audit.newest_row_number(KEY)
    programme.change_programme(KEY, {"a": {"starts": "2026-05-20 09:00", "labour": "rail"}}, FANG)
    assert audit.newest_row_number(KEY) == before


def test_a_match_that_somebody_else_changed_meanwhile_is_not_overwritten():
    seen = Seen(audit.newest_row_number(KEY))
    programme.change_programme(KEY, {"a": {"room": "一号厅"}}, WEI)
    with seeing(seen), pytest.raises(ChangedMeanwhile) as changed:
        programme.change_programme(KEY, {"a": {"starts": "10:00"}, "b": {"starts": "10:00"}}, FANG)
    assert [row.who for row in changed.value.rows] == [WEI]
    with seeing(Seen(seen.number)):
        programme.change_programme(KEY, {"b": {"starts": "10:00"}}, FANG)


def test_a_plan_that_was_drawn_meanwhile_is_not_overwritten():
    programme.plan_round(KEY, "final", SLOTS, FANG, round_key="last")
    seen = Seen(audit.newest_row_number(KEY))
    slot = "planned:final/last:0"
    programme.change_programme(KEY, {slot: {"labour": "rail", "employer": "bus"}}, WEI)
    with seeing(seen), pytest.raises(ChangedMeanwhile):
        programme.change_programme(KEY, {slot: {"starts": "10:00"}}, FANG)


def test_the_public_sees_nothing_of_a_draft_until_the_programme_is_shown():
    number = newest_snapshot(KEY).number
    programme.change_programme(KEY, {"a": {"room": "一号厅"}}, FANG)
    programme.plan_round(KEY, "final", SLOTS, FANG, round_key="last")
    assert newest_snapshot(KEY).number == number
    assert "一号厅" not in canonical(public())


def test_the_programme_shown_has_times_and_rooms_and_nobody_in_them():
    programme.plan_round(KEY, "final", SLOTS, FANG, round_key="last")
    programme.show_programme(KEY, True, FANG)
    assert public()["programme"] == {
        "heat/one": {"matches": [{"starts": at("09:00")}]},
        "final/last": {"matches": SLOTS},
    }
    assert [stage["rounds"][0]["matches"] for stage in public()["stages"]] == [[], []]

    programme.change_programme(KEY, {"a": {"starts": "10:20"}}, FANG)
    assert public()["programme"]["heat/one"] == {"matches": [{"starts": at("10:20")}]}
    programme.show_programme(KEY, False, FANG)
    assert "programme" not in public()


def test_an_announced_round_has_its_matches_with_their_times_and_rooms():
    programme.change_programme(KEY, {"a": {"room": "一号厅", "panel": "李宁"}}, FANG)
    programme.show_programme(KEY, True, FANG)
    rounds.set_announced(KEY, "heat/one", True, FANG)
    (one, _other) = public()["stages"][0]["rounds"][0]["matches"]
    assert (one["starts"], one["room"]) == (at("09:00"), {"zh": "一号厅"})
    assert "panel" not in one
    assert public()["programme"] == {}


def test_a_round_with_planned_matches_is_edited_and_keeps_them():
    programme.plan_round(KEY, "final", SLOTS, FANG, round_key="last")
    setup.save_part(
        KEY, "round", {"name": text("总决赛"), "planned": SLOTS}, FANG, key="final/last"
    )
    assert last_round()["planned"] == SLOTS


def test_a_judge_with_a_conflict_of_interest_is_not_seated_unless_it_was_accepted():
    whole_file = contest(match("a", "rail", "post"), match("b", "bus", "school"))
    whole_file["judges"][0]["conflicts"] = ["rail"]
    competitions.load_competition(factories.checked(whole_file), FANG, replace=True)
    found = refused({"a": {"panel": "李宁"}, "b": {"panel": "李宁"}})
    assert list(found) == [("a", "panel")]
    assert "conflict of interest" in found["a", "panel"]

    programme.change_programme(KEY, {"b": {"panel": "李宁"}}, FANG)
    assert "conflict of interest" in refused({"b": {"labour": "rail"}})["b", "panel"]


def test_a_draw_seats_a_round_that_is_planned_at_its_times_and_in_its_rooms():
    programme.plan_round(KEY, "final", SLOTS, FANG, round_key="last")
    programme.show_programme(KEY, True, FANG)
    order = DrawOrder("final", "last", "teams", ["rail", "post", "bus", "school"], {})
    key, _commitment = draws.commit_draw(KEY, order, FANG)
    result = draws.run_draw(KEY, key, "公平公正", FANG).result

    first, second = last_round()["matches"]
    assert "planned" not in last_round()
    assert [(each["starts"], each["room"]) for each in (first, second)] == [
        (slot["starts"], slot["room"]) for slot in SLOTS
    ]
    assert [entry["team"] for each in (first, second) for entry in each["entries"]] == result
    assert public()["programme"]["final/last"] == {"matches": SLOTS}, "who meets is not public yet"
    assert verification.verify_chain(KEY).length
