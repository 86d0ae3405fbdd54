"""The checks on who plays, where the organiser meets them; nothing of them is public."""

import pytest

from tests.checks.test_who_plays import after_the_semi_final, match, stage

HERE = "/organiser/c/league"
ENGLISH = {"Accept-Language": "en"}
NOT_SEATED = "Advances from Semi but has no match in Final: Metro, Bus."
SEATED = "Has a match in Final but does not advance from Semi: Post, Rail."


@pytest.fixture
def wrong_final(load):
    """Post and Rail sit in the final; Metro and Bus have won the semi-final, which is hidden."""
    return load(after_the_semi_final(match("f", "post", "rail")))


@pytest.mark.parametrize("path", ["", "/stages", "/round/final/round/open"])
def test_the_organiser_reads_who_should_not_play_before_the_round_opens(
    organiser_client, wrong_final, path
):
    page = organiser_client.get(f"{HERE}{path}", headers=ENGLISH).text

    assert NOT_SEATED in page
    assert SEATED in page


def test_nothing_of_it_reaches_the_public(client, wrong_final):
    for path in ("/c/league", "/c/league/screen", "/c/league/teams", "/c/league/teams/post"):
        page = client.get(path, headers=ENGLISH).text
        assert "does not go on" not in page
        assert "Advances from" not in page


def test_the_page_before_publishing_says_who_has_no_place_and_who_should_not_play(
    organiser_client, load
):
    whole = after_the_semi_final(
        match("f", "metro", "rail"), state="closed", carry=[{"stage": "semi", "weight": "0.4"}]
    )
    whole["stages"][0]["rounds"][0]["matches"][1]["entries"].pop()
    whole["sheets"] = [each for each in whole["sheets"] if each["team"] != "rail"]
    load(whole)

    page = organiser_client.get(f"{HERE}/release/final/published", headers=ENGLISH).text

    assert "Check first:" in page
    assert "No place, because a sheet is missing: Metro, Rail." in page
    assert "Has a match in Final but does not advance from Semi: Rail." in page


def test_unequal_sums_are_said_before_publishing(organiser_client, load):
    whole = after_the_semi_final()
    semi = stage("semi", match("s1", "metro", "post"), match("s2", "metro", "rail"), state="closed")
    whole["stages"] = [semi | {"across_matches": "sum"}]
    whole["sheets"] = [
        {"match": key, "team": team, "judge": "li-na", "marks": {"law": "7"}}
        | {"state": "submitted", "version": 1}
        for key, team in (("s1", "metro"), ("s1", "post"), ("s2", "metro"), ("s2", "rail"))
    ]
    load(whole)

    page = organiser_client.get(f"{HERE}/release/semi/published", headers=ENGLISH).text

    assert "teams with fewer: Post, Rail." in page
    assert "Still tied: Post, Rail share place 2" in page


@pytest.mark.parametrize(("kinds", "named"), [("teams", "teams"), ("judges", "judges")])
def test_the_list_says_once_that_two_have_one_name(organiser_client, load, kinds, named):
    whole = after_the_semi_final()
    whole["teams"][1]["name"] = whole["teams"][0]["name"]
    whole["judges"].append({"key": "li-na-2", "name": whole["judges"][0]["name"]})
    load(whole)

    page = organiser_client.get(f"{HERE}/{kinds}", headers=ENGLISH).text

    assert page.count(f"These {named} have the same name") == 1


def test_two_of_one_name_are_told_apart_wherever_one_is_chosen(organiser_client, load):
    whole = after_the_semi_final(match("f", "metro", "bus"))
    whole["teams"][0]["name"] = whole["teams"][1]["name"] = "李宁"
    for team, organisation in zip(whole["teams"], ("Haidian", "Chaoyang"), strict=False):
        team["organisation"] = organisation
    load(whole)

    paths = (
        "",
        "/wall?all=1",
        "/stages",
        "/show",
        "/deductions",
        "/matches/f",
        "/judges/li-na",
        "/results",
    )
    for path in paths:
        page = organiser_client.get(f"{HERE}{path}", headers=ENGLISH).text
        assert "李宁 (Haidian)" in page, path
        assert "李宁 (Chaoyang)" in page, path
    page = organiser_client.get(f"{HERE}/deductions", headers=ENGLISH).text
    assert "李宁 (Haidian) · Labour side · Final · Round 1, match 1" in page


def test_a_sentence_with_very_many_teams_is_folded_and_still_names_them_all(organiser_client, load):
    whole = after_the_semi_final(match("f", "post", "rail"))
    for team in whole["teams"]:
        if team["key"] in ("metro", "bus"):
            team["name"] = {"en": f"{team['key'].title()} workers' union, " + "province " * 15}
    load(whole)

    page = organiser_client.get(f"{HERE}/stages", headers=ENGLISH).text

    folded = page[page.index("<details><summary>Advances from Semi") :]
    summary, all_of_it = folded.split("</summary>", 1)
    assert len(summary) < 300
    assert "Metro workers" in summary
    assert "Bus workers" in all_of_it[: all_of_it.index("</details>")]
    assert f"<li>{SEATED}</li>" in page
