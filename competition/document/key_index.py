"""Who and what a file speaks of, found by key, while it is checked.

Works on the normalised draft, in which a refused item is `GONE` and a refused field absent;
both were reported already and are passed over here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from competition.document.problems import Findings, Path, Phrase, place_of
from competition.messages import N_

Fields = Mapping[str, Any]

_WORDS = {
    "team": Phrase(N_("team")),
    "judge": Phrase(N_("judge")),
    "stage": Phrase(N_("stage")),
    "topic": Phrase(N_("topic")),
    "match": Phrase(N_("match")),
}


def items(holder: Fields, name: str, path: Path = ()) -> Iterator[tuple[Path, Fields]]:
    """Give the sound objects of a list with their paths."""
    for index, item in enumerate(holder.get(name, ())):
        if isinstance(item, Mapping):
            yield (*path, name, index), item


def all_rounds(draft: Fields) -> Iterator[tuple[Path, Fields]]:
    """Give every round of every stage with its path."""
    for path, stage in items(draft, "stages"):
        yield from items(stage, "rounds", path)


def all_matches(draft: Fields) -> Iterator[tuple[Path, Fields]]:
    """Give every match of every round with its path."""
    for path, round_ in all_rounds(draft):
        yield from items(round_, "matches", path)


@dataclass(frozen=True)
class KeyIndex:
    """The draft with an index of each kind; None where the list itself is not there to ask."""

    draft: Fields
    kinds: Mapping[str, Mapping[str, Fields] | None]
    dimensions: Mapping[str, Fields] | None

    @classmethod
    def of(cls, draft: Fields) -> "KeyIndex":
        """Index a draft; of two equal keys the first counts."""
        there = {name: name in draft for name in ("teams", "judges", "stages")}
        rubric = draft.get("rubric", {})
        return cls(
            draft,
            {
                "team": _index(items(draft, "teams")) if there["teams"] else None,
                "judge": _index(items(draft, "judges")) if there["judges"] else None,
                "stage": _index(items(draft, "stages")) if there["stages"] else None,
                "topic": _index(items(draft, "topics")),
                "match": _index(all_matches(draft)) if there["stages"] else None,
            },
            _index(items(rubric, "dimensions")) if "dimensions" in rubric else None,
        )

    def find(self, kind: str, key: object) -> Fields | None:
        """Give the object of a kind with this key, or None."""
        index = self.kinds[kind]
        return index.get(key) if index is not None and isinstance(key, str) else None

    def refer(self, findings: Findings, path: Path, kind: str, key: object) -> Fields | None:
        """Give the object that a reference at `path` means, or report that there is none."""
        found = self.find(kind, key)
        if found is None and isinstance(key, str) and self.kinds[kind] is not None:
            findings.add(
                path,
                N_("There is no %(kind)s with the key “%(key)s” in this file."),
                kind=_WORDS[kind],
                key=key,
            )
        return found


def refuse_repeats(findings: Findings, path: Path, values: Iterable[object], message: str) -> None:
    """Report each later one of equal texts in a list; `message` has `value` and `first`."""
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
