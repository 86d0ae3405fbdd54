"""Single texts: names, longer texts, keys and moments.

Forms, the judge's write path and the file reader all ask here, so that one rule holds.
Each function gives back the value to keep, or raises `Refusal`.
"""

import re
import unicodedata
from datetime import UTC, datetime

from competition.document.problems import Refusal, kind_of, quote_value
from competition.messages import N_

NAME_CHARACTERS = 200
TEXT_CHARACTERS = 20_000

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROL_BUT_LAYOUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Embeddings, overrides and isolates. The plain marks U+200E, U+200F and U+061C override
# nothing and belong to right-to-left writing, so they may stay.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_KEY = re.compile("[a-z0-9-]{1,64}")
_DIMENSION_KEY = re.compile("[a-z0-9_-]{1,64}")
_MOMENT = re.compile("[0-9W-]+T[0-9:.,]+(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)")
# Characters that take room or none, but show nothing: joiners and marks need company.
_INVISIBLE = re.compile("[\u115f\u1160\u3164\uffa0\u2800\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def tidy(text: str) -> str:
    """Give a text in NFC without blanks at its ends, and refuse nothing."""
    return unicodedata.normalize("NFC", text).strip()


def clean_name(value: object) -> str:
    """Give a name in NFC without blanks at its ends.

    Refused: what is no text, blank, over 200 characters (code points), or holds a control,
    line-breaking or direction-overriding character. Rare characters, `·`, joiners and
    right-to-left letters are welcome.
    """
    text = _text(value)
    if found := _LINE_BREAK.search(text):
        raise _character(N_("A name stands on one line; take the line break %(code)s out."), found)
    if found := _CONTROL.search(text):
        raise _character(N_("A name cannot hold the control character %(code)s."), found)
    if found := _DIRECTION.search(text):
        raise _character(
            N_(
                "A name cannot hold %(code)s, which overrides the direction of writing. "
                "Right-to-left letters themselves are welcome."
            ),
            found,
        )
    cleaned = tidy(text)
    if _is_blank(cleaned):
        raise Refusal(N_("This is blank; 1 to %(limit)s characters belong here."), _limit())
    if len(cleaned) > NAME_CHARACTERS:
        raise Refusal(
            N_("This has %(length)s characters; a name has at most %(limit)s."),
            {"length": len(cleaned), **_limit()},
        )
    return cleaned


def clean_text(value: object, *, blank: bool = False) -> str:
    """Give a longer text in NFC without blanks at its ends; lines and tabs may stay.

    Refused: what is no text, over 20,000 characters, or holds another control character;
    a blank text too, unless `blank` allows it.
    """
    text = _text(value)
    if found := _CONTROL_BUT_LAYOUT.search(text):
        raise _character(N_("A text cannot hold the control character %(code)s."), found)
    cleaned = tidy(text)
    if not blank and _is_blank(cleaned):
        raise Refusal(N_("This is blank; write something or leave the field out."))
    if len(cleaned) > TEXT_CHARACTERS:
        raise Refusal(
            N_("This has %(length)s characters; at most %(limit)s are allowed."),
            {"length": len(cleaned), "limit": TEXT_CHARACTERS},
        )
    return cleaned


def check_key(value: object, underscore: bool = False) -> str:
    """Give a key back: `[a-z0-9-]{1,64}`, with `underscore` also `_` (dimensions)."""
    if not isinstance(value, str):
        raise Refusal(N_("A key in quotes belongs here; this is %(found)s."), _found(value))
    if underscore and not _DIMENSION_KEY.fullmatch(value):
        raise Refusal(
            N_(
                "“%(value)s” cannot be a key: 1 to 64 characters of a–z, 0–9, hyphen and "
                "underscore are allowed."
            ),
            {"value": quote_value(value)},
        )
    if not underscore and not _KEY.fullmatch(value):
        raise Refusal(
            N_(
                "“%(value)s” cannot be a key: 1 to 64 characters of a–z, 0–9 and hyphen are "
                "allowed."
            ),
            {"value": quote_value(value)},
        )
    return value


def check_moment(value: object) -> str:
    """Give a moment back as written: ISO 8601 with a time and an offset from UTC."""
    if isinstance(value, str) and len(value) <= 40 and _MOMENT.fullmatch(value):
        try:
            # Shifting to UTC fails for moments before year 1 and after year 9999.
            datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        else:
            return value
    raise Refusal(
        N_(
            "A date and time with its offset belongs here, such as "
            "2025-05-20T09:00:00+08:00; this is %(found)s."
        ),
        _found(value),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Refusal(N_("A text in quotes belongs here; this is %(found)s."), _found(value))
    if found := _SURROGATE.search(value):
        raise _character(
            N_("The text holds half a character (%(code)s) and cannot be kept; write it anew."),
            found,
        )
    return value


def _is_blank(text: str) -> bool:
    return all(c.isspace() or unicodedata.category(c) == "Cf" or _INVISIBLE.match(c) for c in text)


def _character(message: str, found: re.Match[str]) -> Refusal:
    return Refusal(message, {"code": f"U+{ord(found.group()):04X}"})


def _limit() -> dict[str, object]:
    return {"limit": NAME_CHARACTERS}


def _found(value: object) -> dict[str, object]:
    return {"found": kind_of(value)}
