"""Every organiser's page, as a guest, as a judge and as the organiser."""

import html
import re
from collections.abc import Callable

import pytest

from tests import factories
from tests.conftest import Visitor

HREF = re.compile(r'href="(/organiser[^"#]*)')


def crawl(visitor: Visitor, start: str = "/organiser") -> dict[str, str]:
    """Every organiser's page that links lead to, with its text."""
    found: dict[str, str] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = visitor.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        is_page = response.mimetype == "text/html"
        found[address] = response.get_data(as_text=True) if is_page else ""
        if is_page:
            waiting += [html.unescape(link) for link in HREF.findall(found[address])]
    return found


@pytest.fixture
def marked(load: Callable[..., str]) -> str:
    """The small league: a closed semi-final with marks, an open final."""
    return load(factories.league())


def test_every_page_that_a_link_leads_to_stands(organiser_client, chaoyang, marked):
    pages = crawl(organiser_client)

    assert len(pages) > 80
    for address, text in pages.items():
        if text.startswith("<!doctype"):
            assert text.count("<h1") == 1, address


def test_a_missing_page_sends_nobody_to_sign_in_who_is_signed_in(
    organiser_client, client, chaoyang
):
    for address in ("/organiser/c/none?lang=en", "/c/none?lang=en"):
        missing = organiser_client.get(address)
        assert missing.status_code == 404
        assert 'href="/organiser"' in missing.text
        assert "/sign-in" not in missing.text
        assert "Organisers: sign in" not in missing.text

    assert "/sign-in" in client.get("/c/none?lang=en").text


def test_every_page_renders_in_english_without_chinese_and_the_other_way_round(
    organiser_client, load
):
    whole = factories.league()
    load(whole)
    organiser_client.get("/organiser?lang=en")
    for address, text in crawl(organiser_client).items():
        words = re.sub(r"<script.*?</script>|<head.*?</head>|<[^>]+>", " ", text, flags=re.S)
        assert "{time}" not in words, address


def test_a_guest_is_led_to_the_sign_in_wherever_the_page_exists_or_not(
    client, organiser_client, chaoyang
):
    addresses = [*crawl(organiser_client), "/organiser/c/no-such", "/organiser/nothing"]

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 302, address
        assert response.location.startswith("/sign-in?next="), address


def test_a_judge_finds_nothing_at_any_organiser_s_address(judge_client, organiser_client, chaoyang):
    bodies = set()
    for address in [*crawl(organiser_client), "/organiser/nothing"]:
        response = judge_client.get(address)
        assert response.status_code == 404, address
        bodies.add(response.get_data())

    assert len(bodies) == 1


def test_an_organiser_s_page_is_never_kept_by_a_browser(organiser_client, chaoyang):
    response = organiser_client.get(f"/organiser/c/{chaoyang}")

    assert response.headers["Cache-Control"] == "no-store"
    assert 'name="csrf-token"' in response.get_data(as_text=True)
