"""Where the browser allows a service worker, a judge's pages open without a network too."""

import pytest
from playwright.sync_api import expect

from tests.browser.tablet import MATCH, column, fill, number, outbox, state, stored
from tests.conftest import sit_down

pytestmark = pytest.mark.browser

KEPT = """async () => {
    const cache = await caches.open("accord-judge-pages");
    return (await cache.keys()).map(request => new URL(request.url).pathname).sort();
}"""
ALLOWED = {"service_workers": "allow"}


def settle(page, *addresses):
    """Wait until the worker has stored these pages; without any, until it stores none."""
    page.evaluate(
        f"""async wanted => {{
            const kept = {KEPT};
            for (;;) {{
                const now = await kept();
                if (wanted.length ? wanted.every(one => now.includes(one)) : !now.length) return;
                await new Promise(again => setTimeout(again, 20));
            }}
        }}""",
        list(addresses),
    )


@pytest.fixture
def seated(tablet):
    """A judge at the first match, on a tablet whose worker has stored the list and the matches."""

    def seated_(judge):
        page = tablet(judge, **ALLOWED)
        settle(page, "/judge", MATCH)
        return page

    return seated_


def test_marks_typed_without_a_network_are_there_in_a_new_tab_and_arrive_once(seated, server):
    page = seated("judge-1")
    number(page, "education", "teamwork").fill("14.5")
    expect(state(page, "education")).to_contain_text("Draft received")
    context = page.context
    context.set_offline(True)
    number(page, "education", "results").fill("9")
    expect(state(page, "education")).to_have_attribute("data-state", "waiting")
    page.close()

    again = context.new_page()
    again.goto(server.url + MATCH)
    expect(again.locator("[data-as-of-line]")).to_contain_text("This page was saved on this")
    expect(number(again, "education", "teamwork")).to_have_value("14.5")
    expect(number(again, "education", "results")).to_have_value("9")
    number(again, "team-2", "results").fill("8")
    expect(state(again, "team-2")).to_have_attribute("data-state", "waiting")

    context.set_offline(False)
    expect(state(again, "education")).to_contain_text("Draft received")
    expect(state(again, "team-2")).to_contain_text("Draft received")
    sheet = stored(again, "education")
    assert (sheet["version"], sheet["marks"]) == (2, {"teamwork": "14.5", "results": "9"})
    assert stored(again, "team-2")["version"] == 1
    assert outbox(again) == []
    line = again.locator("[data-as-of-line]")
    expect(line).to_contain_text("This page is still the one saved at", timeout=30_000)
    line.get_by_role("link", name="Reload").click()
    expect(again.locator("[data-as-of-line]")).to_be_hidden()
    expect(number(again, "team-2", "results")).to_have_value("8")


def test_the_worker_keeps_every_module_of_the_pages_that_it_keeps(seated, server):
    page = seated("judge-1")
    missing = page.evaluate(
        """async match => {
            const pages = await caches.open("accord-judge-pages");
            const files = await caches.open("accord-judge-files");
            const text = await (await pages.match(match)).text();
            const named = text.match(/[/]static[/]modules[/][^"]+/g);
            for (let tries = 0; tries < 200; tries += 1) {
                const found = await Promise.all(named.map(address => files.match(address)));
                if (found.every(Boolean)) return [];
                await new Promise(again => setTimeout(again, 20));
            }
            const found = await Promise.all(named.map(address => files.match(address)));
            return named.filter((_, at) => !found[at]);
        }""",
        MATCH,
    )
    assert missing == []


def test_the_receipts_that_came_after_the_page_was_kept_are_not_forgotten(seated, server):
    """The stored page is older than the marks: what has a receipt here is shown over it."""
    page = seated("judge-2")
    fill(page, "education", "17")
    expect(state(page, "education")).to_contain_text("Draft received")
    context = page.context
    context.set_offline(True)
    page.reload()

    expect(number(page, "education", "strategy")).to_have_value("17")
    expect(state(page, "education")).to_contain_text("Draft received")
    expect(page.locator('[data-total="education"]')).to_have_text("85")
    number(page, "education", "strategy").fill("18")
    context.set_offline(False)
    expect(state(page, "education")).to_contain_text("Draft received")
    assert stored(page, "education")["marks"]["strategy"] == "18"


def test_a_match_that_was_never_opened_opens_from_the_list(seated, server):
    page = seated("judge-3")
    page.goto(f"{server.url}/judge")
    settle(page, "/judge", "/judge/matches/match-2", "/judge/matches/match-3")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-as-of-line]")).to_be_visible()
    page.locator("#match-match-2 a").tap()

    expect(number(page, "team-3", "strategy")).to_be_visible()
    expect(page.locator("[data-as-of-line]")).to_be_visible()
    expect(column(page, "team-3").locator(".slider.is-empty")).to_have_count(5)


def test_signing_out_leaves_no_page_behind(seated, server):
    page = seated("judge-4")
    page.goto(f"{server.url}/judge")
    page.get_by_role("button", name="Sign out on this tablet").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    settle(page)


def test_signing_out_without_a_network_leaves_the_judge_where_they_were(seated, server):
    page = seated("judge-4")
    page.goto(f"{server.url}/judge")
    page.context.set_offline(True)

    # Before the page itself knows that nothing gets through.
    page.evaluate("document.querySelector('[data-leave]').submit()")

    expect(page.get_by_role("heading", name="Welcome, Judge 4")).to_be_visible()
    expect(page.locator("[data-as-of-line]")).to_be_visible()
    page.goto(server.url + MATCH)
    expect(number(page, "education", "teamwork")).to_be_visible()


def test_a_link_without_a_network_opens_nobodys_marks_and_says_what_to_do(seated, server, links):
    page = seated("judge-4")
    settle(page, "/judge/away")
    page.context.set_offline(True)

    page.goto(links["judge-5"])

    expect(page.get_by_role("heading", name="The server cannot be reached")).to_be_visible()
    page.get_by_role("link", name="Continue as Judge 4").click()
    expect(page.get_by_role("heading", name="Welcome, Judge 4")).to_be_visible()


def test_another_judges_link_leaves_no_page_of_the_first(seated, server, links):
    page = seated("judge-5")
    page.goto(links["judge-6"])
    expect(page.get_by_role("heading", name="Are you Judge 6?")).to_be_visible()
    settle(page)

    sit_down(page, links["judge-6"])
    settle(page, "/judge", MATCH)
    page.context.set_offline(True)
    page.goto(server.url + MATCH)
    expect(column(page, "education").get_by_text("Judge 6")).to_be_visible()


def test_a_dead_link_leaves_no_page_behind(seated, server):
    page = seated("judge-7")
    server.flask("judge", "links", "chaoyang-final", "--renew", "judge-7")
    answer = page.goto(f"{server.url}/judge")

    assert answer is not None
    assert answer.status == 404
    settle(page)


def test_the_worker_never_answers_for_the_server_while_it_is_there(seated, server):
    page = seated("judge-7")
    page.goto(f"{server.url}/judge")
    expect(page.locator("[data-as-of-line]")).to_be_hidden()
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    kept = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                for (const request of await (await caches.open(name)).keys()) {
                    found.push(new URL(request.url).pathname);
                }
            }
            return found;
        }"""
    )
    assert [path for path in kept if not path.startswith(("/judge", "/static/"))] == []
