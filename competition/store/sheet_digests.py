"""Digests of a version of a sheet: the one that its judge is told, and what the audit binds."""

import hashlib
from typing import Any

from competition.document.canonical import canonical
from competition.store.sheets import VersionContent, WriteId


def content_digest(
    keys: tuple[str, str, str, str], version: int, state: str, marks: dict[str, str], comment: Any
) -> str:
    """SHA-256, in hex, of what a version holds and whose sheet it is.

    `keys` are those of competition, match, team and judge. Marks and comment are as the sheet's
    address gives them: without a comment it is "".
    """
    content = dict(zip(("competition", "match", "team", "judge"), keys, strict=True)) | {
        "version": version,
        "state": state,
        "marks": marks,
        "comment": comment or "",
    }
    return json_digest(content)


def version_name(subject: str, number: int) -> str:
    """What a binding calls a version of a sheet; `subject` is `match/team/judge`."""
    return f"sheet/{subject}#{number}"


def hold_name(subject: str) -> str:
    """What a binding calls a sheet's exception from its round."""
    return f"hold/{subject}"


def bound_version(
    ids: tuple[int, int, int, int],
    version: VersionContent,
    write: WriteId,
    stored_at: str,
    receipt: int | None,
    digest: str,
) -> list[Any]:
    """What the audit binds of a version: a digest of its row, receipt and `content_digest`.

    Without a receipt, the digest of the row is all: nobody was told another. `ids` are those of
    competition, match, team and judge. A field that has no value does not enter the digest, so
    that a database keeps its digests when a field is added.
    """
    fields = version._asdict() | write._asdict()
    row = {name: value for name, value in fields.items() if value is not None}
    whole = json_digest(row | {"ids": ids, "stored_at": stored_at})
    return [whole] if receipt is None else [whole, receipt, digest]


def json_digest(value: Any) -> str:
    """SHA-256, in hex, of the value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
