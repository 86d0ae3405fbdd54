"""What the public may see: made anew when something changes that the release lets through.

The rule (contract, "A round and what the public sees"): `hidden` shows that there is a
stage and nothing of its marks; `live` and `published` show its standings; `frozen` keeps
what the public had when it was frozen. A stage that carries an unreleased one is held back as
if it were frozen, because its totals would give the other's away. While nothing changes that
may be seen, no snapshot is made and nothing public moves by a byte.
"""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from competition import scoring
from competition.actions import snapshot_marks
from competition.scoring import reveal
from competition.store import file_export, queries, reveals, snapshots
from competition.store.db import Busy, db, writing
from competition.store.models import Competition, Stage

SHOWN = ("live", "published")
FOLLOW_WAIT_SECONDS = 1.0
QUICK_SECONDS = 0.05
"""A judge may wait so long for the public's snapshot."""
REST_SECONDS = 0.125
"""Eight a second are enough for people to watch."""
log = logging.getLogger(__name__)

# Competitions in which something was committed that the public may see and does not see yet.
_behind: set[int] = set()
_ring: Callable[[], None] | None = None
# When the last one ended, and how long it took.
_last = (float("-inf"), 0.0)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: what the digest is over, encoded as UTF-8."""
    return _canonical(value)


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def refresh(
    session: Session,
    competition: Competition,
    put: Mapping[str, Any] | None = None,
    marks: Mapping[str, Any] | None = None,
) -> snapshots.Snapshot | None:
    """Make the next snapshot inside the caller's transaction, if the public would see a change.

    `put` is what frozen stages show from now on in place of what they had, by key: a step of a
    reveal. `marks` are what a match's judges gave, laid open from now on, by match; None takes
    them off.
    """
    last = snapshots.newest_snapshot(competition.key)
    content = canonical(_content(competition, last, put or {}))
    laid_open = snapshot_marks.marks_to_keep(
        competition, last, put or {}, marks or {}, lambda s: _is_current(competition, s)
    )
    display = canonical(_display(competition) | laid_open)
    if last is not None and (last.content, last.display) == (content, display):
        return None
    snapshot = snapshots.Snapshot(
        competition_id=competition.id,
        competition_key=competition.key,
        number=last.number + 1 if last else 1,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        previous=last.sha256 if last else None,
        display=display,
    )
    session.add(snapshot)
    session.flush()
    return snapshot


def follow(competition_id: int) -> None:
    """Show what was just committed; the commit stands whatever happens here.

    At once where that is quick: in a hall of nine judges the board is right before the judge has
    the receipt. Where the server runs (`follow_by`) and the last one took long, or is hardly over,
    soon, so that no judge waits for a recount. Whoever comes first does it for all that were
    committed until then. What could not be done is done by `catch_up`.
    """
    _behind.add(competition_id)
    if _ring is None or _is_quick():
        _show(competition_id)
    else:
        _ring()


def follow_by(ring: Callable[[], None] | None) -> None:
    """Have `ring` called when there is something for `catch_up`; with None, follow at once."""
    global _ring
    _ring = ring


def _is_quick() -> bool:
    ended, took = _last
    return took <= QUICK_SECONDS and time.monotonic() - ended >= REST_SECONDS


def _show(competition_id: int) -> None:
    global _last
    begun = time.monotonic()
    try:
        with writing(wait=FOLLOW_WAIT_SECONDS) as session:
            if competition_id in _behind:
                _behind.discard(competition_id)
                competition = session.get(Competition, competition_id)
                if competition is not None:
                    refresh(session, competition)
    except Busy:
        _behind.add(competition_id)
    except Exception:
        _behind.add(competition_id)
        db.session.rollback()
        log.exception("The public snapshot could not be made; it is tried again.")
    ended = time.monotonic()
    _last = (ended, ended - begun)


def make_owed(*, everything: bool = False) -> bool:
    """Make the snapshots that are still owed; say whether there were any.

    With `everything`, look at every competition: a server that was killed between a commit
    and its snapshot owes one that nobody remembers.
    """
    owed = (
        {competition.id for competition in queries.all_competitions()}
        if everything
        else set(_behind)
    )
    _behind.update(owed)
    for competition_id in owed:
        _show(competition_id)
    return bool(owed)


def held_back_by(competition: Competition, stage: Stage) -> list[Stage]:
    """The stages whose totals `stage` carries and that the public may not see, or not anew.

    Showing `stage` would show what is hidden or frozen in them; while there are any, the
    public keeps what it had of `stage`. A carried stage hands on its own total before its own
    carry, so only what is carried directly counts.
    """
    carried = {row["stage"] for row in stage.carry or []}
    return [s for s in competition.stages if s.key in carried and s.release not in SHOWN]


def public_stage(competition_key: str, stage_key: str) -> dict[str, Any]:
    """What the public sees of a stage now."""
    return _last_stages(snapshots.newest_snapshot(competition_key)).get(
        stage_key, {"stage": stage_key}
    )


def _last_stages(last: snapshots.Snapshot | None) -> dict[str, dict[str, Any]]:
    if last is None:
        return {}
    return {stage["stage"]: stage for stage in json.loads(last.content)["stages"]}


def _is_current(competition: Competition, stage: Stage) -> bool:
    """Whether the public sees the stage as it is now."""
    return stage.release in SHOWN and not held_back_by(competition, stage)


def _content(
    competition: Competition, last: snapshots.Snapshot | None, put: Mapping[str, Any]
) -> dict[str, Any]:
    kept = {**_last_stages(last), **put}
    shown = {stage.key for stage in competition.stages if _is_current(competition, stage)}
    counted = {}
    if shown:
        standings = scoring.recount(
            file_export.competition_mapping(competition, history=False), stages=shown
        )
        counted = {stage["stage"]: stage for stage in standings["stages"]}
    stages = []
    for stage in competition.stages:
        nothing = {"stage": stage.key}
        if stage.release == "hidden":
            stages.append(nothing)
        elif stage.key in shown:
            stages.append(counted[stage.key])
        else:
            stages.append(kept.get(stage.key, nothing))
    return {"state": {stage.key: stage.release for stage in competition.stages}, "stages": stages}


def _display(competition: Competition) -> dict[str, Any]:
    """Names, sides and topics for the public pages: nothing that moves with a mark."""
    whole = file_export.competition_mapping(competition, sheets=False)
    return _reveal(competition) | {
        "competition": whole["competition"],
        "dimensions": [
            {name: d[name] for name in ("key", "name", "max", "factor")}
            | {"min": d.get("min", "0")}
            for d in whole["rubric"]["dimensions"]
        ],
        "decimals": whole["scoring"].get("decimals", 2),
        "missing_sheet": whole["scoring"].get("missing_sheet", "wait"),
        "topics": whole["topics"],
        "teams": whole["teams"],
        "stages": [
            {
                "key": stage["key"],
                "name": stage["name"],
                "rounds": [
                    {
                        "key": round_["key"],
                        "name": round_["name"],
                        "matches": [
                            {
                                "key": match["key"],
                                "topic": match.get("topic"),
                                "entries": match["entries"],
                            }
                            for match in round_["matches"]
                        ],
                    }
                    for round_ in stage["rounds"]
                ],
            }
            for stage in whole["stages"]
        ],
    }


def _reveal(competition: Competition) -> dict[str, Any]:
    """That a stage's places are being revealed, and how many teams the hall still waits for."""
    going = reveals.find_reveal(competition.id)
    if going is None:
        return {}
    left = reveal.to_come(json.loads(going.held), going.step)
    return {"reveal": {"stage": going.stage_key, "to_come": left}} if left else {}
