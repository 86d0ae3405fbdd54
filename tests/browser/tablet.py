"""What the tests touch and read on a judge's tablet."""

from typing import Any

from playwright.sync_api import Locator, Page

from tests.factories import CHAOYANG

# As over the venue's plain http, where there is no service worker.
TABLET = {
    "viewport": {"width": 1024, "height": 768},
    "has_touch": True,
    "locale": "en-GB",
    "service_workers": "block",
}
MATCH = "/judge/matches/match-1"


def column(page: Page, team: str) -> Locator:
    return page.locator(f'[data-sheet="{team}"]')


def number(page: Page, team: str, dimension: str) -> Locator:
    return page.locator(f'input[name="{team}.mark_{dimension}"]')


def state(page: Page, team: str) -> Locator:
    return column(page, team).locator("[data-saving]")


def tap(page: Page, team: str, dimension: str, part: float) -> None:
    """Touch a slider at a part of its width."""
    slider = column(page, team).locator(f'[data-dimension="{dimension}"] [data-slider]')
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    x = box["x"] + 22 + part * (box["width"] - 44)
    page.touchscreen.tap(x, box["y"] + box["height"] / 2)


def fill(page: Page, team: str, mark: str) -> None:
    for field in column(page, team).locator(".stepper input").all():
        field.fill(mark)


def stored(page: Page, team: str) -> dict[str, Any]:
    address = f"/api/v1/competitions/{CHAOYANG}/sheets/match-1/{team}"
    found: dict[str, Any] = page.request.get(page.url.split("/judge")[0] + address).json()
    return found


def outbox(page: Page) -> list[str]:
    script = "Object.keys(localStorage).filter(key => key.startsWith('accord.outbox:'))"
    found: list[str] = page.evaluate(script)
    return found
