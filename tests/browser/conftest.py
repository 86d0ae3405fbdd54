"""The hall with its judges' tablets, in a real Chromium."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import LiveServer, serving, sit_down
from tests.factories import CHAOYANG

from .tablet import MATCH, TABLET


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The real server with the Chaoyang final's round open, shared by judges of their own."""
    with serving(Path(tmp_path_factory.mktemp("hall")) / "data") as server:
        done = server.flask("round", "state", CHAOYANG, "round-1", "open")
        assert done.returncode == 0, done.stderr
        yield server


@pytest.fixture
def links(hall: LiveServer) -> dict[str, str]:
    """Every judge's link."""
    listed = json.loads(hall.flask("judge", "links", CHAOYANG, "--base", hall.url).stdout)
    return {link["judge"]: link["url"] for link in listed}


@pytest.fixture
def tablet(
    hall: LiveServer, links: dict[str, str], browse: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """Open a judge's link on a new device: `tablet("judge-2")`; the page of the first match."""

    def open_(judge: str, **how: Any) -> Page:
        page = browse(**(TABLET | how)).new_page()
        sit_down(page, links[judge])
        expect(page).to_have_url(f"{hall.url}/judge")
        page.goto(hall.url + MATCH)
        return page

    return open_
