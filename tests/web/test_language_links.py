"""The language switch leads to the same page in the other language, and to nothing else."""

import re

from competition.web.language import address_in
from tests import factories
from tests.conftest import Visitor

HERE = "/organiser/c/chaoyang-final"


def link_to(page: str, code: str) -> str:
    """Where the page's switch leads for a language."""
    tag = "zh-Hans" if code == "zh" else code
    found = re.search(rf'<a href="([^"]*)" lang="{tag}"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_wang_fang_stays_at_the_tie_on_place_3_when_she_switches_to_chinese(
    organiser_client: Visitor, load
):
    whole = factories.league()
    load(whole)
    address = f"/organiser/c/{whole['competition']['key']}/deductions?rank=3&lang=en"

    page = organiser_client.get(address).get_data(as_text=True)

    assert link_to(page, "zh") == "?rank=3&lang=zh"
    assert link_to(page, "en") == "?rank=3&lang=en"


def test_what_stands_in_an_address_is_written_into_the_link_as_text(organiser_client, chaoyang):
    page = organiser_client.get(f'{HERE}/parts?a="><b>&a=2').get_data(as_text=True)

    assert link_to(page, "zh") == "?a=%22%3E%3Cb%3E&a=2&lang=zh"


def test_a_refused_form_s_switch_leads_to_its_page(organiser_client, chaoyang):
    response = organiser_client.submit(f"{HERE}/new/rounds?in=final&lang=en", {})

    assert response.status_code == 422
    link = link_to(response.get_data(as_text=True), "zh")
    assert link == "?in=final&lang=zh"
    assert organiser_client.get(f"{HERE}/new/rounds{link}").status_code == 200


def test_a_page_at_an_address_that_only_takes_forms_has_a_switch_that_leads_to_one_that_is_there(
    app, organiser_client, chaoyang
):
    for address, there in (
        (f"{HERE}/show/step", f"{HERE}/show"),
        (f"{HERE}/show/clock/start", f"{HERE}/show/clock"),
        ("/judge/matches/match-1/submit", "/judge/matches/match-1"),
        ("/judge/confirm", "/judge"),
    ):
        with app.test_request_context(f"{address}?a=1", method="POST"):
            assert address_in("zh") == f"{there}?lang=zh"
