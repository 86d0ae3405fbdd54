"""A clerk types a paper sheet by keyboard alone, and a second one makes it the judge's."""

import re

from playwright.sync_api import Page, expect

from tests import factories

NAMES = ("陈晓", "赵敏")


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/sign-in")
    page.locator("#name").fill(name)
    page.locator("#password").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}/clerk")


def test_two_clerks_type_a_sheet_without_a_mouse(live_server, browse):
    for name in NAMES:
        live_server.flask(
            "organiser", "add", name, "--role", "clerk", typed=f"{factories.PASSWORD}\n"
        )
    live_server.flask("round", "state", factories.CHAOYANG, "round-1", "open")
    for name in NAMES:
        page = browse(locale="en-GB").new_page()
        sign_in(page, live_server.url, name)
        page.goto(f"{live_server.url}/clerk/{factories.CHAOYANG}/match-1/education/judge-1")
        for key, mark in zip(factories.DIMENSIONS, ("18.5", "17", "16.5", "15", "18"), strict=True):
            expect(page.locator(f"#{key}")).to_be_focused()
            page.keyboard.type(mark)
            page.keyboard.press("Enter" if key != "strategy" else "Tab")
        expect(page.locator("[data-sum]")).to_have_text("85")
        expect(page.locator("[data-digits]")).to_have_text("49")
        expect(page.locator("#comment")).to_be_focused()
        page.keyboard.type("Clear")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/match-1/(?!education/judge-1)"))
    expect(page.locator(".message.good")).to_contain_text("submitted sheet")
