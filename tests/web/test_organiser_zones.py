"""Zones, seeds, reserves, starts and rooms, entered in the organiser's forms."""

import re
from typing import Any

import pytest
from flask import Flask

from competition.store import audit, file_export, queries
from tests import factories
from tests.conftest import Visitor
from tests.web.reading_forms import form_at

HERE = "/organiser/c/chaoyang-final"


@pytest.fixture
def whole(app: Flask):
    """The Chaoyang final as it stands in the database now."""

    def read() -> dict[str, Any]:
        with app.app_context():
            competition = queries.find_competition(factories.CHAOYANG)
            assert competition is not None
            return file_export.competition_document(competition)

    return read


@pytest.fixture
def two_zones(load) -> str:
    """The Chaoyang final with an eastern and a western zone, its first team in the eastern one."""
    file = without_zones()
    file["zones"] = [
        {"key": "east", "name": {"zh": "东部赛区", "en": "East"}},
        {"key": "west", "name": {"zh": "西部赛区", "en": "West"}},
    ]
    file["teams"][0]["zone"] = "east"
    return load(file)


def without_zones() -> dict[str, Any]:
    """The Chaoyang final, with teams that name no zone."""
    file = factories.sample()
    for team in file["teams"]:
        team.pop("zone", None)
    return file


def save(visitor: Visitor, address: str, **changes: str):
    """Open a form, change some of its fields, send it."""
    form = form_at(visitor, address)
    form.update({name: [value] for name, value in changes.items()})
    return visitor.post(address, data=form)


def words(response) -> str:
    """A page's text with single blanks, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


def test_a_zone_is_added_renamed_and_moved_up(organiser_client, two_zones, whole):
    added = save(organiser_client, f"{HERE}/new/zones", **{"name-zh": "南部赛区"})
    save(organiser_client, f"{HERE}/zones/zone-3", **{"name-en": "South"})
    organiser_client.submit(f"{HERE}/move/zones/zone-3", {"to": "up"})

    assert added.location == f"{HERE}/zones"
    assert [zone["key"] for zone in whole()["zones"]] == ["east", "zone-3", "west"]
    assert whole()["zones"][1]["name"] == {"zh": "南部赛区", "en": "South"}


def test_a_zone_is_removed_once_no_team_is_in_it(organiser_client, two_zones, whole):
    refused = organiser_client.submit(f"{HERE}/remove/zones/east?lang=en", {})
    removed = organiser_client.submit(f"{HERE}/remove/zones/west", {})

    assert refused.status_code == 422
    assert "It cannot be removed because it is still in use." in words(refused)
    assert removed.location == f"{HERE}/zones"
    assert [zone["key"] for zone in whole()["zones"]] == ["east"]


def test_the_last_zone_stays_while_a_team_is_in_it(organiser_client, two_zones, whole):
    organiser_client.submit(f"{HERE}/remove/zones/west", {})

    assert organiser_client.submit(f"{HERE}/remove/zones/east", {}).status_code == 422

    save(organiser_client, f"{HERE}/teams/education", zone="")
    organiser_client.submit(f"{HERE}/remove/zones/east", {})
    assert "zones" not in whole()


def test_a_team_chooses_its_zone_from_the_list(organiser_client, two_zones, whole):
    page = organiser_client.get(f"{HERE}/teams/team-2?lang=en")
    saved = save(organiser_client, f"{HERE}/teams/team-2", zone="west", seed="3")
    unknown = save(organiser_client, f"{HERE}/teams/team-3", zone="north")

    assert '<option value="west">West</option>' in page.get_data(as_text=True)
    assert saved.status_code == 303
    assert whole()["teams"][1]["zone"] == "west"
    assert whole()["teams"][1]["seed"] == 3
    assert unknown.status_code == 422
    assert "zone" not in whole()["teams"][2]


def test_the_zones_page_says_who_is_in_each_and_who_in_none(organiser_client, two_zones):
    page = words(organiser_client.get(f"{HERE}/zones?lang=en"))
    overview = words(organiser_client.get(f"{HERE}/parts?lang=en"))

    assert "5 teams are in no zone:" in page
    assert "5 teams are in no zone." in overview


def test_the_words_that_teams_have_become_zones_in_one_act(organiser_client, load, whole, app):
    file = without_zones()
    for team, word in zip(file["teams"], ["东部", "东部", "west", "", "西部", "东部"], strict=True):
        if word:
            team["zone"] = word
    load(file)

    page = words(organiser_client.get(f"{HERE}/zones?lang=en"))
    done = organiser_client.submit(f"{HERE}/zone-words", {})

    assert "The teams name 3 zones" in page
    assert "东部 3 teams" in page
    assert done.location == f"{HERE}/zones"
    assert whole()["zones"] == [
        {"key": "zone-1", "name": {"zh": "东部"}},
        {"key": "west", "name": {"en": "west"}},
        {"key": "zone-3", "name": {"zh": "西部"}},
    ]
    zones = [team.get("zone") for team in whole()["teams"]]
    assert zones == ["zone-1", "zone-1", "west", None, "zone-3", "zone-1"]
    with app.app_context():
        assert len(audit.rows_about(factories.CHAOYANG, "zone.add", "west")) == 1
        assert not audit.rows_about(factories.CHAOYANG, "team.edit", "team-3")


def test_words_are_made_zones_once(organiser_client, two_zones, whole):
    before = whole()

    again = organiser_client.submit(f"{HERE}/zone-words?lang=en", {})

    assert again.status_code == 303
    page = words(organiser_client.get(f"{HERE}/zones?lang=en"))
    assert "There are zones already, or no team names a zone." in page
    assert whole() == before


def test_a_reserve_is_ticked_beside_the_member(organiser_client, chaoyang, whole):
    member = whole()["teams"][0]["members"][1]

    save(organiser_client, f"{HERE}/teams/education", **{"members-1-reserve": "y"})

    assert whole()["teams"][0]["members"][1] == {**member, "reserve": True}
    page = words(organiser_client.get(f"{HERE}/teams?lang=en"))
    assert page.count("(reserve)") == 1


def test_a_round_and_a_match_start_by_the_clock_of_the_place(organiser_client, chaoyang, whole):
    save(organiser_client, f"{HERE}/rounds/final/round-1", starts="2025-05-20T09:00")
    save(
        organiser_client,
        f"{HERE}/matches/match-2",
        **{"starts": "2025-05-20T10:30", "room-zh": "二号会议室", "trainees-0-judge": ""},
    )

    round_ = whole()["stages"][0]["rounds"][0]
    assert round_["starts"] == "2025-05-20T09:00:00+08:00"
    match = next(each for each in round_["matches"] if each["key"] == "match-2")
    assert match["starts"] == "2025-05-20T10:30:00+08:00"
    assert match["room"] == {"zh": "二号会议室"}
    assert form_at(organiser_client, f"{HERE}/matches/match-2")["starts"] == ["2025-05-20T10:30"]


def test_a_start_written_with_another_offset_stays_as_it_was_written(organiser_client, load, whole):
    file = factories.sample()
    file["stages"][0]["rounds"][0]["starts"] = "2025-05-20T01:00:30Z"
    file["stages"][0]["provisional_until"] = "2025-05-21T12:00:00+08:00"
    load(file)

    shown = form_at(organiser_client, f"{HERE}/rounds/final/round-1")["starts"]
    save(organiser_client, f"{HERE}/rounds/final/round-1")
    save(organiser_client, f"{HERE}/stages/final")

    assert shown == ["2025-05-20T09:00"]
    assert whole()["stages"][0]["rounds"][0]["starts"] == "2025-05-20T01:00:30Z"
    assert whole()["stages"][0]["provisional_until"] == "2025-05-21T12:00:00+08:00"


def test_what_is_no_date_is_refused_beside_its_field(organiser_client, chaoyang):
    refused = save(organiser_client, f"{HERE}/rounds/final/round-1", starts="tomorrow at nine")
    impossible = save(
        organiser_client, f"{HERE}/stages/final", provisional_until="2025-02-30T09:00"
    )

    assert refused.status_code == 422
    assert impossible.status_code == 422


def test_a_trainee_is_no_judge_of_the_panel(organiser_client, load, whole):
    file = factories.sample()
    spare = {"key": "trainee-1", "name": {"zh": "孙萌", "en": "Sun Meng"}}
    file["judges"].append(spare)
    load(file)
    seated = whole()["stages"][0]["rounds"][0]["matches"][0]["panel"][0]
    address = f"{HERE}/matches/match-1"

    saved = save(organiser_client, address, **{"trainees-0-judge": "trainee-1"})
    twice = save(organiser_client, f"{address}?lang=en", **{"trainees-0-judge": seated})

    assert saved.status_code == 303
    assert whole()["stages"][0]["rounds"][0]["matches"][0]["trainees"] == ["trainee-1"]
    assert "This judge is on the panel already." in words(twice)


def test_the_audit_names_the_zone_that_was_renamed(organiser_client, two_zones):
    save(organiser_client, f"{HERE}/zones/east", **{"name-en": "The East"})

    page = words(organiser_client.get(f"{HERE}/audit?lang=en"))

    assert "Zone changed" in page
    assert "The East" in page
