"""A competition for next year made in the pages from last year's."""

import pytest

from competition.actions import archive, competitions
from competition.store import queries
from tests import factories
from tests.web.reading_forms import form_in

HERE = "/organiser/c/chaoyang-final"


@pytest.fixture
def chaoyang(load):
    """The Chaoyang final on its day, with its round open."""
    whole = factories.sample()
    whole["competition"]["starts"] = "2026-05-20T09:00:00+08:00"
    whole["stages"][0]["rounds"][0]["state"] = "open"
    return load(whole)


def sent(**changes):
    parts = ["teams", "judges", "topics", "rubric", "stages"]
    return {"key": "chaoyang-2027", "name-zh": "朝阳决赛", "name-en": "", "parts": parts} | changes


def test_the_page_says_what_comes_along_with_how_much_and_what_never_does(
    organiser_client, chaoyang
):
    page = organiser_client.get(f"{HERE}/copy?lang=en").text

    for piece in (
        "6 teams",
        "7 judges",
        "1 stage, 3 matches",
        "links: the judges get new ones",
        "Draws and",
    ):
        assert piece in page, piece
    form = form_in(page)
    assert form["parts"] == ["teams", "judges", "topics", "rubric", "stages"]
    assert form["name-zh"]


def test_wang_fang_makes_next_year_s_final_on_its_own_day(organiser_client, chaoyang, api, app):
    assert api("judge-1").put("match-1", "education").status_code == 200

    response = organiser_client.submit(f"{HERE}/copy", sent(day="2027-05-18"))

    assert response.location == "/organiser/c/chaoyang-2027/parts"
    assert (
        "Only its organisers and judges"
        in organiser_client.get(f"{response.location}?lang=en").text
    )
    with app.app_context():
        new = queries.find_competition("chaoyang-2027")
        assert new.name == {"zh": "朝阳决赛"}
        assert new.visibility == "private"
        assert new.starts.startswith("2027-05-18T")
        assert b'"submitted_at"' not in competitions.export_competition("chaoyang-2027")
        assert b'"submitted_at"' in competitions.export_competition(chaoyang)
    log = organiser_client.get("/organiser/c/chaoyang-2027/audit?lang=en").text
    assert "Competition made as a copy of another" in log
    assert "Rubric and rule" in log
    log = organiser_client.get(f"{HERE}/audit?lang=en").text
    assert "Another competition made as a copy of this one" in log
    assert "chaoyang-2027" in log


def test_without_the_teams_the_rounds_come_along_empty(organiser_client, chaoyang, app):
    organiser_client.submit(f"{HERE}/copy", sent(parts=["stages", "judges"]))

    with app.app_context():
        new = queries.find_competition("chaoyang-2027")
        assert (len(new.teams), len(new.judges), len(new.topics)) == (0, 7, 0)
        assert [round_.matches for stage in new.stages for round_ in stage.rounds] == [[]]


def test_a_wrong_address_name_or_day_is_said_beside_its_field_and_what_was_typed_stays(
    organiser_client, chaoyang, app
):
    wrong = sent(key="Chaoyang 2027", day="18 May", parts=["teams"])

    refused = organiser_client.submit(f"{HERE}/copy?lang=en", wrong)

    assert refused.status_code == 422
    assert "Use 1 to 64 lower-case letters" in refused.text
    assert "Write the day like this" in refused.text
    form = form_in(refused.text)
    assert (form["key"], form["parts"]) == (["Chaoyang 2027"], ["teams"])
    taken = organiser_client.submit(f"{HERE}/copy?lang=en", sent(key=chaoyang))
    assert taken.status_code == 422
    assert "already a competition" in taken.text
    odd = organiser_client.submit(f"{HERE}/copy?lang=en", sent(parts=["teams", "marks"]))
    assert "Choose from the list" in odd.text
    with app.app_context():
        assert [each.key for each in queries.all_competitions()] == [chaoyang]


def test_a_copy_sent_twice_is_made_once_and_one_of_a_removed_name_is_made_again(
    organiser_client, chaoyang, app, tmp_path
):
    key = form_in(organiser_client.get(f"{HERE}/copy").text)["form_key"]

    first = organiser_client.submit(f"{HERE}/copy", sent(form_key=key))
    again = organiser_client.submit(f"{HERE}/copy", sent(form_key=key))
    assert (first.status_code, again.location) == (303, first.location)

    as_of = form_in(organiser_client.get(f"{HERE}/copy").text)["as_of"]
    with app.app_context():
        archive.remove_competition("chaoyang-2027", "chaoyang-2027", "organiser 王芳", tmp_path)
    anew = organiser_client.submit(f"{HERE}/copy", sent(as_of=as_of))
    assert anew.status_code == 303


def test_last_year_s_archived_final_can_be_copied(organiser_client, chaoyang, app, tmp_path):
    with app.app_context():
        archive.archive_competition(chaoyang, "organiser 王芳", tmp_path)
    assert f"{HERE}/copy" in organiser_client.get("/organiser").text
    assert f"{HERE}/copy" in organiser_client.get(f"{HERE}/parts").text

    assert organiser_client.submit(f"{HERE}/copy", sent()).status_code == 303


def test_a_competition_without_any_time_is_not_asked_for_a_day(organiser_client, load):
    load(factories.league())
    assert 'name="day"' not in organiser_client.get("/organiser/c/league/copy").text
