"""A rehearsal: the whole contest once more, as a competition of its own with made-up marks.

It is a competition like any other, so every function works in it, and nothing in it can reach the
one that it is of: the two share no row. Its file says `rehearsal_of`, and with that its pages and
prints say what it is. One act ends it and leaves nothing of it but the audit.
"""

import itertools
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

from competition import document
from competition.actions import snapshots
from competition.actions.archive import count_content, delete_everything
from competition.actions.change import change
from competition.actions.competitions import store_new
from competition.actions.lookup import require_competition
from competition.actions.meanwhile import seeing
from competition.actions.paper_scores import save_scores
from competition.actions.refusals import NotFound, Refused
from competition.actions.rehearsal import made_up_mark, made_up_scores
from competition.actions.sheet_access import Closed
from competition.actions.sheets import Conflict, write_sheet
from competition.document.copying import rehearsal_file, rehearsal_key
from competition.file_types import Document
from competition.messages import N_
from competition.pauses import Pauses
from competition.rule_in_force import dimensions_marked_by, rubric_of
from competition.seats import counting_judges
from competition.store import file_export, queries, sheets
from competition.store.judge_auth import AuthenticatedJudge, Sender
from competition.store.models import Competition, Judge
from competition.store.write_locks import NO_COMPETITION

MADE_UP = "rehearsal"
"""What the audit says that a made-up sheet was sent with."""


class _OwedSheet(NamedTuple):
    """A sheet that is to be filled in; `version` is its newest version so far."""

    judge: AuthenticatedJudge
    match: str
    team: str
    marks: dict[str, str]
    version: int


def begin_rehearsal(key: str, by: str) -> str:
    """Make the rehearsal of a competition; returns the rehearsal's key.

    It begins where a competition begins, without a mark. Raises `NotFound`, or `Refused` where
    there is a rehearsal already or the competition is one itself.
    """
    file = file_export.competition_document(require_competition(key), matches=())
    if file["competition"].get("rehearsal_of") is not None:
        raise Refused(N_("This is a rehearsal itself."))
    new = next(
        name
        for number in itertools.count(1)
        if queries.find_competition(name := rehearsal_key(key, number)) is None
    )
    try:
        copy = document.check_document(rehearsal_file(file, new))
    except document.InvalidDocument as invalid:
        raise Refused(
            N_("The rehearsal would not be valid:"), problems=invalid.problems
        ) from invalid
    # What the sender's page knew of is about the competition, not about its rehearsal.
    with seeing(None), change(new, by, create=True) as edit:
        if queries.find_rehearsal(key) is not None or edit.competition.id is not None:
            raise Refused(N_("There is a rehearsal already. End it before you begin another."))
        require_competition(key)
        store_new(edit, copy)
        edit.audit("rehearsal.begin", new, None, {"rehearsal_of": key})
        edit.audit_elsewhere(key, "rehearsal.begin", new)
    return new


def end_rehearsal(key: str, by: str) -> None:
    """Remove a rehearsal, given by its own key, with everything in it but its audit; no backup.

    Raises `NotFound`, or `Refused` for a competition that is no rehearsal.
    """
    with seeing(None), change(key, by, publish=False, even_archived=True, remove=True) as edit:
        real = _rehearsed(edit.competition)
        lost = count_content(edit.competition)
        edit.bind_everything()
        edit.audit(snapshots.REMOVED, key, lost, {"rehearsal_of": real})
        of = {"rehearsal_of": real}
        edit.audit_elsewhere(NO_COMPETITION, snapshots.REMOVED, key, lost, of)
        if queries.find_competition(real) is not None:
            edit.audit_elsewhere(real, "rehearsal.end", key)
        delete_everything(edit)


def fill_in_made_up_marks(key: str, by: str, match_key: str | None = None) -> int:
    """Submit made-up marks for every judge who owes some in an open round; returns how many.

    They go the way of every judge's sheet, so receipts, board and audit are as in earnest. With
    `match_key` those of that match alone, otherwise every written test gets its scores too. A
    sheet that its judge changes at that moment stays the judge's. Raises `NotFound`, or `Refused`
    for a competition that is no rehearsal, and where nobody owes a mark.
    """
    with seeing(None), change(key, by) as edit:
        _rehearsed(edit.competition)
        file = file_export.competition_document(edit.competition, history=False)
        seats = list(_owed(edit.competition, file, match_key))
        scores = {} if match_key else _missing_scores(file)
        if not seats and not scores:
            raise Refused(
                N_(
                    "Nobody owes a mark: open a round first, or look whether its panels have "
                    "judges and its sheets are not submitted already."
                )
            )
        edit.audit("rehearsal.fill", match_key or "", None, {"sheets": len(seats)})
    pause = Pauses()
    written = sum(_write(key, seat, pause) for seat in seats)
    with seeing(None):
        return written + sum(save_scores(key, stage, each, by) for stage, each in scores.items())


def matches_that_owe(competition: Competition) -> dict[str, int]:
    """How many sheets are still to come in each match of an open round of a rehearsal, by key."""
    file = file_export.competition_document(competition, history=False)
    found: dict[str, int] = {}
    for seat in _owed(competition, file, None):
        found[seat.match] = found.get(seat.match, 0) + 1
    return found


def judge_in_rehearsal(judge: Judge) -> Judge | None:
    """The same judge in the rehearsal of their competition; None without one."""
    rehearsal = queries.find_rehearsal(judge.competition.key)
    return queries.find_judge(rehearsal, judge.key) if rehearsal is not None else None


def _rehearsed(competition: Competition) -> str:
    if competition.rehearsal_of is None:
        raise Refused(N_("This is no rehearsal, so nothing is made up in it and nothing is wiped."))
    return competition.rehearsal_of


def _owed(competition: Competition, file: Document, match_key: str | None) -> Iterator[_OwedSheet]:
    """Every sheet that somebody still has to submit in an open round."""
    judges = {part["key"]: part for part in file["judges"]}
    ids = {judge.key: judge.id for judge in competition.judges}
    newest = _newest_versions(competition)
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            if round_.get("state", "draft") != "open":
                continue
            for match in round_["matches"]:
                if match_key not in (None, match["key"]) or match.get("void"):
                    continue
                for entry in match["entries"]:
                    team = entry["team"]
                    for judge in counting_judges(match, team):
                        version, state = newest.get((match["key"], team, judge), (0, "empty"))
                        if state == "submitted":
                            continue
                        dimensions = dimensions_marked_by(rubric_of(file, stage), judges[judge])
                        yield _OwedSheet(
                            AuthenticatedJudge(ids[judge], judge, competition.key),
                            match["key"],
                            team,
                            {each["key"]: made_up_mark(each, team, judge) for each in dimensions},
                            version,
                        )


def _newest_versions(competition: Competition) -> dict[tuple[str, str, str], tuple[int, str]]:
    return {
        (sheet.match.key, sheet.team.key, sheet.judge.key): (sheet.version, sheet.state)
        for sheet in sheets.with_versions(competition)
    }


def _write(key: str, seat: _OwedSheet, pause: Pauses) -> int:
    pause()
    body: dict[str, Any] = {
        "marks": seat.marks,
        "state": "submitted",
        "base_version": seat.version,
    }
    address = (key, seat.match, seat.team)
    try:
        write_sheet(seat.judge, *address, body, uuid.uuid4().hex, Sender(MADE_UP))
    except (Conflict, Closed, NotFound):
        return 0
    return 1


def _missing_scores(file: Document) -> dict[str, dict[tuple[str, str], str | None]]:
    """By written test, a made-up score for everybody who has none."""
    found = {}
    for stage in file["stages"]:
        if stage.get("kind") == "paper":
            known = {(part["team"], part.get("member", "")) for part in stage.get("scores", ())}
            made_up: dict[tuple[str, str], str | None] = {
                (part["team"], part.get("member", "")): part["score"]
                for part in made_up_scores(file, stage)
            }
            if missing := {who: made_up[who] for who in made_up if who not in known}:
                found[stage["key"]] = missing
    return found
