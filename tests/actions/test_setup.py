"""Changing a competition part by part, with the same rules as loading a file."""

import pytest

from competition.actions import competitions, rounds, setup, sheet_locks, stage_release
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, audit_links, file_export, queries
from tests import factories
from tests.factories import league, text

BY = "organiser 王芳"
PERSON = {"key": "first", "name": text("陈晨")}


@pytest.fixture(autouse=True)
def loaded(context):
    competitions.load_competition(factories.checked(league()), BY)


def whole():
    return file_export.competition_document(queries.find_competition("league"))


def keys(kind):
    return [part["key"] for part in whole()[kind]]


def places(refused):
    return {problem.place for problem in refused.value.problems}


def test_a_new_part_without_a_key_is_given_the_next_free_one():
    team = {"name": text("𠮷野家·队"), "members": [PERSON]}
    assert setup.save_part("league", "team", team, BY) == "team-5"
    assert setup.save_part("league", "team", team, BY) == "team-6"
    assert keys("teams") == ["metro", "bus", "post", "rail", "team-5", "team-6"]
    row = audit.newest_row("league")
    assert (row.action, row.subject, row.who) == ("team.add", "team-6", BY)


def test_a_part_is_changed_and_what_refers_to_it_stays():
    team = {"name": text("新地铁队"), "members": [PERSON, {"key": "second", "name": text("Ng")}]}
    setup.save_part("league", "team", team, BY, key="metro")

    assert whole()["teams"][0] == {"key": "metro"} | team
    assert whole()["stages"][1]["rounds"][0]["matches"][0]["entries"][0]["team"] == "metro"
    assert len(whole()["sheets"]) == 12


def test_what_is_wrong_is_placed_from_the_part_on_and_nothing_is_written():
    team = {"name": text(""), "members": [PERSON, {"key": "first", "name": "x" * 201}]}
    before = competitions.export_competition("league")

    with pytest.raises(Refused) as refused:
        setup.save_part("league", "team", team, BY, key="metro")

    assert {"members[1].key", "members[1].name"} <= places(refused)
    assert any(place.startswith("name") for place in places(refused))
    assert competitions.export_competition("league") == before
    assert audit.newest_row("league").action == "competition.load"


def test_a_key_is_never_changed_and_a_taken_one_refused():
    setup.save_part("league", "judge", {"key": "other", "name": text("Jo B.")}, BY, key="jo")
    assert keys("judges") == ["li-na", "zhang-wei", "jo"]
    with pytest.raises(Refused):
        setup.save_part("league", "judge", {"key": "jo", "name": text("Another Jo")}, BY)
    assert len(keys("judges")) == 3


def test_a_changed_judge_keeps_the_link():
    token = queries.find_judge(queries.find_competition("league"), "jo").token
    setup.save_part("league", "judge", {"name": text("Jo Amsel-Fan")}, BY, key="jo")
    assert queries.find_judge(queries.find_competition("league"), "jo").token == token


def test_a_topic_with_focal_points_is_added_changed_and_removed():
    topic = {"title": text("工时"), "focal_points": [{"key": "rest", "title": text("休息")}]}
    key = setup.save_part("league", "topic", topic, BY)
    topic["focal_points"] += [{"key": "night", "title": text("夜班")}]
    setup.save_part("league", "topic", topic, BY, key=key)
    assert whole()["topics"][1] == {"key": key} | topic
    setup.remove_part("league", "topic", key, BY)
    assert keys("topics") == ["wages"]


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("topic", "wages"),
        ("team", "metro"),
        ("judge", "jo"),
        ("stage", "semi"),
        ("round", "semi-round"),
        ("match", "semi-1"),
    ],
)
def test_what_is_still_needed_stays_and_the_refusal_says_by_what(kind, key):
    before = competitions.export_competition("league")
    with pytest.raises(Refused, match="still in use") as refused:
        setup.remove_part("league", kind, key, BY)
    assert refused.value.problems
    assert competitions.export_competition("league") == before


def test_what_nobody_needs_any_more_goes_with_all_below_it():
    sheet_locks.lock("league", "last", "metro", "jo", "A hold is not a sheet", BY)
    setup.remove_part("league", "stage", "final", BY)
    assert keys("stages") == ["semi"]
    assert audit.newest_row("league").action == "stage.remove"


def test_a_whole_course_is_built_by_hand():
    stage = setup.save_part(
        "league", "stage", {"name": text("附加赛"), "across_matches": "sum"}, BY
    )
    round_ = setup.save_part("league", "round", {"name": text("一")}, BY, parent=stage)
    match = {"panel": ["jo"], "entries": [{"team": "rail", "side": "solo"}], "topic": "wages"}
    first = setup.save_part("league", "match", match, BY, parent=f"{stage}/{round_}")
    second = setup.save_part("league", "match", match, BY, parent=f"{stage}/{round_}")
    setup.move_part("league", "match", second, BY, up=True)

    built = whole()["stages"][2]
    assert built["release"] == "hidden"
    assert built["rounds"][0]["state"] == "draft"
    assert [m["key"] for m in built["rounds"][0]["matches"]] == [second, first]
    factories.checked(whole())


def test_a_match_moves_to_another_round_with_its_order():
    second = setup.save_part("league", "round", {"name": text("二")}, BY, parent="final")
    match = whole()["stages"][1]["rounds"][0]["matches"][0]
    setup.save_part("league", "match", match, BY, key="last", parent=f"final/{second}")
    assert [[m["key"] for m in r["matches"]] for r in whole()["stages"][1]["rounds"]] == [
        [],
        ["last"],
    ]


def test_an_edit_changes_neither_a_release_nor_a_rounds_state():
    stage_release.set_release("league", "semi", "published", BY)
    stage = {"name": text("半决赛二"), "across_matches": "mean", "release": "hidden"}
    setup.save_part("league", "stage", stage, BY, key="semi")
    setup.save_part(
        "league", "round", {"name": text("轮"), "state": "open"}, BY, key="semi/semi-round"
    )
    live = {"name": text("新"), "across_matches": "mean", "release": "live"}
    setup.save_part("league", "stage", live, BY)

    assert [stage["release"] for stage in whole()["stages"]] == ["published", "hidden", "hidden"]
    assert whole()["stages"][0]["rounds"][0]["state"] == "closed"


def test_a_panel_cannot_lose_a_judge_who_has_marked():
    match = whole()["stages"][0]["rounds"][0]["matches"][0] | {"panel": ["li-na"]}
    with pytest.raises(Refused) as refused:
        setup.save_part("league", "match", match, BY, key="semi-1")
    assert any(place.startswith("sheets[") for place in places(refused))


def test_a_rubric_cannot_become_one_that_given_marks_break():
    rubric = {"rubric": whole()["rubric"], "scoring": whole()["scoring"]}
    rubric["rubric"]["dimensions"][0]["max"] = "5"
    with pytest.raises(Refused) as refused:
        setup.save_part("league", "rubric", rubric, BY)
    assert places(refused)

    rubric["rubric"]["dimensions"][0]["max"] = "12"
    rubric["scoring"]["decimals"] = 3
    setup.save_part("league", "rubric", rubric, BY)
    assert whole()["rubric"]["dimensions"][0]["max"] == "12"
    assert whole()["scoring"]["decimals"] == 3


def test_the_competitions_own_fields_are_changed_but_not_its_key():
    own = {"key": "other", "name": text("大联赛"), "venue": text("礼堂"), "languages": ["zh"]}
    setup.save_part("league", "competition", own, BY)
    assert whole()["competition"] == own | {"key": "league"}


def test_a_part_moves_up_and_down_and_stops_at_the_ends():
    setup.move_part("league", "team", "bus", BY, up=True)
    assert keys("teams") == ["bus", "metro", "post", "rail"]
    rows = len(audit.chain_rows("league"))
    setup.move_part("league", "team", "bus", BY, up=True)
    assert len(audit.chain_rows("league")) == rows
    setup.move_part("league", "team", "bus", BY, up=False)
    assert keys("teams") == ["metro", "bus", "post", "rail"]
    setup.move_part("league", "stage", "final", BY, up=True)
    assert keys("stages") == ["final", "semi"]


def test_a_round_of_the_same_key_in_two_stages_is_named_with_its_stage():
    setup.save_part(
        "league", "round", {"key": "semi-round", "name": text("轮")}, BY, parent="final"
    )
    with pytest.raises(Refused):
        rounds.set_state("league", "semi-round", "draft", BY)
    setup.save_part("league", "round", {"name": text("改")}, BY, key="final/semi-round")
    assert whole()["stages"][1]["rounds"][1]["name"] == text("改")
    assert whole()["stages"][0]["rounds"][0]["name"] == text("半决赛轮", "Semi-final round")
    setup.remove_part("league", "round", "final/semi-round", BY)
    assert [len(stage["rounds"]) for stage in whole()["stages"]] == [1, 1]


@pytest.mark.parametrize("kind", ["topic", "team", "judge", "stage", "round", "match"])
def test_what_is_not_there_is_not_found(kind):
    with pytest.raises(NotFound):
        setup.save_part("league", kind, {"name": text("x")}, BY, key="nothing")
    with pytest.raises(NotFound):
        setup.remove_part("league", kind, "nothing", BY)
    with pytest.raises(NotFound):
        setup.move_part("league", kind, "nothing", BY, up=True)
    with pytest.raises(NotFound):
        setup.save_part("nowhere", kind, {"name": text("x")}, BY)


def test_every_change_leaves_a_sound_chain_and_a_valid_file():
    setup.save_part("league", "team", {"name": text("队")}, BY)
    setup.remove_part("league", "team", "team-5", BY)
    setup.move_part("league", "judge", "jo", BY, up=True)
    chain = audit.chain_rows("league")
    assert [row.action for row in chain] == [
        "competition.load",
        "team.add",
        "team.remove",
        "judge.move",
    ]
    assert audit_links.first_broken_link(chain) is None
    factories.checked(whole())
