"""The languages in which a form asks for a text."""

from flask import g
from wtforms import FormField

from competition.web.language import LANGUAGES
from competition.web.organiser.forms.fields import FormRows


def form_languages(field: FormField) -> list[str]:
    """The competition's languages in its order, and any other in which the field has a text."""
    competition = g.get("competition")
    own = list((competition.languages if competition else None) or LANGUAGES)
    return own + [code for code in LANGUAGES if code not in own and _is_given(field, code)]


def rows_languages(rows: FormRows, text: str) -> list[str]:
    """The languages of a column: as for one field, for all rows together."""
    found: dict[str, None] = {}
    for entry in rows:
        found |= dict.fromkeys(form_languages(entry.form[text]))
    return list(found)


def _is_given(field: FormField, code: str) -> bool:
    return bool((field.form[code].data or "").strip() or field.form[code].errors)
