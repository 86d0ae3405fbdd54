"""Nobody is seated where they have a conflict of interest, unless that is accepted with a reason.

Only what an act would seat anew is refused: a file may already hold such a seat, and a judge may
declare a relation after being seated. That is told, and does not stand in the way of other acts.
"""

from collections.abc import Collection, Mapping
from typing import Any

from competition.actions import file_edits
from competition.actions.change import Change, change
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_match
from competition.actions.refusals import NotFound, Refused, text_of_reason
from competition.document import Problem
from competition.file_types import Document, MatchPart
from competition.messages import N_
from competition.panels.conflicts import ConflictReason, Conflicts
from competition.panels.sentences import reasons_phrase

SeatConflicts = dict[tuple[str, str], tuple[ConflictReason, ...]]
"""The conflicts of a match's panel that nobody has accepted, by judge and team."""


def seat_conflicts(conflicts: Conflicts, match: MatchPart | None) -> SeatConflicts:
    """The conflicts of a match's panel that nobody has accepted; of no match, none."""
    if match is None:
        return {}
    return {
        (judge, team): reasons
        for judge in match["panel"]
        for team, reasons in conflicts.standing(match, judge).items()
    }


def refuse_new_conflicts(
    file: Document, before: Mapping[str, Any], matches: Mapping[str, str]
) -> None:
    """Raise `Refused` if matches of the edited file seat a judge in conflict who was not before.

    `before` has the matches as they were, by key; `matches` the place of each in the refusal.
    """
    conflicts = Conflicts(file)
    problems = []
    for key, place in matches.items():
        found = seat_conflicts(conflicts, file_edits.match_in(file, key))
        known = seat_conflicts(conflicts, before.get(key))
        for (judge, team), reasons in found.items():
            if (judge, team) not in known:
                values = {"judge": judge, "team": team, "why": reasons_phrase(reasons)}
                problems.append(_problem(place, {**values, "match": key}))
    if problems:
        raise Refused(N_("A judge would be seated with a conflict of interest:"), problems)


def _problem(place: str, values: Mapping[str, object]) -> Problem:
    return Problem(
        place,
        N_(
            "%(match)s: %(judge)s has a conflict of interest with %(team)s (%(why)s). Choose "
            "another judge, or accept the conflict for this match with a reason."
        ),
        values,
    )


def drop_idle_acceptances(match: MatchPart | dict[str, Any]) -> None:
    """Take out of an edited match what was accepted for judges or teams that are not in it now."""
    seated = {
        *match["panel"],
        *match.get("trainees", ()),
        *(part["from"] for part in match.get("replacements", ())),
    }
    teams = {entry["team"] for entry in match["entries"]}
    kept = [
        part
        for part in match.get("accepted_conflicts", ())
        if part["judge"] in seated and part["team"] in teams
    ]
    if kept:
        match["accepted_conflicts"] = kept
    else:
        match.pop("accepted_conflicts", None)


def accept_conflicts(
    match: MatchPart | dict[str, Any], pairs: Collection[tuple[str, str]], reason: str
) -> None:
    """Record in an edited match that conflicts, (judge, team) each, are accepted there."""
    text = text_of_reason(reason)
    kept = [
        part
        for part in match.get("accepted_conflicts", ())
        if (part["judge"], part["team"]) not in pairs
    ]
    new: list[Any] = [{"judge": judge, "team": team, "reason": text} for judge, team in pairs]
    match["accepted_conflicts"] = [*kept, *new]


def accept_conflict(
    competition_key: str, match_key: str, judge: str, team: str, reason: str, by: str
) -> None:
    """Let a judge stay on a panel in spite of a conflict. Raises `NotFound` or `Refused`."""
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}")
        file = file_to_edit_matches(edit.competition, ())
        match = file_edits.match_in(file, match_key)
        if judge not in match["panel"] or team not in Conflicts(file).in_match(match, judge):
            raise NotFound
        before = match.get("accepted_conflicts")
        accept_conflicts(match, [(judge, team)], reason)
        _store(edit, file, match_key, "match.accept-conflict", before)


def take_acceptance_back(
    competition_key: str, match_key: str, judge: str, team: str, by: str
) -> None:
    """Let a conflict stand again; the judge stays on the panel. Raises `NotFound`."""
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}")
        file = file_to_edit_matches(edit.competition, ())
        match = file_edits.match_in(file, match_key)
        before = match.get("accepted_conflicts", [])
        kept = [part for part in before if (part["judge"], part["team"]) != (judge, team)]
        if len(kept) == len(before):
            raise NotFound
        match["accepted_conflicts"] = kept
        drop_idle_acceptances(match)
        _store(edit, file, match_key, "match.unaccept-conflict", before)


def _store(edit: Change, file: Document, match_key: str, action: str, before: Any) -> None:
    checked = check_edit(edit.competition, file, "")
    now = file_edits.match_in(checked, match_key).get("accepted_conflicts")
    require_match(edit.competition, match_key).accepted_conflicts = now
    edit.audit(
        action,
        match_key,
        {"accepted_conflicts": before} if before else None,
        {"accepted_conflicts": now} if now else None,
    )
