"""What a database has lost of the public state that was seen."""

from dataclasses import dataclass

import pytest

from competition.store.public_state import PUBLIC_ROWS, PublicRow, lost_rows


@dataclass
class Answers:
    """A connection whose database has these rows, and this mark for every number asked for."""

    rows: list
    mark: str | None = "a"

    def execute(self, query, _values=None, **_more):
        self.found = self.rows if query == PUBLIC_ROWS else [(self.mark,)] if self.mark else []
        return self

    def fetchall(self):
        return self.found

    def fetchone(self):
        return self.found[0] if self.found else None


SEEN = PublicRow(1, "final", 7, "a", 2, 5, None)


@pytest.mark.parametrize(
    ("found", "mark", "is_lost"),
    [
        (SEEN, "a", False),
        (SEEN._replace(number=9), "a", False),
        (SEEN._replace(number=6), None, True),
        (SEEN._replace(number=9), "another", True),
        (SEEN._replace(screen=1), "a", True),
        (SEEN._replace(clocks=None), "a", True),
        (SEEN._replace(number=6, epoch=1), None, False),
        (SEEN._replace(competition_id=2), "a", False),
    ],
)
def test_what_a_database_lacks_of_what_was_seen(found, mark, is_lost):
    assert lost_rows([SEEN], Answers([found], mark)) == ([SEEN] if is_lost else [])


def test_an_epoch_that_was_lost_too_counts_as_lost():
    seen = SEEN._replace(epoch=2)
    assert lost_rows([seen], Answers([seen._replace(epoch=1)])) == [seen]
