"""Make the public snapshot: a new one when something changes that the public may see.

What it may see is decided in `visibility` (of the marks) and `public_course` (of who meets whom).
While nothing visible changes, no snapshot is made and nothing public changes by a byte.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from competition import scoring
from competition.actions.corrections import (
    StageCorrection,
    find_corrections,
    published_stages,
)
from competition.actions.public_agreements import agreements_to_show
from competition.actions.public_course import (
    blank_programme,
    public_names,
    public_standings,
    released_matches,
    tested_teams,
)
from competition.actions.public_proofs import proofs_to_show
from competition.actions.public_scores import scores_to_show
from competition.actions.shown_awards import ShownAward, awards_shown
from competition.actions.shown_draws import Progress, draws_shown
from competition.actions.shown_fairness import fairness_to_show
from competition.actions.snapshot_marks import marks_to_keep
from competition.actions.snapshot_notes import (
    Correction,
    corrections_explained,
    frozen_times,
    imported_counts,
    reveal_to_come,
    times_for_appeals,
    votes_on_ties,
)
from competition.actions.standings import count_standings
from competition.actions.visibility import is_current, public_stages
from competition.document.canonical import canonical
from competition.file_types import Document, RubricPart, ScoringPart
from competition.scoring.corrections import is_moved
from competition.scoring.types import StageStandings
from competition.store import audit, current_competition, file_export, snapshots
from competition.store.current_competition import CurrentCompetition
from competition.store.db import now
from competition.store.models import Competition

REMOVED = "competition.remove"
"""The audit's action for a competition that was removed; its row keeps the last number."""
MADE = "snapshot.make"
"""The audit's action for a row that is there only to bind a snapshot, without an act of its own."""


@dataclass(frozen=True)
class PublicCount:
    """The competition as its file, and the standings of the stages that the public sees as now."""

    file: Document
    stages: Mapping[str, StageStandings]


def refresh(
    session: Session,
    competition: Competition,
    put: Mapping[str, Any] | None = None,
    marks: Mapping[str, Any] | None = None,
    correction: Correction | None = None,
    counted: PublicCount | None = None,
    draws: Mapping[str, Progress] | None = None,
    programme: bool | None = None,
    with_marks: Mapping[str, bool] | None = None,
    awards: Mapping[str, ShownAward | None] | None = None,
    fairness: Mapping[str, Any] | None = None,
) -> snapshots.Snapshot | None:
    """Make the next snapshot inside the caller's transaction, if the public would see a change.

    `put` is what frozen stages show from now on in place of what they had, by key: a step of a
    reveal. `marks` are single marks to be shown from now on, by match; None takes them off.
    What is published stays as it is but for the stages of `correction`. `counted` is
    `count_public`, where that has been done since the last change. `draws` says, by key, how far
    one is shown from now on. `programme` shows or hides the times and rooms of matches that are
    not public; None leaves that as it is. `with_marks` says of stages, by key, whether their
    marks are published with them (`public_proofs`). `awards` are shown from now on, by key; None
    takes one off. `fairness` is that of `shown_fairness`.
    """
    last = snapshots.newest_snapshot(competition.key)
    counted = counted or count_public(competition)
    released = _content(competition, last, put or {}, correction, counted.stages)
    content = canonical(released)
    kept = marks_to_keep(competition, last, put or {}, marks or {})
    frozen_at = frozen_times(competition, last)
    display = (
        _display(competition, released, counted.file)
        | ({"marks": kept} if kept else {})
        | ({"frozen_at": frozen_at} if frozen_at else {})
        | corrections_explained(released, last, correction)
        | times_for_appeals(counted.file, released)
        | votes_on_ties(counted.file, released)
        | scores_to_show(counted.file, released, counted.stages, last)
        | proofs_to_show(
            session, competition, counted.file, released, counted.stages, last, with_marks or {}
        )
        | imported_counts(competition)
        | _draws(counted.file, last, draws or {})
        | awards_shown(counted.file, last, awards or {})
        | fairness_to_show(released, last, fairness)
        | agreements_to_show(counted.file, released)
        | _programme(counted.file, shows_programme(last) if programme is None else programme)
    )
    is_shown = last is not None and last.content == content
    if last and is_shown and canonical(last.unsealed_display()) == canonical(display):
        return None
    # The digest changes with every entry, so it never makes a snapshot by itself; and it is
    # public only once a result is, although it tells nothing of a mark.
    if "published" in released["state"].values() and (newest := audit.newest_row(competition.key)):
        display[snapshots.HEAD] = newest.sha256
    snapshot = snapshots.Snapshot(
        competition_id=competition.id,
        competition_key=competition.key,
        number=last.number + 1 if last else _first_number(competition.key),
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        previous=last.sha256 if last else None,
        display=canonical(display),
    )
    session.add(snapshot)
    session.flush()
    return snapshot


def shows_programme(snapshot: snapshots.Snapshot | None) -> bool:
    """Whether a snapshot has the times and rooms of matches that are not public."""
    return snapshot is not None and "programme" in snapshot.names()


def _programme(file: Document, is_shown: bool) -> dict[str, Any]:
    return {"programme": blank_programme(file)} if is_shown else {}


def _first_number(key: str) -> int:
    """The number of a competition's first snapshot.

    After a removed competition of the same key the numbers go on, so that nobody who still has a
    page of that one takes it for the newest.
    """
    removed = audit.rows_about(key, REMOVED, key)
    last = json.loads(removed[0].before)["snapshot"] if removed else 0
    return int(last or 0) + 1


def _content(
    competition: Competition,
    last: snapshots.Snapshot | None,
    put: Mapping[str, Any],
    correction: Correction | None,
    counted: Mapping[str, StageStandings],
) -> dict[str, Any]:
    """Every stage's release, what the public sees of it, and what has been corrected."""
    kept = {**public_stages(last), **put}
    corrected = correction.stages if correction else ()
    published = published_stages(last)
    stages: list[Mapping[str, Any]] = []
    for stage in competition.stages:
        nothing = {"stage": stage.key}
        if stage.release == "hidden":
            stages.append(nothing)
        elif stage.key in counted:
            is_kept = stage.key in published and stage.key not in corrected
            moved = is_kept and is_moved(published[stage.key], counted[stage.key])
            stages.append(published[stage.key] if moved else counted[stage.key])
        else:
            stages.append(kept.get(stage.key, nothing))
    content: dict[str, Any] = {
        "state": {stage.key: stage.release for stage in competition.stages},
        "stages": stages,
    }
    if competition.rehearsal_of is not None:
        content["rehearsal"] = True
    corrections = _corrections(last, correction)
    return content | ({"corrections": corrections} if corrections else {})


def _corrections(
    last: snapshots.Snapshot | None, correction: Correction | None
) -> list[dict[str, Any]]:
    """All corrections so far, numbered from 1 in the competition; nobody is named in them."""
    listed: list[dict[str, Any]] = json.loads(last.content).get("corrections", []) if last else []
    if correction is not None:
        at = now()
        for stage in correction.stages:
            number = len(listed) + 1
            listed.append({"stage": stage, "number": number, "at": at, "reason": correction.reason})
    return listed


def pending_corrections(competition: Competition) -> list[StageCorrection]:
    """The published stages that differ from what is counted, and wait to be corrected."""
    published = published_stages(snapshots.newest_snapshot(competition.key))
    if not published:
        return []
    return find_corrections(competition, published, count_current(competition))


def count_current(competition: Competition) -> Mapping[str, StageStandings]:
    """The standings as they are now of the stages that the public sees as they are, by stage."""
    if current := current_competition.of(competition):
        return current.once("public standings", _public_standings)
    return count_public(competition).stages


def count_before(competition: Competition) -> Mapping[str, StageStandings]:
    """Like `count_current`, in a write transaction that has changed nothing yet."""
    if current := current_competition.find_unchanged(competition.key):
        return current.once("public standings", _public_standings)
    return count_public(competition).stages


def count_public(competition: Competition) -> PublicCount:
    """Count the stages that the public sees as they are, from the rows as they are now."""
    stages = _current_stages(competition)
    if not stages:
        return PublicCount(file_export.competition_document(competition, sheets=False), {})
    file = file_export.competition_document(competition, history=False)
    return PublicCount(file, _without_secrets(file, scoring.recount(file, stages)["stages"]))


def _public_standings(current: CurrentCompetition) -> dict[str, StageStandings]:
    stages = _current_stages(current.competition)
    counted = count_standings(current.competition)
    shown = [counted[stage.key] for stage in current.competition.stages if stage.key in stages]
    return _without_secrets(current.document, shown)


def _current_stages(competition: Competition) -> set[str]:
    return {stage.key for stage in competition.stages if is_current(competition, stage)}


def _without_secrets(
    file: Document, counted: Iterable[StageStandings]
) -> dict[str, StageStandings]:
    parts = {stage["key"]: stage for stage in file["stages"]}
    return {each["stage"]: public_standings(each, parts[each["stage"]]) for each in counted}


def _display(
    competition: Competition, content: Mapping[str, Any], file: Document
) -> dict[str, Any]:
    """Names, sides and topics for the public pages: nothing that changes with a hidden mark."""
    names = public_names(file, released_matches(content), tested_teams(file, content))
    return (
        reveal_to_come(competition)
        | names
        | {
            "dimensions": _dimensions(file["rubric"]),
            **_rule(file["scoring"]),
        }
        | _stage_rules(file)
    )


def _stage_rules(file: Document) -> dict[str, Any]:
    """What differs in the stages that have a rubric or a rule of their own."""
    rules = {
        stage["key"]: ({"dimensions": _dimensions(stage["rubric"])} if "rubric" in stage else {})
        | (_rule(stage["scoring"]) if "scoring" in stage else {})
        for stage in file["stages"]
        if "rubric" in stage or "scoring" in stage
    }
    return {"stage_rules": rules} if rules else {}


def _dimensions(rubric: RubricPart) -> list[dict[str, Any]]:
    return [
        {"key": d["key"], "name": d["name"], "max": d["max"], "factor": d["factor"]}
        | {"min": d.get("min", "0")}
        for d in rubric["dimensions"]
    ]


def _rule(scoring_part: ScoringPart) -> dict[str, Any]:
    return {
        "decimals": scoring_part.get("decimals", 2),
        "missing_sheet": scoring_part.get("missing_sheet", "wait"),
    }


def _draws(
    file: Document, last: snapshots.Snapshot | None, put: Mapping[str, Progress]
) -> dict[str, Any]:
    return {"draws": draws_shown(file, last, put)} if file.get("draws") else {}
