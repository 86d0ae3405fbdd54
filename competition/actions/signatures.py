"""Sign a stage's result, and take a signature back.

An organiser asks for the signatures (`open_signing`): from then on the head judge sees the stage's
standings on the tablet. What is asked for is one digest: once the result has moved, nobody can sign
until it is asked for again. Each signature is a part of the competition file.
"""

import json
from typing import NamedTuple

from sqlalchemy import func, select

from competition import document
from competition.actions.change import Change, change
from competition.actions.lookup import require_competition, require_judge, require_stage
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.actions.standings import count_standings
from competition.certification import ROLES, digest_of_standings, head_judges_of
from competition.file_types import CertificationPart
from competition.messages import N_
from competition.store import audit, file_export
from competition.store.db import db, now
from competition.store.models import Competition, Judge, Stage
from competition.store.outcome_models import Outcome

OPENED = "certification.open"
ORGANISERS_ROLES = ("scorekeeper", "checker")
KIND = "certifications"


class Signer(NamedTuple):
    """Who signs: the name on the paper, and `by` as the audit names them."""

    role: str
    name: str
    by: str


def has_open_round(stage: Stage) -> bool:
    """Whether a round of the stage is not closed yet."""
    return any(round_.state != "closed" for round_ in stage.rounds)


def current_digest(competition: Competition, stage_key: str) -> str:
    """The digest of the stage as it is counted now."""
    return digest_of_standings(count_standings(competition)[stage_key])


def is_signing_open(competition: Competition, stage: Stage) -> bool:
    """Whether the signatures of this stage have been asked for, as it is counted now."""
    asked = audit.rows_about(competition.key, OPENED, stage.key)
    if not asked or has_open_round(stage):
        return False
    asked_digest: str = json.loads(asked[0].after)["digest"]
    return asked_digest == current_digest(competition, stage.key)


def open_signing(competition_key: str, stage_key: str, digest: str, by: str) -> None:
    """Ask for the signatures of a result; the head judge is shown it. `digest` was shown.

    Raises `NotFound`, or `Refused` while a round is open, without a place, and where the result is
    another by now.
    """
    with change(competition_key, by) as edit:
        stage = require_stage(edit.competition, stage_key)
        edit.refuse_if_changed(f"certification/{stage_key}")
        if has_open_round(stage):
            raise Refused(N_("Close every round of this stage first; then its result is signed."))
        counted = count_standings(edit.competition)[stage_key]
        if not counted["standings"]:
            raise Refused(N_("No team has a place here yet, so there is nothing to sign."))
        _refuse_other_digest(digest, digest_of_standings(counted))
        edit.audit(OPENED, stage_key, None, {"digest": digest})


def sign_result(competition_key: str, stage_key: str, digest: str, signer: Signer) -> None:
    """Keep a signature of the result with that digest, in the file and in the audit.

    One's own earlier signature of the stage in that role gives way. Raises `NotFound`; `Refused`
    where the result is another, nobody has asked, or the same person has signed in another role.
    """
    with change(competition_key, signer.by) as edit:
        stage = require_stage(edit.competition, stage_key)
        # Four people sign at once, each a part of their own: what they sign is the digest.
        edit.refuse_if_changed(f"certification/{stage_key}/{signer.role}/{signer.name}")
        if signer.role not in ROLES:
            raise NotFound
        _refuse_other_digest(digest, current_digest(edit.competition, stage_key))
        if not is_signing_open(edit.competition, stage):
            raise Refused(N_("The organiser has not asked for the signatures of this result yet."))
        rows = _rows(edit, stage_key)
        for row in rows:
            if row.part["digest"] != digest or document.tidy(row.part["name"]) != signer.name:
                continue
            if row.part["role"] == signer.role:
                raise Refused(N_("You have signed this result already."))
            raise Refused(
                N_(
                    "%(name)s has signed this result in another role. Each of the four is another "
                    "person: sign in under your own name."
                ),
                name=signer.name,
            )
        for row in rows:
            if (row.part["role"], row.part["name"]) == (signer.role, signer.name):
                edit.session.delete(row)
        part = CertificationPart(
            stage=stage_key, digest=digest, role=signer.role, name=signer.name, at=now()
        )
        edit.session.add(
            Outcome(
                competition_id=edit.competition.id,
                kind=KIND,
                position=_next_position(edit),
                part=dict(part),
            )
        )
        edit.session.flush()
        edit.audit("certification.sign", stage_key, None, dict(part))


def sign_as_head_judge(competition_key: str, stage_key: str, digest: str, judge_key: str) -> None:
    """The head judge's signature, given on the tablet; `NotFound` where it is not for this judge.

    Raises as `sign_result`.
    """
    judge = require_judge(require_competition(competition_key), judge_key)
    stage = require_stage(judge.competition, stage_key)
    if not may_sign_as_head_judge(judge, stage):
        raise NotFound
    name = signing_name(judge)
    sign_result(
        competition_key, stage_key, digest, Signer("head_judge", name, f"judge {judge_key}")
    )


def may_sign_as_head_judge(judge: Judge, stage: Stage) -> bool:
    """Whether the stage's result is shown to this judge: a head judge there, asked to sign."""
    if not judge.head or has_open_round(stage):
        return False
    file = file_export.competition_document(judge.competition, sheets=False)
    part = next(each for each in file["stages"] if each["key"] == stage.key)
    return judge.key in head_judges_of(file, part) and is_signing_open(judge.competition, stage)


def signing_name(judge: Judge) -> str:
    """The judge's name on the paper: in the competition's first language that it is given in."""
    languages = [*(judge.competition.languages or ()), *judge.name]
    return str(next(judge.name[code] for code in languages if code in judge.name))


def withdraw_signature(
    competition_key: str, stage_key: str, number: int, reason: str, by: str
) -> None:
    """Take the signature of that row's number back; the audit keeps it, and the reason.

    Raises `NotFound`, or `Refused` without a reason.
    """
    with change(competition_key, by) as edit:
        require_stage(edit.competition, stage_key)
        edit.refuse_if_changed(f"certification/{stage_key}")
        row = next((row for row in _rows(edit, stage_key) if row.id == number), None)
        if row is None:
            raise NotFound
        after = {"reason": require_reason(reason)}
        edit.audit("certification.withdraw", stage_key, dict(row.part), after)
        edit.session.delete(row)
        edit.session.flush()


def signature_rows(competition: Competition, stage_key: str) -> list[Outcome]:
    """The rows of a stage's signatures, as in the file."""
    query = select(Outcome).filter_by(competition_id=competition.id, kind=KIND)
    rows = db.session.scalars(query.order_by(Outcome.id))
    return [row for row in rows if row.part["stage"] == stage_key]


def _rows(edit: Change, stage_key: str) -> list[Outcome]:
    return signature_rows(edit.competition, stage_key)


def _next_position(edit: Change) -> int:
    query = select(func.count(Outcome.id)).filter_by(competition_id=edit.competition.id, kind=KIND)
    return edit.session.scalar(query) or 0


def _refuse_other_digest(shown: str, current: str) -> None:
    if shown != current:
        raise Refused(
            N_(
                "The result has changed since this page was opened, so nothing was signed. Read it "
                "again."
            )
        )
