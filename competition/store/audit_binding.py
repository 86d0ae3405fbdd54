"""What a row of the audit binds, as the row holds it."""

import json
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from competition.document.canonical import canonical

SALT_BYTES = 16


class Binding(NamedTuple):
    """What a row binds: named things and their digests, before (`was`) and after it (`now`).

    What is new is not in `was`, what is gone is not in `now`.
    """

    was: Mapping[str, Any]
    now: Mapping[str, Any]

    @classmethod
    def between(cls, before: Mapping[str, Any], after: Mapping[str, Any]) -> "Binding":
        """What differs between two states."""
        return cls(
            {name: value for name, value in before.items() if after.get(name) != value},
            {name: value for name, value in after.items() if before.get(name) != value},
        )

    @classmethod
    def parse(cls, bound: str) -> "Binding":
        """The binding that a row holds; raises `ValueError` where it holds none."""
        found = json.loads(bound)
        try:
            return cls(dict(found["was"]), dict(found["is"]))
        except (KeyError, TypeError) as error:
            raise ValueError(bound) from error

    def text(self) -> str:
        """The binding as a row holds it.

        Heads are published while marks are hidden: without the salt, whoever knows the head
        before and the head after could try which marks lead from one to the other.
        """
        salt = secrets.token_hex(SALT_BYTES)
        return canonical({"salt": salt, "was": self.was, "is": self.now})
