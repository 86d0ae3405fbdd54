"""What the public sees of the fairness report: what was released, as it was then.

It is kept in the snapshot itself. It speaks of published standings; once one of these is corrected
or no longer published, the report is taken back by itself, because what it says of first place may
be another's now. The organiser looks at the new one and releases that.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from competition.document.canonical import canonical
from competition.store.snapshots import Snapshot

FAIRNESS = "fairness"
"""The name in a snapshot's `display` of the released report: its `page`, and `standings`, the
digests of the public standings that it speaks of, by stage."""


def released_fairness(snapshot: Snapshot | None) -> Mapping[str, Any] | None:
    """The released report in a snapshot; None where none is."""
    return snapshot.names().get(FAIRNESS) if snapshot else None


def fairness_to_show(
    content: Mapping[str, Any], last: Snapshot | None, put: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The report for the next snapshot: what the last one had, as long as it holds, or `put`.

    `put` is a page to release, `{}` takes back what is released, None leaves it. `content` is what
    the public sees of every stage from now on.
    """
    if put is not None:
        if not put:
            return {}
        keys = [stage["stage"] for stage in put["stages"]]
        return {FAIRNESS: {"page": put, "standings": _digests(content, keys)}}
    shown = released_fairness(last)
    if last is None or shown is None:
        return {}
    if shown["standings"] != _digests(content, shown["standings"]):
        fallen = _fallen.get()
        if fallen is not None:
            fallen.add(last.competition_key)
        return {}
    return {FAIRNESS: shown}


_fallen: ContextVar[set[str] | None] = ContextVar("fallen_reports", default=None)


@contextmanager
def noting_fallen_reports() -> Iterator[set[str]]:
    """The keys of competitions whose released report the acts inside take back by themselves.

    They are there once an act has succeeded; after one that failed they say nothing.
    """
    found: set[str] = set()
    token = _fallen.set(found)
    try:
        yield found
    finally:
        _fallen.reset(token)


def speaks_of(snapshot: Snapshot | None, stage_key: str) -> bool:
    """Whether a report is released that speaks of this stage."""
    shown = released_fairness(snapshot)
    return shown is not None and stage_key in shown["standings"]


def _digests(content: Mapping[str, Any], stages: Any) -> dict[str, str]:
    """The digests of these stages' public standings, where they are published."""
    parts = {part["stage"]: part for part in content["stages"]}
    return {
        key: hashlib.sha256(canonical(parts[key]).encode()).hexdigest()
        for key in stages
        if content["state"].get(key) == "published"
    }
