"""How problems in a file are described: a place, a sentence and the values in it.

Sentences are English gettext templates marked with `N_`; the caller that shows them passes a
`translate` function. Values that are themselves translatable (`Phrase`) are translated too.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from competition.messages import N_

Translate = Callable[[str], str]
Path = tuple[str | int, ...]

# How much of a refused value or unknown field name is shown.
SHOWN_CHARACTERS = 60

MOST_PROBLEMS = 100
"""How many problems are found in a file before its check stops; nobody corrects more at once."""


def identity(message: str) -> str:
    """Return the message itself: the templates are English."""
    return message


@dataclass(frozen=True)
class Phrase:
    """A translatable template with its values. It may be a value of another template."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Translate = identity) -> str:
        """Return the sentence, translated."""
        filled = {
            name: value.text(translate) if isinstance(value, Phrase | Refusal) else value
            for name, value in self.values.items()
        }
        return translate(self.message) % filled

    def __str__(self) -> str:
        return self.text()


class Refusal(ValueError):
    """A single value is not acceptable. `message` is a template that `values` fill."""

    def __init__(self, message: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, object] = dict(values or {})

    def text(self, translate: Translate = identity) -> str:
        """Return the sentence, translated."""
        return Phrase(self.message, self.values).text(translate)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file, with its place, such as `teams[3].name`.

    The place is empty where the whole file is meant.
    """

    place: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Translate = identity) -> str:
        """Return the sentence, translated, without the place."""
        return Phrase(self.message, self.values).text(translate)

    def __str__(self) -> str:
        return f"{self.place}: {self.text()}" if self.place else self.text()


class InvalidDocument(ValueError):
    """A file is not a valid competition file. `problems` has what is wrong, in file order.

    At most `MOST_PROBLEMS`; `has_more` says that the check stopped there.
    """

    def __init__(self, problems: Iterable[Problem], *, has_more: bool = False) -> None:
        self.problems: list[Problem] = list(problems)
        self.has_more = has_more
        super().__init__(f"{len(self.problems)} problem(s)")

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class EnoughFound(Exception):
    """`MOST_PROBLEMS` have been found; the check ends here."""


class Findings:
    """Collects problems while a file is checked, and sorts them by their place in it.

    Adding one more than `MOST_PROBLEMS` raises `EnoughFound`, so that what a hostile file costs
    is bounded.
    """

    def __init__(self) -> None:
        self._found: list[tuple[Path, str, Mapping[str, object]]] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, path: Path, message: str, **values: object) -> None:
        """Add a problem at `path`; `values` fill the template `message`."""
        self._append(path, message, values)

    def add_refusal(self, path: Path, refusal: Refusal) -> None:
        """Add the refusal of the value at `path`."""
        self._append(path, refusal.message, refusal.values)

    def _append(self, path: Path, message: str, values: Mapping[str, object]) -> None:
        if len(self._found) >= MOST_PROBLEMS:
            raise EnoughFound
        self._found.append((path, message, values))

    def problems(self, root: object) -> list[Problem]:
        """Return all problems in the order of `root`, the parsed file.

        What is missing from an object comes after what is in it.
        """
        orders: dict[int, dict[object, int]] = {}
        ordered = sorted(self._found, key=lambda found: _position(root, found[0], orders))
        return [Problem(place_of(path), message, values) for path, message, values in ordered]


def _position(root: object, path: Path, orders: dict[int, dict[object, int]]) -> tuple[int, ...]:
    position = []
    current = root
    for step in path:
        if isinstance(current, dict):
            order = orders.get(id(current))
            if order is None:
                order = orders[id(current)] = {name: index for index, name in enumerate(current)}
            position.append(order.get(step, len(order)))
            current = current.get(step)
        elif isinstance(current, list) and isinstance(step, int):
            position.append(step)
            current = current[step] if step < len(current) else None
        else:
            position.append(0)
            current = None
    return tuple(position)


def place_of(path: Path) -> str:
    """Write a path for people to read.

    >>> place_of(("teams", 3, "name"))
    'teams[3].name'
    >>> place_of(("teams", 0, "a b"))
    'teams[0]["a b"]'
    """
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step}]"
        elif step.isascii() and step.replace("-", "_").isidentifier() and len(step) <= 64:
            written += f".{step}" if written else step
        else:
            shown = step if len(step) <= SHOWN_CHARACTERS else step[:SHOWN_CHARACTERS] + "…"
            written += f"[{json.dumps(shown, ensure_ascii=True)}]"
    return written


def quote_value(text: str) -> str:
    """Make a refused text safe and short enough to show inside a sentence."""
    cut = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)


def describe(value: object) -> Phrase:
    """Describe a value, for a sentence about a wrong type."""
    match value:
        case None:
            return Phrase(N_("null"))
        case bool():
            return Phrase(N_("true or false"))
        case int() if abs(value) >= 10**20:
            return Phrase(N_("a very long number"))
        case int() | float():
            return Phrase(N_("the number %(value)s"), {"value": value})
        case str():
            return Phrase(N_("the text “%(value)s”"), {"value": quote_value(value)})
        case list():
            return Phrase(N_("a list"))
        case dict():
            return Phrase(N_("an object"))
        case _:
            return Phrase(N_("a value that JSON does not have"))
