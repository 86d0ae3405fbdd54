"""Prints made for tests, and what can be read from their PDFs."""

import io
from typing import Any

import pypdf
from babel.messages.pofile import read_po

from competition.prints.making import make_print
from competition.prints.order import PrintOrder
from competition.prints.words import WORDS
from tests.factories import checked, contest
from tests.tools.messages import CATALOGUE, LOCALE

DAY = "2026-05-03"


def words(language: str) -> dict[str, str]:
    """The words of a print, translated as the program does it."""
    if language == "en":
        return dict(WORDS)
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale=LOCALE)
    return {name: str(catalogue[message].string) for name, message in WORDS.items()}


def printed(document: Any, kind: str, language: Any = "en", **order: Any) -> pypdf.PdfReader:
    """The PDF of a print, to be read."""
    pdf = make_print(document, PrintOrder(kind, language, DAY, words(language), **order))
    return pypdf.PdfReader(io.BytesIO(pdf))


def texts(pdf: pypdf.PdfReader) -> list[str]:
    """The text of each page, without the space that setting puts between its parts."""
    return ["".join(page.extract_text().split()) for page in pdf.pages]


def embedded(pdf: pypdf.PdfReader) -> list[bool]:
    """Of every font, whether the file holds it."""
    found = []
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for part in font.get_object().get("/DescendantFonts", [font]):
                descriptor = part.get_object()["/FontDescriptor"]
                found.append(any(name.startswith("/FontFile") for name in descriptor))
    return found


def links(document: Any) -> dict[str, str]:
    """A link for each judge."""
    return {
        judge["key"]: f"https://accord.example/j/secret-of-{judge['key']}"
        for judge in document["judges"]
    }


def finished_contest(**changes: Any) -> Any:
    """The contest with its semi-final marked; 地铁队 and its first member have won something."""
    document: Any = checked(contest(**changes))
    document["awards"] = [
        {
            "key": "first",
            "name": {"zh": "一等奖", "en": "First prize"},
            "by": "rank",
            "stage": "semi",
            "places": [1, 1],
        },
        {
            "key": "speaker",
            "name": {"zh": "最佳谈判员", "en": "Best negotiator"},
            "by": "hand",
            "winners": [{"member": "metro-1"}],
            "reason": {"en": "The jury's vote"},
        },
        {
            "key": "course",
            "name": {"zh": "结业证书", "en": "Certificate of completion"},
            "by": "hand",
            "winners": [{"name": {"zh": "陈晨", "en": "Chen Chen"}}],
            "reason": {"en": "Passed"},
        },
    ]
    return document
