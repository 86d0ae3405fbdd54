"""Two teams of one name are told apart wherever one of them must be chosen or read."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

CASE = Path(__file__).parents[1] / "cases" / "two-teams-of-one-name.json"
HERE = "/organiser/c/dup"


@pytest.fixture
def dup(load) -> str:
    """A final of two teams called 李宁."""
    return load(json.loads(CASE.read_bytes()))


def text_of(visitor: Any, address: str) -> str:
    return visitor.get(address).get_data(as_text=True)


def test_the_list_of_deductions_has_no_two_options_alike(organiser_client, dup):
    options = re.findall(
        r"<option[^>]*>([^<]*)</option>", text_of(organiser_client, f"{HERE}/deductions")
    )

    assert len(options) > 2
    assert len(set(options)) == len(options)
    assert any("李宁 (t1)" in option for option in options)


def test_progress_results_lists_and_the_public_board_tell_them_apart(organiser_client, dup, client):
    for address in ("/wall", "/results", "/teams", "/stages", "/new/judges", "", "/show"):
        page = text_of(organiser_client, HERE + address)
        assert "李宁 (t1)" in page, address
        assert "李宁 (t2)" in page, address
    for address in ("/c/dup", "/c/dup/screen", "/c/dup/teams"):
        page = text_of(client, address)
        if "李宁" in page:
            assert "李宁 (t1)" in page, address
            assert "李宁 (t2)" in page, address
    assert "李宁 (t1)" in text_of(client, "/c/dup/teams")


def test_a_judge_sees_which_of_the_two_a_sheet_is_for(dup, seat_judge):
    tablet = seat_judge("j1", dup)
    match = json.loads(CASE.read_bytes())["stages"][0]["rounds"][0]["matches"][0]["key"]

    for address in ("/judge", f"/judge/matches/{match}"):
        page = text_of(tablet, address)
        assert "李宁 (t1)" in page, address
        assert "李宁 (t2)" in page, address


def test_the_teams_page_and_the_import_say_it_once_and_refuse_nothing(organiser_client, dup):
    assert (
        text_of(organiser_client, f"{HERE}/teams?lang=en").count("These teams have the same name")
        == 1
    )

    whole = json.loads(CASE.read_bytes())
    whole["competition"]["key"] = "dup-2"
    response = organiser_client.submit(
        "/organiser/import?lang=en",
        {"file": (io.BytesIO(json.dumps(whole).encode()), "case.json")},
        content_type="multipart/form-data",
    )
    assert response.location == "/organiser/c/dup-2"
    page = text_of(organiser_client, "/organiser/c/dup-2?lang=en")
    assert page.count("These teams have the same name") == 1


def test_the_form_of_a_team_shows_its_own_name_and_nothing_beside_it(organiser_client, dup):
    page = text_of(organiser_client, f"{HERE}/teams/t1")

    assert 'value="李宁"' in page
