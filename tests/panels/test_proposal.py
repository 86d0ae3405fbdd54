"""Proposed panels: what stays, what cannot be, and that the same question has the same answer."""

import pytest

from competition.checks.sentences import PartNames
from competition.panels.proposal import propose_panels
from competition.panels.request import PanelRequest, PanelsNotPossible
from competition.panels.sentences import NamesWithKeys, obstacle_phrase
from tests.factories import checked, text
from tests.panels.build import contest, judge, match, round_of, sheet, stage, team

NINE, TEN = "2026-05-20T09:00:00+08:00", "2026-05-20T10:00:00+08:00"


def cup(*matches, judges=("ana", "bo", "cy", "di"), **more):
    return contest(list(judges), [stage("final", round_of("day", *matches))], **more)


def proposed(whole, size=2, stage_key="final", **request):
    return propose_panels(checked(whole), stage_key, PanelRequest(size, **request))


def refused(whole, size=2, stage_key="final", names=PartNames, **request):
    file, asked = checked(whole), PanelRequest(size, **request)
    with pytest.raises(PanelsNotPossible) as why:
        propose_panels(file, stage_key, asked)
    known = names(file, "en")
    return [obstacle_phrase(each, asked, known).text() for each in why.value.obstacles]


def test_everybody_sits_equally_often_and_meets_a_team_once_where_that_can_be():
    whole = cup(
        match("m1", "bus", "rail", starts=NINE),
        match("m2", "post", "metro", starts=NINE),
        match("m3", "bus", "post", starts=TEN),
        match("m4", "rail", "metro", starts=TEN),
        judges=["ana", "bo", "cy", "di", "eve", "fay", "gil", "hal"],
    )

    found = proposed(whole)

    assert found["format"] == "accord-panels/1"
    assert found["stage"] == "final"
    assert list(found["panels"]) == ["m1", "m2", "m3", "m4"]
    assert set(found["load"].values()) == {1}
    assert found["repeats"] == 0
    assert found["unmet"] == []


def test_the_mix_goes_before_head_judges_and_these_before_even_loads():
    whole = cup(
        match("m1", "bus", "rail", starts=NINE),
        match("m2", "post", "metro", starts=TEN),
        judges=[
            judge("ana", category="professional", head=True),
            judge("bo", category="academic"),
            judge("cy", category="academic"),
        ],
    )

    found = proposed(whole, mix={"professional": 1})

    assert found["load"] == {"ana": 2, "bo": 1, "cy": 1}
    assert [panel[0] for panel in found["panels"].values()] == ["ana", "ana"]


def test_a_mix_that_cannot_be_met_everywhere_is_named_with_what_is_short():
    whole = cup(
        match("m1", "bus", "rail", starts=NINE),
        match("m2", "post", "metro", starts=NINE),
        judges=[judge("ana", category="professional"), "bo", "cy", "di"],
    )

    found = proposed(whole, mix={"professional": 1})

    (unmet,) = found["unmet"]
    with_ana = next(key for key, panel in found["panels"].items() if "ana" in panel)
    assert unmet == {
        "match": "m2" if with_ana == "m1" else "m1",
        "category": "professional",
        "short": 1,
    }


def test_panels_with_a_sheet_stay_whatever_their_size_and_void_matches_get_none():
    whole = cup(
        match("m1", "bus", "rail", panel=["ana", "bo", "cy"], starts=NINE),
        match("m2", "post", "metro", panel=["ana"], starts=NINE),
        match("m3", "post", "metro", panel=["ana"], void=text("停电", "Power cut")),
        sheets=[sheet("m1", "bus", "ana")],
        judges=["ana", "bo", "cy", "di", "eve"],
    )

    found = proposed(whole)

    assert found["panels"] == {"m1": ["ana", "bo", "cy"], "m2": ["di", "eve"]}
    assert found["load"] == dict.fromkeys(["ana", "bo", "cy", "di", "eve"], 1)


def test_kept_seats_stay_first_and_in_order():
    whole = cup(
        match("m1", "bus", "rail", panel=["di", "bo"]), judges=["ana", "bo", judge("cy"), "di"]
    )

    found = proposed(whole, 3, keep=True)

    assert found["panels"]["m1"][:2] == ["di", "bo"]
    assert len(set(found["panels"]["m1"])) == 3


def test_a_kept_judge_in_conflict_is_refused_with_match_and_judge_unless_it_was_accepted():
    judges = [judge("ana", conflicts=["bus"]), "bo", "cy"]
    played = match("m1", "bus", "rail", panel=["ana"])

    assert refused(cup(played, judges=judges), keep=True, names=NamesWithKeys) == [
        "Day, match 1 (m1): Ana (ana) is kept on the panel but has a conflict of interest with "
        "Bus (bus) (named by the organiser). Take the judge off the panel, or accept the conflict "
        "there."
    ]
    played["accepted_conflicts"] = [{"judge": "ana", "team": "bus", "reason": text("无人可换")}]
    assert proposed(cup(played, judges=judges), keep=True)["panels"]["m1"][0] == "ana"
    assert "ana" not in proposed(cup(played, judges=judges))["panels"]["m1"]


def test_what_cannot_be_is_named():
    two = (match("m1", "bus", "rail", panel=["ana"]), match("m2", "post", "metro", panel=["ana"]))
    what = (
        " at the same time. Take the judge out of one of them, give them different starts, or say "
        "that the matches of a round follow each other."
    )
    assert refused(cup(*two), keep=True) == [
        f"Day, match 1: Ana is kept on the panel but is in Day, match 2{what}",
        f"Day, match 2: Ana is kept on the panel but is in Day, match 1{what}",
    ]
    assert refused(cup(match("m1", "bus", "rail", panel=["ana", "bo"])), 1, keep=True) == [
        "Day, match 1: 2 judges are kept, but a panel has only 1. Take some off, or ask for "
        "larger panels."
    ]
    close = [judge("ana", conflicts=["bus"]), judge("bo", head=True), judge("cy", head=True)]
    assert refused(cup(match("m1", "bus", "rail"), judges=close)) == [
        "Day, match 1: a panel needs 2 judges, but only 1 can sit there: the others have a "
        "conflict of interest, are elsewhere at the time, or cannot score there."
    ]
    (short,) = refused(cup(*two, judges=["ana", "bo", "cy"]))
    assert "1 more judges are needed" in short
    assert refused(cup(*two), mix={"professional": 2, "academic": 1}) == [
        "The mix asks for 3 judges, but a panel has only 2. Ask for fewer, or for larger panels."
    ]
    assert refused(cup(*two), stage_key="semi") == ["There is no stage “semi”."]


def test_rounds_in_sequence_let_a_judge_sit_in_every_match_of_a_round():
    whole = cup(
        match("m1", "bus", "rail"), match("m2", "post", "metro"), judges=["ana", "bo", "cy"]
    )

    assert len(refused(whole)) == 1
    found = proposed(whole, rounds_in_sequence=True)
    assert sorted(found["load"].values()) == [1, 1, 2]


def test_who_is_busy_in_another_stage_at_the_same_instant_is_not_free():
    whole = contest(
        ["ana", "bo", "cy"],
        [
            stage("semi", round_of("day", match("s", "bus", "rail", panel=["ana"], starts=NINE))),
            stage("final", round_of("day", match("f", "post", "metro", starts=NINE))),
        ],
    )

    assert sorted(proposed(whole)["panels"]["f"]) == ["bo", "cy"]


def test_whom_a_match_names_besides_its_panel_stays():
    whole = cup(
        match(
            "m1",
            "bus",
            "rail",
            panel=["bo", "cy"],
            replacements=[{"seat": "bo", "from": "ana", "keeps": [], "reason": text("病")}],
        ),
        judges=["ana", "bo", "cy", "di"],
    )

    panel = proposed(whole)["panels"]["m1"]

    assert panel[0] == "bo"
    assert "ana" not in panel


def test_nobody_sits_whose_category_has_no_weight():
    whole = cup(
        match("m1", "bus", "rail"),
        judges=[judge(each, category="academic") for each in ("ana", "bo")]
        + [judge("cy", category="guest")],
        scoring={"category_weights": {"academic": "1", "guest": "0"}},
    )

    assert sorted(proposed(whole)["panels"]["m1"]) == ["ana", "bo"]
    assert proposed(whole)["load"]["cy"] == 0


def law_for_professionals(judges, *matches):
    whole = cup(*matches, judges=judges)
    scale = {"max": "10", "step": "1", "factor": "1"}
    whole["rubric"]["dimensions"] = [
        {"key": "law", "name": text("法律", "Law"), **scale, "marked_by": ["professional"]},
        {"key": "talk", "name": text("表达", "Talk"), **scale},
    ]
    return whole


def test_every_panel_has_somebody_who_marks_each_dimension():
    # Ana and Bo alone mark Law: each goes to one of the matches that are played at the same time,
    # though 王芳 asked for a mix that both together would meet in one of them.
    judges = [judge("ana", category="professional"), judge("bo", category="professional")]
    judges += [judge(each, category="academic") for each in ("cy", "di")]
    whole = law_for_professionals(
        judges,
        match("m1", "bus", "rail", starts=NINE),
        match("m2", "post", "metro", starts=NINE),
    )

    panels = proposed(whole, mix={"professional": 2})["panels"]

    assert all({"ana", "bo"} & set(panel) for panel in panels.values())


def test_where_nobody_can_mark_a_dimension_match_and_dimension_are_named():
    academics = [judge(each, category="academic") for each in ("bo", "cy", "di")]
    one = match("m1", "bus", "rail", panel=["bo", "cy"], starts=NINE)
    two = match("m2", "post", "metro", starts=NINE)
    ana = judge("ana", category="professional")

    (none,) = refused(law_for_professionals(academics, one))
    (full,) = refused(law_for_professionals([ana, *academics], one), keep=True)
    (busy,) = refused(law_for_professionals([ana, *academics], one, two))

    for said in (none, full):
        assert said.startswith("Day, match 1: nobody who marks “Law” can sit there")
    assert "nobody who marks “Law” can sit there, or all who do are needed elsewhere" in busy


def test_the_same_question_has_the_same_answer_and_another_seed_another():
    teams = [f"t{number}" for number in range(8)]
    whole = cup(
        *(
            match(f"m{number}", teams[number], teams[number + 1], starts=NINE)
            for number in range(0, 8, 2)
        ),
        judges=[f"j{number}" for number in range(12)],
        teams=[team(key) for key in teams],
    )

    answers = {str(proposed(whole, seed=seed)["panels"]) for seed in ("", "a", "b", "c")}

    assert proposed(whole, seed="a") == proposed(whole, seed="a")
    assert len(answers) > 1


def test_a_stage_without_matches_has_no_panels():
    whole = cup(match("m1", "bus", "rail"))
    whole["stages"].append(stage("later"))

    assert proposed(whole, stage_key="later")["panels"] == {}
