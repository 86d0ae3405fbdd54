"""The glossary leads: a term that it retires is used nowhere, in code, pages or docs."""

import re

import pytest
from babel.messages.pofile import read_po

from tests.factories import ROOT
from tests.test_house import tracked
from tests.tools import messages

GLOSSARY = ROOT / "docs" / "glossary.md"
# Decisions and changelog tell of the past; the glossary names what it retires.
MAY_SAY_IT = {"docs/glossary.md", "docs/decisions.md", "CHANGELOG.md"}
READ = (".py", ".html", ".js", ".mjs", ".css", ".md")


def retired() -> dict[str, str]:
    """The retired terms, each with the one to use."""
    section = GLOSSARY.read_text(encoding="utf-8").split("## Retired")[1]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE)
    return {old: new for old, new in rows if old not in ("retired", "---")}


def said(term: str, text: str) -> bool:
    """Whether the text uses the term, in words or as a name in code.

    An article belongs to the words only: "the wall" is retired, "wall clock" is not.
    """
    if not term.isascii():
        return term in text
    if re.search(rf"\b{re.escape(term)}\b".replace(r"\ ", r"[\s#/*]+"), text, re.IGNORECASE):
        return True
    if " " not in term or term.startswith("the "):
        return False
    snake = term.replace(" ", "_").replace("-", "_")
    camel = "".join(word.capitalize() for word in term.split())
    return bool(re.search(rf"\b_?{snake}\b|\b_?{camel}\b", text))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every file of the project that people wrote, by its name, and its name with it."""
    found = {}
    for name in tracked():
        if name in MAY_SAY_IT or not name.endswith(READ) or "/vendor/" in name:
            continue
        if "/versions/" in name or name == "tests/test_glossary.py":
            continue
        spoken = name.replace("_", " ").replace("-", " ")
        found[name] = spoken + "\n" + (ROOT / name).read_text(encoding="utf-8")
    return found


@pytest.mark.parametrize("term", retired())
def test_a_retired_term_is_used_nowhere(term, texts):
    where = [name for name, text in texts.items() if said(term, text)]

    assert where == [], f"say “{retired()[term]}”"


@pytest.mark.parametrize("term", retired())
def test_a_retired_term_is_in_no_translation(term):
    with messages.CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale=messages.LOCALE)
    strings = [
        text
        for message in catalogue
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    ]

    assert [text for text in strings if said(term, text)] == []


def test_every_term_of_the_glossary_has_one_line():
    terms = re.findall(r"^\| ([^|]+?) \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    terms = [term for term in terms if term != "---"]

    assert [term for term in set(terms) if terms.count(term) > 1 and term != "term"] == []


def test_a_retired_term_is_found_in_words_and_in_names():
    assert said("laid open", "marks that are laid\nopen")
    assert said("laid open", "def laid_open(match):")
    assert said("laid open", "class LaidOpen:")
    assert said("the wall", "It shows on the wall.")
    assert not said("the wall", "a wall clock")
    assert not said("make-up", "make update")
