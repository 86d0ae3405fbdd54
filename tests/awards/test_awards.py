"""Who wins an award: candidates, places among them, ties, and who is passed over."""

from competition.awards import consider_awards, decide_awards
from tests.scoring.build import competition, match, paper, sheets, stage, team


def given(award, **fields):
    """An award of the stage `final`, for the first place unless `fields` say more."""
    return {"key": award, "by": award, "stage": "final", "places": [1, 1], **fields}


def final(document, *awards):
    """The awards' results by key, `document` having these."""
    document["awards"] = list(awards)
    return {each["key"]: each for each in decide_awards(document)["awards"]}


def four_teams(marks="9 8 8 7", teams=None, **fields):
    """North, south, east and west in one match before Ana, with one mark each."""
    names = ["north", "south", "east", "west"]
    rows = [sheets("m1", name, ana=mark) for name, mark in zip(names, marks.split(), strict=False)]
    parts = teams or [team(name) for name in names]
    return competition([stage("final", match("m1", "ana", *names))], rows, teams=parts, **fields)


def names(result):
    kinds = ("team", "member", "organisation", "name")
    return [each[kind] for each in result["winners"] for kind in kinds if kind in each]


def test_two_teams_share_the_second_place_and_use_up_the_third():
    results = final(
        four_teams(),
        given("first", by="rank"),
        given("second", by="rank", places=[2, 3]),
        given("third", by="rank", places=[4, 5]),
    )

    assert names(results["first"]) == ["north"]
    assert results["second"]["winners"] == [
        {"team": "south", "place": 2, "value": "8.00"},
        {"team": "east", "place": 2, "value": "8.00"},
    ]
    assert results["second"]["warnings"] == []
    assert names(results["third"]) == ["west"]
    assert results["third"]["warnings"] == [{"code": "too_few"}]


def test_a_tie_on_the_line_gives_everybody_on_it_the_award():
    result = final(four_teams(), given("prize", by="rank", places=[1, 2]))["prize"]

    assert [(each["team"], each["place"]) for each in result["winners"]] == [
        ("north", 1),
        ("south", 2),
        ("east", 2),
    ]
    assert result["warnings"] == [{"code": "tie_on_the_line"}]


def test_a_ruling_ends_the_tie():
    document = four_teams(tie_break=["ruling"])
    document["rulings"] = [{"stage": "final", "teams": ["east", "south"], "minutes": "The jury"}]

    result = final(document, given("prize", by="rank", places=[1, 2]))["prize"]

    assert names(result) == ["north", "east"]
    assert result["warnings"] == []


def test_who_has_the_first_award_is_passed_over_and_the_places_close_up():
    results = final(
        four_teams(),
        given("best", by="rank"),
        given("law", by="dimension", dimension="law", excludes=["best"], places=[1, 2]),
    )

    assert [(each["team"], each["place"]) for each in results["law"]["winners"]] == [
        ("south", 1),
        ("east", 1),
    ]


def test_an_award_to_a_member_passes_over_no_team():
    document = four_teams(teams=[team("north", "ann"), team("south"), team("east"), team("west")])

    results = final(
        document,
        {"key": "guest", "by": "hand", "winners": [{"member": "ann"}], "reason": {"en": "Brave"}},
        given("best", by="rank", excludes=["guest"]),
    )

    assert names(results["best"]) == ["north"]


def test_an_award_given_by_hand_passes_over_its_teams():
    results = final(
        four_teams(),
        {"key": "guest", "by": "hand", "winners": [{"team": "north"}], "reason": {"en": "Brave"}},
        given("best", by="rank", excludes=["guest"]),
    )

    assert results["guest"] == {
        "key": "guest",
        "by": "hand",
        "final": True,
        "winners": [{"team": "north", "place": 1, "value": None}],
        "warnings": [],
    }
    assert names(results["best"]) == ["south", "east"]


def test_in_a_zone_the_best_of_it_is_first():
    teams = [team("north", zone="hills"), team("south", zone="coast"), team("east"), team("west")]

    result = final(four_teams(teams=teams), given("coast", by="rank", zone="coast"))["coast"]

    assert result["winners"] == [{"team": "south", "place": 1, "value": "8.00"}]


def test_on_a_side_the_mean_of_the_matches_on_it_counts_and_no_tie_break_does():
    one, two = match("m1", "ana", "north", "south"), match("m2", "ana", "south", "north")
    for each in (one, two):
        each["entries"][0]["side"], each["entries"][1]["side"] = "labour", "employer"
    rows = [
        *(sheets("m1", "north", ana="9 1"), sheets("m1", "south", ana="5 5")),
        *(sheets("m2", "south", ana="8 2"), sheets("m2", "north", ana="2 2")),
    ]
    document = competition(
        [stage("final", one, two)], rows, factors="1 1", tie_break=["law"], decimals=1
    )

    results = final(
        document,
        given("labour", by="rank", side="labour"),
        given("employer", by="rank", side="employer"),
    )

    assert results["labour"]["winners"] == [
        {"team": "north", "place": 1, "value": "10.0"},
        {"team": "south", "place": 1, "value": "10.0"},
    ]
    assert names(results["employer"]) == ["south"]


def test_personal_marks_leave_out_the_highest_and_the_lowest_where_enough_stay():
    document = four_teams(
        teams=[team("north", "ann bob"), team("south"), team("east"), team("west")],
        drop_high=1,
        drop_low=1,
    )
    panel = ["ana", "bo", "cy"]
    document["judges"] = [{"key": judge} for judge in panel]
    document["stages"][0]["rounds"][0]["matches"][0]["panel"] = panel
    document["sheets"] = sheets("m1", "north", ana="1", bo="1", cy="1")
    for sheet, personal in zip(
        document["sheets"], ({"ann": "9", "bob": "5"}, {"ann": "8"}, {"ann": "1"}), strict=True
    ):
        sheet["personal"] = personal

    result = final(document, given("best", by="personal", places=[1, 2]))["best"]

    assert result["winners"] == [
        {"member": "ann", "place": 1, "value": "8.00"},
        {"member": "bob", "place": 2, "value": "5.00"},
    ]
    assert result["final"] is False
    assert result["warnings"] == [{"code": "incomplete"}]


def test_members_of_a_team_that_left_are_no_candidates_and_those_of_a_waiting_team_are():
    teams = [team("north", "ann", withdrawn=True), team("south", "bob"), team("east"), team("west")]
    document = four_teams(teams=teams)
    document["judges"].append({"key": "bo"})
    document["stages"][0]["rounds"][0]["matches"][0]["panel"] = ["ana", "bo"]
    for sheet, member in zip(document["sheets"], ("ann", "bob"), strict=False):
        sheet["personal"] = {member: "4"}

    result = final(document, given("best", by="personal"))["best"]

    assert names(result) == ["bob"]


def test_in_a_written_test_the_members_scores_count_one_by_one():
    test = paper("final", "north ann 88", "north bob 92", "south cid 92", combine={"best": 1})
    document = competition(
        [test], [], teams=[team("north", "ann bob"), team("south", "cid")], decimals=0
    )

    result = final(document, given("best", by="paper", places=[1, 3]))["best"]

    assert [(each["member"], each["place"]) for each in result["winners"]] == [
        ("bob", 1),
        ("cid", 1),
        ("ann", 3),
    ]


def test_a_test_for_whole_teams_has_teams_as_winners():
    document = competition([paper("final", "north 88", "south 92", per="team")], [])

    result = final(document, given("best", by="paper"))["best"]

    assert result["winners"] == [{"team": "south", "place": 1, "value": "92.00"}]


def test_an_organisations_teams_are_added_up_and_it_is_named_as_first_written():
    works = {"zh": "厂", "en": "Works"}
    teams = [
        team("north", organisation={"zh": "矿"}),
        team("south", organisation=works),
        team("east", organisation={"en": "Works", "zh": "厂"}),
        team("west", organisation={"zh": "厂"}),
    ]

    result = final(four_teams(teams=teams), given("best", by="organisation", places=[1, 3]))["best"]

    assert [(each["organisation"], each["value"]) for each in result["winners"]] == [
        (works, "16.00"),
        ({"zh": "矿"}, "9.00"),
        ({"zh": "厂"}, "7.00"),
    ]


def test_unprinted_values_decide_and_printed_ones_are_shown():
    document = four_teams("9.004 9.003 1 1")

    result = final(document, given("law", by="dimension", dimension="law"))["law"]

    assert result["winners"] == [{"team": "north", "place": 1, "value": "9.00"}]


def test_an_award_is_not_final_while_an_appeal_of_its_stage_is_open():
    document = four_teams()
    document["appeals"] = [{"key": "a", "stage": "final", "team": "west", "state": "filed"}]

    assert final(document, given("best", by="rank"))["best"]["final"] is False

    document["appeals"][0]["state"] = "dismissed"

    assert final(document, given("best", by="rank"))["best"]["final"] is True


def test_an_award_waits_for_the_stage_of_the_award_it_excludes():
    document = four_teams()
    document["stages"].append(stage("later", match("m9", "ana", "north")))
    best = given("best", by="rank", stage="later")

    result = final(document, best, given("law", by="rank", excludes=["best"]))["law"]

    assert result["final"] is False
    assert {"code": "incomplete"} in result["warnings"]


def test_every_candidate_is_told_with_the_value_and_the_award_that_passes_it_over():
    document = four_teams()
    document["awards"] = [given("best", by="rank"), given("law", by="rank", excludes=["best"])]

    law = consider_awards(document)[1]

    assert [(c.candidate.identity, c.place, c.passed_over_by) for c in law.candidates] == [
        ("north", None, "best"),
        ("south", 1, None),
        ("east", 1, None),
        ("west", 3, None),
    ]
    assert [c.printed for c in law.candidates] == ["9.00", "8.00", "8.00", "7.00"]


def test_a_file_without_awards_has_none():
    assert decide_awards(four_teams()) == {
        "format": "accord-awards/1",
        "competition": "spring",
        "awards": [],
    }
