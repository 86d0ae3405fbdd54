"""A tablet's marks exported without a server, `accord-rescue/1`: the bundle and its signature.

The exported text, written by `static/js/shared/rescue-bundle.js`, is one line:

    {"bundle":{"competition":…,"format":"accord-rescue/1",…},"hmac":"64 hexadecimal digits"}

The signature is an HMAC-SHA256 with the judge's rescue key over the bytes between `{"bundle":`
and `,"hmac":`, exactly as sent, so it does not depend on how two languages write JSON. Those
bytes are canonical nevertheless: sorted names, no spaces, UTF-8.

| part | fields |
|---|---|
| bundle | format, competition, judge, made_at (moment), sheets[] |
| sheets[] | match, team, marks, personal?, comment, state, base_version, key (idempotency), written_at (moment or null), version?, receipt? |
"""  # noqa: E501 - as in the package's docstring.

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args

from competition.document.json_reader import parse_json
from competition.document.number_checks import check_whole
from competition.document.problems import Findings, InvalidDocument, Problem, Refusal, describe
from competition.document.schema_checks import Check, Record, choice_check, run_checks, scalar_check
from competition.document.text_checks import check_key, check_moment
from competition.file_types import SheetState
from competition.messages import N_

FORMAT = "accord-rescue/1"
LARGEST = 256 * 1024
"""The most bytes that an exported text may have; a sheet with a long comment has about 12,000."""
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
    """One sheet as stored on the tablet; with a `receipt`, a server has acknowledged it.

    `version` and `receipt` are the tablet's claim only; they are not verified here.
    """

    match: str
    team: str
    marks: dict[str, str]
    comment: str
    state: SheetState
    base_version: int
    key: str
    written_at: str | None
    version: int | None = None
    receipt: str | None = None
    personal: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        """The sheet as the body of a request that submits it."""
        return {
            "marks": self.marks,
            **({"personal": self.personal} if self.personal else {}),
            "comment": self.comment,
            "state": self.state,
            "base_version": self.base_version,
        }


@dataclass(frozen=True)
class RescueBundle:
    """All sheets of one judge on one tablet. `wire` is the exported text that was read."""

    competition: str
    judge: str
    made_at: str
    sheets: tuple[RescuedSheet, ...]
    wire: str
    signed: bytes = field(repr=False)
    seal: str = field(repr=False)

    @property
    def digest(self) -> str:
        """The exported text's SHA-256 in hexadecimal."""
        return hashlib.sha256(self.wire.encode()).hexdigest()

    def is_sealed_with(self, key: str) -> bool:
        """Whether the bundle was signed with this rescue key."""
        return hmac.compare_digest(sign(key, self.signed), self.seal)


def key_for(token: str) -> str:
    """Return the rescue key of the judge whose link has this token; a new link changes it.

    The token cannot be computed from the key, so a tablet may store the key.

    >>> key_for("a judge's token")[:16]
    'b35dd899da35e97f'
    """
    return hmac.new(token.encode(), _PURPOSE, hashlib.sha256).hexdigest()


def sign(key: str, signed: bytes) -> str:
    """Return the HMAC-SHA256 in hexadecimal; the key is its hexadecimal text, encoded."""
    return hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()


def read_bundle(data: bytes) -> RescueBundle:
    """Read an exported text; raises `InvalidDocument` with what is wrong.

    The signature is not checked here; see `RescueBundle.is_sealed_with`.
    """
    if len(data) > LARGEST:
        message = N_("This is too large for a tablet's marks; the limit is %(limit)s KiB.")
        raise InvalidDocument([Problem("", message, {"limit": LARGEST // 1024})])
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    found = _WIRE.fullmatch(data)
    if found is None:
        message = N_("This is not an export from a judge's tablet, or part of it is missing.")
        raise InvalidDocument([Problem("", message)])
    value = parse_json(found[1])
    checked: Any = run_checks(value, lambda findings: _BUNDLE(findings, (), value))
    return RescueBundle(
        competition=checked["competition"],
        judge=checked["judge"],
        made_at=checked["made_at"],
        sheets=tuple(RescuedSheet(**sheet) for sheet in checked["sheets"]),
        wire=data.decode(),
        signed=found[1],
        seal=found[2].decode(),
    )


def _clean_marks(value: object) -> object:
    if not isinstance(value, dict) or len(value) > MOST_MARKS:
        raise Refusal(
            N_("Expected marks by dimension, at most %(limit)s; found %(found)s."),
            {"limit": MOST_MARKS, "found": describe(value)},
        )
    return {check_key(key, underscore=True): _text(LONGEST_MARK)(value[key]) for key in value}


def _ascii_text(max_length: int) -> Callable[[object], str]:
    def clean(value: object) -> str:
        text = _text(max_length)(value)
        if not text.isascii() or not text.isprintable():
            raise Refusal(N_("Only printable ASCII characters are allowed here."))
        return text

    return clean


def _clean_sheets(findings: Findings, path: tuple[str | int, ...], value: object) -> object:
    if not isinstance(value, list) or len(value) > MOST_SHEETS:
        findings.add(
            path,
            N_("Expected a list of at most %(limit)s sheets; found %(found)s."),
            limit=MOST_SHEETS,
            found=describe(value),
        )
        return []
    return [_SHEET(findings, (*path, index), inner) for index, inner in enumerate(value)]


def _text(max_length: int) -> Callable[[object], str]:
    """Check only the length: each sheet's texts are checked when it is submitted."""

    def clean(value: object) -> str:
        if not isinstance(value, str) or len(value) > max_length:
            raise Refusal(
                N_("Expected text of at most %(limit)s characters; found %(found)s."),
                {"limit": max_length, "found": describe(value)},
            )
        return value

    return clean


def _clean_written_at(value: object) -> str | None:
    return None if value is None else check_moment(value)


def _version(low: int) -> Check:
    return scalar_check(lambda value: check_whole(value, low, HIGHEST_VERSION))


_SHEET = Record(
    {
        "match": scalar_check(check_key),
        "team": scalar_check(check_key),
        "marks": scalar_check(_clean_marks),
        "comment": scalar_check(_text(LONGEST_COMMENT)),
        "state": choice_check(*get_args(SheetState)),
        "base_version": _version(0),
        "key": scalar_check(_ascii_text(LONGEST_KEY)),
        "written_at": scalar_check(_clean_written_at),
        "version": _version(1),
        "receipt": scalar_check(_ascii_text(LONGEST_RECEIPT)),
        "personal": scalar_check(_clean_marks),
    },
    ["match", "team", "marks", "comment", "state", "base_version", "key", "written_at"],
)
_BUNDLE = Record(
    {
        "format": choice_check(FORMAT),
        "competition": scalar_check(check_key),
        "judge": scalar_check(check_key),
        "made_at": scalar_check(check_moment),
        "sheets": _clean_sheets,
    },
    ["format", "competition", "judge", "made_at", "sheets"],
)
