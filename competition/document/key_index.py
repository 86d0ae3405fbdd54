"""The parts of a file by their keys, to resolve references while it is checked.

Works on the normalised draft, in which a refused list item is `REFUSED` and a refused field is
absent; both have been reported already and are skipped here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from competition.document.problems import Findings, Path, Phrase, place_of
from competition.messages import N_

Fields = Mapping[str, Any]

_KINDS = {
    "team": Phrase(N_("team")),
    "judge": Phrase(N_("judge")),
    "stage": Phrase(N_("stage")),
    "zone": Phrase(N_("zone")),
    "topic": Phrase(N_("topic")),
    "match": Phrase(N_("match")),
    "member": Phrase(N_("member")),
}


def items(parent: Fields, name: str, path: Path = ()) -> Iterator[tuple[Path, Fields]]:
    """Yield the objects of the list `name` with their paths, without those refused."""
    for index, item in enumerate(parent.get(name, ())):
        if isinstance(item, Mapping):
            yield (*path, name, index), item


def all_rounds(draft: Fields) -> Iterator[tuple[Path, Fields]]:
    """Yield every round of every stage with its path."""
    for path, stage in items(draft, "stages"):
        yield from items(stage, "rounds", path)


def all_matches(draft: Fields) -> Iterator[tuple[Path, Fields]]:
    """Yield every match of every round with its path."""
    for path, round_ in all_rounds(draft):
        yield from items(round_, "matches", path)


def _members(draft: Fields) -> Iterator[tuple[Path, Fields]]:
    for path, team in items(draft, "teams"):
        yield from items(team, "members", path)


@dataclass(frozen=True)
class KeyIndex:
    """A draft with its parts by kind and key; None for a kind whose list itself is missing."""

    draft: Fields
    kinds: Mapping[str, Mapping[str, Fields] | None]
    dimensions: Mapping[str, Fields] | None

    @classmethod
    def build(cls, draft: Fields) -> "KeyIndex":
        """Index a draft; of two equal keys the first counts."""
        present = {name: name in draft for name in ("teams", "judges", "stages")}
        rubric = draft.get("rubric", {})
        return cls(
            draft,
            {
                "team": _index(items(draft, "teams")) if present["teams"] else None,
                "judge": _index(items(draft, "judges")) if present["judges"] else None,
                "stage": _index(items(draft, "stages")) if present["stages"] else None,
                "topic": _index(items(draft, "topics")),
                "zone": _index(items(draft, "zones")),
                "match": _index(all_matches(draft)) if present["stages"] else None,
                "member": _index(_members(draft)) if present["teams"] else None,
            },
            _index(items(rubric, "dimensions")) if "dimensions" in rubric else None,
        )

    def find(self, kind: str, key: object) -> Fields | None:
        """Return the part of a kind (such as `team`) with this key, or None."""
        index = self.kinds[kind]
        return index.get(key) if index is not None and isinstance(key, str) else None

    def resolve(self, findings: Findings, path: Path, kind: str, key: object) -> Fields | None:
        """Return the part that the reference at `path` names, or report that there is none."""
        found = self.find(kind, key)
        if found is None and isinstance(key, str) and self.kinds[kind] is not None:
            findings.add(
                path,
                N_("There is no %(kind)s with the key “%(key)s” in this file."),
                kind=_KINDS[kind],
                key=key,
            )
        return found


def report_repeats(findings: Findings, path: Path, values: Iterable[object], message: str) -> None:
    """Report every repeat of a text in a list; `message` is given `value` and `first`."""
    first: dict[str, int] = {}
    for index, value in enumerate(values):
        if not isinstance(value, str):
            continue
        if value in first:
            place = place_of((*path, first[value]))
            findings.add((*path, index), message, value=value, first=place)
        first.setdefault(value, index)


def _index(found: Iterable[tuple[Path, Fields]]) -> dict[str, Fields]:
    index: dict[str, Fields] = {}
    for _path, item in found:
        if "key" in item:
            index.setdefault(item["key"], item)
    return index
