"""Edit a competition file: find a part in it, put one there, check the file.

A part is a topic, a zone, a team, a judge, a stage, a round or a match.
"""

from typing import Any, NamedTuple, cast

from competition import document
from competition.actions.refusals import NotFound, Refused
from competition.file_types import Document, MatchPart
from competition.messages import N_

Part = dict[str, Any]
"""A part of any kind, as in `file_types`: which kind it is, is known at run time only."""

LISTS = {
    "topic": "topics",
    "zone": "zones",
    "team": "teams",
    "judge": "judges",
    "stage": "stages",
    "round": "rounds",
    "match": "matches",
}
"""The list that holds each kind of part."""
CHILD_LISTS = {"stage": "rounds", "round": "matches"}
# Fields that an action of their own sets (`stage_release`, `rounds`, `competitions`), and an edit
# never does.
SET_ELSEWHERE = {
    "stage": ("release", "teams", "scores"),
    "round": ("state", "announced"),
    "match": (
        *("void", "recused", "replacements", "accepted_conflicts"),
        *("repeats", "late", "substitutions", "conference"),
    ),
    "judge": ("declaration",),
    "competition": ("visibility", "rehearsal_of"),
}


class PartList(NamedTuple):
    """One list of parts, the name of its parent ("" for the file), and its place in the file."""

    parent: str
    place: str
    parts: list[Part]


def part_lists(file: Document, kind: str) -> list[PartList]:
    """Every list of that kind of part.

    A round's name is `stage/round`, because its key is unique within its stage only.
    """
    editable: Any = file
    if kind == "round":
        return [
            PartList(stage["key"], f"stages[{index}].rounds", stage["rounds"])
            for index, stage in enumerate(editable["stages"])
            if "rounds" in stage
        ]
    if kind == "match":
        return [
            PartList(f"{stage}/{part['key']}", f"{place}[{index}].matches", part["matches"])
            for stage, place, rounds in part_lists(file, "round")
            for index, part in enumerate(rounds)
        ]
    name = LISTS[kind]
    return [PartList("", name, editable.setdefault(name, []))]


def is_called(name: str, parent: str, key: str) -> bool:
    """Whether `name`, a key or `parent/key`, means the part of that key below that parent."""
    return name in (key, f"{parent}/{key}")


def find_part(file: Document, kind: str, name: str) -> tuple[list[Part], int]:
    """The list that holds the part and its index there; raises `NotFound`."""
    for parent, _, parts in part_lists(file, kind):
        for index, part in enumerate(parts):
            if is_called(name, parent, part["key"]):
                return parts, index
    raise NotFound


def get_part(file: Document, kind: str, name: str) -> Part:
    """The part of that name; raises `NotFound`."""
    parts, index = find_part(file, kind, name)
    return parts[index]


def match_in(file: Document, key: str) -> MatchPart:
    """The match of that key; raises `NotFound`."""
    return cast(MatchPart, get_part(file, "match", key))


def things_in(kind: str, name: str, part: Part) -> list[str]:
    """The part and the parts below it, named as things that can be changed (`meanwhile`)."""
    found = [f"{kind}/{name}"]
    for child in part.get(CHILD_LISTS.get(kind, ""), ()):
        if kind == "stage":
            found += things_in("round", f"{name}/{child['key']}", child)
        else:
            found += things_in("match", child["key"], child)
    return found


def put_part(
    file: Document, kind: str, part: Part, name: str | None, parent: str | None
) -> tuple[str, Part | None, str]:
    """Put a part into the file: in place of the one of that name, or without a name as a new one.

    Returns its name, the part that it replaces, and its place in the file. With another `parent`
    a match moves there. Raises `NotFound`.
    """
    before = None if name is None else get_part(file, kind, name)
    lists = part_lists(file, kind)
    if before is None:
        target = _find_parent(lists, parent or "")
    else:
        target = next(each for each in lists if any(part is before for part in each.parts))
        if kind == "match" and parent and not _is_parent(target, parent):
            target.parts.remove(before)
            target = _find_parent(lists, parent)
            target.parts.append(before)
    key = before["key"] if before else part.get("key") or _next_key(lists, kind)
    new = {**with_own_fields(part, kind, before), "key": key}
    if before is None:
        target.parts.append(new)
        index = len(target.parts) - 1
    else:
        index = next(i for i, sibling in enumerate(target.parts) if sibling is before)
        target.parts[index] = new
    name = f"{target.parent}/{key}" if kind == "round" else key
    return name, before, f"{target.place}[{index}]"


def with_own_fields(part: Part, kind: str, before: Part | None) -> Part:
    """The edited part, with what no edit changes: the parts below it, and what is set elsewhere.

    `before` is what it replaces.
    """
    elsewhere = SET_ELSEWHERE.get(kind, ())
    new = {field: value for field, value in part.items() if field not in elsewhere}
    if children := CHILD_LISTS.get(kind):
        below = before.get(children, []) if before else []
        # A written test has no rounds; the check of the file says so where there are some.
        if below or part.get("kind") != "paper":
            new[children] = below
    return new | {field: before[field] for field in elsewhere if before and field in before}


def _is_parent(parts: PartList, name: str) -> bool:
    return parts.parent == name or parts.parent.endswith(f"/{name}")


def _find_parent(lists: list[PartList], name: str) -> PartList:
    found = next((parts for parts in lists if _is_parent(parts, name)), None)
    if found is None:
        raise NotFound
    return found


def _next_key(lists: list[PartList], kind: str) -> str:
    taken = {part["key"] for each in lists for part in each.parts}
    number = len(taken) + 1
    while f"{kind}-{number}" in taken:
        number += 1
    return f"{kind}-{number}"


def check_file(file: Document, place: str) -> Document:
    """The file, checked and normalised; raises `Refused` with its problems.

    Problems at or below `place` are named from there on.
    """
    try:
        return document.check_document(file)
    except document.InvalidDocument as invalid:
        prefix = f"{place}." if place else ""
        problems = [
            document.Problem(problem.place.removeprefix(prefix), problem.message, problem.values)
            for problem in invalid.problems
        ]
        raise Refused(N_("This cannot be saved yet:"), problems=problems) from invalid


def without_children(part: Part | None, kind: str) -> Part | None:
    """The part without the parts below it: what the audit keeps of an edit."""
    if part is None:
        return None
    return {name: value for name, value in part.items() if name != CHILD_LISTS.get(kind)}
