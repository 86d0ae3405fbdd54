"""Messages on the terminal, in the language of its locale, or in both if it names neither."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

import segno
from flask_babel import force_locale, gettext

from competition import document, logs
from competition.actions.corrections import CorrectionNeeded
from competition.actions.refusals import Refused
from competition.actions.shown_fairness import noting_fallen_reports
from competition.file_types import Language
from competition.messages import N_
from competition.store.db import Busy, NotConfirmed

LOCALES: dict[Language, str] = {"zh": "zh_Hans_CN", "en": "en"}

Translate = Callable[[str], str]


def languages(environment: Mapping[str, str] = os.environ) -> tuple[Language, ...]:
    """Return `zh` or `en` as the environment's locale says; both if it names neither."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):
            primary = locale.replace("-", "_").replace(".", "_").split("_")[0].lower()
            return tuple(code for code in LOCALES if code == primary) or tuple(LOCALES)
    return tuple(LOCALES)


def in_each_language(write: Callable[[Translate], str]) -> str:
    """Return the text that `write` gives in each of the terminal's languages, without repeats."""
    texts = []
    for language in languages():
        with force_locale(LOCALES[language]):
            text = write(gettext)
        if text not in texts:
            texts.append(text)
    return " / ".join(texts)


def translated(message: str, **values: object) -> str:
    """Return a message marked with `N_`, translated and filled with `values`."""
    return in_each_language(
        lambda translate: translate(message) % values if values else translate(message)
    )


def notify(message: str, **values: object) -> None:
    """Print a message on standard error."""
    logs.print_error(translated(message, **values))


def notify_phrase(phrase: document.Phrase) -> None:
    """Print a message whose values are translated too on standard error."""
    logs.print_error(in_each_language(phrase.text))


def sentences_in_each_language(
    sentences: Callable[[Language], Sequence[document.Phrase]],
) -> list[str]:
    """Sentences in each of the terminal's languages; they are made for each language alike."""
    by_language = []
    for language in languages():
        with force_locale(LOCALES[language]):
            by_language.append([phrase.text(gettext) for phrase in sentences(language)])
    return [" / ".join(dict.fromkeys(texts)) for texts in zip(*by_language, strict=True)]


def notify_each(sentences: Callable[[Language], Sequence[document.Phrase]]) -> None:
    """Print sentences on standard error, a line each; they are made for each language alike."""
    for text in sentences_in_each_language(sentences):
        logs.print_error(text)


def fail(message: str, **values: object) -> NoReturn:
    """Print why something cannot be done, and exit with 1."""
    notify(message, **values)
    raise SystemExit(1)


@contextmanager
def exit_on_refusal() -> Iterator[None]:
    """Exit with 1 if the code inside is refused, with every reason on standard error."""
    escape_unprintable()
    try:
        with noting_fallen_reports() as fallen:
            yield
    except document.InvalidDocument as invalid:
        _print_problems(invalid.problems)
        if invalid.has_more:
            notify(N_("There are more problems: the check stopped here. Correct these first."))
        raise SystemExit(1) from None
    except CorrectionNeeded as needed:
        print_refusal(needed)
        _print_corrections(needed)
        raise SystemExit(1) from None
    except Refused as refusal:
        print_refusal(refusal)
        raise SystemExit(1) from None
    except NotConfirmed:
        fail(
            N_(
                "It is not known whether this has been stored: the database has not confirmed it. "
                "Look before you try again."
            )
        )
    except Busy:
        fail(N_("The database is busy, and nothing has been stored yet. Please try again."))
    if fallen:
        notify(
            N_(
                "The fairness report spoke of what has just been changed, so it is no longer "
                "public."
            )
        )


def _print_corrections(needed: CorrectionNeeded) -> None:
    for each in needed.corrections:
        if each.signed:
            notify(
                N_("%(stage)s is signed by %(names)s; the signatures would be void."),
                stage=each.stage,
                names=", ".join(each.signed),
            )
        if not each.is_published and each.after is None:
            continue
        if each.after is None:
            notify(N_("%(stage)s would no longer be published."), stage=each.stage)
        for row in each.moved if each.after else ():
            notify(
                N_("%(stage)s, %(team)s: place %(before)s → %(after)s."),
                stage=each.stage,
                team=row.team,
                before=f"{row.rank_before or '–'} ({row.total_before or '–'})",
                after=f"{row.rank_after or '–'} ({row.total_after or '–'})",
            )
            if row.advances_before != row.advances_after:
                message = (
                    N_("%(stage)s, %(team)s: now advances.")
                    if row.advances_after
                    else N_("%(stage)s, %(team)s: no longer advances.")
                )
                notify(message, stage=each.stage, team=row.team)
    for award in needed.awards:
        notify(N_("The revealed award %(award)s would go to others."), award=award.award)
    notify(N_("To correct it, give the reason with --reason; the public reads it."))


def print_refusal(refusal: Refused) -> None:
    """Print why something was refused, and every place that it concerns."""
    without_problems = Refused(refusal.message, (), **refusal.values)
    logs.print_error(in_each_language(without_problems.text))
    _print_problems(refusal.problems)


def _print_problems(problems: Iterable[Any]) -> None:
    for problem in problems:
        text = in_each_language(problem.text)
        logs.print_error(f"{problem.place}: {text}" if problem.place else text)


def escape_unprintable() -> None:
    """Print characters that the terminal's encoding lacks as escapes, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


@contextmanager
def ignore_closed_output() -> Iterator[None]:
    """Carry on when standard output is closed, as behind `| head`; the rest is lost."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (to the end)
    try:
        yield
        sys.stdout.flush()
    except OSError:
        # What is still buffered must not fail either when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_json(value: Any) -> None:
    """Print JSON on standard output, in ASCII escapes unless its encoding is UTF-8."""
    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not unicode, indent=2))


def print_qr_code(address: str, out: TextIO) -> None:
    """Print the address as a QR code, in half blocks if the encoding has them."""
    code = segno.make(address, error="m", micro=False)
    try:
        "█▀▄".encode(getattr(out, "encoding", None) or "utf-8")
    except UnicodeError:
        code.terminal(out, border=2, compact=False)
    else:
        code.terminal(out, border=2, compact=True)
