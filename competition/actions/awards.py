"""Set up the awards: add, change, remove and reorder what stands under `awards` in the file.

Whoever would win is never stored: it follows from the file (`competition.awards`). What is shown
of it in the hall is done in `award_reveal`.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, cast

from sqlalchemy import delete

from competition.actions import shown_awards
from competition.actions.change import Change, change
from competition.actions.edit_checks import check_edit, file_to_edit
from competition.actions.refusals import NotFound, Refused
from competition.file_types import AwardPart
from competition.messages import N_
from competition.store.outcome_models import Outcome
from competition.store.snapshots import newest_snapshot

Part = dict[str, Any]


def save_award(competition_key: str, part: Part, by: str, key: str | None = None) -> str:
    """Add an award (without `key`) or change the one of that key; returns its key.

    Raises `NotFound`, `Refused` with problems whose places start at the award ("places[1]"), or
    `CorrectionNeeded` where an award that was revealed would go to somebody else.
    """
    with change(competition_key, by) as edit:
        awards = _stored(edit)
        index = len(awards) if key is None else _index(awards, key)
        before = awards[index] if key is not None else None
        key = key or _next_key(awards, part.get("key") or "award")
        edit.refuse_if_changed(f"award/{key}")
        awards[index : index + 1] = [{**part, "key": key}]
        checked = _store(edit, awards, f"awards[{index}]")
        edit.audit(f"award.{'edit' if before else 'add'}", key, before, checked[index])
    return key


def add_awards(competition_key: str, parts: Sequence[Part], by: str) -> list[str]:
    """Add several awards at the end, as they were suggested; returns their keys.

    Raises `NotFound`, or `Refused` where one of them is not valid.
    """
    with change(competition_key, by) as edit:
        awards = _stored(edit)
        keys: dict[str, str] = {}
        added = []
        for part in parts:
            wished = part.get("key") or "award"
            key = keys[wished] = _next_key(awards, wished)
            edit.refuse_if_changed(f"award/{key}")
            award = {**part, "key": key}
            if "excludes" in award:
                award["excludes"] = [keys.get(each, each) for each in award["excludes"]]
            awards.append(award)
            added.append(key)
        checked = _store(edit, awards, "")
        for stored in checked:
            if stored["key"] in added:
                edit.audit("award.add", stored["key"], None, stored)
    return added


def remove_award(competition_key: str, key: str, by: str) -> None:
    """Remove an award.

    Raises `NotFound`, or `Refused` while another award passes over its winners, or once it has
    been revealed.
    """
    with change(competition_key, by) as edit:
        awards = _stored(edit)
        before = awards.pop(_index(awards, key))
        edit.refuse_if_changed(f"award/{key}")
        if key in shown_awards.awards_in(newest_snapshot(competition_key)):
            raise Refused(N_("This award has been revealed. Take it back first, then remove it."))
        if any(key in award.get("excludes", ()) for award in awards):
            raise Refused(
                N_("Another award passes over the winners of this one. Change that one first.")
            )
        _store(edit, awards, "")
        edit.audit("award.remove", key, before, None)


def move_award(competition_key: str, key: str, by: str, *, up: bool) -> None:
    """Swap an award with its neighbour; nothing happens at the end of the list.

    Raises `NotFound`, or `Refused` where an award would come before one whose winners it passes
    over.
    """
    with change(competition_key, by) as edit:
        awards = _stored(edit)
        index = _index(awards, key)
        edit.refuse_if_changed("order/award")
        target = index - 1 if up else index + 1
        if not 0 <= target < len(awards):
            return
        order = [award["key"] for award in awards]
        awards[index], awards[target] = awards[target], awards[index]
        first, second = sorted((index, target))
        if awards[second]["key"] in awards[first].get("excludes", ()):
            raise Refused(
                N_(
                    "An award passes over the winners of earlier awards only, so these two cannot "
                    "change places."
                )
            )
        _store(edit, awards, "")
        edit.audit("award.move", key, order, [award["key"] for award in awards])


def _stored(edit: Change) -> list[Part]:
    file = file_to_edit(edit.competition, "award")
    return cast("list[Part]", deepcopy(file.get("awards", [])))


def _store(edit: Change, awards: list[Part], place: str) -> list[Mapping[str, Any]]:
    """Check the file with these awards, and bring the rows into line with it."""
    file = file_to_edit(edit.competition, "award")
    file["awards"] = cast("list[AwardPart]", awards)
    checked: list[Any] = check_edit(edit.competition, file, place).get("awards", [])
    rows = {"competition_id": edit.competition.id, "kind": "awards"}
    edit.session.execute(delete(Outcome).filter_by(**rows))
    for position, part in enumerate(checked):
        edit.session.add(Outcome(**rows, position=position, part=part))
    edit.session.flush()
    edit.session.expire_all()
    return checked


def _index(awards: Sequence[Part], key: str) -> int:
    for index, award in enumerate(awards):
        if award["key"] == key:
            return index
    raise NotFound


def _next_key(awards: Sequence[Part], wished: str) -> str:
    """The wished key, or with a number where it is taken."""
    taken = {award["key"] for award in awards}
    if wished != "award" and wished not in taken:
        return wished
    number = 1 if wished == "award" else 2
    while f"{wished}-{number}" in taken:
        number += 1
    return f"{wished}-{number}"
