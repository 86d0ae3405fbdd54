"""A tablet's marks outside of any server, `accord-rescue/1`: what is signed, and by whose key.

The wire text, written by `static/js/shared/rescue-bundle.js`, is one line:

    {"bundle":{"competition":…,"format":"accord-rescue/1",…},"hmac":"64 hexadecimal digits"}

The seal is HMAC-SHA256 under the judge's rescue key over the bytes between `{"bundle":` and
`,"hmac":`, just as they stand, so that nothing hangs on how two languages write JSON. Those
bytes are canonical all the same: sorted names, no blanks, UTF-8.

| part | fields |
|---|---|
| bundle | format, competition, judge, made_at (moment), sheets[] |
| sheets[] | match, team, marks, comment, state, base_version, key (idempotency), written_at (moment or null), version?, receipt? |
"""  # noqa: E501 - as in the package's docstring.

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from competition.document.json_reader import note_oddities, parse_json
from competition.document.number_checks import check_whole
from competition.document.problems import Findings, InvalidDocument, Problem, Refusal, kind_of
from competition.document.schema_checks import Check, Record, one_of, single
from competition.document.text_checks import check_key, check_moment
from competition.messages import N_

FORMAT = "accord-rescue/1"
LARGEST = 256 * 1024
"""The most bytes a wire text may have; a sheet with the longest comment has about 12,000."""
MOST_SHEETS = 500
MOST_MARKS = 100
LONGEST_MARK = 64
LONGEST_COMMENT = 20_000
LONGEST_KEY = 200
LONGEST_RECEIPT = 20
HIGHEST_VERSION = 2_000_000_000

_WIRE = re.compile(rb'\{"bundle":(\{.*\}),"hmac":"([0-9a-f]{64})"\}', re.DOTALL)
_PURPOSE = b"accord rescue 1"


@dataclass(frozen=True)
class RescuedSheet:
    """One sheet as the tablet holds it; with a receipt, a server had acknowledged it.

    `version` and `receipt` are the tablet's word only.
    """

    match: str
    team: str
    marks: dict[str, str]
    comment: str
    state: Literal["draft", "submitted"]
    base_version: int
    key: str
    written_at: str | None
    version: int | None = None
    receipt: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The sheet as the write path's body."""
        return {
            "marks": self.marks,
            "comment": self.comment,
            "state": self.state,
            "base_version": self.base_version,
        }


@dataclass(frozen=True)
class RescueBundle:
    """Everything one tablet holds of one judge. `wire` is the text it came as."""

    competition: str
    judge: str
    made_at: str
    sheets: tuple[RescuedSheet, ...]
    wire: str
    signed: bytes = field(repr=False)
    seal: str = field(repr=False)

    @property
    def digest(self) -> str:
        """The wire text's SHA-256 in hexadecimal."""
        return hashlib.sha256(self.wire.encode()).hexdigest()

    def is_sealed_with(self, key: str) -> bool:
        """Whether the seal was made with this rescue key."""
        return hmac.compare_digest(sign(key, self.signed), self.seal)


def key_for(token: str) -> str:
    """The rescue key of the judge whose link has this token; a renewed link changes it.

    Nobody gets from the key back to the token, so a tablet may keep the key.

    >>> key_for("a judge's token")[:16]
    'b35dd899da35e97f'
    """
    return hmac.new(token.encode(), _PURPOSE, hashlib.sha256).hexdigest()


def sign(key: str, signed: bytes) -> str:
    """HMAC-SHA256 in hexadecimal under the key's digits as they are written."""
    return hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()


def read_bundle(data: bytes) -> RescueBundle:
    """Read a wire text; raises `Invalid` with all that is wrong. Does not ask whose seal it is."""
    if len(data) > LARGEST:
        message = N_("This is too large for a tablet's marks; at most %(limit)s KiB are read.")
        raise InvalidDocument([Problem("", message, {"limit": LARGEST // 1024})])
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    found = _WIRE.fullmatch(data)
    if found is None:
        message = N_("This is not what a judge's tablet gives out, or it is not whole.")
        raise InvalidDocument([Problem("", message)])
    value = parse_json(found[1])
    findings = Findings()
    note_oddities(value, findings)
    kept: Any = _BUNDLE(findings, (), value)
    if findings:
        raise InvalidDocument(findings.problems(value))
    return RescueBundle(
        competition=kept["competition"],
        judge=kept["judge"],
        made_at=kept["made_at"],
        sheets=tuple(RescuedSheet(**sheet) for sheet in kept["sheets"]),
        wire=data.decode(),
        signed=found[1],
        seal=found[2].decode(),
    )


def _clean_marks(value: object) -> object:
    if not isinstance(value, dict) or len(value) > MOST_MARKS:
        raise Refusal(
            N_("Marks by dimension, at most %(limit)s, belong here; this is %(found)s."),
            {"limit": MOST_MARKS, "found": kind_of(value)},
        )
    return {check_key(key, underscore=True): _text(LONGEST_MARK)(value[key]) for key in value}


def _plain_text(most: int) -> Callable[[object], str]:
    def clean(value: object) -> str:
        text = _text(most)(value)
        if not text.isascii() or not text.isprintable():
            raise Refusal(N_("Only printable ASCII characters belong here."))
        return text

    return clean


def _clean_sheets(findings: Findings, path: tuple[str | int, ...], value: object) -> object:
    if not isinstance(value, list) or len(value) > MOST_SHEETS:
        findings.add(
            path,
            N_("A list of at most %(limit)s sheets belongs here; this is %(found)s."),
            limit=MOST_SHEETS,
            found=kind_of(value),
        )
        return []
    return [_SHEET(findings, (*path, index), inner) for index, inner in enumerate(value)]


def _text(most: int) -> Callable[[object], str]:
    """A string as it is: the write path's own check says the rest, sheet by sheet."""

    def clean(value: object) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise Refusal(
                N_("A text of at most %(limit)s characters belongs here; this is %(found)s."),
                {"limit": most, "found": kind_of(value)},
            )
        return value

    return clean


def _clean_written_at(value: object) -> str | None:
    return None if value is None else check_moment(value)


def _version(low: int) -> Check:
    return single(lambda value: check_whole(value, low, HIGHEST_VERSION))


_SHEET = Record(
    {
        "match": single(check_key),
        "team": single(check_key),
        "marks": single(_clean_marks),
        "comment": single(_text(LONGEST_COMMENT)),
        "state": one_of("draft", "submitted"),
        "base_version": _version(0),
        "key": single(_plain_text(LONGEST_KEY)),
        "written_at": single(_clean_written_at),
        "version": _version(1),
        "receipt": single(_plain_text(LONGEST_RECEIPT)),
    },
    ["match", "team", "marks", "comment", "state", "base_version", "key", "written_at"],
)
_BUNDLE = Record(
    {
        "format": one_of(FORMAT),
        "competition": single(check_key),
        "judge": single(check_key),
        "made_at": single(check_moment),
        "sheets": _clean_sheets,
    },
    ["format", "competition", "judge", "made_at", "sheets"],
)
