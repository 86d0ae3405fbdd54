"""Where a part stands in the whole competition file: find it, put it there, check the whole."""

from typing import Any

from competition import document
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_

Part = dict[str, Any]

# Where a part stands in the file, and which lists below it are parts of their own.
LISTS = {
    "topic": "topics",
    "team": "teams",
    "judge": "judges",
    "stage": "stages",
    "round": "rounds",
    "match": "matches",
}
CHILD_LISTS = {"stage": "rounds", "round": "matches"}
# What an act of its own decides (`stages.release`, `rounds.set_state`) and an edit never does.
SET_ELSEWHERE = {"stage": "release", "round": "state"}


def part_lists(whole: Part, kind: str) -> list[tuple[str, str, list[Part]]]:
    """Every list of that kind: (the parent's name, place in the file, the list).

    A round's name is `stage/round`, because its key is unique within its stage only.
    """
    if kind == "round":
        return [
            (stage["key"], f"stages[{i}].rounds", stage["rounds"])
            for i, stage in enumerate(whole["stages"])
        ]
    if kind == "match":
        return [
            (f"{stage}/{round_['key']}", f"{place}[{i}].matches", round_["matches"])
            for stage, place, rounds in part_lists(whole, "round")
            for i, round_ in enumerate(rounds)
        ]
    name = LISTS[kind]
    return [("", name, whole.setdefault(name, []))]


def is_called(name: str, parent: str, key: str) -> bool:
    """Whether `name`, a key or `parent/key`, means the part of that key below that parent."""
    return name in (key, f"{parent}/{key}")


def find_part(whole: Part, kind: str, name: str) -> tuple[list[Part], int]:
    """The list that holds the part and its index there; raises `NotFound`."""
    for parent, _, siblings in part_lists(whole, kind):
        for index, part in enumerate(siblings):
            if is_called(name, parent, part["key"]):
                return siblings, index
    raise NotFound


def get_part(whole: Part, kind: str, name: str) -> Part:
    """The part of that name; raises `NotFound`."""
    siblings, index = find_part(whole, kind, name)
    return siblings[index]


def put_part(
    whole: Part, kind: str, part: Part, name: str | None, parent: str | None
) -> tuple[str, Part | None, str]:
    """Put the part into the file; returns its name, what stood there, and its place."""
    before = None if name is None else get_part(whole, kind, name)
    found = part_lists(whole, kind)
    if before is None:
        target = _parent(found, parent or "")
    else:
        target = next(entry for entry in found if any(part is before for part in entry[2]))
        if kind == "match" and parent and not _is_parent(target, parent):
            target[2].remove(before)
            target = _parent(found, parent)
            target[2].append(before)
    above, place, siblings = target
    key = before["key"] if before else part.get("key") or _next_key(found, kind)
    below = CHILD_LISTS.get(kind)
    new = {**part, "key": key, **({below: before[below] if before else []} if below else {})}
    decided = SET_ELSEWHERE.get(kind)
    if decided:
        new.pop(decided, None)
        if before and decided in before:
            new[decided] = before[decided]
    if before is None:
        siblings.append(new)
        index = len(siblings) - 1
    else:
        index = next(i for i, sibling in enumerate(siblings) if sibling is before)
        siblings[index] = new
    return f"{above}/{key}" if kind == "round" else key, before, f"{place}[{index}]"


def _is_parent(entry: tuple[str, str, list[Part]], name: str) -> bool:
    return entry[0] == name or entry[0].endswith(f"/{name}")


def _parent(entries: list[tuple[str, str, list[Part]]], name: str) -> tuple[str, str, list[Part]]:
    found = next((entry for entry in entries if _is_parent(entry, name)), None)
    if found is None:
        raise NotFound
    return found


def _next_key(found: list[tuple[str, str, list[Part]]], kind: str) -> str:
    taken = {part["key"] for _, _, siblings in found for part in siblings}
    number = len(taken) + 1
    while f"{kind}-{number}" in taken:
        number += 1
    return f"{kind}-{number}"


def check_file(whole: Part, place: str) -> Part:
    try:
        return dict(document.check_document(whole))
    except document.InvalidDocument as invalid:
        prefix = f"{place}." if place else ""
        problems = [
            document.Problem(problem.place.removeprefix(prefix), problem.message, problem.values)
            for problem in invalid.problems
        ]
        raise Refused(N_("This cannot stand yet:"), problems=problems) from invalid


def without_children(part: Part | None, kind: str) -> Part | None:
    """The part without the parts below it: what the audit keeps of an edit."""
    if part is None:
        return None
    return {name: value for name, value in part.items() if name != CHILD_LISTS.get(kind)}
