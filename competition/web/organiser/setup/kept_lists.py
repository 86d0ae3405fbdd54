"""A list between its upload and its import: the file, what was chosen, what would happen.

What an import would do is kept too until something is chosen otherwise or the competition is
changed: a list of ten thousand rows is not planned again for every page of them, and a page reads
those rows alone that it shows.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import g

from competition.actions.meanwhile import changes_since
from competition.actions.off_loop import read_list
from competition.lists import Table
from competition.lists.preview import ListChoices, table_of, without_rows
from competition.store.models import Competition
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.setup.kept_upload import (
    drop_upload,
    is_kept,
    keep_beside,
    keep_upload,
    kept_beside,
    kept_upload,
)
from competition.web.sessions import require_organiser_still

_CHOICES, _ANSWER = "choices", "answer"

Plain = dict[str, Any]


@dataclass(frozen=True)
class KeptList:
    """A list that was sent, with what was chosen so far and what its import would do.

    `answer` is that of `lists.preview.preview_list`, but for the rows: `index` has for each row of
    the list its number, its verdict ("" where nothing is planned), and where its line begins in
    `lines`. `number` is that of the newest audit row that the answer knows of.
    """

    token: str
    choices: ListChoices
    answer: Plain
    number: int
    index: list[tuple[int, str, int]]
    lines: bytes

    @cached_property
    def verdicts(self) -> dict[int, str]:
        """Each row's verdict, by its number."""
        return {number: verdict for number, verdict, _place in self.index}

    def rows(self, numbers: Iterable[int]) -> dict[int, Plain]:
        """The rows of these numbers: `read` has the cells of the file, `plan` what becomes of it.

        A row that is left out has no plan.
        """
        wanted = set(numbers)
        return {
            number: json.loads(self._line(place))
            for number, _verdict, place in self.index
            if number in wanted
        }

    def texts(self) -> Iterable[tuple[int, str]]:
        """Every row's number and its line, to search in."""
        for number, _verdict, place in self.index:
            yield number, self._line(place).decode()

    def table(self) -> Table:
        """The list without the rows that are left out."""
        read = {
            number: json.loads(self._line(place))["read"] for number, _verdict, place in self.index
        }
        whole = table_of({**self.answer["table"], "rows": read})
        return without_rows(whole, self.choices.skipped)

    def _line(self, place: int) -> bytes:
        return self.lines[place : self.lines.index(b"\n", place)]


def preview_sent(competition: Competition, data: bytes, choices: ListChoices) -> Plain:
    """What the import of a list would do; raises `Refused`."""
    answer = read_list(data, choices, file_without_sheets(competition))
    require_organiser_still()
    return answer


def keep_list(data: bytes, choices: ListChoices, answer: Plain) -> str:
    """Keep a list that was sent, with what its import would do; its token. Raises `OSError`."""
    token = keep_upload(data)
    _keep(token, choices, answer)
    return token


def find_list(
    competition: Competition, token: str, choices: ListChoices | None = None
) -> KeptList | None:
    """The list of that token, with other choices if they are given; raises `Refused`, `OSError`.

    None once it has gone, or for another session.
    """
    kept = kept_beside(token, _CHOICES)
    if kept is None or not is_kept(token):
        return None
    before = ListChoices.from_json(kept)
    chosen = before if choices is None else choices
    if found := _find(competition, token, chosen):
        return found
    data = kept_upload(token)
    if data is None:
        return None
    _keep(token, chosen, preview_sent(competition, data, chosen))
    return _find(competition, token, chosen)


def drop_list(token: str) -> None:
    """Delete a list that was imported."""
    drop_upload(token)


def _keep(token: str, choices: ListChoices, answer: Plain) -> None:
    index, lines = [], []
    place = 0
    table: Plain = dict(answer.get("table", {}))
    read: Mapping[Any, Any] = table.pop("rows", {})
    plans = {row["row"]: row for row in answer.get("rows", ())}
    for number in read:
        plan = plans.get(int(number), {})
        line = json.dumps({"read": read[number], "plan": plan}, ensure_ascii=False).encode()
        verdict = "skipped" if int(number) in choices.skipped else plan.get("verdict", "")
        index.append((int(number), verdict, place))
        lines.append(line + b"\n")
        place += len(line) + 1
    head = {
        "of": _stamp(choices),
        # Read before the competition was: what is newer than that is found again.
        "number": g.newest_row,
        "answer": {**answer, "table": table, "rows": bool(plans)} if "table" in answer else answer,
        "index": index,
    }
    keep_beside(token, _CHOICES, choices.as_json())
    keep_beside(
        token, _ANSWER, json.dumps(head, ensure_ascii=False).encode() + b"\n" + b"".join(lines)
    )


def _find(competition: Competition, token: str, choices: ListChoices) -> KeptList | None:
    data = kept_beside(token, _ANSWER)
    if data is None:
        return None
    head, _, lines = data.partition(b"\n")
    stamped = json.loads(head)
    if stamped["of"] != _stamp(choices) or changes_since(competition.key, stamped["number"]):
        return None
    return KeptList(token, choices, stamped["answer"], stamped["number"], stamped["index"], lines)


def _stamp(choices: ListChoices) -> str:
    return hashlib.sha256(choices.as_json()).hexdigest()
