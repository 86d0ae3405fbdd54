"""Replace a judge who does not come, or has to leave: somebody else takes the seat.

What the judge has marked stays on record. For the teams whose sheets are kept it counts at the
seat, for the others the newcomer's sheet does (`competition.seats`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from competition.actions import file_edits
from competition.actions.accounts import renew_link
from competition.actions.change import Change, change
from competition.actions.conflicts import drop_idle_acceptances, refuse_new_conflicts
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_judge, require_match
from competition.actions.panels import store_panels
from competition.actions.refusals import NotFound, Refused, require_reason, text_of_reason
from competition.actions.seat_marks import has_written, marks_at_seat, sits_in
from competition.document import Problem
from competition.file_types import Document, MatchPart, ReplacementPart, Text
from competition.messages import N_
from competition.store import file_import
from competition.store.db import now
from competition.store.models import Judge, Match


@dataclass(frozen=True)
class NewJudge:
    """A judge who is not in the competition yet; `category` is "" where there is none."""

    name: Text
    category: str = ""
    head: bool = False


def replace_judge(
    competition_key: str,
    match_key: str,
    old: str,
    new: str | NewJudge,
    keeps: Collection[str],
    reason: str,
    by: str,
    *,
    also: Collection[str] = (),
    renews_link: bool = False,
) -> str:
    """Put somebody else on a judge's seat, in one act; returns the newcomer's key.

    The sheets of `old` for the teams in `keeps` count at the seat. `also` are later matches, in
    which nothing of `old` is kept. With `renews_link` the link of `old` and its sessions end.
    Raises `NotFound` where `old` does not sit there, or `Refused`: without a reason, for a sheet
    that was never submitted, where `old` has marked in a later match, and where the file would be
    invalid or the newcomer has a conflict of interest; nothing is changed then.
    """
    matches = [match_key, *also]
    with change(competition_key, by) as edit:
        competition = edit.competition
        edit.refuse_if_changed(*(f"match/{key}" for key in matches), f"judge/{old}")
        edit.reason = require_reason(reason)
        leaving = require_judge(competition, old)
        rows = {key: require_match(competition, key) for key in matches}
        if not all(sits_in(row, old) for row in rows.values()):
            raise NotFound
        _refuse_unsubmitted(rows[match_key], leaving, keeps)
        _refuse_marked(leaving, [rows[key] for key in also])
        file = file_to_edit_matches(competition, matches)
        comes = _add_judge(file, new) if isinstance(new, NewJudge) else new
        before = {}
        for key in matches:
            part = file_edits.match_in(file, key)
            before[key] = dict(part)
            kept = [e["team"] for e in part["entries"] if e["team"] in keeps]
            _seat(part, old, comes, kept if key == match_key else [], reason, by)
        checked = check_edit(competition, file, "")
        refuse_new_conflicts(checked, before, dict.fromkeys(matches, ""))
        if isinstance(new, NewJudge):
            _store_new_judge(edit, checked, comes)
        _store(edit, checked, matches)
        for key in matches:
            part = file_edits.match_in(checked, key)
            after = {**_audited(part, comes), "reason": edit.reason}
            edit.audit("match.replace-judge", key, _audited(before[key]), after)
        if renews_link:
            renew_link(edit, leaving)
    return comes


def keep_marks(
    competition_key: str, match_key: str, seat: str, keeps: Collection[str], reason: str, by: str
) -> None:
    """Decide anew which sheets of the judge whom `seat` replaced count.

    For what reached the server only after the replacement. Raises `NotFound`, `Refused`.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}")
        edit.reason = require_reason(reason)
        file = file_to_edit_matches(edit.competition, [match_key])
        part = file_edits.match_in(file, match_key)
        replacement = replacement_of(part, seat)
        row = require_match(edit.competition, match_key)
        left = require_judge(edit.competition, replacement["from"])
        _refuse_unsubmitted(row, left, set(keeps) - set(replacement["keeps"]))
        before = _audited(part, seat)
        parts = part["replacements"]
        kept = [each["team"] for each in part["entries"] if each["team"] in keeps]
        new: ReplacementPart = {**replacement, "keeps": kept}
        part["replacements"] = [new if each is replacement else each for each in parts]
        checked = check_edit(edit.competition, file, "")
        row.replacements = list(file_edits.match_in(checked, match_key)["replacements"])
        after = {**_audited(file_edits.match_in(checked, match_key), seat), "reason": edit.reason}
        edit.audit("match.keep-marks", match_key, before, after)


def undo_judge_replacement(
    competition_key: str, match_key: str, seat: str, reason: str, by: str
) -> None:
    """Give the seat back to the judge whom `seat` replaced, while `seat` has written nothing.

    Raises `NotFound`, or `Refused` once something of the newcomer's is stored or waits.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}")
        edit.reason = require_reason(reason)
        row = require_match(edit.competition, match_key)
        if has_written(row, require_judge(edit.competition, seat)):
            raise Refused(
                N_(
                    "Who took the seat has already scored in this match, so the replacement stays. "
                    "Replace this judge in turn if somebody else is to take the seat."
                )
            )
        file = file_to_edit_matches(edit.competition, [match_key])
        part = file_edits.match_in(file, match_key)
        as_it_was = dict(part)
        replacement = replacement_of(part, seat)
        part["panel"] = [replacement["from"] if key == seat else key for key in part["panel"]]
        part["replacements"] = [each for each in part["replacements"] if each is not replacement]
        drop_idle_acceptances(part)
        checked = check_edit(edit.competition, file, "")
        # Who returns was seated there before, with whatever conflict.
        refuse_new_conflicts(
            checked, {match_key: _with_returning(as_it_was, part)}, {match_key: ""}
        )
        _store(edit, checked, [match_key])
        after = {**_audited(file_edits.match_in(checked, match_key)), "reason": edit.reason}
        edit.audit("match.unreplace-judge", match_key, _audited(as_it_was, seat), after)


def replacement_of(part: MatchPart | Mapping[str, Any], seat: str) -> ReplacementPart:
    """The replacement by which a judge of the panel took the seat; raises `NotFound`."""
    for each in part.get("replacements") or ():
        if each["seat"] == seat and seat in part["panel"]:
            found: ReplacementPart = each
            return found
    raise NotFound


def _with_returning(before: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    return {**before, "panel": part["panel"]}


def _seat(part: MatchPart, old: str, new: str, keeps: list[str], reason: str, by: str) -> None:
    if new in part["panel"]:
        raise Refused(
            N_("Nothing was changed: a judge sits on a panel only once."),
            [
                Problem(
                    "",
                    N_("%(match)s: %(judge)s already sits on this panel. Choose somebody else."),
                    {"match": part["key"], "judge": new},
                )
            ],
        )
    part["panel"] = [new if key == old else key for key in part["panel"]]
    replacement: ReplacementPart = {
        "seat": new,
        "from": old,
        "keeps": keeps,
        "reason": text_of_reason(reason),
        "at": now(),
        "by": by,
    }
    part["replacements"] = [*part.get("replacements", ()), replacement]
    drop_idle_acceptances(part)


def _refuse_unsubmitted(match: Match, judge: Judge, keeps: Iterable[str]) -> None:
    submitted = marks_at_seat(match, judge).submitted
    missing = [team for team in keeps if team not in submitted]
    if missing:
        raise Refused(
            N_("Only a submitted sheet can be kept:"),
            [
                Problem(
                    "",
                    N_("%(match)s: %(judge)s has not submitted a sheet for %(team)s."),
                    {"match": match.key, "judge": judge.key, "team": team},
                )
                for team in missing
            ],
        )


def _refuse_marked(judge: Judge, matches: Iterable[Match]) -> None:
    marked = [match for match in matches if marks_at_seat(match, judge).states]
    if marked:
        raise Refused(
            N_("Nothing was changed, because marks would silently stop counting:"),
            [
                Problem(
                    "",
                    N_(
                        "%(match)s: %(judge)s has already marked there. Replace the judge in that "
                        "match by itself, and say what is kept."
                    ),
                    {"match": match.key, "judge": judge.key},
                )
                for match in marked
            ],
        )


def _add_judge(file: Document, new: NewJudge) -> str:
    judge: dict[str, Any] = {"name": new.name}
    if new.category:
        judge["category"] = new.category
    if new.head:
        judge["head"] = True
    key, _before, _place = file_edits.put_part(file, "judge", judge, None, None)
    return key


def _store_new_judge(edit: Change, checked: Document, key: str) -> None:
    (position,) = [n for n, judge in enumerate(checked["judges"]) if judge["key"] == key]
    file_import.save_judge(edit.session, edit.competition, checked["judges"][position], position)
    edit.session.flush()
    edit.session.expire_all()
    edit.audit("judge.add", key, None, checked["judges"][position])


def _store(edit: Change, checked: Document, matches: Iterable[str]) -> None:
    """Write panels and replacements of these matches, from the checked file."""
    parts = {key: file_edits.match_in(checked, key) for key in matches}
    store_panels(edit, checked, {key: part["panel"] for key, part in parts.items()})
    for key, part in parts.items():
        row = require_match(edit.competition, key)
        row.replacements = list(part.get("replacements", ())) or None
    edit.session.flush()


def _audited(part: Mapping[str, Any], seat: str = "") -> dict[str, Any]:
    """What the audit keeps of a match: its panel, and how `seat` came to sit there."""
    fields = ("panel", "accepted_conflicts")
    found = {field: part[field] for field in fields if part.get(field)}
    for each in part.get("replacements") or ():
        if each["seat"] == seat:
            found |= {"left": each["from"], "came": seat, "keeps": each["keeps"]}
    return found
