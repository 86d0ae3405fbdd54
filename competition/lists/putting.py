"""What a row puts into a part of the competition: only what it says, and each change noted."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from competition import document
from competition.document import Refusal
from competition.lists.names import Part, is_same_name, language_of
from competition.lists.rows import ListRow


def put_text(
    row: ListRow,
    part: Part,
    field: str,
    *,
    column: str | None = None,
    is_new: bool,
    languages: Iterable[str],
    clean: Callable[[object], str] = document.clean_name,
) -> None:
    """Put a text into a part, in the language that it is in; the other language stays.

    A text that a part has in both languages alike is one text, and is replaced in both.
    """
    for name, text, said in row.localised(column or field):
        try:
            text = clean(text)
        except Refusal as refusal:
            row.refusal(name, refusal)
            continue
        current: Mapping[str, str] = part.get(field, {})
        language = said
        if language is None:
            if any(is_same_name(each, text) for each in current.values()):
                continue
            is_one = len(current) > 1 and len(set(current.values())) == 1
            language = language_of(text, languages)
            new = dict.fromkeys(current, text) if is_one else {**current, language: text}
        elif language in current and is_same_name(current[language], text):
            continue
        else:
            new = {**current, language: text}
        note_change(row, name, current.get(language), text, is_new=is_new)
        part[field] = new


def put_value(row: ListRow, part: Part, field: str, value: Any, *, is_new: bool) -> None:
    """Put a value into a part; None and False take the field away, as the file has it."""
    current = part.get(field)
    if (current or None) == (value or None):
        return
    note_change(row, field, current, value, is_new=is_new)
    if value:
        part[field] = value
    else:
        part.pop(field, None)


def note_change(row: ListRow, field: str, was: Any, now: Any, *, is_new: bool) -> None:
    """Note a value that changes, or that a new part has."""
    if is_new:
        row.now[field] = now
    else:
        row.change(field, was, now)
