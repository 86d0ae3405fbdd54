"""Building blocks of the format: each checks one value and gives its normalised form.

A check takes the findings, the path and the value; it reports what is wrong and then gives
`GONE`, so that the walk goes on and finds everything in one go.
"""

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Final

from competition.document.json_reader import is_odd
from competition.document.problems import Findings, Path, Phrase, Refusal, kind_of, quote_value
from competition.messages import N_

MISSING = N_("The field “%(name)s” is missing here.")
"""What is said of a field that has to be there and is not."""


class _Gone:
    """Stands where a value was refused."""

    def __repr__(self) -> str:
        return "GONE"


GONE: Final = _Gone()

Check = Callable[[Findings, Path, object], object]
LANGUAGES = ("zh", "en")


def single(clean: Callable[[object], object]) -> Check:
    """A value that a function gives back cleaned, or refuses with `Refusal`."""

    def check(findings: Findings, path: Path, value: object) -> object:
        if is_odd(value):
            return GONE
        try:
            return clean(value)
        except Refusal as refusal:
            findings.add_refusal(path, refusal)
            return GONE

    return check


def one_of(*words: str) -> Check:
    """One of the listed words."""

    def clean(value: object) -> object:
        if isinstance(value, str) and value in words:
            return value
        raise Refusal(
            N_("One of %(allowed)s belongs here; this is %(found)s."),
            {"allowed": as_list(words), "found": kind_of(value)},
        )

    return single(clean)


def _clean_flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    raise Refusal(
        N_("true or false belongs here, without quotes; this is %(found)s."),
        {"found": kind_of(value)},
    )


flag: Check = single(_clean_flag)


def text(clean: Callable[[object], str], *, keep_bare: bool = False) -> Check:
    """A text for people: `{"zh": …, "en": …}`, at least one of them.

    A bare string is taken for both, or stays one with `keep_bare`.
    """
    bare = single(clean)

    def check(findings: Findings, path: Path, value: object) -> object:
        if is_odd(value):
            return GONE
        if isinstance(value, str):
            cleaned = bare(findings, path, value)
            if cleaned is GONE or keep_bare:
                return cleaned
            return dict.fromkeys(LANGUAGES, cleaned)
        if not isinstance(value, dict):
            findings.add(
                path,
                N_(
                    "A text in quotes or an object with “zh”, “en” or both belongs here; "
                    "this is %(found)s."
                ),
                found=kind_of(value),
            )
            return GONE
        _refuse_unknown(findings, path, value, LANGUAGES)
        if not any(language in value for language in LANGUAGES):
            findings.add(path, N_("The text is missing; “zh”, “en” or both belong here."))
            return GONE
        cleaned_texts = {
            language: bare(findings, (*path, language), value[language])
            for language in LANGUAGES
            if language in value
        }
        return GONE if GONE in cleaned_texts.values() else cleaned_texts

    return check


@dataclass(frozen=True)
class ListOf:
    """A list whose items all pass one check; with `least`, at least one of that."""

    item: Check
    least: Phrase | None = None

    def __call__(self, findings: Findings, path: Path, value: object) -> object:
        if is_odd(value):
            return GONE
        if not isinstance(value, list):
            findings.add(path, N_("A list belongs here; this is %(found)s."), found=kind_of(value))
            return GONE
        if self.least and not value:
            findings.add(
                path, N_("The list is empty; at least %(what)s belongs here."), what=self.least
            )
        # Refused items stay as GONE, so that the places of the others remain true.
        return [self.item(findings, (*path, index), inner) for index, inner in enumerate(value)]


@dataclass(frozen=True)
class Record:
    """An object with known fields, in canonical order; itself a check.

    `filled` holds what stands for a field that a file leaves out.
    """

    fields: Mapping[str, Check]
    required: Collection[str]
    filled: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, findings: Findings, path: Path, value: object) -> object:
        if not is_object(findings, path, value):
            return GONE
        assert isinstance(value, dict)
        _refuse_unknown(findings, path, value, self.fields)
        kept = {}
        for name, check in self.fields.items():
            if name in value:
                cleaned = check(findings, (*path, name), value[name])
                if cleaned is not GONE:
                    kept[name] = cleaned
            elif name in self.required:
                findings.add((*path, name), MISSING, name=name)
            elif name in self.filled:
                kept[name] = copy(self.filled[name])
        return kept


def is_object(findings: Findings, path: Path, value: object) -> bool:
    """Tell whether the value is an object, and report it when it is not."""
    if isinstance(value, dict):
        return True
    if not is_odd(value):
        findings.add(path, N_("An object belongs here; this is %(found)s."), found=kind_of(value))
    return False


def as_list(words: Collection[str]) -> str:
    """Write allowed words for a sentence, at most the first thirty."""
    some = list(words)[:30] or ["–"]
    return ", ".join(some) + (", …" if len(words) > len(some) else "")


def _refuse_unknown(
    findings: Findings, path: Path, value: Mapping[object, object], known: Collection[str]
) -> None:
    for name in value:
        if name not in known:
            findings.add(
                (*path, str(name)),
                N_("The field “%(name)s” is not known here; known are %(allowed)s."),
                name=quote_value(str(name)),
                allowed=as_list(known),
            )
