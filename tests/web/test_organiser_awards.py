"""The organiser's pages of awards, and what the public gets of them."""

import json
import re

import pytest

from competition.actions import award_reveal, awards, sheets, stage_release
from competition.store import queries
from competition.store.db import db
from competition.store.raw_sql import RawConnection
from competition.store.sheet_export import counting_sheets
from competition.web.audience.awards import TeamAward, awards_of_one_team
from tests import contestants, factories
from tests.factories import league
from tests.web.reading_forms import form_at

HERE = "/organiser/c/league"
BY = "organiser 王芳"


@pytest.fixture
def published(app, load):
    """The league with its semi-final published: the post wins before the metro."""
    load(league())
    with app.app_context():
        stage_release.set_release("league", "semi", "published", BY)


@pytest.fixture
def organiser(organiser_client):
    """The organiser 王芳, signed in."""
    return organiser_client


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


def add(organiser, **fields):
    form = form_at(organiser, f"{HERE}/new/awards")
    form.update({name: [value] for name, value in fields.items()})
    return organiser.post(f"{HERE}/new/awards", data=form)


def first_prize(organiser):
    return add(organiser, **{"name-en": "First prize", "by": "rank", "stage": "semi"})


def test_an_award_is_added_and_the_page_says_who_would_get_it(organiser, published):
    assert first_prize(organiser).status_code == 303

    page = words(organiser.get(f"{HERE}/awards?lang=en"))
    assert "First prize" in page
    assert "邮政队" in page
    candidates = words(organiser.get(f"{HERE}/awards/award-1/candidates?lang=en"))
    assert candidates.index("邮政队") < candidates.index("地铁队") < candidates.index("铁路队")


def test_places_that_make_no_sense_are_refused_at_their_field(organiser, published):
    refused = add(organiser, **{"name-en": "Prize", "by": "rank", "first": "3", "last": "2"})

    assert refused.status_code == 422
    assert "末名不能在首名之前" in words(refused)


def test_an_award_by_hand_takes_a_team_or_a_typed_name(organiser, published):
    fields = {"name-en": "Guest", "by": "hand", "reason-en": "Brave"}
    done = add(
        organiser, **fields, **{"winners-0-who": "team:bus", "winners-1-name": "The volunteers"}
    )

    assert done.status_code == 303
    page = words(organiser.get(f"{HERE}/awards?lang=en"))
    assert "公交队" in page
    assert "The volunteers" in page


def test_the_usual_set_can_be_thinned_out_before_it_is_added(organiser, published, app):
    form = form_at(organiser, f"{HERE}/awards-suggested")
    assert {"first-prize", "second-prize", "third-prize"} <= set(form["award"])
    form["award"] = ["first-prize", "best-negotiator"]

    assert organiser.post(f"{HERE}/awards-suggested", data=form).status_code == 303

    with app.app_context():
        assert queries.find_competition("league") is not None
    page = words(organiser.get(f"{HERE}/awards?lang=en"))
    assert "First prize" in page
    assert "Second prize" not in page
    assert "Nobody is named yet." in page


def test_nothing_is_public_until_the_box_is_ticked_and_then_everything_is(
    organiser, published, client
):
    first_prize(organiser)
    assert "First prize" not in words(client.get("/c/league/awards?lang=en"))
    refused = organiser.submit(f"{HERE}/awards-publish", {})
    assert refused.status_code == 422
    assert "First prize" not in words(client.get("/c/league/awards?lang=en"))

    assert organiser.submit(f"{HERE}/awards-publish", {"sure": "y"}).status_code == 303

    assert "First prize" in words(client.get("/c/league/awards?lang=en"))
    assert "First prize" in words(client.get("/c/league?lang=en"))


def test_the_presenter_reveals_step_by_step_and_nobody_is_ahead(organiser, published, client):
    first_prize(organiser)
    step = f"{HERE}/show/awards"
    assert "Show the award's name" in words(organiser.get(f"{step}?lang=en")).replace("&#39;", "'")

    organiser.submit(f"{step}/black", {})
    assert "First prize" not in client.get("/c/league/screen?lang=en").text
    organiser.submit(step, {"award": "award-1", "at": "-1", "to": "0"})
    screen = words(client.get("/c/league/screen?lang=en"))
    assert "First prize" in screen
    assert "邮政队" not in screen
    organiser.submit(step, {"award": "award-1", "at": "0", "to": "1"})
    assert "邮政队" in words(client.get("/c/league/screen?lang=en"))


def test_a_step_that_makes_no_sense_is_refused_and_shows_nothing(organiser, published, client):
    first_prize(organiser)
    for at, to in (("x", "0"), ("-1", "7"), ("0", "1"), ("-1", "")):
        refused = organiser.submit(f"{HERE}/show/awards", {"award": "award-1", "at": at, "to": to})
        assert refused.status_code == 422
    assert "First prize" not in client.get("/c/league/awards?lang=en").text


def test_a_changed_winner_leads_to_the_page_of_a_correction(organiser, published, client):
    first_prize(organiser)
    organiser.submit(f"{HERE}/awards-publish", {"sure": "y"})
    form = form_at(organiser, f"{HERE}/awards/award-1")
    form.update({"first": ["2"], "last": ["2"]})

    asked = organiser.post(f"{HERE}/awards/award-1?lang=en", data=form)

    assert "Correct a published result" in words(asked)
    assert "地铁队" in words(asked)
    assert "邮政队" in words(client.get("/c/league/awards?lang=en"))


def test_a_team_finds_its_own_awards_on_its_page_once_they_are_revealed(
    organiser, published, client
):
    first_prize(organiser)
    assert "First prize" not in words(client.get("/c/league/teams/post?lang=en"))

    organiser.submit(f"{HERE}/awards-publish", {"sure": "y"})

    assert "First prize" in words(client.get("/c/league/teams/post?lang=en"))
    assert "First prize" not in words(client.get("/c/league/teams/metro?lang=en"))


def test_what_its_members_won_stands_on_a_teams_page_with_their_names():
    lin_jing = {"member": "metro-2", "team": "metro", "called": {"zh": "林静"}}
    names = {
        "awards": [
            {"name": {"zh": "最佳谈判员"}, "winners": [lin_jing]},
            {"name": {"zh": "特别贡献奖"}, "winners": [{"name": "志愿者", "called": "志愿者"}]},
        ]
    }

    assert awards_of_one_team(names, "metro") == [TeamAward({"zh": "最佳谈判员"}, [{"zh": "林静"}])]
    assert awards_of_one_team(names, "bus") == []


def test_the_awards_of_a_private_competition_do_not_exist(app, load, client):
    whole = league()
    whole["competition"]["visibility"] = "private"
    load(whole)
    with app.app_context():
        stage_release.set_release("league", "semi", "published", BY)
        award = {"name": {"en": "First prize"}, "by": "rank", "stage": "semi", "places": [1, 1]}
        awards.save_award("league", award, BY)
        award_reveal.publish_awards("league", BY)

    nothing = client.get("/c/nobody/awards")
    hidden = client.get("/c/league/awards")
    assert (
        (hidden.status_code, hidden.data)
        == (nothing.status_code, nothing.data)
        == (404, hidden.data)
    )


def test_the_best_negotiator_is_the_same_on_the_page_and_in_the_exported_file(app, load, organiser):
    whole = contestants.league()
    best = {"key": "best", "name": {"zh": "最佳谈判员"}, "by": "personal", "stage": "final"}
    whole["awards"] = [{**best, "places": [1, 1]}]
    load(whole)
    candidates = f"{HERE}/awards/best/candidates?lang=zh"
    assert "林静" not in words(organiser.get(candidates))

    # 李娜 and Jo Amsel mark 林静 above 陈晨, after the page was read once.
    for who in ("li-na", "jo"):
        given = {"metro-1": "7.5", "metro-2": "9"}
        body = {"marks": {"law": "8", "poise": "7"}, "personal": given, "base_version": 0}
        with app.app_context():
            judge = queries.find_judge(queries.find_competition("league"), who)
            body["state"] = "submitted"
            sheets.write_sheet(judge, "league", "last", "metro", body, factories.new_key())

    page = words(organiser.get(candidates))
    assert page.index("林静") < page.index("陈晨")
    assert "林静" in words(organiser.get(f"{HERE}/awards?lang=zh"))
    exported = organiser.get(f"{HERE}/export").text
    runner = app.test_cli_runner()
    (decided,) = json.loads(runner.invoke(args=["awards", "-"], input=exported).stdout)["awards"]
    assert decided["winners"] == [{"member": "metro-2", "place": 1, "value": "9.00"}]
    with app.app_context():
        connection = RawConnection.of_session(db.session())
        counting = counting_sheets(connection, queries.find_competition("league").id)
    assert given in [sheet.get("personal") for sheet in counting]
