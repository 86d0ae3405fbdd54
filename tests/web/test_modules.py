"""The scripts of pages: their addresses, which of them a page names, how long they are cached."""

import json
import re
from pathlib import Path

import pytest

from competition.web import modules
from competition.web.template_filters import mark
from tests.factories import CHAOYANG, ROOT

FOLDER = ROOT / "static" / "js"
DECIMALS = ROOT / "tests" / "document" / "decimals.json"
MATCH = "/judge/matches/match-1"


def named(page: str) -> list[str]:
    """The modules that a page names, its entry last."""
    found = re.findall(r'<link rel="modulepreload" href="([^"]+)">', page)
    return found + re.findall(r'<script type="module" src="([^"]+)"></script>', page)


@pytest.mark.parametrize("address", [MATCH, "/judge", f"/c/{CHAOYANG}", f"/c/{CHAOYANG}/screen"])
def test_a_page_has_one_entry_and_names_everything_that_it_imports(judge_client, address):
    page = judge_client.get(address).text
    digest = modules.digest_of(FOLDER)

    *imports, entry = [path.removeprefix(f"/static/modules/{digest}/") for path in named(page)]

    assert page.count('type="module"') == 1
    assert "/pages/" in entry
    assert imports == list(modules.imported(FOLDER, entry))


def test_a_module_is_cached_for_good_and_requested_once(judge_client, client):
    for address in named(judge_client.get(MATCH).text):
        answer = client.get(address, buffered=True)
        assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_a_page_from_before_an_update_finds_its_modules_but_keeps_none(client):
    now = client.get(f"/static/modules/{modules.digest_of(FOLDER)}/judge/match.js")
    before = client.get("/static/modules/0123456789ab/judge/match.js")

    assert before.data == now.data
    assert before.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "name",
    [
        "judge/nothing.js",
        "../vendor/htmx-4.0.1.min.js",
        "..%2Fvendor%2Fhtmx-4.0.1.min.js",
        "../../app.py",
        "/etc/passwd",
        "judge",
        "",
    ],
)
def test_nothing_else_is_served_from_there(client, name):
    assert client.get(f"/static/modules/{modules.digest_of(FOLDER)}/{name}").status_code == 404


def test_the_digest_is_another_one_when_a_script_is(tmp_path: Path):
    for name, text in (("one", "1;"), ("same", "1;"), ("other", "2;")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.js").write_text(text, encoding="utf-8")
    one, same, other = (modules.digest_of(tmp_path / name) for name in ("one", "same", "other"))

    assert one == same != other


def test_imports_are_found_through_folders_and_over_lines(tmp_path: Path):
    (tmp_path / "judge" / "pages").mkdir(parents=True)
    (tmp_path / "text.js").write_text("export const a = 1;\n", encoding="utf-8")
    (tmp_path / "judge" / "b.js").write_text(
        'import {\n  a,\n} from "../text.js";\nexport { a };\n', encoding="utf-8"
    )
    entry = 'import "../b.js";\nimport * as t from "../../text.js";\nconst no = "./c.js";\n'
    (tmp_path / "judge" / "pages" / "x.js").write_text(entry, encoding="utf-8")

    assert modules.imported(tmp_path, "judge/pages/x.js") == ("judge/b.js", "text.js")


@pytest.mark.parametrize(
    ("decimal", "shown"), json.loads(DECIMALS.read_text(encoding="utf-8"))["shown"]
)
def test_a_mark_is_shown_as_the_scripts_show_it(decimal, shown):
    assert mark(decimal) == shown
