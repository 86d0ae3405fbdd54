"""Where a part stands in the whole competition file: find it, put it there, check the whole."""

from typing import Any

from competition import document

from .refusals import N_, NotFound, Refused

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
BELOW = {"stage": "rounds", "round": "matches"}
PARENT = {"round": "stage", "match": "round"}


def lists(whole: Part, kind: str) -> list[tuple[str, str, list[Part]]]:
    """Every list of that kind: (parent's key, place in the file, the list)."""
    if kind == "round":
        return [
            (stage["key"], f"stages[{i}].rounds", stage["rounds"])
            for i, stage in enumerate(whole["stages"])
        ]
    if kind == "match":
        return [
            (round_["key"], f"{place}[{i}].matches", round_["matches"])
            for _, place, rounds in lists(whole, "round")
            for i, round_ in enumerate(rounds)
        ]
    name = LISTS[kind]
    return [("", name, whole.setdefault(name, []))]


def find(whole: Part, kind: str, key: str | None) -> tuple[list[Part] | None, int]:
    for _, _, siblings in lists(whole, kind):
        for index, part in enumerate(siblings):
            if part["key"] == key:
                return siblings, index
    return None, -1


def of(whole: Part, kind: str, key: str) -> Part:
    siblings, index = find(whole, kind, key)
    if siblings is None:
        raise NotFound
    return siblings[index]


def put(
    whole: Part, kind: str, part: Part, key: str | None, parent: str | None
) -> tuple[str, Part | None, str]:
    """Put the part into the file; returns its key, what stood there, and its place."""
    before: Part | None = None
    if key is not None:
        before = of(whole, kind, key)
    found = lists(whole, kind)
    if before is not None:
        target = next(entry for entry in found if before in entry[2])
        if kind in PARENT and parent is not None and target[0] != parent:
            target[2].remove(before)
            target = _parent(found, parent)
            target[2].append(before)
    else:
        target = _parent(found, parent or "")
    _, place, siblings = target
    below = BELOW.get(kind)
    own_key = key or part.get("key") or _next_key(found, kind)
    new = {**part, "key": own_key}
    if below:
        new[below] = before[below] if before else []
    if before is None:
        siblings.append(new)
        return own_key, None, f"{place}[{len(siblings) - 1}]"
    index = siblings.index(before)
    siblings[index] = new
    return own_key, before, f"{place}[{index}]"


def _parent(lists: list[tuple[str, str, list[Part]]], parent: str) -> tuple[str, str, list[Part]]:
    found = next((entry for entry in lists if entry[0] == parent), None)
    if found is None:
        raise NotFound
    return found


def _next_key(lists: list[tuple[str, str, list[Part]]], kind: str) -> str:
    taken = {part["key"] for _, _, siblings in lists for part in siblings}
    number = len(taken) + 1
    while f"{kind}-{number}" in taken:
        number += 1
    return f"{kind}-{number}"


def check(whole: Part, place: str) -> Part:
    try:
        return dict(document.check(whole))
    except document.Invalid as invalid:
        prefix = f"{place}." if place else ""
        problems = [
            document.Problem(problem.place.removeprefix(prefix), problem.message, problem.values)
            for problem in invalid.problems
        ]
        raise Refused(N_("This cannot stand yet:"), problems=problems) from invalid


def own(part: Part | None, kind: str) -> Part | None:
    """The part without the parts below it: what the audit keeps of an edit."""
    if part is None:
        return None
    return {name: value for name, value in part.items() if name != BELOW.get(kind)}
