"""Let trainee judges mark in matches, or take them off again; nothing of theirs ever counts."""

from collections.abc import Collection

from competition.actions import file_edits
from competition.actions.change import change
from competition.actions.conflicts import drop_idle_acceptances
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_judge, require_match
from competition.actions.refusals import Refused
from competition.actions.seat_marks import marks_at_seat
from competition.document import Problem
from competition.file_types import MatchPart
from competition.messages import N_


def add_trainees(
    competition_key: str, matches: Collection[str], trainees: Collection[str], by: str
) -> int:
    """Let judges mark in matches as trainees, all or none; how many matches change.

    Raises `NotFound`, or `Refused` where one sits on the panel or was replaced there.
    """
    return _set(competition_key, matches, trainees, by, is_added=True)


def remove_trainees(
    competition_key: str, matches: Collection[str], trainees: Collection[str], by: str
) -> int:
    """Take trainees off matches, all or none; how many matches change.

    Raises `NotFound`, or `Refused` where one has marked: those sheets stay on record.
    """
    return _set(competition_key, matches, trainees, by, is_added=False)


def _set(
    competition_key: str,
    matches: Collection[str],
    trainees: Collection[str],
    by: str,
    *,
    is_added: bool,
) -> int:
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(*(f"match/{key}" for key in matches))
        judges = [require_judge(edit.competition, key) for key in trainees]
        file = file_to_edit_matches(edit.competition, ())
        changed: dict[str, list[str]] = {}
        problems = []
        for key in matches:
            row, part = require_match(edit.competition, key), file_edits.match_in(file, key)
            before = list(part.get("trainees", ()))
            if is_added:
                problems += _taken(part, trainees)
                after = list(dict.fromkeys([*before, *trainees]))
            else:
                marked = [j.key for j in judges if j.key in before and marks_at_seat(row, j).states]
                problems += [_problem(_HAS_MARKED, key, judge) for judge in marked]
                after = [judge for judge in before if judge not in trainees]
            if after != before:
                changed[key] = before
                part["trainees"] = after
                if not after:
                    del part["trainees"]
                drop_idle_acceptances(part)
        if problems:
            raise Refused(N_("Nothing was changed:"), problems)
        checked = check_edit(edit.competition, file, "")
        for key, before in changed.items():
            after = list(file_edits.match_in(checked, key).get("trainees", ()))
            row = require_match(edit.competition, key)
            row.trainees = after or None
            row.accepted_conflicts = file_edits.get_part(checked, "match", key).get(
                "accepted_conflicts"
            )
            edit.audit("match.trainees", key, {"trainees": before}, {"trainees": after})
        return len(changed)


_ON_PANEL = N_("%(match)s: %(judge)s sits on this panel and cannot be a trainee as well.")
_REPLACED = N_("%(match)s: %(judge)s was replaced there and cannot return as a trainee.")
_HAS_MARKED = N_("%(match)s: %(judge)s has marked there as a trainee, so the marks stay on record.")


def _taken(part: MatchPart, trainees: Collection[str]) -> list[Problem]:
    replaced = [each["from"] for each in part.get("replacements", ())]
    return [
        _problem(_ON_PANEL if judge in part["panel"] else _REPLACED, part["key"], judge)
        for judge in trainees
        if judge in part["panel"] or judge in replaced
    ]


def _problem(message: str, match: str, judge: str) -> Problem:
    return Problem("", message, {"match": match, "judge": judge})
