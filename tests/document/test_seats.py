"""Replaced judges, trainees and accepted conflicts, in the file: kept, or refused in place.

Ana (head, professional) and Bo sit on the panel of m1, where Reds meet Blues; Cy, Dee and Eli
(head) may come in. Dee has a category that weighs nothing.
"""

import pytest

from competition.document import check_document, read_file, write_file

MATCH = "stages[0].rounds[0].matches[0]"
MOMENT = "2025-05-20T10:00:00+08:00"


@pytest.fixture
def panel(small):
    small["judges"] += [
        {"key": "dee", "name": "Dee", "category": "student"},
        {"key": "eli", "name": "Eli", "category": "academic", "head": True},
        {"key": "flo", "name": "Flo", "category": "academic"},
    ]
    return small


@pytest.fixture
def refused(panel, problems, put):
    """The places of what is wrong in m1 with these fields, written from the match on."""

    def found(**fields):
        for name, value in fields.items():
            put(panel, f"{MATCH}.{name}", value)
        return [place.removeprefix(f"{MATCH}.") for place in problems(panel)]

    return found


def replaced(seat, left_by, *keeps):
    return {"seat": seat, "from": left_by, "keeps": list(keeps), "reason": "Ill"}


def test_a_replacement_is_kept_with_what_is_said_of_it(panel, put):
    whole = replaced("bo", "cy", "reds") | {"at": MOMENT, "by": "Li Na"}
    put(panel, f"{MATCH}.replacements", [whole])
    put(panel, f"{MATCH}.trainees", ["dee"])
    put(panel, f"{MATCH}.accepted_conflicts", [{"judge": "bo", "team": "reds", "reason": "Known"}])

    kept = check_document(panel)

    match = kept["stages"][0]["rounds"][0]["matches"][0]
    assert match["replacements"] == [whole | {"reason": {"zh": "Ill", "en": "Ill"}}]
    assert match["trainees"] == ["dee"]
    assert match["accepted_conflicts"][0]["reason"] == {"zh": "Known", "en": "Known"}
    assert read_file(write_file(kept)) == kept


@pytest.mark.parametrize(
    "replacements",
    [
        [replaced("bo", "cy")],
        [replaced("bo", "cy", "reds", "blues")],
        [replaced("flo", "cy", "reds"), replaced("bo", "flo", "blues")],
        [replaced("bo", "cy", "reds"), replaced("ana", "flo", "reds")],
        # Eli is a head judge too, but no sheet of his counts beside Ana's.
        [replaced("bo", "eli")],
        [replaced("ana", "eli", "reds", "blues")],
        # Nothing of Dee's counts, so her category needs no weight.
        [replaced("bo", "dee")],
    ],
)
def test_what_may_be_replaced(refused, replacements):
    assert refused(replacements=replacements) == []


@pytest.mark.parametrize(
    ("replacements", "places"),
    [
        ([{"seat": "bo", "from": "cy", "reason": "Ill"}], ["replacements[0].keeps"]),
        ([{"seat": "bo", "from": "cy", "keeps": []}], ["replacements[0].reason"]),
        ([replaced("bo", "cy") | {"at": "noon"}], ["replacements[0].at"]),
        ([replaced("bo", "cy") | {"by": {"en": "Li Na"}}], ["replacements[0].by"]),
        ([replaced("nobody", "cy")], ["replacements[0].seat"]),
        ([replaced("bo", "nobody")], ["replacements[0].from"]),
        # Who takes the seat is not there.
        ([replaced("flo", "cy")], ["replacements[0].seat"]),
        # A chain is listed from the first to the last.
        ([replaced("bo", "flo"), replaced("flo", "cy")], ["replacements[1].seat"]),
        # Who was replaced sits on the panel, on this seat or on another.
        ([replaced("bo", "ana")], ["replacements[0].from"]),
        ([replaced("bo", "bo")], ["replacements[0].from"]),
        # Nobody leaves twice, and so nobody returns.
        ([replaced("bo", "cy"), replaced("ana", "cy")], ["replacements[1].from"]),
        (
            [replaced("flo", "cy"), replaced("cy", "flo"), replaced("bo", "cy")],
            ["replacements[2].from"],
        ),
        # Nobody takes the place of two.
        ([replaced("bo", "cy"), replaced("bo", "flo")], ["replacements[1].seat"]),
        ([replaced("bo", "cy", "greens")], ["replacements[0].keeps[0]"]),
        ([replaced("bo", "cy", "reds", "reds")], ["replacements[0].keeps[1]"]),
        # A seat keeps a team's sheet of one judge.
        (
            [replaced("flo", "cy", "reds"), replaced("bo", "flo", "blues", "reds")],
            ["replacements[1].keeps[1]"],
        ),
        # Ana and Eli, both head judges, would both count for Reds.
        (
            [replaced("bo", "eli", "blues", "reds")],
            ["replacements[0].keeps[0]", "replacements[0].keeps[1]"],
        ),
        ("bo", ["replacements"]),
        (["bo"], ["replacements[0]"]),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(refused, replacements, places):
    assert refused(replacements=replacements) == places


def test_two_head_judges_whose_sheets_would_count_are_named(panel, problems, put):
    put(panel, f"{MATCH}.replacements", [replaced("bo", "eli", "reds")])

    (sentence,) = problems(panel).values()

    assert "ana, eli" in sentence
    assert "“reds”" in sentence


def test_a_head_judge_who_is_recused_for_a_team_does_not_count_beside_another(refused):
    assert (
        refused(
            replacements=[replaced("bo", "eli", "reds")],
            recused=[{"judge": "ana", "teams": ["reds"], "reason": "Her brother"}],
        )
        == []
    )


def test_the_category_of_who_keeps_a_team_has_a_weight(panel, problems, put):
    put(panel, f"{MATCH}.replacements", [replaced("bo", "dee", "reds")])

    assert list(problems(panel)) == ["judges[3].category"]


@pytest.mark.parametrize(
    ("trainees", "places"),
    [
        (["cy", "dee"], []),
        (["bo"], ["trainees[0]"]),
        (["cy", "cy"], ["trainees[1]"]),
        (["nobody"], ["trainees[0]"]),
        ("cy", ["trainees"]),
    ],
)
def test_a_trainee_is_a_judge_beside_the_panel_whose_category_needs_no_weight(
    refused, trainees, places
):
    assert refused(trainees=trainees) == places


def sheet(judge):
    return {
        "match": "m1",
        "team": "blues",
        "judge": judge,
        "marks": {"strategy": "10", "team_work": "4"},
        "state": "submitted",
        "version": 1,
    }


def test_sheets_of_the_panel_of_those_replaced_and_of_trainees_are_accepted_and_no_others(
    panel, problems, put
):
    put(
        panel,
        f"{MATCH}.replacements",
        [replaced("flo", "cy"), replaced("bo", "flo", "reds")],
    )
    put(panel, f"{MATCH}.trainees", ["dee"])
    panel["sheets"] += [sheet(judge) for judge in ("bo", "cy", "flo", "dee")]
    assert problems(panel) == {}

    panel["sheets"].append(sheet("eli"))

    assert list(problems(panel)) == ["sheets[6].judge"]


def test_whoever_marks_in_the_match_may_be_recused_and_nobody_else(refused):
    match = {"replacements": [replaced("bo", "cy", "reds")], "trainees": ["dee"]}
    recused = [{"judge": judge, "teams": ["reds"], "reason": "Her own"} for judge in ("cy", "dee")]
    assert refused(**match, recused=recused) == []

    assert refused(recused=[{"judge": "flo", "reason": "Her own"}]) == ["recused[0].judge"]


@pytest.mark.parametrize(
    ("part", "places"),
    [
        ({"judge": "bo", "team": "reds", "reason": "Known to both sides"}, []),
        ({"judge": "bo", "team": "reds"}, ["accepted_conflicts[0].reason"]),
        ({"judge": "flo", "team": "reds", "reason": "Known"}, ["accepted_conflicts[0].judge"]),
        ({"judge": "nobody", "team": "reds", "reason": "Known"}, ["accepted_conflicts[0].judge"]),
        ({"judge": "bo", "team": "greens", "reason": "Known"}, ["accepted_conflicts[0].team"]),
    ],
)
def test_a_conflict_is_accepted_of_a_judge_and_a_team_of_the_match(refused, part, places):
    assert refused(accepted_conflicts=[part]) == places


@pytest.mark.parametrize(
    ("declaration", "places"),
    [
        ({"at": MOMENT, "relations": []}, []),
        ({"at": MOMENT, "relations": [{"team": "reds", "kind": "spouse"}]}, []),
        ({"relations": []}, ["judges[0].declaration.at"]),
        ({"at": MOMENT}, ["judges[0].declaration.relations"]),
        (
            {"at": MOMENT, "relations": [{"team": "greens", "kind": "spouse"}]},
            ["judges[0].declaration.relations[0].team"],
        ),
        (
            {"at": MOMENT, "relations": [{"team": "reds"}]},
            ["judges[0].declaration.relations[0].kind"],
        ),
    ],
)
def test_a_judge_declares_relations_to_teams(panel, problems, put, declaration, places):
    put(panel, "judges[0].declaration", declaration)

    assert list(problems(panel)) == places
