"""The phone's pages through Lighthouse: accessibility and best practices.

Performance is a figure and not a test: it moves with the machine (tests/bench/bench_phone.py).
"""

import pytest

from tests import pages
from tests.conftest import app_in, serving
from tests.factories import CHAOYANG
from tests.tools import lighthouse

pytestmark = pytest.mark.browser

LEAST = 0.95


@pytest.fixture(scope="module")
def evening(tmp_path_factory, migrated):
    """The real server on the evening of the final."""
    folder = tmp_path_factory.mktemp("lighthouse") / "data"
    folder.mkdir()
    (folder / "accord.sqlite").write_bytes(migrated.read_bytes())
    with app_in(folder) as app, app.app_context():
        pages.load(pages.open_final())
        pages.evening()
    with serving(folder) as server:
        yield server


@pytest.mark.parametrize("path", ["", "/teams", "/teams/education", "/places"])
def test_lighthouse_finds_the_page_accessible_and_well_made(evening, path):
    address = f"{evening.url}/c/{CHAOYANG}{path}?lang=zh"

    found = lighthouse.report(address, "accessibility", "best-practices")

    scores = lighthouse.scores(found)
    assert set(scores) == {"accessibility", "best-practices"}
    assert min(scores.values()) >= LEAST, lighthouse.faults(found)
