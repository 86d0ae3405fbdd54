"""Who advances from a stage, on the organiser's page: shown with why, let go on, taken back."""

import re

import pytest

from competition.store import file_export, queries
from tests import factories
from tests.actions.test_advancing import heats

HERE = "/organiser/c/league"
ENGLISH = {"Accept-Language": "en"}


def words(page: str) -> str:
    return re.sub(r" ([.:])", r"\1", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def read(organiser, path: str) -> str:
    answer = organiser.get(f"{HERE}{path}", headers=ENGLISH)
    assert answer.status_code == 200
    return words(answer.text)


def test_each_team_stands_with_its_place_and_why_it_goes_on_or_not(organiser_client, load):
    load(heats())

    page = read(organiser_client, "/advance/semi")

    assert "The top 2 advance to Final." in page
    assert "Not certain yet" not in page
    assert "邮政队 advances Among the top 2." in page
    assert "公交队 Reserve 1" in page
    assert "Advance 2 teams to Final" in page


def send(organiser, path: str, **fields):
    return organiser.submit(f"{HERE}{path}", fields, headers=ENGLISH)


@pytest.fixture
def whole(app):
    """Reads the league as it is now."""

    def read_() -> dict:
        with app.app_context():
            return file_export.competition_document(queries.find_competition("league"))

    return read_


@pytest.fixture
def backups(tmp_path):
    """Where replaced competitions are kept."""
    return tmp_path / "backups"


@pytest.fixture
def final(whole):
    """Reads the final as it is now."""
    return lambda: next(stage for stage in whole()["stages"] if stage["key"] == "final")


def test_they_go_on_at_a_button_and_that_is_taken_back(organiser_client, load, final):
    load(heats())

    done = send(organiser_client, "/advance/semi", act="apply", team=["post", "metro"])
    assert done.status_code == 303
    assert final()["teams"] == ["post", "metro"]
    page = read(organiser_client, "/advance/semi")
    assert "In Final: 邮政队 and 地铁队." in page
    assert "to Final Take" not in page

    assert send(organiser_client, "/advance/semi", act="undo").status_code == 303
    assert "teams" not in final()


def test_a_stage_that_is_not_certain_says_why_and_has_no_button(organiser_client, load, final):
    file = heats()
    file["stages"][0]["rounds"][0]["state"] = "open"
    load(file)

    page = read(organiser_client, "/advance/semi")
    assert "Not certain yet; what stands here may still change." in page
    assert "Semi-final · Semi-final round is not closed yet." in page
    assert "Advance 2 teams" not in page

    refused = send(organiser_client, "/advance/semi", act="apply", team=["post", "metro"])
    assert refused.status_code == 422
    assert "It is not certain yet who advances." in words(refused.text)
    assert "teams" not in final()


def test_a_page_that_showed_others_is_not_carried_out(organiser_client, load, final):
    load(heats())

    refused = send(organiser_client, "/advance/semi", act="apply", team=["post", "rail"])

    assert refused.status_code == 422
    assert "Other teams advance now" in words(refused.text)
    assert "teams" not in final()


def test_others_who_are_seated_in_the_final_are_named(organiser_client, load):
    load(heats(seated=("bus", "rail")))

    page = read(organiser_client, "/advance/semi")

    assert "Final has teams in its matches that do not advance: 公交队 and 铁路队." in page
    assert "Advance 2 teams" not in page


def test_a_stage_from_which_nobody_goes_on_shows_who_is_in_it(organiser_client, load):
    load(factories.league())

    page = read(organiser_client, "/advance/semi")

    assert "Nobody advances from this stage." in page
    assert "邮政队" in page


def test_zones_are_called_by_their_names_and_each_has_its_best(organiser_client, load):
    file = heats(1)
    file["zones"] = [
        {"key": "w", "name": factories.text("西区", "West zone")},
        {"key": "e", "name": factories.text("东区", "East zone")},
    ]
    for team, zone in zip(file["teams"], ("e", "e", "w", "w"), strict=True):
        team["zone"] = zone
    load(file)

    page = read(organiser_client, "/advance/semi")

    assert "The top 1 of each zone advance to Final." in page
    assert page.index("West zone 2 teams") < page.index("East zone 2 teams")
    assert "邮政队 advances Among the top 1 of West zone." in page
    assert "地铁队 advances Among the top 1 of East zone." in page
    for path in ("/teams", "/stage-teams/semi", "/results"):
        shown = read(organiser_client, path)
        assert not re.search(r"\bZone [ew]\b", shown), path
    assert "West zone ·" in read(organiser_client, "/teams")


def test_the_results_can_be_read_zone_by_zone(organiser_client, load):
    file = heats()
    file["zones"] = [{"key": "e", "name": factories.text("东区", "East zone")}]
    file["teams"][0]["zone"] = file["teams"][2]["zone"] = "e"
    load(file)

    assert "All zones East zone Without a zone" in read(organiser_client, "/results")
    page = organiser_client.get(f"{HERE}/results?zone=e", headers=ENGLISH).text
    ranked = re.findall(r'<th scope="row"><bdi>(.*?)</bdi>', page)
    assert ranked == ["邮政队", "地铁队"]
    rest = organiser_client.get(f"{HERE}/results?zone=", headers=ENGLISH).text
    assert re.findall(r'<th scope="row"><bdi>(.*?)</bdi>', rest) == ["公交队", "铁路队"]


def equal_marks(file: dict) -> dict:
    """The metro and the post have the same marks."""
    for sheet in file["sheets"]:
        if sheet["team"] in ("metro", "post"):
            sheet["marks"] = {"law": "9", "poise": "8"}
    return file


def test_a_tie_on_the_line_has_three_ways(organiser_client, load):
    load(equal_marks(heats(1)))

    page = read(organiser_client, "/advance/semi")

    assert "Tied on the line, place 1: 地铁队 and 邮政队" in page
    assert "All of them advance." in page
    assert "Record the ruling" in page
    assert "Make a play-off…" in page
    assert "Shares the last place that advances, so it advances too." in page


def test_without_the_ruling_among_the_tie_breaks_the_page_says_so(organiser_client, load):
    file = equal_marks(heats(1))
    file["scoring"]["tie_break"] = []
    load(file)

    assert "The scoring rule does not let a ruling decide" in read(
        organiser_client, "/advance/semi"
    )


def test_a_play_off_is_made_played_and_its_order_becomes_the_ruling(
    organiser_client, load, whole, backups
):
    load(equal_marks(heats(1)))
    assert "Make a play-off between 地铁队 and 邮政队?" in read(
        organiser_client, "/advance/semi/play-off/1"
    )

    assert send(organiser_client, "/advance/semi/play-off/1").status_code == 303

    file = whole()
    play_off = file["stages"][1]
    assert play_off["name"] == {"zh": "半决赛加赛", "en": "Semi-final: play-off"}
    assert "it decides once everything in it is marked" in read(organiser_client, "/advance/semi")
    file["sheets"] += [
        {
            "match": "semi-play-off",
            "team": team,
            "judge": judge,
            "marks": {"law": mark, "poise": mark},
            "state": "submitted",
            "version": 1,
        }
        for team, mark in (("metro", "7"), ("post", "8"))
        for judge in ("li-na", "zhang-wei", "jo")
    ]
    load(file, replace=True, reason="The final evening", backups=backups)

    page = organiser_client.get(f"{HERE}/advance/semi", headers=ENGLISH).text
    assert "It is over: 邮政队 and 地铁队, best first." in words(page)
    (link,) = re.findall(r'href="([^"]*order=[^"]*)"', page)
    form = organiser_client.get(link.replace("&amp;", "&"), headers=ENGLISH).text
    assert re.findall(r'value="(\w+)" selected', form) == ["post", "metro"]


def test_a_reserve_is_called_up_for_a_team_that_has_left(organiser_client, load, final):
    file = heats(seated=("metro", "post"))
    file["stages"][1]["teams"] = ["post", "metro"]
    file["teams"][2]["withdrawn_from"] = "final"
    load(file)

    assert "邮政队 is in Final and has left. Call up 公交队…" in read(
        organiser_client, "/advance/semi"
    )
    page = read(organiser_client, "/advance/semi/reserve/post")
    assert "Call up 公交队 in place of 邮政队?" in page
    assert "It takes the side of 邮政队 in: Final · Final round, match 1." in page

    refused = send(organiser_client, "/advance/semi/reserve/post", reason="")
    assert refused.status_code == 422
    done = send(organiser_client, "/advance/semi/reserve/post", reason="Broken down")
    assert done.status_code == 303
    assert final()["teams"] == ["bus", "metro"]
    assert organiser_client.get(f"{HERE}/advance/semi/reserve/post").status_code == 404


def test_a_match_that_is_public_already_is_said_to_change_before_everybody(organiser_client, load):
    file = heats(seated=("metro", "post"))
    file["stages"][1]["rounds"][0]["announced"] = True
    file["teams"][2]["withdrawn_from"] = "final"
    load(file)

    assert "These matches are public: everybody sees the change at once." in read(
        organiser_client, "/advance/semi/reserve/post"
    )


def test_after_a_correction_the_page_says_who_would_go_now(organiser_client, load):
    file = heats()
    file["stages"][1]["teams"] = ["post", "bus"]
    load(file)

    page = read(organiser_client, "/advance/semi")

    assert "Final has its teams already, and they stay: 邮政队 and 公交队." in page
    assert "Would advance now, and is not in it: 地铁队" in page
    assert "Is in it, and would not advance now: 公交队" in page
    assert "To have other teams in it, take these back first." in page
    assert "Advance 2 teams" not in page

    assert send(organiser_client, "/advance/semi", act="undo").status_code == 303
    assert "Advance 2 teams to Final" in read(organiser_client, "/advance/semi")


def test_the_page_is_linked_from_today_the_results_and_the_set_up(organiser_client, load):
    load(heats())

    for path in ("", "/results", "/stages", "/stages/semi"):
        page = organiser_client.get(f"{HERE}{path}", headers=ENGLISH).text
        assert f'href="{HERE}/advance/semi"' in page, path


# The teams of a stage, named by hand.


def test_the_teams_of_a_stage_are_ticked_and_numbered(organiser_client, load, final):
    load(heats())
    assert "nobody is named" in read(organiser_client, "/stages/final")

    done = send(
        organiser_client,
        "/stage-teams/final",
        team=["metro", "bus", "rail"],
        **{"place-rail": "1", "place-bus": "", "place-metro": "2"},
    )

    assert done.status_code == 303
    assert final()["teams"] == ["rail", "metro", "bus"]
    page = organiser_client.get(f"{HERE}/stage-teams/final", headers=ENGLISH).text
    assert re.findall(r'name="place-(\w+)" type="text"[^>]*?value="(\d+)"', page) == [
        ("metro", "2"), ("bus", "3"), ("rail", "1"),
    ]  # fmt: skip
    assert "3 teams are named" in read(organiser_client, "/stages/final")
    assert send(organiser_client, "/stage-teams/final").status_code == 303
    assert "teams" not in final()


def test_a_number_that_is_none_is_refused_and_what_was_typed_stays(organiser_client, load, final):
    load(heats())

    refused = send(organiser_client, "/stage-teams/final", team="bus", **{"place-bus": "first"})

    assert refused.status_code == 422
    assert "Number the teams with whole numbers from 1 on." in words(refused.text)
    assert 'value="first"' in refused.text
    assert "teams" not in final()


def test_all_of_a_zone_are_ticked_at_a_button_before_anything_is_saved(
    organiser_client, load, final
):
    file = heats()
    file["teams"][0]["zone"] = file["teams"][3]["zone"] = "East"
    load(file)

    page = send(organiser_client, "/stage-teams/final", team="bus", zone="East").text

    assert re.findall(r'value="(\w+)"\s+checked', page) == ["metro", "rail", "bus"]
    assert "teams" not in final()


def test_a_team_with_a_match_that_is_left_out_is_named(organiser_client, load, final):
    load(heats(seated=("metro", "post")))

    refused = send(organiser_client, "/stage-teams/final", team="metro")

    assert refused.status_code == 422
    assert "In a match of the stage, but not ticked: 邮政队. Tick them" in words(refused.text)
    assert "teams" not in final()


def test_saving_the_stage_itself_leaves_its_teams(organiser_client, load, final):
    file = heats()
    file["stages"][1]["teams"] = ["post", "metro"]
    load(file)
    page = organiser_client.get(f"{HERE}/stages/final").text
    assert page

    send(
        organiser_client,
        "/stages/final",
        **{"name-zh": "总决赛", "name-en": "Grand final", "across_matches": "mean"},
    )

    assert final()["teams"] == ["post", "metro"]


def test_from_a_written_test_teams_go_on_like_from_any_stage(organiser_client, load, final):
    file = heats()
    file["stages"].insert(
        0,
        {
            "key": "paper",
            "name": factories.text("笔试", "Written test"),
            "kind": "paper",
            "max": "100",
            "per": "team",
            "scores": [{"team": "bus", "score": "70"}, {"team": "rail", "score": "80.5"}],
            "advance": {"to": "final", "top": 1},
        },
    )
    del file["stages"][1]["advance"]
    load(file)

    page = read(organiser_client, "/advance/paper")

    assert "铁路队 advances Among the top 1. 80.50" in page
    assert send(organiser_client, "/advance/paper", act="apply", team="rail").status_code == 303
    assert final()["teams"] == ["rail"]
    assert "Written test" in read(organiser_client, "/results")


def test_into_a_written_test_teams_go_on_too_and_its_scores_are_seats(
    organiser_client, load, whole
):
    file = heats()
    file["stages"][1] = {
        "key": "final",
        "name": factories.text("笔试", "Written test"),
        "kind": "paper",
        "max": "100",
        "per": "team",
        "scores": [{"team": "bus", "score": "70"}],
    }
    load(file)

    assert "Written test has teams in its matches that do not advance: 公交队" in read(
        organiser_client, "/advance/semi"
    )
    file["stages"][1]["scores"] = []
    load(file | {"competition": {"key": "league", "name": "Paper"}}, replace=True, backups=None)
    assert send(organiser_client, "/advance/semi", act="apply", team=["post", "metro"])
    assert whole()["stages"][1]["teams"] == ["post", "metro"]
