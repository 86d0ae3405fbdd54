"""`flask draw`, as a person at a terminal draws and as anybody checks."""

import hashlib
import json

import pytest

from tests.cup import CUP, HALL, NAMES, cup

TEAMS = list(NAMES)


@pytest.fixture
def drawing(terminal, tmp_path):
    """A terminal with the cup loaded."""
    file = tmp_path / "cup.json"
    file.write_text(json.dumps(cup()), encoding="utf-8")
    terminal.flask("competition", "load", file)
    return terminal


def exported(terminal):
    return terminal.json("competition", "export", CUP)


def test_commit_prints_what_it_binds_and_run_what_came_of_it(drawing):
    made = drawing.json("draw", "commit", CUP, "final", "one", "--apart", "zone", "--no-rematch")
    pending = drawing.json("draw", "verify", "-", typed=json.dumps(exported(drawing)))
    drawn = drawing.json("draw", "run", CUP, made["draw"], "--hall", HALL)

    part = exported(drawing)["draws"][0]
    assert list(made) == ["draw", "commitment"]
    assert list(drawn) == ["draw", "result", "secret", "seed"]
    assert pending == {
        "draws": [{"key": "draw-1", "ok": True, "reason": "pending", "followed": None}]
    }
    assert part["rules"] == {"apart": ["zone"], "no_rematch": True}
    assert part["result"] == drawn["result"]
    bound = {name: part[name] for name in ("from", "kind", "round", "rules", "secret", "stage")}
    for more, digest in (({}, made["commitment"]), ({"hall": HALL}, drawn["seed"])):
        text = json.dumps(bound | more, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == digest


def test_every_option_of_commit_arrives_in_the_file(drawing):
    drawing.flask(
        *("draw", "commit", CUP, "final", "one", "--from", "port, bus,rail,metro"),
        *("--apart", "zone", "--apart", "organisation", "--balance-sides"),
        *("--pot", "port,bus", "--pot", "rail,metro"),
    )
    drawing.flask("draw", "commit", CUP, "final", "two", "--from", "port,bus,rail", "--bye")

    first, second = exported(drawing)["draws"]
    assert first["from"] == ["port", "bus", "rail", "metro"]
    assert first["rules"] == {
        "apart": ["zone", "organisation"],
        "balance_sides": True,
        "pots": [["port", "bus"], ["rail", "metro"]],
    }
    assert second["rules"] == {"bye": True}


def test_topics_are_drawn_from_the_file_s_and_have_no_rules(drawing):
    drawing.flask("draw", "commit", CUP, "final", "one")
    drawing.flask("draw", "run", CUP, "draw-1", "--hall", HALL)

    said = drawing.flask("draw", "commit", CUP, "final", "one", "--kind", "topics", "--bye").stderr
    assert "Rules concern teams" in said
    drawing.flask("draw", "run", CUP, "draw-2", "--hall", HALL)

    part = exported(drawing)["draws"][1]
    assert part["from"] == ["wages", "hours", "rest"]
    assert "rules" not in part


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("commit", "nothing", "final", "one"), "no competition “nothing”"),
        (("commit", CUP, "final", "three"), "no round “three”"),
        (("commit", CUP, "final", "one", "--from", "port,bus,rail"), "an odd number"),
        (("commit", CUP, "final", "one", "--pot", "port", "--pot", "bus,rail"), "two pots"),
        (("run", CUP, "draw-1", "--hall", "x"), "no draw “draw-1”"),
        (("abandon", CUP, "draw-1", "--reason", "x"), "no draw “draw-1”"),
        (
            (
                "by-hand",
                CUP,
                "final",
                "one",
                "--result",
                "bus,bus",
                "--by",
                "A",
                "--witness",
                "B",
            ),
            "twice",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(drawing, arguments, words):
    before = drawing.flask("competition", "export", CUP).stdout

    assert words in drawing.flask("draw", *arguments, code=1).stderr

    assert drawing.flask("competition", "export", CUP).stdout == before


def test_an_abandoned_draw_makes_room_for_real_balls(drawing):
    drawing.flask("draw", "commit", CUP, "final", "one")
    by_hand = ("--result", ",".join(TEAMS[:4]), "--by", "李娜", "--witness", "张伟")
    refused = drawing.flask("draw", "by-hand", CUP, "final", "one", *by_hand, code=1)
    assert "Abandon it with a reason" in refused.stderr
    drawing.flask("draw", "abandon", CUP, "draw-1", "--reason", "停电")

    done = drawing.flask("draw", "by-hand", CUP, "final", "one", *by_hand)

    assert json.loads(done.stdout) == {"draw": "draw-2", "result": TEAMS[:4]}
    assert "Not drawn: steel, port" in done.stderr
    verdicts = drawing.json("draw", "verify", "-", typed=json.dumps(exported(drawing)))["draws"]
    assert [each["reason"] for each in verdicts] == ["abandoned", "by_hand"]


def test_a_draw_that_does_not_hold_ends_verify_with_one(drawing, tmp_path):
    drawing.flask("draw", "commit", CUP, "final", "one")
    drawing.flask("draw", "run", CUP, "draw-1", "--hall", HALL)
    whole = exported(drawing)
    whole["draws"][0]["result"].reverse()
    (tmp_path / "altered.json").write_text(json.dumps(whole), encoding="utf-8")

    done = drawing.flask("draw", "verify", tmp_path / "altered.json", code=1)

    assert json.loads(done.stdout)["draws"] == [
        {"key": "draw-1", "ok": False, "reason": "result", "followed": False}
    ]


def test_verify_names_every_problem_of_a_file_at_its_place(drawing, tmp_path):
    draw = {"key": "a", "stage": "final", "round": "nine", "kind": "teams", "from": []}
    whole = cup(draws=[draw])
    (tmp_path / "wrong.json").write_text(json.dumps(whole), encoding="utf-8")

    said = drawing.flask("draw", "verify", tmp_path / "wrong.json", code=1).stderr

    assert "draws[0].round" in said
    assert "draws[0].commitment" in said


def test_a_draw_that_will_hardly_succeed_says_so_at_once(drawing, tmp_path):
    whole = cup()
    for team in whole["teams"]:
        team["zone"] = "east"
    (tmp_path / "east.json").write_text(json.dumps(whole), encoding="utf-8")
    drawing.flask("competition", "load", tmp_path / "east.json", "--replace")

    said = drawing.flask("draw", "commit", CUP, "final", "one", "--apart", "zone").stderr

    assert "None of 2000 trial orders" in said
