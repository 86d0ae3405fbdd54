"""The panel's conference on a match: its judges see each other's sheets, and then all are locked.

The head judge of the panel opens and closes it on their own tablet, or an organiser does. Until it
is opened, and again once it is closed, no judge sees another's marks. What it changed follows from
the sheets' versions (`competition.conference`).
"""

from typing import Any

from competition.actions.change import Change, change
from competition.actions.lookup import require_address, require_match
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.conference import ConferenceMark, conference_changes, conferring_judges
from competition.messages import N_
from competition.store import file_export, sheets
from competition.store.db import now
from competition.store.marking_judges import is_panel_head
from competition.store.models import Judge, Match
from competition.store.sheet_states import submitted_in
from competition.store.sheets import Override, Sheet

CLOSED_BY_HEAD = "The panel's conference is closed."
"""The reason with which the sheets are locked where the head judge closes the conference."""


def open_conference(
    competition_key: str, match_key: str, by: str, reason: str = "", *, head: str | None = None
) -> None:
    """Open a match's conference; `head` is the key of the head judge where that is who opens it.

    Every sheet of the panel that counts must be submitted; an organiser may open it all the same
    with a reason. Raises `NotFound` for who is not the panel's head judge, or `Refused`.
    """
    with change(competition_key, by) as edit:
        match = require_match(edit.competition, match_key)
        _require_head(match, head)
        edit.refuse_if_changed(f"match/{match_key}")
        if why := why_no_conference(match):
            raise why
        missing = unsubmitted_sheets(match)
        if missing and (head is not None or not reason.strip()):
            raise Refused(
                N_(
                    "Not every sheet of this match is submitted: %(missing)s. Wait for them, or "
                    "let an organiser open the conference with a reason."
                ),
                missing=", ".join(f"{judge} ({team})" for judge, team in missing),
            )
        match.conference = {"opened_at": now(), "opened_by": by}
        after: dict[str, Any] = dict(match.conference)
        if missing:
            after["reason"] = require_reason(reason)
        edit.audit("match.open-conference", match_key, None, after)


def close_conference(
    competition_key: str, match_key: str, by: str, reason: str, *, head: str | None = None
) -> None:
    """Close a match's conference and lock every sheet of the match.

    A single sheet can be reopened afterwards as any other (`sheet_locks.follow_round`). Raises
    `NotFound` as `open_conference`, `Refused` where none is open or no reason is given.
    """
    reason = CLOSED_BY_HEAD if head is not None else require_reason(reason)
    with change(competition_key, by) as edit:
        match = require_match(edit.competition, match_key)
        _require_head(match, head)
        edit.refuse_if_changed(f"match/{match_key}")
        conference = match.conference
        if not conference or "closed_at" in conference:
            raise Refused(N_("The panel does not confer on this match now."))
        match.conference = {**conference, "closed_at": now()}
        edit.session.flush()
        changed = [
            f"{mark.judge}/{mark.team}/{mark.dimension}: {mark.before or '–'} → {mark.after or '–'}"
            for mark in changes_of(match)
            if mark.is_changed
        ]
        after = {"closed_at": match.conference["closed_at"], "reason": reason, "changed": changed}
        for entry in match.entries:
            for judge in _whose_sheets(match, entry.team.key):
                _lock(edit, match_key, entry.team.key, judge, reason)
        # Last, so that undoing the last act cannot mean a single one of the locks.
        edit.audit("match.close-conference", match_key, conference, after)


def why_no_conference(match: Match) -> Refused | None:
    """Why no conference of a match can be opened now; None where it can, sheets aside."""
    if match.void:
        return Refused(N_("This match is taken out of the count, so its panel does not confer."))
    if match.round.stage.release == "published":
        return Refused(
            N_("The result of this stage is published, so the panel can confer no more.")
        )
    if match.round.state != "open":
        return Refused(
            N_("The round is not open, so no judge could change a mark. Open the round first.")
        )
    if match.conference and "closed_at" in match.conference:
        return Refused(
            N_("The panel has conferred on this match. Reopen a single sheet if it is wrong.")
        )
    if match.conference:
        return Refused(N_("The panel is conferring on this match already."))
    return None


def is_conferring(match: Match) -> bool:
    """Whether the panel may see its sheets of the match now."""
    conference = match.conference
    return bool(
        conference
        and "closed_at" not in conference
        and not match.void
        and match.round.state == "open"
        and match.round.stage.release != "published"
    )


def conferring_on(match: Match, judge: Judge) -> list[str]:
    """The teams of a match, by key, whose sheets a judge may see while the conference is open."""
    return [
        entry.team.key
        for entry in match.entries
        if judge.key in conferring_judges(file_export.match_part(match), entry.team.key)
    ]


def unsubmitted_sheets(match: Match) -> list[tuple[str, str]]:
    """The (judge, team) keys of sheets that count and were never submitted."""
    part = file_export.match_part(match)
    submitted = submitted_in(match.id)
    return [
        (judge, entry.team.key)
        for entry in match.entries
        for judge in conferring_judges(part, entry.team.key)
        if (judge, entry.team.key) not in submitted
    ]


def changes_of(match: Match) -> list[ConferenceMark]:
    """`conference_changes` of a match as it is stored now."""
    competition = match.round.stage.competition
    file = file_export.competition_document(competition, matches=[match.key])
    return conference_changes(file, match.key)


def _whose_sheets(match: Match, team_key: str) -> list[str]:
    """Who could write a sheet for the team, or has: the panel, and the match's trainees."""
    part = file_export.match_part(match)
    judges = [*part["panel"], *conferring_judges(part, team_key), *part.get("trainees", ())]
    return list(dict.fromkeys(judges))


def _lock(edit: Change, match_key: str, team_key: str, judge_key: str, reason: str) -> None:
    at = require_address(edit.competition, match_key, team_key, judge_key)
    sheet = sheets.find_sheet(at.match.id, at.team.id, at.judge.id)
    if sheet is None:
        sheet = Sheet(match_id=at.match.id, team_id=at.team.id, judge_id=at.judge.id)
        edit.session.add(sheet)
        edit.session.flush()
    if sheet.override == Override.LOCKED:
        return
    after = {"hold": Override.LOCKED.value, "reason": reason}
    edit.audit("sheet.lock", at.subject, {"hold": sheet.override}, after)
    sheet.override = Override.LOCKED.value


def _require_head(match: Match, head: str | None) -> None:
    seated = {seat.judge.key: seat.judge for seat in match.seats}
    if head is not None and not (head in seated and is_panel_head(match, seated[head])):
        raise NotFound
