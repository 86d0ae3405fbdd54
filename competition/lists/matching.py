"""Who or what a row is about: found by key, or by name and organisation together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from competition.document import Refusal
from competition.lists.names import Part, PartIndex, folded, is_same_text
from competition.lists.rows import ListRow, has_leading_zero, parted
from competition.messages import N_


@dataclass(frozen=True)
class Planned:
    """What the rows have made of the competition.

    `owners` has the row that is to be told of a problem with a part, by the part's place in the
    file, such as `teams[3]`; `missing` the keys here that the list lacks.
    """

    owners: Mapping[str, ListRow]
    missing: list[str]


@dataclass
class Finder:
    """Finds the parts that rows are about; the field `name` of the list has their names."""

    index: PartIndex
    name: str
    has_organisations: bool = False
    _organisations: dict[str, set[str]] = field(default_factory=dict)

    def look_ahead(self, rows: Iterable[ListRow]) -> None:
        """Note which organisations a name has in the list."""
        for row in rows:
            name, organisation = _peek(row, self.name), _peek(row, "organisation")
            if name:
                self._organisations.setdefault(folded(name), set()).add(folded(organisation))

    def find(self, row: ListRow) -> Part | None:
        """The part of the row's name, and its organisation where it has one; None for a new one.

        Raises `Refusal` where two are meant.
        """
        names = [text for _, text, _ in row.localised(self.name)]
        found: list[Part] = next(filter(None, map(self.index.named, names)), [])
        organisation = row.first_text("organisation") if self.has_organisations else None
        if not found:
            return None
        if organisation is None:
            if len(found) > 1:
                raise Refusal(
                    N_(
                        "There are %(count)s of this name here (%(keys)s). Add a column with the "
                        "organisation or the key that tells them apart."
                    ),
                    {"count": len(found), "keys": ", ".join(part["key"] for part in found)},
                )
            return found[0]
        there = [part for part in found if is_same_text(part.get("organisation", {}), organisation)]
        if len(there) > 1:
            raise Refusal(
                N_(
                    "There are %(count)s of this name and organisation here (%(keys)s). Add a "
                    "column with the key that tells them apart."
                ),
                {"count": len(there), "keys": ", ".join(part["key"] for part in there)},
            )
        if there:
            return there[0]
        if len(found) == 1 and not found[0].get("organisation"):
            in_list = self._organisations.get(folded(names[0]), set()) - {""}
            if len(in_list) == 1:
                row.note(
                    N_("Found by the name alone: “%(key)s” has no organisation here yet."),
                    key=found[0]["key"],
                )
                return found[0]
        row.note(
            N_("There is one of this name from another organisation here: %(keys)s."),
            keys=", ".join(part["key"] for part in found),
        )
        return None


def _peek(row: ListRow, name: str) -> str:
    return row.peek(name) or row.peek(f"{name}_zh") or row.peek(f"{name}_en") or ""


def read_keys(rows: Iterable[ListRow], name: str = "key") -> dict[int, str]:
    """The keys that the list has, by row number; problems are noted at their rows."""
    rows = list(rows)
    cells = [cell for row in rows if (cell := row.cell(name)) is not None]
    zeros = has_leading_zero(cells)
    found: dict[int, str] = {}
    for row in rows:
        key = row.key_text(name, others_have_zeros=zeros)
        if key is not None:
            found[row.number] = key
    return found


def refuse_twice(row: ListRow, field: str, seen: dict[Any, int], identity: Any) -> bool:
    """Note where another row of the list is about the same; whether it is."""
    first = seen.setdefault(identity, row.number)
    if first == row.number:
        return False
    row.problem(field, N_("This is in the list twice: row %(first)s has it already."), first=first)
    return True


def find_one(
    row: ListRow, field: str, name: str, index: PartIndex, unknown: str, **values: object
) -> Part | None:
    """The one part of that name or key; None with a problem where there is none or two are."""
    found = index.found(name)
    if len(found) == 1:
        return found[0]
    if found:
        row.problem(
            field,
            N_("“%(name)s” may be %(keys)s. Write the key instead of the name."),
            name=name,
            keys=", ".join(part["key"] for part in found),
        )
    else:
        row.problem(field, unknown, name=name, **values)
    return None


def find_each(
    row: ListRow, field: str, text: str, index: PartIndex, unknown: str
) -> list[str] | None:
    """The keys of all that a cell names, each once; None where one of them is not clear."""
    names = [text] if index.found(text) else parted(text)
    found = [find_one(row, field, name, index, unknown) for name in names]
    keys = [part["key"] for part in found if part is not None]
    return list(dict.fromkeys(keys)) if len(keys) == len(names) else None
