"""Filters and functions for templates: texts, numbers, times, assets, QR codes."""

import datetime as dt
import functools
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import segno
from babel.lists import format_list
from flask import Flask, current_app, url_for
from flask_babel import format_date, format_time, get_locale, gettext, to_user_timezone
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from competition import __version__
from competition.file_types import Text
from competition.web import language


def init_app(app: Flask) -> None:
    """Give the templates their filters and functions."""
    app.jinja_env.filters.update(
        localized=localized,
        name=name,
        join_list=join_list,
        mark=mark,
        time_of_day=time_of_day,
        time_element=time_element,
        date_and_hour=date_and_hour,
        by_id=by_id,
    )
    app.jinja_env.globals.update(
        asset=asset,
        qr_code=qr_code,
        csrf_token=generate_csrf,
        html_language=html_language,
        now_element=now_element,
        accord_version=__version__,
    )


def localized(text: Text | Mapping[str, str] | str | None) -> str:
    """A text in the page's language, or in the only language that it has."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    by_language = cast(Mapping[str, str], text)
    return by_language.get(language.current()) or next(iter(by_language.values()))


def name(text: Mapping[str, str] | str | None) -> Markup:
    """A text in a `<bdi>`, with its `lang` if that is not the page's."""
    shown = localized(text)
    if isinstance(text, Mapping) and shown and language.current() not in text:
        other = next(iter(text))
        return Markup('<bdi lang="{}">{}</bdi>').format(_tag(other), shown)
    return Markup("<bdi>{}</bdi>").format(shown)


def join_list(items: Iterable[object]) -> str:
    """A list in the reader's language: “a、b和c”, “a, b, and c”."""
    return format_list([isolate(str(item)) for item in items], locale=get_locale())


def isolate(text: str) -> str:
    """A text for the middle of a sentence, isolated if it has right-to-left letters."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        return f"\u2068{text}\u2069"
    return text


def mark(decimal: str | None) -> str:
    """A mark without needless zeros, however it was typed; "" if there is none.

    >>> mark("09.50"), mark("17.0"), mark("20"), mark("-0.0"), mark(None)
    ('9.5', '17', '20', '0', '')
    """
    if not decimal:
        return ""
    whole, _, places = decimal.removeprefix("-").partition(".")
    number = f"{whole.lstrip('0') or '0'}.{places.rstrip('0')}".rstrip(".")
    return f"-{number}" if decimal.startswith("-") and number != "0" else number


def by_id(items: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Things by their `id`."""
    return {item["id"]: item for item in items}


def time_of_day(instant: str | None) -> str:
    """A stored instant as a time of day with seconds, in the venue's time zone."""
    return format_time(_parsed(instant), "HH:mm:ss") if instant else ""


def time_element(instant: str | None) -> Markup:
    """A stored instant as a `<time>` with date and time."""
    if not instant:
        return Markup("")
    return Markup('<time datetime="{}">{}</time>').format(instant, _date_and_time(_parsed(instant)))


def now_element() -> Markup:
    """The present moment as a `<time>`, for what is printed."""
    return time_element(dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))


def date_and_hour(instant: str | None) -> Markup:
    """When something begins, as a `<time>`: the date in full, and the hour and minute."""
    if not instant:
        return Markup("")
    moment = _parsed(instant)
    shown = f"{format_date(moment, 'long')} {format_time(moment, 'HH:mm')}"
    return Markup('<time datetime="{}">{}</time>').format(instant, shown)


def _date_and_time(moment: dt.datetime) -> str:
    # As the clock in the venue shows it: 24 hours in every language.
    return f"{format_date(moment, 'medium')} {format_time(moment, 'HH:mm:ss')}"


def asset(path: str) -> str:
    """The address of a static file, which changes with its content."""
    return url_for("static", filename=path, v=_digest(Path(current_app.static_folder or ""), path))


def qr_code(address: str) -> Markup:
    """A QR code as an inline SVG that takes its size and colour from the style sheet."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, border=2)
    label = escape(gettext("QR code for %(address)s", address=address))
    return Markup(svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1))  # noqa: S704


def html_language() -> str:
    """The `lang` of the page."""
    return _tag(language.current())


def _tag(code: str) -> str:
    return "zh-Hans" if code == "zh" else code


def _parsed(instant: str) -> dt.datetime:
    return to_user_timezone(dt.datetime.fromisoformat(instant))


@functools.cache
def _digest(folder: Path, path: str) -> str:
    return hashlib.sha256((folder / path).read_bytes()).hexdigest()[:12]
