"""What a phone has to fetch before the board is there, over the wire and in bytes."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import LiveServer
from tests.factories import CHAOYANG

pytestmark = pytest.mark.browser

FIRST_LOAD = 60 * 1024
PHONE = {"width": 390, "height": 844}


def fetched(page: Page, address: str) -> dict[str, tuple[str, int]]:
    """Load `address` with an empty cache: type and bytes, headers included, of each resource.

    A stream has no end, so it counts with what had come when the page was live.
    """
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked: dict[str, list] = {}

    def began(event):
        asked[event["requestId"]] = [event["request"]["url"], event["type"], 0]

    def answered(event):
        asked[event["requestId"]][2] += event["response"]["encodedDataLength"]

    def came(event):
        asked[event["requestId"]][2] += event["encodedDataLength"]

    def ended(event):
        asked[event["requestId"]][2] = event["encodedDataLength"]

    wire.on("Network.requestWillBeSent", began)
    wire.on("Network.responseReceived", answered)
    wire.on("Network.dataReceived", came)
    wire.on("Network.loadingFinished", ended)
    page.goto(address)
    expect(page.locator("#link-state")).to_have_attribute("data-state", "live")
    # What had been asked for until then has its answer; of the stream, its head at least.
    for _ in range(200):
        if all(size for _, _, size in asked.values()):
            break
        page.wait_for_timeout(50)
    return {url: (kind, size) for url, kind, size in asked.values()}


@pytest.mark.parametrize("which", ["", "/teams/education", "/places"])
def test_the_first_load_is_60_kilobytes_at_most_and_waits_for_one_style_sheet_only(
    browse, live_server: LiveServer, which: str
) -> None:
    page = browse(viewport=PHONE, has_touch=True).new_page()

    found = fetched(page, f"{live_server.url}/c/{CHAOYANG}{which}")

    kinds = [kind for kind, _ in found.values()]
    assert {"Document", "Stylesheet", "Script"} <= set(kinds)
    assert any(address.split("?")[0].endswith("/stream") for address in found)
    assert all(size > 0 for _, size in found.values()), found
    assert sum(size for _, size in found.values()) <= FIRST_LOAD, found
    # The page can be read one round trip after the page itself.
    assert kinds.count("Stylesheet") == 1
    assert page.locator("script[src]:not([defer]):not([type=module])").count() == 0
