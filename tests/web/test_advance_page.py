"""Who goes on from a stage, on the organiser's page: shown with why, let go on, taken back."""

import re

from tests import factories

HERE = "/organiser/c/league"
ENGLISH = {"Accept-Language": "en"}


def heats(top: int = 2, **changes) -> dict:
    """The league, in which the best of the semi-final go on to a final without matches."""
    whole = factories.league(**changes)
    whole["stages"][0]["advance"] = {"to": "final", "top": top}
    whole["stages"][1]["rounds"][0] |= {"state": "draft", "matches": []}
    return whole


def words(page: str) -> str:
    return re.sub(r" ([.:])", r"\1", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def read(organiser, path: str) -> str:
    answer = organiser.get(f"{HERE}{path}", headers=ENGLISH)
    assert answer.status_code == 200
    return words(answer.text)


def test_each_team_stands_with_its_place_and_why_it_goes_on_or_not(organiser_client, load):
    load(heats())

    page = read(organiser_client, "/advance/semi")

    assert "The best 2 teams go on to Final." in page
    assert "Not certain yet" not in page
    assert "邮政队 goes on Is among the best 2." in page
    assert "公交队 Reserve 1" in page
    assert "Let 2 teams go on to Final" in page
