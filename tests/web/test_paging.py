"""Long lists come in pages, with a field that finds a name; short ones are shown whole."""

import pytest

from competition.web.organiser.day import progress
from competition.web.organiser.results import results
from competition.web.organiser.screen import control
from competition.web.organiser.setup import part_lists
from tests import large_competition
from tests.factories import league

ADDRESS = f"/organiser/c/{large_competition.KEY}"


@pytest.fixture
def province(load):
    """A province's 500 teams, with a tenth of its matches."""
    return load(large_competition.large_competition(share=10))


def page(client, path):
    answer = client.get(ADDRESS + path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_five_hundred_teams_come_in_pages_of_fifty(organiser_client, province):
    first, last = page(organiser_client, "/teams?lang=en"), page(organiser_client, "/teams?page=10")

    assert "1 to 50 of 500" in first
    assert "Next page" in first
    assert "Previous page" not in first
    assert f"{ADDRESS}/teams/team-49" in first
    assert f"{ADDRESS}/teams/team-50" not in first
    assert f"{ADDRESS}/teams/team-499" in last
    assert "Next page" not in last


def test_a_team_is_found_by_its_name_and_by_a_members(organiser_client, province):
    assert f"{ADDRESS}/teams/team-321" in page(organiser_client, "/teams?q=union TEAM 321")
    by_member = page(organiser_client, "/teams?q=Speaker 77.3")
    assert f"{ADDRESS}/teams/team-77" in by_member
    assert f"{ADDRESS}/teams/team-78" not in by_member
    assert "Nothing found." in page(organiser_client, "/teams?q=nobody&lang=en")


@pytest.mark.parametrize("asked", ["0", "-1", "999", "x", "²", "9" * 40])
def test_an_odd_page_is_the_nearest_that_there_is(organiser_client, province, asked):
    assert f"{ADDRESS}/teams/team-" in page(organiser_client, f"/teams?page={asked}")


def test_progress_asks_again_for_the_page_that_is_shown(organiser_client, province, monkeypatch):
    monkeypatch.setattr(progress, "MATCHES", 5)
    shown = page(organiser_client, "/wall?all=1&page=2&lang=en")

    assert "6 to 10 of" in shown
    assert f"{ADDRESS}/wall?all=1&amp;page=2&amp;seen=" in shown
    assert shown.count('<table class="progress-table') == 5


def test_the_results_show_the_first_places_until_all_are_asked_for(
    organiser_client, province, monkeypatch
):
    monkeypatch.setattr(results, "ROWS", 3)
    some = page(organiser_client, "/results?lang=en")
    whole = page(organiser_client, "/results?all=heats")

    assert "The first 3 of 50 places." in some
    assert some.count("/results/heats/team-") < whole.count("/results/heats/team-")
    assert "The first 3 of 50 places." not in whole


def test_matches_of_a_page_keep_their_numbers(organiser_client, province, monkeypatch):
    monkeypatch.setattr(part_lists, "MATCHES", 3)
    shown = page(organiser_client, "/stages?page=2&lang=en")

    assert "4 to 6 of 38" in shown
    assert f"{ADDRESS}/matches/heats-3" in shown
    assert f"{ADDRESS}/matches/heats-0" not in shown


def test_a_short_list_has_no_pages(organiser_client, load):
    load(league())
    for path in ("/teams", "/stages", "/wall?all=1"):
        answer = organiser_client.get(f"/organiser/c/league{path}")
        assert b"list-pages" not in answer.data


def test_the_projectors_page_offers_sixty_matches_and_finds_the_others(
    organiser_client, province, monkeypatch
):
    monkeypatch.setattr(control, "LONGEST_LIST", 5)
    first = page(organiser_client, "/show?lang=en")
    assert "1 to 5 of 38" in first
    # The matches of open rounds come first, and what is fetched again is the same page.
    assert 'value="second-0"' in first
    assert 'value="heats-0"' not in first
    second = page(organiser_client, "/show?page=2")
    assert f'data-hx-get="{ADDRESS}/show?page=2"' in second
    assert f'data-hx-post="{ADDRESS}/show?page=2"' in second

    found = page(organiser_client, "/show?q=Union team 7")
    assert 'value="second-3"' in found
    assert 'value="second-0"' not in found
    assert 'value="team-7"' in found
    assert 'value="team-8"' not in found
