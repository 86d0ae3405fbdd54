"""Building blocks of the schema: each checks one value and returns its normalised form.

A check takes the findings, the path and the value. It reports what is wrong and then returns
`REFUSED`, so that checking continues and finds many problems at once.
"""

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Final, get_args

from competition.document.json_reader import is_odd, report_odd_values
from competition.document.problems import (
    EnoughFound,
    Findings,
    InvalidDocument,
    Path,
    Phrase,
    Refusal,
    describe,
    quote_value,
)
from competition.file_types import Language
from competition.messages import N_

MISSING = N_("The field “%(name)s” is missing.")
"""The problem of a required field that is absent."""


class _Refused:
    """Takes the place of a refused value."""

    def __repr__(self) -> str:
        return "REFUSED"


REFUSED: Final = _Refused()

Check = Callable[[Findings, Path, object], object]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def run_checks(root: object, check: Callable[[Findings], object]) -> object:
    """Return what `check` returns for a parsed file; raises `InvalidDocument` if it finds anything.

    What JSON does not have is reported first.
    """
    findings, has_more = Findings(), False
    checked: object = REFUSED
    try:
        report_odd_values(root, findings)
        checked = check(findings)
    except EnoughFound:
        has_more = True
    if findings:
        raise InvalidDocument(findings.problems(root), has_more=has_more)
    return checked


def scalar_check(clean: Callable[[object], object]) -> Check:
    """A value that the function `clean` returns cleaned, or refuses with `Refusal`."""

    def check(findings: Findings, path: Path, value: object) -> object:
        if is_odd(value):
            return REFUSED
        try:
            return clean(value)
        except Refusal as refusal:
            findings.add_refusal(path, refusal)
            return REFUSED

    return check


def choice_check(*words: str) -> Check:
    """One of the listed texts."""

    def clean(value: object) -> object:
        if isinstance(value, str) and value in words:
            return value
        raise Refusal(
            N_("Expected one of %(allowed)s; found %(found)s."),
            {"allowed": join_words(words), "found": describe(value)},
        )

    return scalar_check(clean)


def _clean_flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    raise Refusal(
        N_("Expected true or false without quotes; found %(found)s."),
        {"found": describe(value)},
    )


flag: Check = scalar_check(_clean_flag)


def text_check(clean: Callable[[object], str], *, keep_bare: bool = False) -> Check:
    """A text for people: `{"zh": …, "en": …}`, at least one of them.

    A bare string stands for both, or stays a string with `keep_bare`.
    """
    bare = scalar_check(clean)

    def check(findings: Findings, path: Path, value: object) -> object:
        if is_odd(value):
            return REFUSED
        if isinstance(value, str):
            cleaned = bare(findings, path, value)
            if cleaned is REFUSED or keep_bare:
                return cleaned
            return dict.fromkeys(LANGUAGES, cleaned)
        if not isinstance(value, dict):
            findings.add(
                path,
                N_(
                    "Expected text in quotes, or an object with “zh”, “en” or both; found "
                    "%(found)s."
                ),
                found=describe(value),
            )
            return REFUSED
        _report_unknown(findings, path, value, LANGUAGES)
        if not any(language in value for language in LANGUAGES):
            findings.add(path, N_("The text is missing; give “zh”, “en” or both."))
            return REFUSED
        cleaned_texts = {
            language: bare(findings, (*path, language), value[language])
            for language in LANGUAGES
            if language in value
        }
        return REFUSED if REFUSED in cleaned_texts.values() else cleaned_texts

    return check


@dataclass(frozen=True)
class ListOf:
    """A list whose items all pass one check; `least` names what at least one is needed of."""

    item: Check
    least: Phrase | None = None

    def __call__(self, findings: Findings, path: Path, value: object) -> object:
        if is_odd(value):
            return REFUSED
        if not isinstance(value, list):
            findings.add(path, N_("Expected a list, found %(found)s."), found=describe(value))
            return REFUSED
        if self.least and not value:
            findings.add(
                path, N_("The list is empty; it needs at least %(what)s."), what=self.least
            )
        # Refused items stay in the list, so that the indexes of the others remain right.
        return [self.item(findings, (*path, index), inner) for index, inner in enumerate(value)]


@dataclass(frozen=True)
class Record:
    """An object with known fields, in canonical order; itself a check.

    `defaults` are filled in for fields that a file leaves out.
    """

    fields: Mapping[str, Check]
    required: Collection[str]
    defaults: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, findings: Findings, path: Path, value: object) -> object:
        if not is_object(findings, path, value):
            return REFUSED
        assert isinstance(value, dict)
        _report_unknown(findings, path, value, self.fields)
        cleaned_fields = {}
        for name, check in self.fields.items():
            if name in value:
                cleaned = check(findings, (*path, name), value[name])
                if cleaned is not REFUSED:
                    cleaned_fields[name] = cleaned
            elif name in self.required:
                findings.add((*path, name), MISSING, name=name)
            elif name in self.defaults:
                cleaned_fields[name] = copy(self.defaults[name])
        return cleaned_fields


@dataclass(frozen=True)
class Variant:
    """An object whose field `name` decides which record it is; itself a check."""

    name: str
    records: Mapping[object, Record]
    otherwise: Record

    def record_of(self, value: Mapping[object, object]) -> Record:
        """The record of this object."""
        word = value.get(self.name)
        return self.records.get(word, self.otherwise) if isinstance(word, str) else self.otherwise

    def __call__(self, findings: Findings, path: Path, value: object) -> object:
        record = self.record_of(value) if isinstance(value, Mapping) else self.otherwise
        return record(findings, path, value)


def is_object(findings: Findings, path: Path, value: object) -> bool:
    """Return whether the value is an object; report it when it is not."""
    if isinstance(value, dict):
        return True
    if not is_odd(value):
        findings.add(path, N_("Expected an object, found %(found)s."), found=describe(value))
    return False


def join_words(words: Collection[str]) -> str:
    """List allowed words for a sentence, at most the first thirty."""
    some = list(words)[:30] or ["–"]
    return ", ".join(some) + (", …" if len(words) > len(some) else "")


def _report_unknown(
    findings: Findings, path: Path, value: Mapping[object, object], known: Collection[str]
) -> None:
    for name in value:
        if name not in known:
            findings.add(
                (*path, str(name)),
                N_("The field “%(name)s” is unknown. Allowed here: %(allowed)s."),
                name=quote_value(str(name)),
                allowed=join_words(known),
            )
