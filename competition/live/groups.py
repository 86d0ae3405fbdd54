"""Things in groups, each group in the order of arrival: what is fair to take from whom."""

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """Items under keys, such as connections by address; an item is in one group at most."""

    def __init__(self) -> None:
        self._groups: dict[str, dict[T, None]] = {}
        self._keys: dict[T, str] = {}

    def __len__(self) -> int:
        """How many items there are in all."""
        return len(self._keys)

    def __contains__(self, item: T) -> bool:
        """Whether the item is in a group."""
        return item in self._keys

    def add(self, item: T, key: str) -> None:
        """Put the item last in the group of that key, wherever it was before."""
        self.remove(item)
        self._keys[item] = key
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = {}
        group[item] = None

    def remove(self, item: T) -> None:
        """Take the item out; no harm if it is in no group."""
        key = self._keys.pop(item, None)
        if key is not None:
            group = self._groups[key]
            del group[item]
            if not group:
                del self._groups[key]

    def size(self, key: str) -> int:
        """How many items there are under that key."""
        return len(self._groups.get(key, ()))

    def oldest(self, key: str) -> T:
        """The item that has been longest in that group, which has one."""
        return next(iter(self._groups[key]))

    def oldest_of_largest(self) -> T | None:
        """The item that has been longest in the largest group; None if there is none.

        Whoever has many pays first, so that one address cannot crowd out another.
        """
        if not self._groups:
            return None
        largest = max(self._groups, key=self.size)
        return self.oldest(largest)
