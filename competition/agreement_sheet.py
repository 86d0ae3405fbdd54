"""The agreement sheet of a match: its focal points, what stands there, and who has signed.

Pure functions of the competition file. Whoever writes says what they have seen by its digest
(`digest_of_point`, `digest_of_points`, `digest_of_signed`): twelve hexadecimal digits of a
SHA-256, or "" where nothing stood there.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from competition.document.canonical import canonical
from competition.file_types import (
    AgreementPart,
    Document,
    MatchPart,
    SignaturePart,
    StagePart,
    Text,
)

STATUSES = ("agreed", "partial", "deadlock")
BARGAINING = ("labour", "employer")
_DIGITS = 12
_LEFT = ("withdrawn", "disqualified")


@dataclass(frozen=True)
class SheetPoint:
    """A focal point of the match's topic: `status` is "" while nothing stands there."""

    key: str
    title: Text
    status: str
    text: Text | None
    digest: str


@dataclass(frozen=True)
class SheetSide:
    """A side of the match: its teams by key, the names of their members, who has signed."""

    side: str
    teams: Sequence[str]
    members: Sequence[Text]
    signed: Sequence[SignaturePart]


@dataclass(frozen=True)
class AgreementSheet:
    """One match's sheet; with the digests of all its points and of its signatures."""

    match: str
    topic: Text | None
    points: Sequence[SheetPoint]
    sides: Sequence[SheetSide]
    points_digest: str
    signed_digest: str

    @property
    def settled(self) -> int:
        """How many points have a status."""
        return sum(bool(point.status) for point in self.points)

    @property
    def signatures(self) -> list[SignaturePart]:
        """Every signature, side by side."""
        return [signature for side in self.sides for signature in side.signed]

    @property
    def is_signed(self) -> bool:
        """Whether every side has signed."""
        return bool(self.sides) and all(side.signed for side in self.sides)


def sheet_of_match(file: Document, match_key: str) -> AgreementSheet | None:
    """The sheet of that match; None where there is no such match, or only one side in it."""
    found = next((match for _stage, match in _matches(file) if match["key"] == match_key), None)
    if found is None or not has_sheet(found):
        return None
    agreement = agreement_of(file, match_key)
    topic: Mapping[str, Any] = next(
        (each for each in file.get("topics", ()) if each["key"] == found.get("topic")), {}
    )
    written = {point["focal_point"]: point for point in agreement["points"]} if agreement else {}
    signed = agreement["signed"] if agreement else []
    teams = {team["key"]: team for team in file["teams"]}
    sides = dict.fromkeys(entry["side"] for entry in found["entries"])
    return AgreementSheet(
        match=match_key,
        topic=topic.get("title"),
        points=[
            _point(point, written.get(point["key"])) for point in topic.get("focal_points", ())
        ],
        sides=[
            SheetSide(
                side=side,
                teams=keys,
                members=[m["name"] for key in keys for m in teams[key].get("members", ())],
                signed=[each for each in signed if each["side"] == side],
            )
            for side in sides
            for keys in [[e["team"] for e in found["entries"] if e["side"] == side]]
        ],
        points_digest=digest_of_points(agreement),
        signed_digest=digest_of_signed(agreement),
    )


def has_sheet(match: MatchPart) -> bool:
    """Whether two sides bargain in the match."""
    return {entry["side"] for entry in match["entries"]} >= set(BARGAINING)


def agreement_of(file: Document, match_key: str) -> AgreementPart | None:
    """The match's part of `agreements`; None while nothing is on file."""
    return next((each for each in file.get("agreements", ()) if each["match"] == match_key), None)


def digest_of_point(point: Mapping[str, Any] | None) -> str:
    """The digest of one of an agreement's points."""
    return _digest(point)


def digest_of_points(agreement: Mapping[str, Any] | None) -> str:
    """The digest of all points of an agreement: what is signed."""
    return _digest(agreement["points"] if agreement else None)


def digest_of_signed(agreement: Mapping[str, Any] | None) -> str:
    """The digest of an agreement's signatures."""
    return _digest(agreement["signed"] if agreement else None)


def _point(point: Mapping[str, Any], written: Mapping[str, Any] | None) -> SheetPoint:
    return SheetPoint(
        key=point["key"],
        title=point["title"],
        status=written["status"] if written else "",
        text=written.get("text") if written else None,
        digest=digest_of_point(written),
    )


def _digest(value: Any) -> str:
    if not value:
        return ""
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:_DIGITS]


def _matches(file: Document) -> list[tuple[StagePart, MatchPart]]:
    return [
        (stage, match)
        for stage in file["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
    ]


def has_result(match: MatchPart, shown: Mapping[str, Any]) -> bool:
    """Whether these standings of the match's stage have its result: every team that has not left.

    `shown` is one stage as `scoring.recount` gives it, or the public sees it.
    """
    counted = {
        row["team"]
        for row in shown.get("standings", ())
        if any(entry["match"] == match["key"] for entry in row["entries"])
    }
    gone = {row["team"] for row in shown.get("unranked", ()) if row["reason"] in _LEFT}
    return bool(counted) and counted >= {entry["team"] for entry in match["entries"]} - gone
