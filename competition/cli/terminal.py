"""What the terminal is told, in its own language: the locale's, or both where it says none."""

import os
import sys
from collections.abc import Callable, Mapping
from typing import TextIO

import segno
from flask_babel import force_locale, gettext

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}


def languages(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """`zh` or `en` as the environment has it; both when it has neither."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if said := environment.get(name):
            primary = said.replace("-", "_").split("_")[0].lower()
            return (primary,) if primary in LOCALES else tuple(LOCALES)
    return tuple(LOCALES)


def in_each(speak: Callable[[Callable[[str], str]], str]) -> str:
    """What `speak` says with the translation it is given, in each of the terminal's languages."""
    said = []
    for language in languages():
        with force_locale(LOCALES[language]):
            words = speak(gettext)
        if words not in said:
            said.append(words)
    return " / ".join(said)


def said(message: str, **values: object) -> str:
    """A message of the catalogue, marked with `N_`, filled with `values`."""
    return in_each(lambda translate: translate(message) % values if values else translate(message))


def never_stumble() -> None:
    """Show what the terminal's encoding lacks as escapes, instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def qr(address: str, out: TextIO) -> None:
    """Draw the address as a QR code, in half blocks where the encoding has them."""
    code = segno.make(address, error="m", micro=False)
    try:
        "█▀▄".encode(getattr(out, "encoding", None) or "utf-8")
    except UnicodeError:
        code.terminal(out, border=2, compact=False)
    else:
        code.terminal(out, border=2, compact=True)
