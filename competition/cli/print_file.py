"""`flask print`: what a contest prints on paper, as a PDF."""

import datetime as dt
import zoneinfo
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

from competition.actions import prints
from competition.cli import database, files, terminal
from competition.cli.competition import BY, find_or_fail
from competition.cli.judge import is_address
from competition.file_types import Language
from competition.messages import N_
from competition.prints.order import KINDS
from competition.prints.words import WORDS
from competition.web.addresses import public_url

_LANGUAGES = click.Choice(["zh", "en"])


@click.command("print")
@click.argument("key")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--out", required=True, metavar="FILE", help="The PDF to write.")
@click.option("--lang", type=_LANGUAGES, help="The language; the competition's first if not said.")
@click.option("--stage", metavar="KEY", help="Of this stage only.")
@click.option("--match", metavar="KEY", help="Of this match only.")
@click.option("--base", metavar="URL", help="The address at which judges and voters arrive.")
@click.option("--date", metavar="YYYY-MM-DD", help="The date that stands on it; today if not said.")
@click.option(
    "--count",
    type=click.IntRange(1, prints.MOST_TICKETS),
    default=prints.USUAL_TICKETS,
    show_default=True,
    help="How many voting tickets.",
)
@with_appcontext
def print_command(
    key: str,
    kind: str,
    out: str,
    lang: Language | None,
    stage: str | None,
    match: str | None,
    base: str | None,
    date: str | None,
    count: int,
) -> None:
    """Print certificates, score sheets, results and the like as PDF/A."""
    with terminal.exit_on_refusal():
        if base is not None and not is_address(base):
            terminal.fail(
                N_("--base takes an address such as http://192.168.1.7:8000, not “%(base)s”."),
                base=base,
            )
        day = _read_date(date)
        # Who is given the judges' links is recorded, and a ticket's code is kept.
        database.ensure_ready(current_app, writes=kind in (*prints.WITH_LINKS, "tickets"))
        competition = find_or_fail(key)
        language: Language = lang or ("zh" if "zh" in (competition.languages or ["zh"]) else "en")
        wish = prints.PrintWish(
            kind=kind,
            language=language,
            words=_words(language),
            date=day.isoformat(),
            base=(base or public_url(current_app.config)).rstrip("/"),
            stage=stage,
            match=match,
            tickets=count,
        )
        files.write_atomically(Path(out), prints.make_competition_print(key, wish, BY))


def _words(language: Language) -> dict[str, str]:
    with force_locale(terminal.LOCALES[language]):
        return {name: gettext(message) for name, message in WORDS.items()}


def _read_date(date: str | None) -> dt.date:
    if date is None:
        zone = zoneinfo.ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
        return dt.datetime.now(zone).date()
    try:
        return dt.date.fromisoformat(date)
    except ValueError:
        terminal.fail(N_("--date takes a day such as 2026-05-20, not “%(date)s”."), date=date)
