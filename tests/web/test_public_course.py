"""What the public sees of the course, and of a private competition: pages, data and streams."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from competition.actions import (
    advancing,
    competitions,
    exclusions,
    hall_screen,
    rounds,
    setup,
    stage_release,
)
from competition.actions.refusals import Refused
from competition.actions.snapshot_queue import current_queue
from competition.live import Hub
from competition.store import snapshots
from competition.store.transactions import writing
from competition.web import channels
from competition.web.publisher import Publisher
from tests import factories
from tests.conftest import Visitor

BY = "organiser 王芳"
PUBLIC = (
    "",
    "/screen",
    "/teams",
    "/teams/t1",
    "/places",
    "/overlay",
    "/overlay?show=match&match=last",
    "/board",
)
Load = Callable[..., str]


def leak(**final_round: Any) -> dict[str, Any]:
    """Four teams in a semi-final that is over and hidden; 1 and 2 are its best. A final to come."""
    text = factories.text
    judges = ["j1", "j2", "j3"]
    marks = {"t1": "19", "t2": "18", "t3": "15", "t4": "12"}

    def match(key: str, *entries: tuple[str, str]) -> dict[str, Any]:
        sides = [{"team": team, "side": side} for team, side in entries]
        return {"key": key, "panel": judges, "entries": sides, "topic": "overtime"}

    return {
        "format": "accord/1",
        "competition": {"key": "leak", "name": text("赛", "C leak"), "languages": ["en", "zh"]},
        "rubric": {
            "dimensions": [
                {"key": key, "name": text(key), "max": "20", "step": "0.5", "factor": "1"}
                for key in ("a", "b")
            ]
        },
        "scoring": {},
        "topics": [{"key": "overtime", "title": text("加班", "Overtime"), "focal_points": []}],
        "teams": [
            {
                "key": f"t{n}",
                "name": text(f"第{n}队", f"Team {n}"),
                "members": [{"key": "m", "name": text(f"选手{n}", f"Member {n}")}],
            }
            for n in (1, 2, 3, 4)
        ],
        "judges": [{"key": key, "name": text(key)} for key in judges],
        "stages": [
            {
                "key": "semi",
                "name": text("半决赛", "Semi-final"),
                "across_matches": "mean",
                "advance": {"to": "final", "top": 2},
                "rounds": [
                    {
                        "key": "semi-r",
                        "name": text("半决赛轮", "Semi-final round"),
                        "state": "closed",
                        "matches": [match(f"s-{key}", (key, "solo")) for key in marks],
                    }
                ],
            },
            {
                "key": "final",
                "name": text("决赛", "Final"),
                "across_matches": "mean",
                "rounds": [
                    {"key": "final-r", "name": text("决赛轮", "Final round"), "matches": []}
                    | final_round
                ],
            },
        ],
        "sheets": [
            {"match": f"s-{team}", "team": team, "judge": judge, "version": 1}
            | {"marks": {"a": mark, "b": mark}, "state": "submitted"}
            for team, mark in marks.items()
            for judge in judges
        ],
    }


PAIRING = {
    "key": "last",
    "panel": ["j1"],
    "entries": [{"team": "t2", "side": "labour"}, {"team": "t1", "side": "employer"}],
}


def everything(client: Visitor, key: str = "leak") -> dict[str, bytes]:
    addresses = [f"/c/{key}{page}" for page in PUBLIC]
    addresses += [f"/api/v1/competitions/{key}", f"/api/v1/competitions/{key}/snapshot", "/"]
    return {
        address: client.get(address, headers={"Accept-Language": "en"}).data
        for address in addresses
    }


def final_matches(client: Visitor) -> list[Any]:
    names = client.get("/api/v1/competitions/leak").get_json()
    return [match for round_ in names["stages"][1]["rounds"] for match in round_["matches"]]


def pair_the_final(app: Flask) -> None:
    with app.app_context():
        setup.save_part("leak", "match", PAIRING, BY, parent="final/final-r")


# Rounds in preparation.


@pytest.mark.parametrize("release", ["hidden", "live", "published"])
def test_that_teams_were_put_into_the_final_changes_no_public_byte(
    app: Flask, client: Visitor, load: Load, release: str
) -> None:
    whole = leak()
    whole["stages"][1]["release"] = release
    load(whole)
    before = everything(client)

    with app.app_context():
        advancing.advance_teams("leak", "semi", BY)
    assert everything(client) == before

    with app.app_context():
        exclusions.withdraw_team("leak", "t1", "final", "Broken down", BY)
        advancing.call_up_reserve("leak", "semi", "t1", "Broken down", BY)
        advancing.undo_advance("leak", "semi", BY)
    assert everything(client) == before


def test_the_pairing_of_a_final_in_preparation_changes_no_public_byte(
    app: Flask, client: Visitor, load: Load
) -> None:
    load(leak())
    before = everything(client)

    pair_the_final(app)

    assert everything(client) == before
    assert final_matches(client) == []
    assert "Employer side" not in client.get("/c/leak/teams/t1?lang=en").text


def test_nor_do_a_live_final_and_the_projector_give_it_away(
    app: Flask, client: Visitor, load: Load
) -> None:
    load(leak())
    with app.app_context():
        stage_release.set_release("leak", "final", "live", BY)
    before = everything(client)

    pair_the_final(app)

    assert everything(client) == before
    with app.app_context(), pytest.raises(Refused, match="not public yet"):
        hall_screen.show_mode("leak", "match", BY, "last")


@pytest.mark.parametrize("act", ["announce", "open"])
def test_announcing_or_opening_its_round_makes_the_match_and_its_members_public(
    app: Flask, client: Visitor, load: Load, act: str
) -> None:
    load(leak())
    pair_the_final(app)
    with app.app_context():
        if act == "announce":
            rounds.set_announced("leak", "final-r", True, BY)
        else:
            rounds.set_state("leak", "final-r", "open", BY)

    assert [match["key"] for match in final_matches(client)] == ["last"]
    assert "panel" not in final_matches(client)[0]
    board = client.get("/c/leak/board?lang=en").text
    assert "Team 2" in board.split('id="stage-final"')[-1]


def test_what_was_announced_can_be_taken_back(app: Flask, client: Visitor, load: Load) -> None:
    load(leak(matches=[PAIRING]))
    before = everything(client)
    with app.app_context():
        rounds.set_announced("leak", "final-r", True, BY)
    assert everything(client) != before

    with app.app_context():
        rounds.set_announced("leak", "final-r", False, BY)

    assert final_matches(client) == []
    # A team's page and the board carry the snapshot's number, which has moved on.
    for address in ("/c/leak/teams", "/api/v1/competitions/leak"):
        assert everything(client)[address] == before[address]


def test_a_round_that_has_opened_is_not_announced_and_one_without_matches_neither(
    app: Flask, load: Load
) -> None:
    load(leak())
    with app.app_context():
        with pytest.raises(Refused, match="no match yet"):
            rounds.set_announced("leak", "final-r", True, BY)
        with pytest.raises(Refused, match="has been opened"):
            rounds.set_announced("leak", "semi-r", True, BY)


def test_an_edit_of_a_round_or_of_the_details_leaves_what_the_public_sees(
    app: Flask, load: Load
) -> None:
    whole = leak(matches=[PAIRING], announced=True)
    whole["competition"]["visibility"] = "private"
    load(whole)
    with app.app_context():
        setup.save_part("leak", "round", {"name": "Last"}, BY, key="final/final-r")
        setup.save_part("leak", "competition", {"name": "Other"}, BY)
        exported = competitions.export_competition("leak")
    assert b'"announced": true' in exported
    assert b'"visibility": "private"' in exported


# From before the upgrade.


def test_a_snapshot_from_before_matches_could_be_held_back_shows_none_until_the_next(
    app: Flask, client: Visitor, load: Load
) -> None:
    load(leak(matches=[PAIRING], state="open"))
    with app.app_context():
        snapshot = snapshots.newest_snapshot("leak")
        assert snapshot is not None
        with writing():
            snapshot.display = re.sub(r',"visibility":"public"', "", snapshot.display)

    assert final_matches(client) == []
    names = client.get("/api/v1/competitions/leak").get_json()
    assert names["topics"] == []
    assert {len(team["members"]) for team in names["teams"]} == {0}

    # A server makes the next one before it answers anybody.
    with app.app_context():
        current_queue().make_owed(everything=True)
    assert [match["key"] for match in final_matches(client)] == ["last"]


# Private competitions.


def private(app: Flask, key: str = "leak") -> None:
    with app.app_context():
        competitions.set_visibility(key, "private", BY)


def test_of_a_private_competition_nothing_has_a_public_address(
    app: Flask, client: Visitor, load: Load
) -> None:
    load(leak())
    assert client.get("/c/leak").status_code == 200
    private(app)

    pages = [f"/c/%s{page}" for page in (*PUBLIC, "/stream", "/screen/stream")]
    api = ["/api/v1/competitions/%s", "/api/v1/competitions/%s/snapshot"]
    for address in [*pages, *api]:
        for method in ("GET", "HEAD", "POST", "OPTIONS"):
            there = client.open(address % "leak", method=method)
            nowhere = client.open(address % "gone", method=method)
            assert there.status_code == nowhere.status_code
            assert there.data == nowhere.data
            assert sorted(there.headers) == sorted(nowhere.headers), address
            if method == "GET":
                assert there.status_code == 404
    assert "C leak" not in client.get("/?lang=en").text


def test_the_start_page_is_as_if_there_were_no_private_one(
    app: Flask, client: Visitor, load: Load
) -> None:
    empty = client.get("/?lang=en").data
    load(leak())
    private(app)
    assert client.get("/?lang=en").data == empty

    load()
    assert "C leak" not in client.get("/?lang=en").text
    assert 'class="phone' in client.get("/?lang=en").text or client.get("/").status_code == 200


def test_made_public_again_it_is_what_it_was(app: Flask, client: Visitor, load: Load) -> None:
    load(leak())
    before = client.get("/api/v1/competitions/leak").data
    number = client.get("/api/v1/competitions/leak/snapshot").get_json()["number"]
    private(app)
    with app.app_context():
        competitions.set_visibility("leak", "public", BY)

    assert client.get("/api/v1/competitions/leak").data == before
    after = client.get("/api/v1/competitions/leak/snapshot").get_json()
    assert after["number"] == number + 2


def test_what_was_released_in_private_is_not_in_the_history_of_places(
    app: Flask, client: Visitor, load: Load
) -> None:
    whole = leak()
    whole["competition"]["visibility"] = "private"
    load(whole)
    with app.app_context():
        stage_release.set_release("leak", "semi", "live", BY)
        competitions.set_visibility("leak", "public", BY)
        contents = snapshots.contents_after("leak", 0, 10)
    assert [bool(content["stages"]) for _, content in contents] == [False, False, True]
    assert client.get("/c/leak/places").status_code == 200


def test_judges_go_on_working_in_a_private_competition(
    load: Load, seat_judge: Callable[..., Visitor]
) -> None:
    whole = leak(matches=[PAIRING], state="open")
    whole["competition"]["visibility"] = "private"
    load(whole)
    judge = seat_judge("j1", "leak")
    assert "Team 1" in judge.get("/judge/matches/last?lang=en").text


def test_open_streams_end_when_another_process_makes_it_private(app: Flask, load: Load) -> None:
    load(leak())
    hub: Hub = app.extensions["hub"]
    publisher = Publisher(app, hub)
    board = hub.subscribe("leak", "en")
    screen = hub.subscribe(channels.screen_channel("leak"), "en")
    publisher.publish_new()
    assert b"Semi-final" in next(iter(board))
    assert b"Semi-final" in next(iter(screen))

    private(app)
    publisher.publish_new()

    assert list(board) == []
    assert list(screen) == []
    assert hub.viewers() == 0


# The organiser's pages.


def test_a_competition_made_on_the_page_begins_private(
    client: Visitor, organiser_client: Visitor
) -> None:
    form = {"name-zh": "新", "name-en": "New", "key": "new", "rules_of": ""}
    assert organiser_client.submit("/organiser/new", form).status_code == 303

    assert client.get("/c/new").status_code == 404
    overview = organiser_client.get("/organiser/c/new/parts?lang=en").text
    assert "Only its organisers and judges." in overview
    assert 'href="/organiser/c/new/visibility/public"' in overview


def test_王芳_reads_what_becomes_visible_and_makes_it_public(
    app: Flask, client: Visitor, organiser_client: Visitor, load: Load
) -> None:
    whole = leak(matches=[PAIRING], announced=True)
    whole["competition"]["visibility"] = "private"
    whole["stages"][0]["release"] = "frozen"
    load(whole)
    page = organiser_client.get("/organiser/c/leak/visibility/public?lang=en").text
    assert "The names of 4 teams." in page
    assert "Final: 1 match with its teams, sides and topic (Final round)." in page
    assert "The names of the members of 4 teams." in page
    assert "Results of Semi-final: this stage is “Frozen”." in page
    warning = "This tells everybody who is in “Final”. The results of Semi-final are not released."
    assert page.index(warning) < page.index("The names of 4 teams.")

    done = organiser_client.submit("/organiser/c/leak/visibility/public", {})

    assert done.status_code == 303
    assert client.get("/c/leak").status_code == 200
    audit = organiser_client.get("/organiser/c/leak/audit?lang=en").text
    assert "Made public or private" in audit


def test_王芳_makes_the_sample_private(
    client: Visitor, organiser_client: Visitor, chaoyang: str
) -> None:
    page = organiser_client.get(f"/organiser/c/{chaoyang}/visibility/private?lang=en").text
    assert "are cut off within 5 seconds" in page
    assert (
        organiser_client.submit(f"/organiser/c/{chaoyang}/visibility/private", {}).status_code
        == 303
    )
    assert client.get(f"/c/{chaoyang}").status_code == 404
    control = organiser_client.get(f"/organiser/c/{chaoyang}/show?lang=en").text
    assert "This competition is private: its projector page is not public" in control
    assert f'href="/c/{chaoyang}/screen"' not in control
    for page in ("", "/parts", "/links", "/release/final"):
        text = organiser_client.get(f"/organiser/c/{chaoyang}{page}?lang=en").text
        assert f'href="/c/{chaoyang}' not in text, page


def test_announcing_a_final_says_first_what_it_tells_and_what_becomes_public(
    client: Visitor, organiser_client: Visitor, load: Load
) -> None:
    load(leak(matches=[PAIRING]))
    address = "/organiser/c/leak/round/final/final-r"
    warning = "This tells everybody who is in “Final”. The results of Semi-final are not released."
    for act in ("announce", "open"):
        assert warning in organiser_client.get(f"{address}/{act}?lang=en").text
    page = organiser_client.get(f"{address}/announce?lang=en").text
    assert page.index(warning) < page.index("Team 2")
    assert "the names of the members of these teams" in page

    assert organiser_client.submit(f"{address}/announce", {}).status_code == 303

    assert [match["key"] for match in final_matches(client)] == ["last"]
    assert f'href="{address}/withhold"' in organiser_client.get("/organiser/c/leak").text
    assert f'href="{address}/withhold"' in organiser_client.get("/organiser/c/leak/stages").text
    # It has been told: nothing is said when the round opens.
    assert warning not in organiser_client.get(f"{address}/open?lang=en").text


def test_nothing_is_given_away_once_the_semi_final_is_published(
    app: Flask, organiser_client: Visitor, load: Load
) -> None:
    load(leak(matches=[PAIRING]))
    with app.app_context():
        stage_release.set_release("leak", "semi", "published", BY)
    page = organiser_client.get("/organiser/c/leak/round/final/final-r/announce?lang=en").text
    assert "not released" not in page
