"""What an organiser reads before a result is called final."""

from competition import checks, scoring
from tests.checks.test_who_plays import after_the_semi_final, contest, marked, match, stage
from tests.factories import checked, text


def said(whole: dict, index: int = 0) -> list[str]:
    file = checked(whole)
    counted = scoring.recount(file)["stages"][index]
    return [each.text() for each in checks.result_sentences(file, counted, "en")]


def test_a_replacement_team_without_an_earlier_total_is_named_with_the_reason():
    whole = after_the_semi_final(
        match("f", "metro", "rail"), carry=[{"stage": "semi", "weight": "0.4"}]
    )
    whole["stages"][0]["rounds"][0]["matches"][1]["entries"].pop()
    whole["sheets"] = [each for each in whole["sheets"] if each["team"] != "rail"]
    whole["sheets"] += marked("f", metro="7", rail="9")

    assert said(whole, 1) == [
        "No place, because it has no total in a stage carried over: Rail.",
        "Advances from Semi but has no match in Final: Bus.",
        "Has a match in Final but does not advance from Semi: Rail.",
    ]


def test_every_reason_for_having_no_place_is_given():
    whole = contest(
        stage(
            "final",
            match("f1", "metro", "bus"),
            match("f2", "post") | {"panel": []},
            match("f3", "rail", void=text("停电", "Power cut")),
        )
    )
    whole["teams"][0]["disqualified"] = True
    whole["sheets"] = []

    assert said(whole) == [
        "No place, disqualified: Metro.",
        "No place, because none of its matches counts: Rail.",
        "No place, because a sheet is missing: Bus.",
        "No place, because it has no match yet or nobody judges it (the panel is empty, or all of "
        "it is recused): Post.",
        "No panel, so nobody judges there: Round 1, match 2.",
    ]


def test_ties_and_sums_over_different_numbers_of_matches_are_named():
    whole = contest(
        stage(
            "final",
            match("f1", "metro", "bus"),
            match("f2", "metro", "post"),
            state="closed",
            across_matches="sum",
        ),
        sheets=marked("f1", metro="4", bus="8") + marked("f2", metro="4", post="8"),
    )

    assert said(whole) == [
        "Still tied: Metro, Bus, Post share place 1; no tie-break separates them.",
        "Totals are sums over different numbers of matches; teams with fewer: Bus, Post.",
    ]


def test_a_tie_for_the_last_place_that_advances_names_its_zone():
    whole = contest(
        stage("semi", match("s", "metro", "bus"), advance={"to": "final", "top": 1}),
        stage("final"),
        sheets=marked("s", metro="8", bus="8"),
    )
    whole["zones"] = [{"key": "e", "name": text("东区", "East zone")}]
    for team in whole["teams"]:
        team["zone"] = "e"

    told = "East zone: tied for the last place that advances, so all of them advance: Metro, Bus."
    assert told in said(whole)
