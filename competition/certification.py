"""What is signed when a stage's result is confirmed, who signed it, and whether that still holds.

A signature holds a digest of the standings that it confirms (`certifications[]` of the file). It
holds as long as the stage counts to the same digest, and is void once the result has moved.
"""

import copy
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from competition import scoring
from competition.document.canonical import canonical
from competition.file_types import CertificationPart, Document, StagePart
from competition.scoring.types import StageStandings

ROLES = ("scorekeeper", "checker", "observer", "head_judge")
"""The four who confirm a result, in the order in which the printed summary has them."""
LEFT_OUT = ("complete", "provisional", "warnings")
"""What no total hangs on; of the rows also `advances`."""


@dataclass(frozen=True)
class Certification:
    """A signature of a stage; `holds` says whether the stage still counts to its digest."""

    stage: str
    digest: str
    role: str
    name: str
    at: str
    holds: bool


def digest_of_standings(counted: StageStandings) -> str:
    """SHA-256 in hex of a stage as `flask recount` prints it, without what no total hangs on."""
    stage: dict[str, Any] = copy.deepcopy(cast("dict[str, Any]", counted))
    for field in LEFT_OUT:
        stage.pop(field, None)
    for row in stage["standings"]:
        row.pop("advances", None)
    return hashlib.sha256(canonical(stage).encode()).hexdigest()


def stage_digest(document: Document, stage_key: str) -> str:
    """The digest of a stage of a checked file; raises KeyError if there is no such stage.

    >>> from pathlib import Path
    >>> from competition.document import read_file
    >>> whole = read_file(Path("competition/samples/chaoyang-final.json").read_bytes())
    >>> len(stage_digest(whole, "final"))
    64
    """
    counted = scoring.recount(document, [stage_key])["stages"]
    if not counted:
        raise KeyError(stage_key)
    return digest_of_standings(counted[0])


def short_digest(digest: str) -> str:
    """The first eight characters in two groups, to be read aloud and compared on paper.

    >>> short_digest("0123456789abcdef")
    '0123 4567'
    """
    return f"{digest[:4]} {digest[4:8]}"


def certifications_of(document: Document, stage_key: str) -> list[Certification]:
    """Who has signed a stage of a checked file, by role, then as in the file.

    Roles other than the four come last. Raises KeyError if there is no such stage.
    """
    signed = [part for part in document.get("certifications") or () if part["stage"] == stage_key]
    if not signed and any(stage["key"] == stage_key for stage in document["stages"]):
        return []
    return judged_certifications(signed, stage_digest(document, stage_key))


def judged_certifications(
    signed: Sequence[CertificationPart], digest: str | None
) -> list[Certification]:
    """The signatures of one stage, by role, with whether they are of this digest."""
    found = [
        Certification(
            part["stage"],
            part["digest"],
            part["role"],
            part["name"],
            part["at"],
            part["digest"] == digest,
        )
        for part in signed
    ]
    return sorted(found, key=lambda each: _order(each.role))


def head_judges_of(document: Document, stage: StagePart) -> list[str]:
    """The keys of the head judges on the stage's panels; of a written test those of the file."""
    heads = [judge["key"] for judge in document["judges"] if judge.get("head")]
    if stage.get("kind") == "paper":
        return heads
    seated = {
        judge
        for round_ in stage.get("rounds") or ()
        for match in round_.get("matches") or ()
        if not match.get("void")
        for judge in match["panel"]
    }
    return [judge for judge in heads if judge in seated]


def _order(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)
