"""Every page, as everybody sees it, in both languages, in many states, through the Nu validator."""

import json
import shutil
import subprocess

import pytest

from competition.actions import accounts, rounds, stage_release
from competition.actions.tables import put_match_on
from competition.store import queries, tables
from tests import pages
from tests.factories import CHAOYANG, ROOT

pytestmark = pytest.mark.sqlite("what a page is made of does not depend on it")

JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
BY = pages.BY


@pytest.fixture
def shelf(tmp_path):
    """Keep pages as files; `shelf.add(name, response)`."""
    return Shelf(tmp_path / "pages")


class Shelf:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.names = {}

    def add(self, name, response):
        assert response.mimetype == "text/html", name
        file = f"{len(self.names):04d}.html"
        self.names[file] = name
        (self.folder / file).write_bytes(response.data)

    def complaints(self):
        """What the validator has to say of them all."""
        java = shutil.which("java")
        assert java, "The Nu validator needs Java; `make test` sets it up."
        assert JAR.is_file(), "The Nu validator is not there; `make test` sets it up."
        done = subprocess.run(
            [java, "-jar", JAR, "--format", "json", "--exit-zero-always", self.folder],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=280,
            check=False,
        )
        said = json.loads(done.stderr)["messages"]
        return [
            f"{self.names[message['url'].rsplit('/', 1)[-1]]}: {message['message']} "
            f"({message.get('extract', '')!r})"
            for message in said
        ]


def test_every_page_is_valid_html(app, client, shelf, seat_judge, request):
    with app.app_context():
        link = accounts.set_up_link()
    for language in ("zh", "en"):
        shelf.add(f"set-up {language}", client.get(f"/set-up/{link}?lang={language}"))
        shelf.add(f"nothing loaded {language}", client.get(f"/?lang={language}"))
    wrong = client.submit(f"/set-up/{link}", {"name": "", "password": "x"})
    shelf.add("set-up refused", wrong)

    organiser = request.getfixturevalue("organiser_client")
    walk_public = [page for page in pages.everything() if page.html and page.guest == 200]
    shelf.add("organiser, nothing loaded", organiser.get("/organiser"))
    with app.app_context():
        pages.load(pages.open_final())
    judge = seat_judge("judge-1")
    visitors = {"guest": client, "judge": judge, "organiser": organiser}
    morning = [page for page in pages.everything() if page.html and "/back" not in page.address]
    asked = seat_judge("judge-2", confirmed=False)
    shelf.add("question", asked.get("/judge?lang=zh"))
    shelf.add("given back", asked.submit("/judge/give-back", {}))
    everywhere(shelf, "morning", visitors, morning, ("zh",))
    with app.app_context():
        pages.evening()
    everywhere(shelf, "evening", visitors, pages.everything(), ("zh", "en"))
    with app.app_context():
        (table,) = tables.tables_of(queries.find_competition(CHAOYANG))
        address = f"/t/{table.token}"
    tablet = app.test_client()
    tablet.get(address)
    shelf.add("table without a match", tablet.get("/table"))
    with app.app_context():
        put_match_on(CHAOYANG, table.id, "match-1", BY)
    for language in ("zh", "en"):
        shelf.add(f"table {language}", tablet.get(f"/table?lang={language}"))
    refused = {"match": "match-1", "status": "partial", "words": "x", "seen": ""}
    shelf.add("table refused", tablet.submit("/table/points/commission", refused))
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "frozen", BY)
    everywhere(shelf, "frozen", {"guest": client}, walk_public, ("zh", "en"))
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "published", BY)
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)
    everywhere(shelf, "published", visitors, pages.everything(), ("en",))

    assert len(shelf.names) > 150
    assert shelf.complaints() == []


def everywhere(shelf, time, visitors, listed, languages):
    """Keep every page that a visitor is shown, and what a refusal looks like."""
    for visitor, browser in visitors.items():
        for page in listed:
            if not page.html or "{" in page.address:
                continue
            for language in languages:
                joint = "&" if "?" in page.address else "?"
                response = browser.get(f"{page.address}{joint}lang={language}")
                if response.status_code in (200, 404):
                    shelf.add(f"{time}, {visitor}, {language}: {page.address}", response)


def test_the_validator_finds_what_is_wrong(app, shelf):
    shelf.add("wrong", app.response_class("<p><div style='x'></p>", mimetype="text/html"))
    assert shelf.complaints() != []
