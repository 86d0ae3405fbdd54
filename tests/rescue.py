"""What a judge's tablet gives out for a rescue, as `shared/rescue-bundle.js` writes it."""

import base64
import hashlib
import json
import zlib
from typing import Any

from competition.document import rescue
from tests.factories import CHAOYANG, FULL_MARKS


def sheet(**changes: Any) -> dict[str, Any]:
    """评委一's unsent sheet for the education union's team, as a bundle holds it."""
    return {
        "match": "match-1",
        "team": "education",
        "marks": dict(FULL_MARKS),
        "comment": "有理有据 “calm” 𠮷",
        "state": "submitted",
        "base_version": 0,
        "key": "0123456789abcdef0123456789abcdef",
        "written_at": "2025-05-20T09:41:00.000Z",
    } | changes


def bundle(*sheets: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A bundle of 评委一; without sheets, of one unsent sheet."""
    return {
        "format": "accord-rescue/1",
        "competition": CHAOYANG,
        "judge": "judge-1",
        "made_at": "2025-05-20T10:00:00.000Z",
        "sheets": list(sheets or (sheet(),)),
    } | changes


def wire(value: Any, key: str) -> str:
    """The wire text of a bundle, sealed with a rescue key."""
    signed = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f'{{"bundle":{signed},"hmac":"{rescue.sign(key, signed.encode())}"}}'


def codes(text: str, size: int = 200, total: int | None = None) -> list[str]:
    """The text in QR codes of `size` characters of payload each."""
    data = text.encode()
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = base64.urlsafe_b64encode(packer.compress(data) + packer.flush()).decode().rstrip("=")
    payloads = [packed[at : at + size] for at in range(0, len(packed), size)]
    name = hashlib.sha256(data).hexdigest()[:8]
    of_all = total or len(payloads)
    return [f"ACCORD1 {name} {n}/{of_all} {payload}" for n, payload in enumerate(payloads, start=1)]
