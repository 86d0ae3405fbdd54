"""Our own scripts run in what people bring: Safari 15, Chrome 92. They parse as ECMAScript 2020
and use nothing of the browser that came later; they are modules that say what they need."""

import re
import subprocess

import pytest

from competition.web import modules
from tests.factories import ROOT

FOLDER = ROOT / "static" / "js"
SCRIPTS = sorted(FOLDER.rglob("*.js"))
NAMES = [path.relative_to(FOLDER).as_posix() for path in SCRIPTS]
# What cannot be a module: what runs before the page is drawn, and the service worker.
CLASSIC = ("judge/boot.js", "judge/service-worker.js")
MODULES = [name for name in NAMES if name not in CLASSIC]
ENTRIES = [name for name in MODULES if "/pages/" in name]
LONGEST_SCRIPT = 300
GLOBAL = re.compile(
    r"\b(?:window|self|globalThis)\.[A-Za-z]\w* =(?!=)|\b(?:window|globalThis)\[|\bAccord\."
)
ACORN = ROOT / "node_modules" / "acorn" / "bin" / "acorn"
# What Safari 15.0 or Chrome 92 lacks, by the name under which a script would ask for it. A name
# that may stand because its absence is provided for has the script beside it.
LACKING = {
    r"\(\?<[=!]": "lookbehind (Safari 16.4)",
    r"\.at\(": "at (Safari 15.4)",
    r"\.findLast(?:Index)?\(": "findLast (Safari 15.4, Chrome 97)",
    r"\.(?:toSorted|toReversed|toSpliced|with)\(": "copying array methods (Safari 16, Chrome 110)",
    r"\.group(?:By|ToMap)?\(": "groupBy (Safari 17.4)",
    r"\bObject\.hasOwn\b": "Object.hasOwn (Safari 15.4, Chrome 93)",
    r"\bstructuredClone\b": "structuredClone (Safari 15.4, Chrome 98)",
    r"\brandomUUID\b": "randomUUID (Safari 15.4, secure contexts)",
    r"\bAbortSignal\.(?:timeout|any|abort)\b": "AbortSignal.timeout (Safari 16, Chrome 103)",
    r"\.throwIfAborted\b": "throwIfAborted (Safari 15.4)",
    r"\bPromise\.(?:withResolvers|try)\b": "Promise.withResolvers (Safari 17.4)",
    r"\bArray\.fromAsync\b": "Array.fromAsync (Safari 16.4)",
    r"\bnavigator\.locks\b": "Web Locks (Safari 15.4)",
    r"\bBroadcastChannel\b": "BroadcastChannel (Safari 15.4)",
    r"\bcookieStore\b": "cookieStore (Safari 18.4)",
    r"\brequestIdleCallback\b": "requestIdleCallback (not in Safari)",
    r"\bscheduler\.": "scheduler (not in Safari 15)",
    r"\.showModal\(": "dialog (Safari 15.4)",
    r"\.requestSubmit\(": "requestSubmit (Safari 16)",
    r"\bsubmitter\b": "submitter (Safari 15.4)",
    r"\binert\b": "inert (Safari 15.5, Chrome 102)",
    r"\.checkVisibility\(": "checkVisibility (Safari 17.4)",
    r":has\(": ":has() (Safari 15.4, Chrome 105)",
    r"\bpopover\b": "popover (Safari 17)",
    r"\bstartViewTransition\b": "view transitions (Safari 18, Chrome 111)",
    r"\b(?:Compression|Decompression)Stream\b": "CompressionStream (Safari 16.4)",
    r"\bdocument\.adoptedStyleSheets\b": "adoptedStyleSheets (Safari 16.4)",
    r"\bhasIndices\b|/[gimsuy]*[dv][gimsuy]*\.": "regular expressions with d or v (Safari 15, 17)",
}
PROVIDED_FOR = {
    # The button's own click does the same where the event does not name it.
    ("judge/match-review.js", "submitter"),
    # Asked for before it is used; without it the two windows of a rehearsal do not go together.
    ("organiser/reveal-keys.js", "BroadcastChannel"),
}


def lacking(text: str) -> list[str]:
    """What the text asks for and a browser of the floor does not have."""
    return [match[0] for pattern in LACKING for match in [re.search(pattern, text)] if match]


@pytest.mark.parametrize("name", NAMES)
def test_a_script_parses_as_ecmascript_2020(name):
    assert ACORN.is_file(), "acorn is not there; `make test` sets it up."
    done = parse(text_of(name), *([] if name in CLASSIC else ["--module"]))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_script_uses_nothing_that_came_after_the_oldest_browser(name):
    found = lacking(text_of(name))
    assert [found for found in found if (name, found) not in PROVIDED_FOR] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_script_is_written_in_the_one_dialect(name):
    text = text_of(name)
    assert not re.search(r"^\s*var\s|\bfunction\s*\(|\.prototype\b", text, re.MULTILINE)
    assert len(text.splitlines()) <= LONGEST_SCRIPT


@pytest.mark.parametrize("name", NAMES)
def test_no_script_makes_a_global(name):
    assert GLOBAL.findall(text_of(name)) == []


@pytest.mark.parametrize("name", MODULES)
def test_every_import_names_a_module(name):
    named = modules.imports_of(FOLDER, name)
    assert set(named) <= set(MODULES)
    assert len(named) == len(
        re.findall(r"^import\b|\bimport\(|^export .* from\b", text_of(name), re.M)
    )


def test_no_module_needs_itself():
    assert [name for name in MODULES if name in circle(name)] == []


def test_every_module_is_reached_from_a_page():
    reached = {name for entry in ENTRIES for name in modules.imported(FOLDER, entry)}
    assert set(MODULES) - set(ENTRIES) == reached


def test_every_entry_is_the_script_of_a_template():
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    assert [name for name in ENTRIES if not any(f'"{name}"' in text for text in templates)] == []
    named = {name for text in templates for name in re.findall(r'"(\w+/pages/[\w-]+\.js)"', text)}
    assert named == set(ENTRIES)


def test_a_face_uses_its_own_modules_and_the_shared_ones():
    wrong = [
        (name, other)
        for name in MODULES
        for other in modules.imports_of(FOLDER, name)
        if other.split("/")[0] not in {name.split("/")[0], "shared"}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "made", ["window.hallTime = 1;", "globalThis['hallTime'] = 1;", "Accord.outbox.sendAll();"]
)
def test_a_global_is_found(made):
    assert GLOBAL.search(made)


@pytest.mark.parametrize(
    "later", ["a ??= b;", "class A { #b = 1; }", "class A { static {} }", "await 1;", "a = 1_000;"]
)
def test_the_parser_refuses_what_came_after_2020(later):
    assert parse(later, "--module").returncode != 0


@pytest.mark.parametrize("later", ["marks.at(-1)", "structuredClone(a)", "/(?<=a)b/", "':has(a)'"])
def test_the_list_finds_what_came_later(later):
    assert lacking(later)


def text_of(name: str) -> str:
    """A script by its path in the folder of scripts."""
    return (FOLDER / name).read_text(encoding="utf-8")


def circle(name: str) -> set[str]:
    """All that a module's imports need."""
    near = modules.imports_of(FOLDER, name)
    return {far for each in near for far in [each, *modules.imported(FOLDER, each)]}


def parse(text: str, *options: str) -> subprocess.CompletedProcess[str]:
    """What acorn says of a script."""
    return subprocess.run(
        ["node", ACORN, "--ecma2020", "--silent", *options],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
