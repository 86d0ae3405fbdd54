"""The server is gone for good: what a tablet shows, and how its marks come in all the same."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from competition.actions import accounts, competitions
from competition.document import rescue, rescue_codes
from competition.store import queries
from tests import factories
from tests import rescue as tablets
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.conftest import LiveServer, app_in, serving, sit_down
from tests.durability import books
from tests.factories import CHAOYANG, ORGANISER, PASSWORD

pytestmark = pytest.mark.browser

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "locale": "en-GB"}
MATCH = "/judge/matches/match-1"
COMMENT = "有理有据, “calm” 𠮷"


@dataclass
class Hall:
    """The server of the day, the data before its first mark, and what the judges' cards hold."""

    server: LiveServer
    morning: Path
    tokens: dict[str, str]

    def link(self, judge: str, server: LiveServer | None = None) -> str:
        """The judge's link at this server, or at the one that came after it."""
        return f"{(server or self.server).url}/j/{self.tokens[judge]}"


@pytest.fixture(scope="module")
def morning(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path
) -> tuple[Path, dict[str, str]]:
    """The data with the final's round open, and every judge's token."""
    folder = tmp_path_factory.mktemp("morning") / "data"
    folder.mkdir()
    shutil.copy(migrated, folder / "accord.sqlite")
    with app_in(folder) as app, app.app_context():
        whole = factories.sample()
        whole["stages"][0]["rounds"][0]["state"] = "open"
        competitions.load_competition(factories.checked(whole), "command line")
        accounts.add_organiser(ORGANISER, PASSWORD, "command line")
        competition = queries.find_competition(CHAOYANG)
        assert competition is not None
        return folder, {judge.key: judge.token for judge in competition.judges}


@pytest.fixture
def hall(tmp_path: Path, morning: tuple[Path, dict[str, str]]) -> Iterator[Hall]:
    """The server, to be lost."""
    shutil.copytree(morning[0], tmp_path / "data")
    with serving(tmp_path / "data") as server:
        yield Hall(server, *morning)


@pytest.fixture
def tablet(hall: Hall, browse: Callable[..., BrowserContext]) -> Page:
    """评委一's tablet: one sheet with the server, another on the tablet only, the server killed."""
    page = browse(**TABLET).new_page()
    sit_down(page, hall.link("judge-1"))
    page.goto(hall.server.url + MATCH)
    fill(page, "education", "16.5")
    expect(saving(page, "education")).to_contain_text("received")
    hall.server.kill()
    fill(page, "team-2", "17.5", COMMENT)
    expect(saving(page, "team-2")).to_have_attribute("data-state", "waiting")
    return page


@pytest.fixture
def organiser(browse: Callable[..., BrowserContext]) -> Callable[[LiveServer], Page]:
    """Sign 王芳 in at a server and open the page that takes tablets' marks in."""

    def sign_in(server: LiveServer) -> Page:
        page = browse(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
        page.goto(f"{server.url}/sign-in?next=/organiser/c/{CHAOYANG}/rescue")
        page.locator("[name=name]").fill(ORGANISER)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button").click()
        expect(page.get_by_role("heading", name="Recover marks from tablets")).to_be_visible()
        # Shown by the page's script as its last act: now it also hears of pictures.
        expect(page.locator("[data-rescue-reading]")).to_be_visible()
        return page

    return sign_in


@pytest.fixture
def scripts(browse: Callable[..., BrowserContext]) -> Page:
    """The module that reads and writes bundles, as `bundle` on a page that no server gave."""
    page = browse().new_page()
    for name in ("vendor/js-sha256-1.0.0.min.js", "vendor/fflate-0.8.3.umd.js"):
        page.add_script_tag(path=factories.ROOT / "static" / name)
    module = factories.ROOT / "static" / "js" / "shared" / "rescue-bundle.js"
    page.evaluate(
        """text => import("data:text/javascript," + encodeURIComponent(text))
            .then(module => { window.bundle = module; })""",
        module.read_text(encoding="utf-8"),
    )
    return page


def fill(page: Page, team: str, mark: str, comment: str = "") -> None:
    """Write a whole sheet between two instants, so that it is one write."""
    script = """([team, mark, comment]) => {
        const sheet = document.querySelector(`[data-sheet="${team}"]`);
        const type = (field, text) => {
            field.value = text;
            field.dispatchEvent(new Event("input", {bubbles: true}));
        };
        sheet.querySelectorAll(".stepper input").forEach(field => type(field, mark));
        type(sheet.querySelector("[data-comment]"), comment);
    }"""
    page.evaluate(script, [team, mark, comment])


def saving(page: Page, team: str) -> Locator:
    return page.locator(f'[data-sheet="{team}"] [data-saving]')


def stored(page: Page, server: LiveServer, team: str) -> dict[str, Any]:
    address = f"{server.url}/api/v1/competitions/{CHAOYANG}/sheets/match-1/{team}"
    found: dict[str, Any] = page.request.get(address).json()
    return found


def outbox(page: Page) -> Any:
    """The one unsent sheet, or None."""
    script = "Object.keys(localStorage).filter(key => key.startsWith('accord.outbox:'))"
    keys = page.evaluate(script)
    assert len(keys) < 2
    return page.evaluate("key => JSON.parse(localStorage.getItem(key))", keys[0]) if keys else None


def open_panel(page: Page) -> Locator:
    panel = page.get_by_role("dialog")
    if not panel.is_visible():
        page.get_by_role("button", name="If the server does not come back").click()
    expect(panel).to_be_visible()
    return panel


def photograph(page: Page) -> list[bytes]:
    """A picture of each code on the tablet's screen."""
    page.get_by_role("button", name="Show the codes").click()
    count = page.locator("[data-rescue-count]")
    expect(count).to_contain_text(re.compile(r"^Code 1 of \d+$"))
    total = int((count.text_content() or "").rsplit(" ", 1)[1])
    assert total > 1
    pictures = []
    page.get_by_role("button", name="Pause").click()
    for _ in range(total):
        pictures.append(page.screenshot())
        page.get_by_role("button", name="Next code", exact=True).click()
    return pictures


def rows(page: Page) -> list[str]:
    """What the organiser's page says it found, sheet by sheet."""
    return [row.inner_text() for row in page.locator(".rescue-taken tbody tr").all()]


def save_file(page: Page) -> Path:
    open_panel(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Save the file").click()
    assert caught.value.suggested_filename == f"accord-rescue-{CHAOYANG}-judge-1.json"
    return caught.value.path()


def test_the_codes_of_a_tablet_are_imported_from_pictures(tablet, hall, organiser):
    held = open_panel(tablet).get_by_role("table")
    expect(held).to_contain_text(re.compile(r"received at .*, draft, receipt \d{4}"))
    expect(held).to_contain_text("on this tablet only, draft, entered at ")
    files = [
        {"name": f"{number}.png", "mimeType": "image/png", "buffer": picture}
        for number, picture in enumerate(reversed(photograph(tablet)))
    ]

    with serving(hall.server.data_dir) as anew:
        page = organiser(anew)
        page.locator("#pictures").set_input_files(files[1:])
        # Pictures are read one after the other; a busy machine takes its time.
        said = page.locator("[data-rescue-said]")
        expect(said).to_contain_text(f"New codes: {len(files) - 1}.", timeout=30_000)
        expect(page.locator("[data-rescue-sets]")).to_contain_text(f"missing: {len(files)}")
        page.locator("#pictures").set_input_files(files)
        expect(page.get_by_text(f": all {len(files)} codes are here")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Import").click()

        expect(page.get_by_text("The signature is valid: it is this judge's.")).to_be_visible()
        found = rows(page)
        assert len(found) == 2
        assert "Already stored; nothing to do. receipt 0" in found[0]
        assert "New here. It is waiting for your decision." in found[1]
        late = page.get_by_role("link", name="Decide on the late sheets")
        expect(late).to_have_attribute("href", f"/organiser/c/{CHAOYANG}/late")


def test_the_file_of_a_tablet_is_imported(tablet, hall, organiser):
    path = save_file(tablet)
    sheets = rescue.read_bundle(path.read_bytes()).sheets
    unsent = [sheet for sheet in sheets if not sheet.receipt]
    assert [(sheet.team, sheet.comment) for sheet in unsent] == [("team-2", COMMENT)]
    # A write keeps the key it was sent with, here as there.
    keys = {row.key for row in books.stored(hall.server.data_dir)}
    assert {sheet.key for sheet in sheets if sheet.receipt} <= keys

    with serving(hall.server.data_dir) as anew:
        page = organiser(anew)
        page.locator("#files").set_input_files(path)
        page.get_by_role("button", name="Import").click()
        expect(page.get_by_text("The signature is valid: it is this judge's.")).to_be_visible()
        expect(page.get_by_text("1 sheet is waiting for your decision.")).to_be_visible()


def test_with_an_older_backup_what_was_acknowledged_since_is_offered_too(
    tablet, hall, organiser, tmp_path
):
    path = save_file(tablet)
    shutil.copytree(hall.morning, tmp_path / "older")

    with serving(tmp_path / "older") as anew:
        page = organiser(anew)
        page.locator("#files").set_input_files(path)
        page.get_by_role("button", name="Import").click()
        expect(page.get_by_text("2 sheets are waiting for your decision.")).to_be_visible()


# A new address.


def go_to(page: Page, server: LiveServer, sheets: int = 2) -> Page:
    """Type the new server's address, as people do: without http. It opens beside the old page."""
    open_panel(page)
    page.get_by_label("Address of the new server").fill(server.url.removeprefix("http://"))
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Copy my marks there").click()
    arrived: Page = opened.value
    expect(arrived.locator("[data-arrived]")).to_contain_text(f"Sheets: {sheets}")
    assert arrived.url == f"{server.url}/judge/arrive"
    return arrived


def take_up(page: Page, address: str) -> Any:
    """Open the judge's page at the new server; what came along is sent from there."""
    with page.expect_response("**/sheets/**") as sent:
        page.goto(address)
        # Whoever was another judge's, or nobody's, on this tablet is asked who they are.
        if page.locator("[data-confirm]").count():
            page.locator("[data-confirm]").click()
    assert sent.value.status == 200
    return sent.value.json()


def test_at_a_new_address_the_judges_own_link_imports_the_marks_once(tablet, hall):
    key = outbox(tablet)["attempt"]["key"]
    with serving(hall.server.data_dir) as anew:
        arrived = go_to(tablet, anew)
        with arrived.expect_request("**/sheets/**") as sent:
            receipt = take_up(arrived, hall.link("judge-1", anew))
        assert sent.value.headers["idempotency-key"] == key
        arrived.goto(f"{anew.url}{MATCH}")
        expect(saving(arrived, "team-2")).to_contain_text("received")
        sheet = stored(arrived, anew, "team-2")
        assert (outbox(arrived), sheet["comment"]) == (None, COMMENT)

        # The old page is still open; the same way once more is the same write once more.
        again = go_to(tablet, anew)
        assert take_up(again, f"{anew.url}/judge") == receipt
        assert stored(again, anew, "team-2") == sheet


def test_what_was_typed_while_a_write_was_sent_arrives_as_the_next_version(tablet, hall):
    fill(tablet, "team-2", "12", "Second thoughts")
    assert "17.5" in outbox(tablet)["attempt"]["body"]
    with serving(hall.server.data_dir) as anew:
        arrived = go_to(tablet, anew, sheets=3)
        take_up(arrived, hall.link("judge-1", anew))
        arrived.goto(f"{anew.url}{MATCH}")
        expect(saving(arrived, "team-2")).to_contain_text("received")
        sheet = stored(arrived, anew, "team-2")
        assert (outbox(arrived), sheet["version"]) == (None, 2)
        assert (sheet["marks"]["strategy"], sheet["comment"]) == ("12", "Second thoughts")


def test_at_a_new_address_another_judges_link_imports_nothing(tablet, hall):
    with serving(hall.server.data_dir) as anew:
        page = go_to(tablet, anew)
        sit_down(page, hall.link("judge-2", anew))
        expect(page.locator("[data-rescue-notices]")).to_contain_text("Marks of another judge")
        page.reload()
        expect(page.locator("[data-rescue-notices]")).to_contain_text("are not sent until")
        assert outbox(page) is None

        take_up(page, hall.link("judge-1", anew))
        assert stored(page, anew, "team-2")["comment"] == COMMENT


def test_what_was_typed_at_the_new_address_goes_first_and_the_judge_chooses(tablet, hall):
    with serving(hall.server.data_dir) as anew:
        page = tablet.context.new_page()
        page.goto(hall.link("judge-1", anew))
        page.goto(f"{anew.url}{MATCH}")
        tablet.context.route("**/sheets/**", lambda route: route.abort())
        fill(page, "team-2", "11")
        expect(saving(page, "team-2")).to_have_attribute("data-state", "waiting")

        arrived = go_to(tablet, anew)
        arrived.goto(f"{anew.url}/judge")
        expect(arrived.locator("[data-rescue-notices]")).to_contain_text("once what you typed")
        assert outbox(arrived)["marks"]["strategy"] == "11"
        arrived.close()

        tablet.context.unroute("**/sheets/**")
        page.reload()
        expect(saving(page, "team-2")).to_contain_text("received")
        page.reload()
        expect(saving(page, "team-2")).to_contain_text("Choose below which marks to keep")
        assert stored(page, anew, "team-2")["marks"]["strategy"] == "11"


def test_a_link_that_anybody_made_puts_nothing_into_the_outbox(hall, browse, scripts):
    forged = tablets.wire(tablets.bundle(tablets.sheet(team="team-2")), "not the judge's key")
    letters = scripts.evaluate("wire => bundle.toFragment(wire)", forged)
    page = browse(**TABLET).new_page()
    page.goto(f"{hall.server.url}/judge/arrive")
    expect(page.locator("[data-arrived]")).to_contain_text("No marks have arrived")
    page.goto("about:blank")
    page.goto(f"{hall.server.url}/judge/arrive#{letters}")
    expect(page.locator("[data-arrived]")).to_contain_text("Sheets: 1")

    sit_down(page, hall.link("judge-1"))
    expect(page.locator("[data-rescue-notices]")).to_contain_text("signature does not match")
    assert outbox(page) is None
    assert stored(page, hall.server, "team-2")["version"] == 0

    panel = open_panel(page)
    panel.get_by_role("button", name="Delete them from this tablet").click()
    panel.get_by_role("button", name="Delete them permanently").click()
    page.reload()
    expect(page.locator("[data-rescue-notices]")).to_be_empty()


def test_text_that_is_not_an_address_is_refused_and_the_panel_stays(tablet, hall):
    open_panel(tablet)
    server = hall.server.url
    for typed, said in (
        ("", "not a valid address"),
        ("a b", "not a valid address"),
        ("192。168.1", "not a valid address"),
        (server, "you are on"),
    ):
        tablet.get_by_label("Address of the new server").fill(typed)
        tablet.get_by_role("button", name="Copy my marks there").click()
        expect(tablet.locator("#rescue-address-error")).to_contain_text(said)


def test_axe_finds_nothing_on_the_panel_and_on_the_codes(tablet):
    tablet.evaluate("document.dispatchEvent(new CustomEvent('accord:unreachable'))")
    tablet.evaluate(AXE.read_text(encoding="utf-8"))
    open_panel(tablet)
    assert tablet.evaluate(RUN, [TAGS, False]) == []
    tablet.get_by_role("button", name="Show the codes").click()
    assert tablet.evaluate(RUN, [TAGS, False]) == []


def test_when_nothing_gets_through_it_is_offered_and_nothing_moves(tablet):
    button = tablet.get_by_role("button", name="Review and submit")
    before = tablet.locator("[data-sheet=education]").bounding_box(), button.bounding_box()
    tablet.evaluate(
        "document.dispatchEvent(new CustomEvent('accord:unreachable', {detail: {since: 0}}))"
    )

    expect(tablet.get_by_text("The server has not answered since 08:00:00")).to_be_visible()
    after = tablet.locator("[data-sheet=education]").bounding_box(), button.bounding_box()
    assert after == before
    tablet.get_by_role("button", name="What you can do").click()
    expect(tablet.get_by_role("heading", name="If the server does not")).to_be_focused()
    tablet.keyboard.press("Escape")
    expect(tablet.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("text", ["", "plain", "有理有据 “calm” 𠮷\n\u2028é", "\0\x7f\ufeff"])
def test_browser_and_server_seal_the_same_text_alike(scripts, text):
    key = rescue.key_for("令牌")
    sealed = scripts.evaluate("([k, t]) => bundle.seal(k, t)", [key, text])
    assert sealed == rescue.sign(key, text.encode())

    bundle = {"made_at": text, "judge": "x", "a": [1, {"é": None, "b": True}]}
    wire = scripts.evaluate("([b, k]) => bundle.writeBundle(b, k)", [bundle, key])
    assert wire == tablets.wire(bundle | {"format": "accord-rescue/1"}, key)


def test_codes_of_the_browser_come_together_on_the_server(scripts):
    comments = [f"{number} 有理有据 " * 40 for number in range(12)]
    sheets = [tablets.sheet(comment=text, key=text[:8].strip("有 理")) for text in comments]
    wire = tablets.wire(tablets.bundle(*sheets), "a key")

    lines = scripts.evaluate("wire => bundle.toCodes(wire)", wire)

    (parts,), strange = rescue_codes.collect_codes("\n".join(lines))
    assert (strange, parts.missing) == (0, [])
    assert parts.wire().decode() == wire
    assert max(len(line) for line in lines) <= 412
    assert scripts.evaluate("lines => bundle.joinCodes(lines.reverse())", lines) == wire
