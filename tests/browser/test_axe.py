"""Every page through axe-core in Chromium: nothing found at WCAG 2.2 A and AA."""

import pytest

from competition.actions import accounts, fairness_release, signatures, stage_release
from competition.store import queries
from tests import pages
from tests.conftest import app_in, serving, sit_down
from tests.factories import CHAOYANG, ORGANISER, PASSWORD, ROOT
from tests.fairness.final import marked_final

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = {"judge": (1024, 768), "organiser": (1280, 800), "guest": (390, 844)}
RUN = """async ([tags, matchesLabels]) => {
    // What the bar that stays in reach happens to cover is reached by scrolling.
    for (const bar of document.querySelectorAll(".save-bar")) bar.style.position = "static";
    const found = await axe.run(document, {
        runOnly: {type: "tag", values: tags},
        rules: {"label-content-name-mismatch": {enabled: matchesLabels}},
    });
    return found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.target.join(" ")} — ${node.failureSummary}`));
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def world(tmp_path_factory, migrated):
    """The real server on the evening of the final."""
    folder = tmp_path_factory.mktemp("axe") / "data"
    folder.mkdir()
    (folder / "accord.sqlite").write_bytes(migrated.read_bytes())
    with app_in(folder) as app, app.app_context():
        pages.load(pages.open_final())
        pages.evening()
        accounts.add_organiser(ORGANISER, PASSWORD, "command line")
        token = queries.find_judge(queries.find_competition(CHAOYANG), "judge-1").token
    with serving(folder) as server:
        yield server, token


@pytest.fixture(scope="module")
def reported_world(tmp_path_factory, migrated):
    """The real server once the final is published with its marks and the report is released."""
    folder = tmp_path_factory.mktemp("axe-report") / "data"
    folder.mkdir()
    (folder / "accord.sqlite").write_bytes(migrated.read_bytes())
    whole = marked_final()
    whole["stages"][0]["rounds"][0]["state"] = "closed"
    whole["judges"][0]["head"] = True
    with app_in(folder) as app, app.app_context():
        pages.load(whole)
        competition = queries.find_competition(CHAOYANG)
        digest = signatures.current_digest(competition, "final")
        signatures.open_signing(CHAOYANG, "final", digest, "command line")
        stage_release.set_release(CHAOYANG, "final", "published", "command line", with_marks=True)
        fairness_release.release_fairness(CHAOYANG, "command line")
        accounts.add_organiser(ORGANISER, PASSWORD, "command line")
        token = queries.find_judge(queries.find_competition(CHAOYANG), "judge-1").token
    with serving(folder) as server:
        yield server, token


@pytest.fixture
def check(browse, world):
    """Visit pages as somebody, at a size, in a language; what axe finds on each."""
    return checker(browse, world)


@pytest.fixture
def check_report(browse, reported_world):
    """The same where the fairness report is released."""
    return checker(browse, reported_world)


def checker(browse, world):
    """A function that visits the pages of a world and returns what axe finds."""
    assert AXE.is_file(), "axe-core is not there; `make test` sets it up."
    server, token = world

    def check_(visitor, language, size, listed):
        # axe-core is brought in from outside of the page, so its policy stays as it is.
        context = browse(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN" if language == "zh" else "en-GB",
            reduced_motion="reduce",
        )
        page = context.new_page()
        found = []

        def look(address):
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found.extend(
                f"{address} {what}" for what in page.evaluate(RUN, [TAGS, visitor == "guest"])
            )

        if visitor == "judge":
            page.goto(f"{server.url}/j/{token}?lang={language}")
            look("the question")
            sit_down(page, f"{server.url}/j/{token}")
        elif visitor == "organiser":
            page.goto(f"{server.url}/sign-in")
            page.locator("[name=name]").fill(ORGANISER)
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("main form button").click()
            page.wait_for_url("**/organiser")
        for each in listed:
            joint = "&" if "?" in each.address else "?"
            # A fairness report is made first, by a process that lets everybody else go first.
            answer = page.goto(f"{server.url}{each.address}{joint}lang={language}", timeout=60_000)
            assert answer.status == each.status(visitor), each.address
            look(each.address)
        return found

    return check_


def shown_to(visitor):
    """The pages that a visitor is shown; what guests see too, only as a guest."""
    return [
        page
        for page in pages.everything()
        if page.html
        and "{" not in page.address
        and page.status(visitor) in (200, 404)
        and (visitor == "guest" or page.guest != page.status(visitor))
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("visitor", ["guest", "judge", "organiser"])
def test_axe_finds_nothing_on_any_page(check, visitor, language):
    listed = shown_to(visitor)
    if visitor == "organiser":
        # So many pages that each is looked at in one language, and the next in the other.
        listed = listed[language == "en" :: 2]
    assert check(visitor, language, SIZES[visitor], listed) == []


def test_axe_finds_nothing_on_the_projector_and_on_an_upright_tablet(check):
    projected = [page for page in shown_to("guest") if page.endpoint == "audience.screen_page"]
    assert len(projected) == 1
    assert check("guest", "zh", (1920, 1080), projected) == []
    assert check("judge", "zh", (768, 1024), shown_to("judge")) == []


REPORT_PAGES = {
    "guest": ["/c/{key}/fairness", "/c/{key}", "/c/{key}/teams/education"],
    "judge": ["/judge/fairness"],
    "organiser": [
        "/organiser/c/{key}/fairness",
        "/organiser/c/{key}/fairness-release",
        "/organiser/c/{key}/fairness-back",
    ],
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("visitor", REPORT_PAGES)
def test_axe_finds_nothing_on_the_fairness_report_of_any_reader(check_report, visitor, language):
    make = {"guest": pages.public, "judge": pages.of_judge, "organiser": pages.of_organiser}[
        visitor
    ]
    listed = [make("", address.format(key=CHAOYANG)) for address in REPORT_PAGES[visitor]]
    assert check_report(visitor, language, SIZES[visitor], listed) == []


def test_axe_finds_what_is_wrong(browse):
    page = browse().new_page()
    page.set_content("<html lang='en'><title>x</title><main><input><img src='x'></main></html>")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, [TAGS, True])
    assert any(what.startswith("label:") for what in found)
    assert any(what.startswith("image-alt:") for what in found)
