"""Single texts: names, longer texts, keys and moments.

Forms, judges' submissions and the file reader all use these checks, so the rules are the same.
Each function returns the value to keep, or raises `Refusal`.
"""

import re
import unicodedata
from datetime import UTC, datetime

from competition.document.problems import Refusal, describe, quote_value
from competition.messages import N_

NAME_CHARACTERS = 200
SHORT_NAME_CHARACTERS = 20
TEXT_CHARACTERS = 20_000
KEY_CHARACTERS = 64
MARKS_IN_A_ROW = 30
"""More than any language needs; Unicode calls a text without more of them stream-safe."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROL_BUT_LAYOUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Embeddings, overrides and isolates. The plain marks U+200E, U+200F and U+061C override
# nothing and belong to right-to-left writing, so they may stay.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_KEY = re.compile(f"[a-z0-9-]{{1,{KEY_CHARACTERS}}}")
_DIMENSION_KEY = re.compile(f"[a-z0-9_-]{{1,{KEY_CHARACTERS}}}")
_DIGEST = re.compile("[0-9a-f]{64}")
_MOMENT = re.compile("[0-9W-]+T[0-9:.,]+(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)")
# Characters that show nothing when they stand alone: fillers, joiners, variation selectors.
_INVISIBLE = re.compile("[\u115f\u1160\u3164\uffa0\u2800\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def tidy(text: str) -> str:
    """Return a text in NFC without spaces at its ends; refuses nothing.

    A text with too many marks in a row stays as it is: sorting them takes the square of their
    number.
    """
    if _has_too_many_marks(text):
        return text.strip()
    return unicodedata.normalize("NFC", text).strip()


def clean_name(value: object) -> str:
    """Return a name in NFC without spaces at its ends.

    Raises `Refusal` for what is not a text, is blank, has over 200 characters (code points), or
    contains a control, line-breaking or direction-overriding character. Rare characters, `·`,
    joiners and right-to-left letters are allowed.
    """
    text = _text(value)
    if found := _LINE_BREAK.search(text):
        raise _bad_character(
            N_("A name must be on one line; remove the line break %(code)s."), found
        )
    if found := _CONTROL.search(text):
        raise _bad_character(
            N_("A name cannot contain the control character %(code)s; remove it."), found
        )
    if found := _DIRECTION.search(text):
        raise _bad_character(
            N_(
                "A name cannot contain %(code)s, which overrides the direction of the text; "
                "remove it. Right-to-left letters themselves are allowed."
            ),
            found,
        )
    cleaned = tidy(text)
    if _is_blank(cleaned):
        raise Refusal(N_("This is blank; enter 1 to %(limit)s characters."), _limit())
    if len(cleaned) > NAME_CHARACTERS:
        raise Refusal(
            N_("This has %(length)s characters; a name can have at most %(limit)s."),
            {"length": len(cleaned), **_limit()},
        )
    return cleaned


def clean_short_name(value: object) -> str:
    """Return a name of at most 20 characters, for narrow places; otherwise as `clean_name`."""
    cleaned = clean_name(value)
    if len(cleaned) > SHORT_NAME_CHARACTERS:
        raise Refusal(
            N_("This has %(length)s characters; a short name can have at most %(limit)s."),
            {"length": len(cleaned), "limit": SHORT_NAME_CHARACTERS},
        )
    return cleaned


def clean_text(value: object, *, blank: bool = False) -> str:
    """Return a longer text in NFC without spaces at its ends; line breaks and tabs may stay.

    Raises `Refusal` for what is not a text, has over 20,000 characters, or contains another
    control character, and for a blank text unless `blank` allows it.
    """
    text = _text(value)
    if found := _CONTROL_BUT_LAYOUT.search(text):
        raise _bad_character(
            N_("Text cannot contain the control character %(code)s; remove it."), found
        )
    cleaned = tidy(text)
    if not blank and _is_blank(cleaned):
        raise Refusal(N_("This is blank; enter some text or leave the field out."))
    if len(cleaned) > TEXT_CHARACTERS:
        raise Refusal(
            N_("This has %(length)s characters; at most %(limit)s are allowed."),
            {"length": len(cleaned), "limit": TEXT_CHARACTERS},
        )
    return cleaned


def check_key(value: object, underscore: bool = False) -> str:
    """Return a key: `[a-z0-9-]{1,64}`, with `underscore` also `_` (for dimensions)."""
    if not isinstance(value, str):
        raise Refusal(N_("Expected a key in quotes, found %(found)s."), _found(value))
    if underscore and not _DIMENSION_KEY.fullmatch(value):
        raise Refusal(
            N_(
                "“%(value)s” does not fit. Use 1 to 64 lower-case letters a–z, digits, hyphens "
                "and underscores."
            ),
            {"value": quote_value(value)},
        )
    if not underscore and not _KEY.fullmatch(value):
        raise Refusal(
            N_("“%(value)s” does not fit. Use 1 to 64 lower-case letters a–z, digits and hyphens."),
            {"value": quote_value(value)},
        )
    return value


def check_moment(value: object) -> str:
    """Return a moment as written: ISO 8601 with a time and an offset from UTC."""
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
            "Expected a date and time with an offset from UTC, such as "
            "2025-05-20T09:00:00+08:00; found %(found)s."
        ),
        _found(value),
    )


def check_digest(value: object) -> str:
    """Return a SHA-256 as 64 lower-case hexadecimal digits."""
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return value
    raise Refusal(
        N_("Expected a checksum of 64 digits 0–9 and letters a–f; found %(found)s."), _found(value)
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Refusal(N_("Expected text in quotes, found %(found)s."), _found(value))
    if found := _SURROGATE.search(value):
        raise _bad_character(
            N_(
                "The text contains an incomplete character (%(code)s) and cannot be saved. "
                "Type it again."
            ),
            found,
        )
    if _has_too_many_marks(value):
        raise Refusal(
            N_(
                "The text has more than %(limit)s combining marks (such as accents) in a row. "
                "Remove some of them."
            ),
            {"limit": MARKS_IN_A_ROW},
        )
    return value


def _has_too_many_marks(text: str) -> bool:
    if text.isascii() or len(text) <= MARKS_IN_A_ROW:
        return False
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MARKS_IN_A_ROW:
            return True
    return False


def _is_blank(text: str) -> bool:
    return all(c.isspace() or unicodedata.category(c) == "Cf" or _INVISIBLE.match(c) for c in text)


def _bad_character(message: str, found: re.Match[str]) -> Refusal:
    return Refusal(message, {"code": f"U+{ord(found.group()):04X}"})


def _limit() -> dict[str, object]:
    return {"limit": NAME_CHARACTERS}


def _found(value: object) -> dict[str, object]:
    return {"found": describe(value)}
