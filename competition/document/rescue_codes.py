"""A wire text in QR codes: any number of sets in any order, put together again.

A code holds `ACCORD1 <id> <n>/<total> <payload>`. The id is the first eight digits of the
wire text's SHA-256, so parts of two texts never mix; the payloads in their order are the
raw-deflated wire text in base64url.
"""

import base64
import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass, field

from competition.document.problems import InvalidDocument, Problem
from competition.document.rescue import LARGEST
from competition.messages import N_

ID_DIGITS = 8
_PART = re.compile(r"ACCORD1 ([0-9a-f]{8}) ([0-9]{1,3})/([0-9]{1,3}) ([A-Za-z0-9_-]{1,4000})")


@dataclass
class Parts:
    """The codes of one wire text that have come so far: payloads by number, from 1."""

    id: str
    total: int
    payloads: dict[int, str] = field(default_factory=dict)
    contradicted: bool = False

    @property
    def missing(self) -> list[int]:
        """The numbers that have not come yet."""
        return [n for n in range(1, self.total + 1) if n not in self.payloads]

    @property
    def lines(self) -> list[str]:
        """What has come, a code a line."""
        return [
            f"ACCORD1 {self.id} {number}/{self.total} {payload}"
            for number, payload in sorted(self.payloads.items())
        ]

    def wire(self) -> bytes:
        """The wire text once nothing is missing; raises `Invalid` where it is damaged.

        At most one byte more than `rescue.LARGEST`, however much was packed into it.
        """
        joined = "".join(self.payloads.get(n, "") for n in range(1, self.total + 1))
        try:
            packed = base64.b64decode(joined + "=" * (-len(joined) % 4), b"-_", validate=True)
            wire = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, LARGEST + 1)
        except (binascii.Error, zlib.error):
            wire = b""
        is_sound = hashlib.sha256(wire).hexdigest()[:ID_DIGITS] == self.id
        if self.contradicted or not (is_sound or len(wire) > LARGEST):
            message = N_("The codes' text is damaged. Read all codes of this tablet once more.")
            raise InvalidDocument([Problem("", message)])
        return wire


def gather(text: str) -> tuple[list[Parts], int]:
    """Sort what was scanned or pasted, a code a line in any order, into sets.

    Gives the sets in the order in which they first came, and how many lines were no code.
    """
    sets: dict[tuple[str, int], Parts] = {}
    strange = 0
    for line in text.splitlines():
        if not line.strip():
            continue
        found = _PART.fullmatch(" ".join(line.split()))
        number, total = (int(found[2]), int(found[3])) if found else (0, 0)
        if found is None or not 1 <= number <= total:
            strange += 1
            continue
        parts = sets.setdefault((found[1], total), Parts(found[1], total))
        if parts.payloads.setdefault(number, found[4]) != found[4]:
            parts.contradicted = True
    return list(sets.values()), strange
