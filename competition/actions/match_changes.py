"""What changes of the teams of a match on the day: they come late, swap sides, send a reserve.

Each is one act with a reason. Marks go by team and by member, so none of them moves a mark.
"""

from collections.abc import Mapping
from typing import Any

from competition.actions import file_edits
from competition.actions.change import Change, change
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_match
from competition.actions.refusals import NotFound, Refused, require_reason, text_of_reason
from competition.file_types import (
    Document,
    LatePart,
    MatchPart,
    MemberPart,
    SubstitutionPart,
    Text,
)
from competition.messages import N_
from competition.store import file_import
from competition.store.db import now
from competition.store.models import Match

LONGEST_DELAY = 24 * 60
"""The most minutes that a team can be late."""


def record_late(
    competition_key: str, match_key: str, team_key: str, minutes: int, reason: str, by: str
) -> None:
    """Record by how many minutes a team came late; what was recorded of it before is replaced.

    Nothing is deducted by this. Raises `NotFound` or `Refused`.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}")
        file, match = _to_change(edit, match_key, reason)
        _require_entry(match, team_key)
        if not 1 <= minutes <= LONGEST_DELAY:
            raise Refused(
                N_("Enter a whole number from %(low)s to %(high)s."), low=1, high=LONGEST_DELAY
            )
        late: LatePart = {
            "team": team_key,
            "minutes": minutes,
            "reason": text_of_reason(reason),
            "by": by,
            "at": now(),
        }
        others = [part for part in match.get("late", ()) if part["team"] != team_key]
        _store(edit, file, match_key, "match.late", {"late": [*others, late]})


def take_late_back(
    competition_key: str, match_key: str, team_key: str, reason: str, by: str
) -> None:
    """Record that a team was not late after all. Raises `NotFound` or `Refused`."""
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}")
        file, match = _to_change(edit, match_key, reason)
        kept = [part for part in match.get("late", ()) if part["team"] != team_key]
        if len(kept) == len(match.get("late", ())):
            raise NotFound
        _store(edit, file, match_key, "match.not-late", {"late": kept})


def swap_sides(competition_key: str, match_key: str, reason: str, by: str) -> None:
    """Let the two teams of a match change sides; marks stay with their teams.

    Raises `NotFound`, or `Refused` where there are not two sides, where the result is published,
    and where the agreement is signed.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}")
        file, match = _to_change(edit, match_key, reason)
        entries = match["entries"]
        if {entry["side"] for entry in entries} != {"labour", "employer"} or len(entries) != 2:
            raise Refused(N_("Only two teams on different sides can swap them."))
        row = require_match(edit.competition, match_key)
        if row.round.stage.release == "published":
            raise Refused(
                N_(
                    "The result of this match is published with the sides as they are. First take "
                    "the result back, which is a correction; then swap the sides and publish it "
                    "again."
                )
            )
        signed = [part for part in file.get("agreements", ()) if part["match"] == match_key]
        if any(part["signed"] for part in signed):
            raise Refused(
                N_(
                    "The agreement of this match is signed by both sides. Withdraw the signatures "
                    "first, then swap the sides."
                )
            )
        first, second = entries
        swapped = [{**first, "side": second["side"]}, {**second, "side": first["side"]}]
        _store(edit, file, match_key, "match.swap-sides", {"entries": swapped})


def substitute(
    competition_key: str,
    match_key: str,
    team_key: str,
    leaves: str,
    comes: str,
    reason: str,
    by: str,
) -> None:
    """Let a reserve take the place of a contestant, from this match on; both are member keys.

    The one who leaves becomes a reserve and keeps every mark. Raises `NotFound` or `Refused`.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}", f"team/{team_key}")
        file, match = _to_change(edit, match_key, reason)
        _require_entry(match, team_key)
        if _member(file, team_key, leaves).get("reserve"):
            raise Refused(N_("Choose a contestant who takes part, not a reserve."))
        if not _member(file, team_key, comes).get("reserve"):
            raise Refused(N_("Choose a reserve of this team."))
        part: SubstitutionPart = {
            "team": team_key,
            "leaves": leaves,
            "comes": comes,
            "reason": text_of_reason(reason),
            "by": by,
            "at": now(),
        }
        substitutions = [*match.get("substitutions", ()), part]
        _exchange(edit, file, team_key, leaves, comes)
        _store(edit, file, match_key, "match.substitute", {"substitutions": substitutions})


def take_substitution_back(
    competition_key: str, match_key: str, team_key: str, comes: str, reason: str, by: str
) -> None:
    """Undo the substitution by which a member came into the match; or `NotFound`, `Refused`."""
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}", f"team/{team_key}")
        file, match = _to_change(edit, match_key, reason)
        found = [
            part
            for part in match.get("substitutions", ())
            if (part["team"], part["comes"]) == (team_key, comes)
        ]
        if not found:
            raise NotFound
        leaves = found[-1]["leaves"]
        is_as_left = _member(file, team_key, leaves).get("reserve")
        if not is_as_left or _member(file, team_key, comes).get("reserve"):
            raise Refused(N_("The team was changed since. Take that back first."))
        kept = [part for part in match.get("substitutions", ()) if part is not found[-1]]
        _exchange(edit, file, team_key, comes, leaves)
        _store(edit, file, match_key, "match.unsubstitute", {"substitutions": kept})


def correct_member_name(
    competition_key: str, team_key: str, member_key: str, name: Text, reason: str, by: str
) -> None:
    """Correct how a contestant's name is written, with a reason. Raises `NotFound`, `Refused`."""
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"team/{team_key}")
        edit.reason = require_reason(reason)
        file = file_to_edit_matches(edit.competition, ())
        member = _member(file, team_key, member_key)
        before = {"key": member_key, "name": member["name"]}
        member["name"] = name
        checked = check_edit(edit.competition, file, "")
        _save_team(edit, checked, team_key)
        after = {"key": member_key, "name": _member(checked, team_key, member_key)["name"]}
        edit.audit(
            "team.correct-name",
            team_key,
            {"member": before},
            {"member": after, "reason": edit.reason},
        )


def _to_change(edit: Change, match_key: str, reason: str) -> tuple[Document, MatchPart]:
    """The file, without sheets, and the match in it; refuses without a reason."""
    edit.reason = require_reason(reason)
    file = file_to_edit_matches(edit.competition, ())
    return file, file_edits.match_in(file, match_key)


def _store(
    edit: Change, file: Document, match_key: str, action: str, fields: Mapping[str, Any]
) -> None:
    """Put the fields into the match, check the file, and write the rows and the audit."""
    match: Any = file_edits.match_in(file, match_key)
    before = {name: match[name] for name in fields if match.get(name)}
    match.update(fields)
    for name, value in fields.items():
        if not value:
            del match[name]
    checked: Mapping[str, Any] = file_edits.match_in(
        check_edit(edit.competition, file, ""), match_key
    )
    row = require_match(edit.competition, match_key)
    for name in fields:
        if name == "entries":
            _store_sides(row, checked["entries"])
        else:
            setattr(row, name, checked.get(name))
    before, after = _audited(before), _audited({name: checked.get(name) for name in fields})
    edit.audit(action, match_key, before or None, {**after, "reason": edit.reason})


def _audited(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the audit keeps of changed fields; the act's own reason, time and name stand beside."""
    found = {"entries": fields["entries"]} if fields.get("entries") else {}
    if late := fields.get("late"):
        found["minutes_late"] = {part["team"]: part["minutes"] for part in late}
    if parts := fields.get("substitutions"):
        found["came"] = {part["comes"]: part["leaves"] for part in parts}
    return found


def _store_sides(row: Match, entries: list[dict[str, Any]]) -> None:
    sides = {entry["team"]: entry["side"] for entry in entries}
    for entry in row.entries:
        entry.side = sides[entry.team.key]


def _exchange(edit: Change, file: Document, team_key: str, leaves: str, comes: str) -> None:
    """Make one member a reserve and the other none, in the file and in the rows."""
    before = file_edits.get_part(file, "team", team_key)
    members = [dict(member) for member in before["members"]]
    _member(file, team_key, leaves)["reserve"] = True
    _member(file, team_key, comes).pop("reserve", None)
    checked = check_edit(edit.competition, file, "")
    _save_team(edit, checked, team_key)
    after = file_edits.get_part(checked, "team", team_key)["members"]
    edit.audit("team.edit", team_key, {"members": members}, {"members": after})


def _save_team(edit: Change, checked: Document, team_key: str) -> None:
    (position,) = [n for n, team in enumerate(checked["teams"]) if team["key"] == team_key]
    file_import.save_team(edit.session, edit.competition, checked["teams"][position], position)
    edit.session.flush()
    edit.session.expire_all()


def _require_entry(match: MatchPart, team_key: str) -> None:
    if team_key not in [entry["team"] for entry in match["entries"]]:
        raise NotFound


def _member(file: Document, team_key: str, member_key: str) -> MemberPart:
    team = file_edits.get_part(file, "team", team_key)
    found: MemberPart | None = next(
        (member for member in team.get("members", ()) if member["key"] == member_key), None
    )
    if found is None:
        raise NotFound
    return found
