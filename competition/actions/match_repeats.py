"""Hold a match again: the first one counts for nobody, and a new one stands right after it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from competition.actions import file_edits
from competition.actions.change import Change, change
from competition.actions.conflicts import drop_idle_acceptances, refuse_new_conflicts
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_match
from competition.actions.refusals import Refused, require_reason, text_of_reason
from competition.file_types import Document
from competition.messages import N_
from competition.store import file_import

_COPIED = ("topic", "room", "panel", "trainees", "entries", "accepted_conflicts")
_LONGEST = 64


@dataclass(frozen=True)
class RepeatChanges:
    """What is to be different in the repeat: its topic ("" for none) and when it starts."""

    topic: str
    starts: str | None = None


def repeat_match(
    competition_key: str, match_key: str, changes: RepeatChanges, reason: str, by: str
) -> str:
    """Void a match and make its repeat, with the same teams, sides and panel; the repeat's key.

    Raises `NotFound`, or `Refused` in a closed round, where it is repeated already, and without a
    reason.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"match/{match_key}", "order/match")
        edit.reason = require_reason(reason)
        file = file_to_edit_matches(edit.competition, ())
        siblings, index = file_edits.find_part(file, "match", match_key)
        match = siblings[index]
        row = require_match(edit.competition, match_key)
        _refuse_repeat(file, match_key, row.round.state)
        before = dict(match)
        if not match.get("void"):
            match["void"] = text_of_reason(reason)
        keys = {part["key"] for each in file_edits.part_lists(file, "match") for part in each.parts}
        new: dict[str, Any] = {name: match[name] for name in _COPIED if name in match}
        new |= {"key": _free_key(match_key, keys), "repeats": match_key}
        new.pop("topic", None)
        if changes.topic:
            new["topic"] = changes.topic
        if changes.starts:
            new["starts"] = changes.starts
        drop_idle_acceptances(new)
        siblings.insert(index + 1, new)
        checked = check_edit(edit.competition, file, "")
        # The panel stays as it is, with whatever conflict somebody has declared since.
        refuse_new_conflicts(checked, {new["key"]: before}, {new["key"]: ""})
        _store(edit, checked, match_key, new["key"], was_void=bool(before.get("void")))
    return str(new["key"])


def _refuse_repeat(file: Document, match_key: str, round_state: str) -> None:
    if round_state == "closed":
        raise Refused(N_("The round is closed. Reopen it first, so that the repeat can be scored."))
    for each in file_edits.part_lists(file, "match"):
        for part in each.parts:
            if part.get("repeats") == match_key:
                raise Refused(N_("This match is repeated already."))


def _store(edit: Change, checked: Document, match_key: str, key: str, *, was_void: bool) -> None:
    row = require_match(edit.competition, match_key)
    siblings, index = file_edits.find_part(checked, "match", key)
    new: Any = siblings[index]
    round_ = row.round
    for later in round_.matches[index:]:
        later.position += 1
    row.void = file_edits.get_part(checked, "match", match_key)["void"]
    edit.session.flush()
    file_import.save_match(edit.session, edit.competition, round_, new, index)
    edit.session.flush()
    edit.session.expire_all()
    if not was_void:
        after = {"reason": edit.reason, "void": row.void}
        edit.audit("match.void", match_key, None, after)
    edit.audit("match.repeat", key, None, {**new, "reason": edit.reason})


def _free_key(repeated: str, taken: Collection[str]) -> str:
    number = 2
    while (key := f"{repeated[: _LONGEST - 1 - len(str(number))]}-{number}") in taken:
        number += 1
    return key
