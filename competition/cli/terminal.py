"""What the terminal is told, in its own language: the locale's, or both where it says none."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

import segno
from flask_babel import force_locale, gettext

from competition import document
from competition.actions.refusals import Refused
from competition.messages import N_
from competition.store.db import Busy

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}

Translate = Callable[[str], str]


def languages(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """`zh` or `en` as the environment has it; both when it has neither."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if said := environment.get(name):
            primary = said.replace("-", "_").replace(".", "_").split("_")[0].lower()
            return (primary,) if primary in LOCALES else tuple(LOCALES)
    return tuple(LOCALES)


def in_each_language(speak: Callable[[Translate], str]) -> str:
    """What `speak` says with the translation it is given, in each of the terminal's languages."""
    said = []
    for language in languages():
        with force_locale(LOCALES[language]):
            words = speak(gettext)
        if words not in said:
            said.append(words)
    return " / ".join(said)


def translated(message: str, **values: object) -> str:
    """A message of the catalogue, marked with `N_`, filled with `values`."""
    return in_each_language(
        lambda translate: translate(message) % values if values else translate(message)
    )


def notify(message: str, **values: object) -> None:
    """Say something to the person at the terminal."""
    print(translated(message, **values), file=sys.stderr)


def fail(message: str, **values: object) -> NoReturn:
    """Say why it cannot be done, and end with 1."""
    notify(message, **values)
    raise SystemExit(1)


@contextmanager
def exit_on_refusal() -> Iterator[None]:
    """End with 1 and every reason on standard error when what is inside is refused."""
    escape_unprintable()
    try:
        yield
    except document.InvalidDocument as invalid:
        _list(invalid.problems)
        raise SystemExit(1) from None
    except Refused as refusal:
        _refuse(refusal)
        raise SystemExit(1) from None
    except Busy:
        fail(N_("The database is busy; nothing was stored. Please try again."))


def _refuse(refusal: Refused) -> None:
    alone = Refused(refusal.message, (), **refusal.values)
    print(in_each_language(alone.text), file=sys.stderr)
    _list(refusal.problems)


def _list(problems: Any) -> None:
    for problem in problems:
        words = in_each_language(problem.text)
        print(f"{problem.place}: {words}" if problem.place else words, file=sys.stderr)


def escape_unprintable() -> None:
    """Show what the terminal's encoding lacks as escapes, instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


@contextmanager
def ignore_closed_output() -> Iterator[None]:
    """Go on when nobody reads standard output any more, as behind `| head`; the rest is lost."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (to the end)
    try:
        yield
        sys.stdout.flush()
    except OSError:
        # What is still buffered must not fail either, at the latest when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_json(value: Any) -> None:
    """Print JSON on standard output, escaped where its encoding has not every character."""
    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not unicode, indent=2))


def print_qr_code(address: str, out: TextIO) -> None:
    """Draw the address as a QR code, in half blocks where the encoding has them."""
    code = segno.make(address, error="m", micro=False)
    try:
        "█▀▄".encode(getattr(out, "encoding", None) or "utf-8")
    except UnicodeError:
        code.terminal(out, border=2, compact=False)
    else:
        code.terminal(out, border=2, compact=True)
