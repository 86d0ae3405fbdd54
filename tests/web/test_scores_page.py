"""The scores of a written test: typed in a table, refused at the cell, carried, and published."""

import json
import re

import pytest

from competition import scoring
from competition.actions import stage_release
from competition.document import check_document
from competition.store import audit, file_export, queries, snapshots
from tests import factories

HERE = "/organiser/c/league"
PAGE = f"{HERE}/scores/test"
BY = "organiser 王芳"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def whole(load, app):
    """The league with a written test of every member; reads it as it is now."""
    load(factories.league_with_test())

    def read() -> dict:
        with app.app_context():
            return file_export.competition_document(queries.find_competition("league"))

    return read


def scores(whole) -> dict[str, str]:
    test = next(stage for stage in whole()["stages"] if stage["key"] == "test")
    return {score.get("member", score["team"]): score["score"] for score in test.get("scores", [])}


def words(page: str) -> str:
    return re.sub(r" ([.:])", r"\1", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def fields(page: str) -> dict[str, str]:
    """The table as the browser would send it back."""
    inputs = re.findall(r"<input\b[^>]*>", page, re.S)
    found = {}
    for each in inputs:
        name = re.search(r'name="((?:before/)?score/[^"]+)"', each)
        if name:
            found[name[1]] = re.search(r'value="([^"]*)"', each)[1]
    return found


def open_page(organiser, path=PAGE) -> dict[str, str]:
    page = organiser.get(path, headers=ENGLISH)
    assert page.status_code == 200
    seen = re.search(r'name="as_of" value="([^"]*)"', page.text)
    return fields(page.text) | ({"as_of": seen[1]} if seen else {})


def save(organiser, sent, path=PAGE):
    return organiser.submit(path, sent, headers=ENGLISH)


def test_the_table_has_a_row_for_every_member_with_the_score_and_the_teams_total(
    organiser_client, whole
):
    page = organiser_client.get(PAGE, headers=ENGLISH).text

    sent = fields(page)
    assert sent["score/metro/metro-1"] == "80"
    assert sent["score/rail/rail-2"] == ""
    assert len([name for name in sent if name.startswith("score/")]) == 8
    assert "Written test: a score for each member, up to 100" in words(page)
    assert '<td class="number total" rowspan="2">75.00</td>' in page


def test_what_was_typed_is_saved_and_recorded_and_a_cleared_cell_is_no_score(
    organiser_client, whole, app
):
    sent = open_page(organiser_client)
    sent |= {"score/rail/rail-2": " ６１．５ ", "score/metro/metro-1": "", "score/bus/bus-1": "91"}

    done = save(organiser_client, sent)

    assert done.status_code == 303
    assert scores(whole) == {
        "metro-2": "70", "bus-1": "91", "bus-2": "60", "post-1": "65", "post-2": "75.5",
        "rail-1": "50", "rail-2": "61.5",
    }  # fmt: skip
    assert "3 scores are saved." in organiser_client.get(PAGE, headers=ENGLISH).text
    with app.app_context():
        row = audit.newest_row("league")
    assert (row.action, row.subject, row.who) == ("score.set", "test", BY)
    assert json.loads(row.before)["metro"] == {"metro-1": "80"}
    assert json.loads(row.after)["rail"] == {"rail-2": "61.5"}
    page = words(organiser_client.get(f"{HERE}/audit", headers=ENGLISH).text)
    assert "Scores of a written test entered" in page
    assert "铁路队 · Lin Lin" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("100.5", "100.5 is above the highest score, 100."),
        ("-1", "-1 is below 0; enter 0 or more."),
        ("缺考", "“缺考” is not a number."),
        ("1e2", "“1e2” is not a number."),
    ],
)
def test_a_score_that_cannot_be_is_refused_at_its_cell_and_nothing_typed_is_lost(
    organiser_client, whole, typed, sentence
):
    before = scores(whole)
    sent = open_page(organiser_client) | {"score/rail/rail-2": typed, "score/bus/bus-1": "91"}

    refused = save(organiser_client, sent)

    assert refused.status_code == 422
    cell = re.search(r'id="score/rail/rail-2-refusal"[^>]*>(.*?)</p>', refused.text, re.S)[1]
    assert sentence in cell
    again = fields(refused.text)
    assert (again["score/rail/rail-2"], again["score/bus/bus-1"]) == (typed, "91")
    assert scores(whole) == before


def test_two_organisers_fill_different_teams_at_once(organiser_client, whole):
    fang = open_page(organiser_client)
    wei = dict(fang)

    assert save(organiser_client, wei | {"score/bus/bus-1": "91"}).status_code == 303
    assert save(organiser_client, fang | {"score/rail/rail-2": "61"}).status_code == 303

    assert (scores(whole)["bus-1"], scores(whole)["rail-2"]) == ("91", "61")


def test_who_meets_anothers_score_of_the_same_team_is_shown_it_and_decides(organiser_client, whole):
    fang = open_page(organiser_client)
    save(organiser_client, dict(fang) | {"score/rail/rail-2": "61"})

    refused = save(organiser_client, fang | {"score/rail/rail-2": "16"})

    assert refused.status_code == 422
    assert "This was changed meanwhile" in refused.text
    assert fields(refused.text)["score/rail/rail-2"] == "16"
    assert scores(whole)["rail-2"] == "61"
    seen = re.search(r'name="as_of" value="([^"]*)"', refused.text)[1]
    again = fields(refused.text) | {"as_of": seen}
    assert save(organiser_client, again).status_code == 303
    assert scores(whole)["rail-2"] == "16"


def test_one_score_a_team(organiser_client, load, app):
    load(factories.league_with_test(per="team", teams=["rail", "metro"], scores=[]))
    page = organiser_client.get(PAGE, headers=ENGLISH).text
    assert list(fields(page)) == [
        "before/score/rail", "score/rail", "before/score/metro", "score/metro",
    ]  # fmt: skip

    save(organiser_client, open_page(organiser_client) | {"score/rail": "77.25"})

    with app.app_context():
        file = file_export.competition_document(queries.find_competition("league"))
    assert file["stages"][0]["scores"] == [{"team": "rail", "score": "77.25"}]
    assert check_document(file)["stages"][0]["teams"] == ["rail", "metro"]


def test_teams_without_members_are_sent_to_where_these_are_entered(organiser_client, load):
    whole = factories.league_with_test(scores=[])
    whole["teams"][0]["members"] = []
    load(whole)

    page = organiser_client.get(PAGE, headers=ENGLISH).text

    assert "No members are entered." in page
    assert f"{HERE}/teams/metro" in page


def test_a_stage_of_matches_has_no_scores_to_type(organiser_client, whole):
    assert organiser_client.get(f"{HERE}/scores/semi").status_code == 404
    assert organiser_client.get(f"{HERE}/scores/nothing").status_code == 404


def test_a_published_test_changes_only_as_a_correction_that_is_shown_first(
    organiser_client, whole, app, client
):
    with app.app_context():
        stage_release.set_release("league", "test", "published", BY)
    assert "you are shown first what would move" in organiser_client.get(PAGE, headers=ENGLISH).text
    sent = open_page(organiser_client) | {"score/rail/rail-1": "99"}

    asked = save(organiser_client, sent)

    assert asked.status_code == 200
    assert "Correct a published result?" in asked.text
    assert scores(whole)["rail-1"] == "50"
    digest = re.search(r'name="correction" value="(\w+)"', asked.text)[1]
    more = {"correction": digest, "correction_reason": "A page was overlooked"}
    assert save(organiser_client, sent | more).status_code == 303
    assert scores(whole)["rail-1"] == "99"
    assert "A page was overlooked" in client.get("/c/league", headers=ENGLISH).text
    assert "99" in words(client.get("/c/league/teams/rail", headers=ENGLISH).text)


def test_no_score_and_no_members_name_is_public_before_the_test_is_released(
    whole, app, client, organiser_client
):
    def public() -> str:
        pages = ("/c/league", "/c/league/teams/rail", "/c/league/screen", "/c/league/teams")
        pages += ("/api/v1/competitions/league", "/api/v1/competitions/league/snapshot")
        return "\n".join(client.get(page, headers=ENGLISH).text for page in pages)

    save(organiser_client, open_page(organiser_client) | {"score/rail/rail-1": "43.21"})
    assert "43.21" not in public()

    with app.app_context():
        stage_release.set_release("league", "test", "live", BY)
    assert "43.21" in public()
    # Live, the public sees the team's total; the members' scores follow with the result.
    page = words(client.get("/c/league/teams/post", headers=ENGLISH).text)
    assert "70.25" in page
    assert "75.5" not in page

    with app.app_context():
        stage_release.set_release("league", "test", "published", BY)
    page = words(client.get("/c/league/teams/post", headers=ENGLISH).text)
    assert "Scores in the written test" in page
    assert "Lin Lin 75.5" in page


def test_what_is_published_of_a_test_is_what_anybody_recounts(whole, app):
    with app.app_context():
        for stage in ("test", "semi"):
            stage_release.set_release("league", stage, "published", BY)
        public = json.loads(snapshots.newest_snapshot("league").content)["stages"]

    counted = scoring.recount(check_document(whole()))["stages"]

    assert public[:2] == counted[:2]


def test_the_scores_beyond_the_best_are_marked_as_left_out(load, app, client, organiser_client):
    load(factories.league_with_test(combine={"best": 1}))
    with app.app_context():
        stage_release.set_release("league", "test", "published", BY)

    assert "Lin Lin left out 70" in words(client.get("/c/league/teams/metro", headers=ENGLISH).text)
    why = words(organiser_client.get(f"{HERE}/results/test/metro", headers=ENGLISH).text)
    assert "the best 1 of a team is its total" in why
    assert "left out 70" in why


def test_the_results_say_what_a_test_comes_from_and_who_has_no_score(organiser_client, whole):
    page = words(organiser_client.get(f"{HERE}/results", headers=ENGLISH).text)

    assert "Written test: a score for each member, up to 100; a team's total is their mean." in page
    assert "These teams have a place although members of theirs have no score: 铁路队: Lin" in page
    why = words(organiser_client.get(f"{HERE}/results/test/rail", headers=ENGLISH).text)
    assert "Without a score: Lin Lin." in why
    carried = words(organiser_client.get(f"{HERE}/results/semi/metro", headers=ENGLISH).text)
    assert "Written test: 75 × 0.1 = 7.5." in carried


def test_a_team_that_is_awaited_is_named_everywhere(organiser_client, load, app, client):
    whole = factories.league_with_test(teams=["metro", "bus", "post", "rail"])
    whole["stages"][0]["scores"] = whole["stages"][0]["scores"][:-1]
    load(whole)
    with app.app_context():
        stage_release.set_release("league", "test", "live", BY)

    assert "铁路队: no score is entered" in words(
        organiser_client.get(f"{HERE}/results", headers=ENGLISH).text
    )
    assert "No score is entered for this team" in words(
        organiser_client.get(f"{HERE}/results/test/rail", headers=ENGLISH).text
    )
    assert "no score in the written test" in words(client.get("/c/league", headers=ENGLISH).text)
    assert "铁路队" in words(
        organiser_client.get(f"{HERE}/release/test/published", headers=ENGLISH).text
    )


# The stage's form.


def stage_fields(**fields) -> dict[str, str]:
    shown = {"name-zh": "笔试", "name-en": "Written test", "kind": "paper", "max": "50"}
    return {**shown, "per": "member", "combine": "mean", "across_matches": "mean", **fields}


def send_stage(organiser, path="/new/stages", **fields):
    return organiser.submit(f"{HERE}{path}", stage_fields(**fields), headers=ENGLISH)


def test_a_written_test_is_set_up_in_the_stages_form(organiser_client, load, app):
    load(factories.league())

    assert send_stage(organiser_client, combine="best", best="3").status_code == 303

    with app.app_context():
        file = file_export.competition_document(queries.find_competition("league"))
    test = file["stages"][2]
    assert {name: test[name] for name in ("kind", "max", "per", "combine")} == {
        "kind": "paper", "max": "50", "per": "member", "combine": {"best": 3},
    }  # fmt: skip
    assert "rounds" not in test
    page = organiser_client.get(f"{HERE}/stages", headers=ENGLISH).text
    assert f"{HERE}/scores/{test['key']}" in page
    assert f"new/rounds?in={test['key']}" not in page


def test_members_of_one_key_get_keys_of_their_own_and_so_do_those_who_are_added(
    organiser_client, load, app
):
    # In the league every team has a member “first”.
    load(factories.league())
    send_stage(organiser_client)
    team = {"name-zh": "地铁队", "name-en": "", "members-0-key": "first"}
    members = {"members-0-name-zh": "陈晨", "members-1-key": "", "members-1-name-zh": "林琳"}
    answer = organiser_client.submit(f"{HERE}/teams/metro", team | members, headers=ENGLISH)
    assert answer.status_code == 303
    answer = organiser_client.submit(
        f"{HERE}/new/teams",
        {"name-zh": "电车队", "members-0-key": "", "members-0-name-zh": "何平"},
        headers=ENGLISH,
    )
    assert answer.status_code == 303

    with app.app_context():
        file = file_export.competition_document(queries.find_competition("league"))

    keys = [[member["key"] for member in team["members"]] for team in file["teams"]]
    assert keys[0][0] == "first"
    everybody = [key for team in keys for key in team]
    assert len(everybody) == len(set(everybody)) == 6
    check_document(file)


def test_the_mean_is_what_absence_means_and_is_not_written(organiser_client, load, app):
    load(factories.league())
    send_stage(organiser_client)

    with app.app_context():
        file = file_export.competition_document(queries.find_competition("league"))

    assert "combine" not in file["stages"][2]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"max": ""}, "Enter the highest score that can be reached."),
        ({"max": "0"}, "The highest score must be above 0"),
        ({"combine": "best", "best": ""}, "Enter how many of the best scores count."),
        ({"kind": "oral"}, "Choose one from the list."),
    ],
)
def test_what_a_test_lacks_is_said_at_its_field(organiser_client, load, fields, sentence):
    load(factories.league())

    refused = send_stage(organiser_client, **fields)

    assert refused.status_code == 422
    assert sentence in refused.text


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("/stages/test", {"max": "85"}, "1 score is above this. Correct it first."),
        ("/stages/test", {"per": "team", "max": "100"}, "Scores are entered. Take them out first"),
        ("/stages/test", {"kind": "matches"}, "Scores are entered. Take them out first"),
        ("/stages/semi", {}, "This stage has rounds. Remove them first"),
    ],
)
def test_a_stage_keeps_its_kind_while_it_has_what_only_this_kind_has(
    organiser_client, whole, path, fields, sentence
):
    refused = send_stage(organiser_client, path, **fields)

    assert refused.status_code == 422
    assert sentence in refused.text


def test_changing_a_tests_rule_keeps_its_scores_and_who_is_in_it(organiser_client, load, app):
    load(factories.league_with_test(teams=["metro", "bus", "post", "rail"]))

    assert send_stage(organiser_client, "/stages/test", max="100", combine="sum").status_code == 303

    with app.app_context():
        file = file_export.competition_document(queries.find_competition("league"))
    test = file["stages"][0]
    assert (len(test["scores"]), len(test["teams"]), test["combine"]) == (7, 4, "sum")


def test_an_empty_test_may_become_a_stage_of_matches(organiser_client, load, app):
    load(factories.league_with_test(scores=[]))

    assert send_stage(organiser_client, "/stages/test", kind="matches").status_code == 303

    with app.app_context():
        test = file_export.competition_document(queries.find_competition("league"))["stages"][0]
    assert (test["rounds"], test["across_matches"]) == ([], "mean")
    assert not {"kind", "max", "per"} & set(test)


def test_today_asks_for_the_scores_before_a_round_after_the_test_is_opened(organiser_client, load):
    whole = factories.league_with_test(scores=[])
    for stage in whole["stages"][1:]:
        stage["rounds"][0]["state"] = "draft"
    whole["sheets"] = []
    load(whole)

    page = words(organiser_client.get(HERE, headers=ENGLISH).text)

    assert "Enter the scores: Written test" in page
