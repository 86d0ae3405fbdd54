"""The handbook: in the page's language, without the internet, one touch from every page."""

import re
from urllib.parse import unquote

import pytest

from tests import factories, pages
from tests.conftest import Visitor

pytestmark = pytest.mark.sqlite("no page of the handbook reads it")

HERE = f"/organiser/c/{factories.CHAOYANG}"
ADDRESSES = [
    page.address
    for page in pages.everything()
    if page.endpoint.startswith("organiser.")
    and page.html
    and page.organiser == pages.OK
    # What the projector would show has no menu.
    and page.endpoint != "organiser.rehearsal_screen_page"
]


@pytest.fixture
def read(organiser_client: Visitor, chaoyang):
    """A page of the organiser, `lang` appended."""

    def page(address: str, lang: str = "en") -> str:
        response = organiser_client.get(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        assert response.status_code == 200, address
        return response.get_data(as_text=True)

    return page


def anchors(page: str) -> set[str]:
    """What an address may name on a page."""
    return set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_handbook_reads_in_the_language_of_the_page(read, lang):
    page = read("/organiser/handbook", lang)

    assert {"en": "When something goes wrong", "zh": "突发情况处置"}[lang] in page
    assert {"zh": "When something goes wrong", "en": "突发情况处置"}[lang] not in page


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", ["", "/wall", "/show", "/results", "/links", "/parts", "/audit"])
def test_each_section_of_the_menu_leads_to_its_place_in_the_handbook(read, path, lang):
    link = re.search(
        rf'class="handbook-link" href="({HERE}/handbook)#([^"]+)"', read(HERE + path, lang)
    )

    assert link
    handbook = read(link[1], lang)
    assert unquote(link[2]) in anchors(handbook)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["", "/competition-file", "/scoring", "/glossary"])
def test_every_link_within_the_handbook_leads_somewhere(read, name, lang):
    page = read(f"/organiser/handbook{name}", lang)
    text = page[page.index('<article class="handbook-text"') :]

    for address in re.findall(r'href="([^"]+)"', text):
        path, _, anchor = address.partition("#")
        if path.startswith(("http", "?lang=")):
            continue
        target = read(path, lang) if path else page
        assert not anchor or unquote(anchor) in anchors(target), address


def test_the_handbook_of_a_competition_keeps_its_menu(read):
    assert f'href="{HERE}/wall"' in read(f"{HERE}/handbook")


def test_a_page_of_the_handbook_in_one_language_only_says_which(read):
    assert re.search(
        r'<article class="handbook-text"\s+lang="en">', read("/organiser/handbook/scoring", "zh")
    )


def test_nothing_but_the_handbook_can_be_read_at_its_address(organiser_client):
    for name in ("nothing", "decisions", "..%2FREADME", "running-an-event.zh"):
        assert organiser_client.get(f"/organiser/handbook/{name}").status_code == 404, name


def test_every_page_of_the_organiser_has_the_handbook_one_touch_away(app, organiser_client):
    with app.app_context():
        pages.load(pages.open_final())
        pages.evening()
    missing = [
        address
        for address in ADDRESSES
        if 'class="handbook-link"' not in organiser_client.get(address).get_data(as_text=True)
    ]

    assert not missing
