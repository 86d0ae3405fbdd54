"""One vote on a phone, from the QR of a ticket to the result."""

import sqlite3

from playwright.sync_api import expect

from tests import factories


def test_a_ticket_votes_on_a_phone(live_server, browse, tmp_path):
    url, key = live_server.url, factories.CHAOYANG
    live_server.flask("organiser", "add", "王芳", typed=f"{factories.PASSWORD}\n")
    live_server.flask(
        *("print", key, "tickets", "--count", "1", "--base", url),
        *("--out", str(tmp_path / "tickets.pdf")),
    )
    desk = browse(locale="en-GB").new_page()
    desk.goto(f"{url}/sign-in?next=/organiser/c/{key}/vote")
    desk.locator("#name").fill("王芳")
    desk.locator("#password").fill(factories.PASSWORD)
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("link", name="Open the vote…").click()
    desk.get_by_role("button", name="Open the vote").click()
    expect(desk.locator("#vote-count")).to_contain_text("0 votes of 1 tickets printed")

    phone = browse(locale="en-GB", viewport={"width": 390, "height": 844}).new_page()
    phone.goto(f"{url}/c/{key}/vote?ticket={_code_of(live_server)}")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.locator(".vote-choice").first.click()
    phone.get_by_role("button", name="Vote").click()
    expect(phone.locator(".message.good")).to_contain_text("is counted")
    expect(phone.locator(".vote-choice")).to_have_count(0)

    expect(desk.locator("#vote-count")).to_contain_text("1 vote of 1 tickets printed")


def _code_of(live_server) -> str:
    """The code of the one ticket, as it is printed."""
    with sqlite3.connect(live_server.data_dir / "accord.sqlite") as file:
        code: str = file.execute("SELECT code FROM vote_ticket").fetchone()[0]
        return code
