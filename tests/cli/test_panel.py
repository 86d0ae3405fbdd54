"""`flask panel propose|apply`, run as a person at a terminal runs them."""

import json

import pytest

from tests.factories import text
from tests.panels.build import contest, judge, match, round_of, sheet, stage

NINE, TEN = "2026-05-20T09:00:00+08:00", "2026-05-20T10:00:00+08:00"


def cup():
    return contest(
        [
            judge("ana", head=True, category="professional", conflicts=["post"]),
            judge("bo", category="academic"),
            judge("cy", category="academic"),
            judge("di", category="professional"),
        ],
        [
            stage(
                "final",
                round_of(
                    "day",
                    match("m1", "bus", "rail", panel=["bo"], starts=NINE),
                    match("m2", "post", "metro", starts=TEN),
                ),
            )
        ],
    )


@pytest.fixture
def file(tmp_path):
    written = tmp_path / "cup.json"
    written.write_text(json.dumps(cup()), encoding="utf-8")
    return written


@pytest.fixture
def loaded(terminal, file):
    terminal.flask("competition", "load", file)
    return file


def write(tmp_path, **changes):
    proposal = {"format": "accord-panels/1", "stage": "final", "panels": {"m1": ["ana", "cy"]}}
    path = tmp_path / "panels.json"
    path.write_text(json.dumps(proposal | changes), encoding="utf-8")
    return path


def panels(terminal):
    exported = terminal.json("competition", "export", "cup")
    (round_,) = exported["stages"][0]["rounds"]
    return {each["key"]: each["panel"] for each in round_["matches"]}


def test_a_proposal_needs_neither_database_nor_server(terminal, file):
    options = ("final", "--size", 2, "--mix", "professional=1,academic=1")
    found = terminal.json("panel", "propose", file, *options)
    assert found["panels"]["m1"][0] == "ana"
    assert sorted(found["load"].values()) == [1, 1, 1, 1]
    assert terminal.json("panel", "propose", "-", *options, typed=file.read_text()) == found
    assert not terminal.data_dir.exists()


def test_what_cannot_be_is_said_with_match_and_judge(terminal, tmp_path):
    whole = cup()
    whole["stages"][0]["rounds"][0]["matches"][1]["panel"] = ["ana"]
    file = tmp_path / "cup.json"
    file.write_text(json.dumps(whole), encoding="utf-8")

    done = terminal.flask("panel", "propose", file, "final", "--size", 2, "--keep", code=1)

    assert "(m2): Ana (ana) is kept on the panel but has a conflict" in done.stderr
    assert done.stdout == ""
    for mix in ("professional", "=2", "professional=x", "a=1,a=1", "professional=2,academic=1"):
        done = terminal.flask("panel", "propose", file, "final", "--size", 2, "--mix", mix, code=1)
        assert "mix" in done.stderr
    terminal.flask("panel", "propose", file, "semi", "--size", 2, code=1)
    terminal.flask("panel", "propose", tmp_path / "nothing.json", "final", "--size", 2, code=1)


def test_what_is_proposed_is_put_in_place_in_order_and_applied_again_changes_nothing(
    terminal, loaded, tmp_path
):
    proposal = tmp_path / "proposal.json"
    printed = terminal.flask("panel", "propose", loaded, "final", "--size", 2)
    proposal.write_text(printed.stdout, encoding="utf-8")

    done = terminal.flask("panel", "apply", "cup", proposal)

    assert "Changed panels: 2." in done.stderr
    assert panels(terminal) == json.loads(printed.stdout)["panels"]
    length = terminal.json("audit", "verify", "cup")["length"]
    assert "Changed panels: 0." in terminal.flask("panel", "apply", "cup", proposal).stderr
    assert terminal.json("audit", "verify", "cup")["length"] == length


def test_matches_that_a_file_does_not_name_stay(terminal, loaded, tmp_path):
    terminal.flask("panel", "apply", "cup", write(tmp_path, panels={"m2": ["cy", "bo"]}))

    assert panels(terminal) == {"m1": ["bo"], "m2": ["cy", "bo"]}


def test_a_panel_with_a_sheet_cannot_change_and_then_none_does(terminal, tmp_path):
    whole = cup()
    whole["sheets"] = [sheet("m1", "bus", "bo")]
    file = tmp_path / "cup.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    terminal.flask("competition", "load", file)
    new = {"m1": ["bo", "cy"], "m2": ["cy"]}

    done = terminal.flask("panel", "apply", "cup", write(tmp_path, panels=new), code=1)

    assert "These panels have sheets and cannot change: m1." in done.stderr
    assert panels(terminal) == {"m1": ["bo"], "m2": []}
    terminal.flask("panel", "apply", "cup", write(tmp_path, panels=new | {"m1": ["bo"]}))
    assert panels(terminal) == {"m1": ["bo"], "m2": ["cy"]}


def test_a_conflict_is_refused_unless_it_is_accepted_in_the_match(terminal, loaded, tmp_path):
    done = terminal.flask(
        "panel", "apply", "cup", write(tmp_path, panels={"m1": ["cy"], "m2": ["ana"]}), code=1
    )

    assert "m2: ana has a conflict of interest with post" in done.stderr
    assert panels(terminal) == {"m1": ["bo"], "m2": []}


def test_an_accepted_conflict_leaves_the_match_with_its_judge(terminal, tmp_path):
    whole = cup()
    played = whole["stages"][0]["rounds"][0]["matches"][1]
    played["panel"] = ["ana"]
    accepted = [{"judge": "ana", "team": "post", "reason": text("无人可换", "Nobody else")}]
    played["accepted_conflicts"] = accepted
    file = tmp_path / "cup.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    terminal.flask("competition", "load", file)

    terminal.flask("panel", "apply", "cup", write(tmp_path, panels={"m2": ["ana", "cy"]}))
    exported = terminal.json("competition", "export", "cup")
    assert exported["stages"][0]["rounds"][0]["matches"][1]["accepted_conflicts"] == accepted

    terminal.flask("panel", "apply", "cup", write(tmp_path, panels={"m2": ["cy"]}))
    exported = terminal.json("competition", "export", "cup")
    assert "accepted_conflicts" not in exported["stages"][0]["rounds"][0]["matches"][1]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"panels": {"m9": ["ana"]}}, "not in the stage: m9"),
        ({"panels": {"m1": ["zoe"]}}, "not in the competition: zoe"),
        ({"stage": "semi"}, "There is no stage “semi”"),
        ({"format": "accord/1"}, "no file of panels"),
        ({"panels": ["m1"]}, "panels: Expected a list"),
        ({"panels": {"m1": "ana"}}, "panels.m1: Expected a list"),
        ({"stage": None}, "stage: Expected the key"),
        ({"panels": {"m1": ["bo", "bo"]}}, "twice"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_words(terminal, loaded, tmp_path, changes, message):
    done = terminal.flask("panel", "apply", "cup", write(tmp_path, **changes), code=1)

    assert message in done.stderr
    assert panels(terminal) == {"m1": ["bo"], "m2": []}


def test_who_is_then_in_two_places_at_once_is_named(terminal, tmp_path):
    whole = cup()
    whole["stages"][0]["rounds"][0]["matches"][1]["starts"] = NINE
    file = tmp_path / "cup.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    terminal.flask("competition", "load", file)

    done = terminal.flask("panel", "apply", "cup", write(tmp_path, panels={"m2": ["bo"]}))

    assert "Bo is in Day, match 1 at the same time." in done.stderr
