"""What the public may read of how published totals came about: every mark, judges by seat.

The act that publishes a stage says whether its marks are published with it. Afterwards the proofs
stay as they were published until the stage is corrected, as its standings do. A stage that was
published before there were proofs stays without them.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from competition.document.canonical import canonical
from competition.file_types import Document, StagePart
from competition.scoring.types import StageStandings
from competition.store import public_proofs
from competition.store.models import Competition
from competition.store.snapshots import Snapshot
from competition.why import Prover

PROOFS = "proofs"
"""The name in a snapshot's `display` of the digests of proofs, by stage."""
_REMEMBERED = 32
_DIGESTS: OrderedDict[str, str] = OrderedDict()
"""The digest of a stage's proofs by that of what they are made of: most snapshots change others."""


def proofs_to_show(
    session: Session,
    competition: Competition,
    file: Document,
    content: Mapping[str, Any],
    counted: Mapping[str, StageStandings],
    last: Snapshot | None,
    with_marks: Mapping[str, bool],
) -> dict[str, Any]:
    """The digests of the published stages' proofs; what is new is stored.

    `content` is what the public sees of every stage, `counted` what the file comes to now,
    `with_marks` what the act says of stages that it publishes.
    """
    before: Mapping[str, str] = last.names().get(PROOFS, {}) if last else {}
    shown = {stage["stage"]: stage for stage in content["stages"]}
    without = {row.key for row in competition.stages if row.without_marks}
    wanted = [
        stage
        for stage in file["stages"]
        if content["state"][stage["key"]] == "published"
        and _is_wanted(stage["key"], last, before, with_marks, without)
    ]
    current = {
        stage["key"]
        for stage in wanted
        if stage["key"] in counted and shown[stage["key"]] == counted[stage["key"]]
    }
    found: dict[str, str] = {}
    prover: Prover | None = None
    for stage in wanted:
        key = stage["key"]
        if key not in current:
            if key in before:
                found[key] = before[key]
            continue
        inputs = _inputs(file, stage, current, counted)
        digest = _DIGESTS.get(inputs)
        if digest is None or not public_proofs.has_proofs(session, competition.id, digest):
            prover = prover or Prover(file)
            digest = _store(session, competition, prover, key, current)
            _DIGESTS[inputs] = digest
            while len(_DIGESTS) > _REMEMBERED:
                _DIGESTS.popitem(last=False)
        found[key] = digest
    return {PROOFS: found} if found else {}


def _is_wanted(
    key: str,
    last: Snapshot | None,
    before: Mapping[str, str],
    with_marks: Mapping[str, bool],
    without: set[str],
) -> bool:
    """As the act says; where it says nothing, as it was published.

    What becomes public now without an act of its own, by a reveal's last step or because a stage
    that it carries is published, goes by what was chosen beforehand.
    """
    if key in with_marks:
        return with_marks[key]
    was_published = last is not None and last.public()["state"].get(key) == "published"
    return key in before if was_published else key not in without


def _store(
    session: Session, competition: Competition, prover: Prover, key: str, current: set[str]
) -> str:
    by_team = {
        team: canonical(prover.prove(team, key, marks_of=current))
        for team in prover.ranked_teams(key)
    }
    digest = hashlib.sha256(canonical([competition.key, key, by_team]).encode()).hexdigest()
    if not public_proofs.has_proofs(session, competition.id, digest):
        public_proofs.add_proofs(session, competition.id, digest, by_team)
    return digest


def _inputs(
    file: Document, stage: StagePart, current: set[str], counted: Mapping[str, StageStandings]
) -> str:
    """A digest of all that a stage's proofs can depend on.

    It is kept in memory only, and so are the marks of carried stages that are not public.
    """
    carried = {part["stage"] for part in stage.get("carry") or ()}
    stages = [each for each in file["stages"] if each["key"] in {stage["key"], *carried}]
    matches = {
        match["key"]
        for each in stages
        for round_ in each.get("rounds") or ()
        for match in round_["matches"]
    }
    whole = {
        "competition": file["competition"]["key"],
        "stage": stage["key"],
        "current": sorted(current & carried),
        "counted": counted[stage["key"]],
        "sheets": [each for each in file.get("sheets") or () if each["match"] in matches],
        "deductions": [each for each in file.get("deductions") or () if each["match"] in matches],
        "appeals": [[each["stage"], each["state"]] for each in file.get("appeals") or ()],
        "parts": [
            {name: value for name, value in each.items() if name != "release"} for each in stages
        ],
        "rest": [
            file["rubric"],
            file["scoring"],
            file["teams"],
            file["judges"],
            file.get("rulings"),
        ],
        "names": [[each["key"], each["name"]] for each in file["stages"]],
    }
    return hashlib.sha256(canonical(whole).encode()).hexdigest()
