"""Zones, who is in a stage, and written tests, in the file: kept, or refused in place."""

import pytest

from competition.document import check_document, read_file, write_file

TEST = "stages[2]"


@pytest.fixture
def tested(small):
    """The small competition with a written test before it: Reds Rui and Sam, Blues Bea."""
    small["teams"][0]["members"].append({"key": "reds-2", "name": "Sam", "reserve": True})
    small["teams"][1]["members"] = [{"key": "blues-1", "name": "Bea"}]
    small["stages"].append(
        {
            "key": "test",
            "name": "Written test",
            "kind": "paper",
            "max": "100",
            "per": "member",
            "combine": {"best": 2},
            "scores": [
                {"team": "reds", "member": "reds-1", "score": "88.5"},
                {"team": "blues", "member": "blues-1", "score": "0"},
            ],
        }
    )
    return small


@pytest.fixture
def tested_by_team(tested, put):
    put(tested, f"{TEST}.per", "team")
    put(tested, f"{TEST}.combine", ...)
    put(tested, f"{TEST}.scores", [{"team": "reds", "score": "88.5"}])
    return tested


def test_a_written_test_is_kept_as_it_is_and_has_neither_rounds_nor_a_mean_of_matches(tested):
    kept = check_document(tested)

    test = kept["stages"][2]
    assert test["combine"] == {"best": 2}
    assert test["scores"] == tested["stages"][2]["scores"]
    assert not {"rounds", "across_matches"} & set(test)
    assert kept["teams"][0]["members"][1]["reserve"] is True
    assert read_file(write_file(kept)) == kept


def test_one_score_a_team_is_kept_and_a_test_may_have_no_score_yet(tested_by_team, put, problems):
    assert problems(tested_by_team) == {}
    assert problems(put(tested_by_team, f"{TEST}.scores", ...)) == {}


@pytest.mark.parametrize("score", ["0", "100", "100.00", "-0", "0.001"])
def test_a_score_may_be_nought_the_highest_and_whatever_lies_between(tested, put, problems, score):
    assert problems(put(tested, f"{TEST}.scores[0].score", score)) == {}


@pytest.mark.parametrize("combine", ["mean", "sum", {"best": 1}])
def test_a_teams_members_are_joined_by_mean_sum_or_the_best(tested, put, problems, combine):
    assert problems(put(tested, f"{TEST}.combine", combine)) == {}
    assert problems(put(tested, f"{TEST}.combine", ...)) == {}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("kind", "oral"),
        ("max", ...),
        ("max", "0"),
        ("max", "-5"),
        ("max", 100),
        ("per", ...),
        ("per", "judge"),
        ("combine", "median"),
        ("combine", ["mean"]),
        ("combine.best", 0),
        ("combine.best", "2"),
        ("combine.worst", 1),
        ("rounds", []),
        ("across_matches", "mean"),
        ("scores[0].score", "100.01"),
        ("scores[0].score", "-1"),
        ("scores[0].score", "many"),
        ("scores[0].score", ...),
        ("scores[0].score", 88),
        ("scores[0].team", "greens"),
        ("scores[0].team", ...),
        ("scores[0].member", "blues-1"),
        ("scores[0].member", "nobody"),
        ("scores[0].member", ...),
        ("scores[0].mark", "5"),
        ("provisional_until", "soon"),
        ("teams", ["reds", "greens"]),
        ("teams", ["reds", "blues", "reds"]),
    ],
)
def test_what_cannot_be_in_a_written_test_is_refused_at_its_place(
    tested, problems, put, place, value
):
    put(tested, f"{TEST}.{place}", value)

    expected = {
        "teams": f"{TEST}.teams[{1 if value == ['reds', 'greens'] else 2}]",
    }.get(place, f"{TEST}.{place}")
    assert expected in problems(tested)


def test_a_score_out_of_range_says_what_is_allowed(tested, problems, put):
    put(tested, f"{TEST}.scores[0].score", "100.5")

    assert problems(tested) == {
        f"{TEST}.scores[0].score": "100.5 is out of range. Allowed: 0 to 100."
    }


def test_nobody_has_two_scores(tested, tested_by_team, problems):
    scores = tested_by_team["stages"][2]["scores"]
    scores.append({"team": "reds", "score": "10"})

    found = problems(tested_by_team)

    assert list(found) == [f"{TEST}.scores[1]"]
    assert f"{TEST}.scores[0]" in found[f"{TEST}.scores[1]"]


def test_a_member_has_one_score(tested, problems):
    tested["stages"][2]["scores"].append({"team": "reds", "member": "reds-1", "score": "10"})

    assert list(problems(tested)) == [f"{TEST}.scores[2]"]


def test_with_one_score_a_team_nothing_is_said_of_members(tested_by_team, problems, put):
    put(tested_by_team, f"{TEST}.combine", "mean")
    put(tested_by_team, f"{TEST}.scores[0].member", "reds-1")

    assert set(problems(tested_by_team)) == {f"{TEST}.combine", f"{TEST}.scores[0].member"}


def test_a_member_is_one_person_in_the_whole_competition_where_members_have_scores(
    tested, problems, put
):
    put(tested, "teams[1].members[0].key", "reds-1")
    put(tested, f"{TEST}.scores[1].member", "reds-1")
    assert list(problems(tested)) == ["teams[1].members[0].key"]

    del tested["stages"][2]
    assert problems(tested) == {}


def test_a_stage_of_matches_has_no_scores(small, problems, put):
    put(small, "stages[0].kind", "matches")
    assert problems(small) == {}

    put(small, "stages[0].scores", [])
    put(small, "stages[0].max", "10")
    assert set(problems(small)) == {"stages[0].scores", "stages[0].max"}


def test_a_stage_may_name_its_teams_and_then_nobody_else_has_an_entry_or_a_score(
    tested, problems, put
):
    put(tested, "stages[0].teams", ["blues", "reds"])
    put(tested, f"{TEST}.teams", ["reds", "blues"])
    assert problems(tested) == {}

    put(tested, "stages[0].teams", ["blues"])
    put(tested, f"{TEST}.teams", [])
    found = problems(tested)

    assert list(found) == [
        "stages[0].rounds[0].matches[0].entries[0].team",
        f"{TEST}.scores[0].team",
        f"{TEST}.scores[1].team",
    ]
    assert "blues" in found["stages[0].rounds[0].matches[0].entries[0].team"]


def test_a_written_test_is_carried_and_advances_and_makes_no_circle(tested, problems, put):
    put(tested, f"{TEST}.advance", {"to": "semi", "top": 2})
    put(tested, "stages[0].carry", [{"stage": "test", "weight": "0.2"}])
    assert problems(tested) == {}

    put(tested, f"{TEST}.carry", [{"stage": "final", "weight": "1"}])
    assert any("circle" in sentence for sentence in problems(tested).values())


def test_a_ruling_may_be_of_a_written_test(tested, problems, put):
    put(tested, "rulings[0].stage", "test")

    assert problems(tested) == {}


def test_a_zone_is_a_word_until_the_file_lists_its_zones(small, problems, put):
    put(small, "zones", [{"key": "north", "name": "北区"}, {"key": "south", "name": "南区"}])
    assert check_document(small)["zones"][0]["name"] == {"zh": "北区", "en": "北区"}

    put(small, "teams[0].zone", "North")
    assert list(problems(small)) == ["teams[0].zone"]

    put(small, "zones", ...)
    assert problems(small) == {}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("zones[1].key", "north"),
        ("zones[1].key", "South"),
        ("zones[0].name", " "),
        ("zones[0].teams", []),
        ("teams[0].seed", 0),
        ("teams[0].seed", "1"),
        ("teams[0].members[0].reserve", "yes"),
        ("stages[0].rounds[0].starts", "Friday"),
        ("stages[0].rounds[0].matches[0].starts", "9:00"),
        ("stages[0].rounds[0].matches[0].room", "\n"),
        ("stages[0].provisional_until", "2025-05-20"),
    ],
)
def test_zones_seeds_starts_and_rooms_are_refused_at_their_place(
    small, problems, put, place, value
):
    put(small, "zones", [{"key": "north", "name": "北区"}, {"key": "south", "name": "南区"}])

    assert list(problems(put(small, place, value))) == [place]


def test_zones_seeds_starts_and_rooms_are_kept(small, put):
    put(small, "teams[0].seed", 1)
    put(small, "stages[0].rounds[0].starts", "2025-05-20T09:00:00+08:00")
    put(small, "stages[0].rounds[0].matches[0].starts", "2025-05-20T09:30:00+08:00")
    put(small, "stages[0].rounds[0].matches[0].room", "301 室")
    put(small, "stages[0].provisional_until", "2025-05-21T09:00:00+08:00")

    kept = check_document(small)

    round_ = kept["stages"][0]["rounds"][0]
    assert (kept["teams"][0]["seed"], round_["starts"]) == (1, "2025-05-20T09:00:00+08:00")
    assert round_["matches"][0]["room"] == {"zh": "301 室", "en": "301 室"}
    assert read_file(write_file(kept)) == kept
