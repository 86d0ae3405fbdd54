"""Our own scripts run in what people bring: Safari 15, Chrome 92. They parse as ECMAScript 2020
and use nothing of the browser that came later."""

import re
import subprocess

import pytest

from tests.factories import ROOT

SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
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
    ("judge-match.js", "submitter"),
    # Asked for before it is used; without it the two windows of a rehearsal do not go together.
    ("show.js", "BroadcastChannel"),
}


def lacking(text: str) -> list[str]:
    """What the text asks for and a browser of the floor does not have."""
    return [match[0] for pattern in LACKING for match in [re.search(pattern, text)] if match]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_parses_as_ecmascript_2020(path):
    assert ACORN.is_file(), "acorn is not there; `make test` sets it up."
    done = parse(path.read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_uses_nothing_that_came_after_the_oldest_browser(path):
    found = lacking(path.read_text(encoding="utf-8"))
    assert [name for name in found if (path.name, name) not in PROVIDED_FOR] == []


@pytest.mark.parametrize(
    "later", ["a ??= b;", "class A { #b = 1; }", "class A { static {} }", "await 1;", "a = 1_000;"]
)
def test_the_parser_refuses_what_came_after_2020(later):
    assert parse(later).returncode != 0


@pytest.mark.parametrize("later", ["marks.at(-1)", "structuredClone(a)", "/(?<=a)b/", "':has(a)'"])
def test_the_list_finds_what_came_later(later):
    assert lacking(later)


def parse(text: str) -> subprocess.CompletedProcess[str]:
    """What acorn says of a script."""
    return subprocess.run(
        ["node", ACORN, "--ecma2020", "--silent"],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
