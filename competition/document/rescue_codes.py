"""An exported text (see `rescue`) in QR codes, put together again from scans in any order.

A code contains `ACCORD1 <id> <n>/<total> <payload>`. The id is the first eight digits of the
text's SHA-256, so codes of two texts never mix; the payloads, in order, are the raw-deflated
text in base64url.
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
class CodeSet:
    """The codes of one text that have been scanned so far: payloads by number, from 1.

    `contradicted`: two codes with the same number differ.
    """

    id: str
    total: int
    payloads: dict[int, str] = field(default_factory=dict)
    contradicted: bool = False

    @property
    def missing(self) -> list[int]:
        """The numbers of the codes still to be scanned."""
        return [n for n in range(1, self.total + 1) if n not in self.payloads]

    @property
    def lines(self) -> list[str]:
        """The codes scanned so far, one per line."""
        return [
            f"ACCORD1 {self.id} {number}/{self.total} {payload}"
            for number, payload in sorted(self.payloads.items())
        ]

    def wire(self) -> bytes:
        """Return the text once no code is missing; raises `InvalidDocument` if it is damaged.

        At most one byte more than `rescue.LARGEST` is unpacked.
        """
        joined = "".join(self.payloads.get(n, "") for n in range(1, self.total + 1))
        try:
            packed = base64.b64decode(joined + "=" * (-len(joined) % 4), b"-_", validate=True)
            wire = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, LARGEST + 1)
        except (binascii.Error, zlib.error):
            wire = b""
        is_sound = hashlib.sha256(wire).hexdigest()[:ID_DIGITS] == self.id
        if self.contradicted or not (is_sound or len(wire) > LARGEST):
            message = N_("The codes are damaged. Scan all codes of this tablet again.")
            raise InvalidDocument([Problem("", message)])
        return wire


def collect_codes(text: str) -> tuple[list[CodeSet], int]:
    """Sort scanned or pasted codes, one per line in any order, into sets.

    Returns the sets in the order of their first codes, and how many lines were not codes.
    """
    sets: dict[tuple[str, int], CodeSet] = {}
    not_codes = 0
    for line in text.splitlines():
        if not line.strip():
            continue
        found = _PART.fullmatch(" ".join(line.split()))
        number, total = (int(found[2]), int(found[3])) if found else (0, 0)
        if found is None or not 1 <= number <= total:
            not_codes += 1
            continue
        codes = sets.setdefault((found[1], total), CodeSet(found[1], total))
        if codes.payloads.setdefault(number, found[4]) != found[4]:
            codes.contradicted = True
    return list(sets.values()), not_codes
