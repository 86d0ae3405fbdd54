"""From data to a PDF: one of the templates, set by typst as PDF/A-2b.

What people have written reaches the templates as JSON and is never read as markup. Only under
PDF/A does the typesetter refuse a character that no font has; otherwise it prints nothing there.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import typst

from competition.document import Refusal
from competition.messages import N_
from competition.prints.fonts import find_families, machine_fonts

TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Literal["a-2b"] = "a-2b"
_MISSING = re.compile(r"the text `\"(.*?)\"` could not be displayed")
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
# Characters without a meaning of their own: a font that has them draws something else for each.
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")


class MissingCharacters(Refusal):
    """No font of this machine has these characters; the message names the text they are in."""

    def __init__(self, characters: str, text: str) -> None:
        self.characters = characters
        shown = "、".join(f"{each} (U+{ord(each):04X})" for each in dict.fromkeys(characters))
        super().__init__(
            N_(
                "No font of this computer has a character of “%(text)s”: %(characters)s. Install a "
                "font that has it (for rare Chinese characters: fonts-hanazono or Plangothic), or "
                "write the text with another character, then print again. Nothing was printed."
            ),
            {"text": text, "characters": shown},
        )


def typeset(template: str, data: Mapping[str, Any], fonts: typst.Fonts | None = None) -> bytes:
    """Set `data` by the template of that name; the PDF's bytes.

    Raises `NoChineseFont`, and `MissingCharacters` for a character that cannot be shown.
    `fonts` are the machine's unless given.
    """
    fonts = fonts or machine_fonts()
    for text in _texts(data):
        if found := _PRIVATE.findall(text):
            raise MissingCharacters("".join(found), text)
    families: dict[str, Any] = {"song": (), "kai": (), "hei": ()}
    if any(_CHINESE.search(text) for text in _texts(data)):
        families = find_families(fonts)._asdict()
    compiler = typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=fonts)
    inputs = {"data": json.dumps({**data, "fonts": families})}
    try:
        return _only(compiler.compile(format="pdf", pdf_standards=[STANDARD], sys_inputs=inputs))
    except typst.TypstError as error:
        if missing := _missing_characters(str(error.diagnostic)):
            raise MissingCharacters(missing, _text_with(missing, data)) from error
        raise


def _only(pdf: bytes | list[bytes] | None) -> bytes:
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one file")
    return pdf


def _missing_characters(diagnostic: str) -> str:
    """The characters that the typesetter names, which it writes with escapes.

    >>> _missing_characters('PDF/A-2b error: the text `"\\\\u{31350}"` could not be displayed')
    '\U00031350'
    """
    return "".join(
        _ESCAPE.sub(lambda part: chr(int(part[1], 16)) if part[1] else part[2], found)
        for found in _MISSING.findall(diagnostic)
    )


def _text_with(characters: str, data: Mapping[str, Any]) -> str:
    """The first text of the data that has one of the characters; else the characters."""
    found = (text for text in _texts(data) if any(each in text for each in characters))
    return next(found, characters)


def _texts(value: Any) -> Iterator[str]:
    """Every text in the data, in order; pictures are none."""
    if isinstance(value, str):
        if not value.startswith("<svg"):
            yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
