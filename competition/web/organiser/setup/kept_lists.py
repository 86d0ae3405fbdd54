"""A list between its upload and its import: the file, what was chosen, what would happen.

What an import would do is kept too until something is chosen otherwise or the competition is
changed: a list of ten thousand rows is not read again for every page of them.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from flask import g

from competition.actions.meanwhile import changes_since
from competition.actions.off_loop import read_list
from competition.lists.preview import ListChoices
from competition.store.models import Competition
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.setup.kept_upload import (
    drop_upload,
    keep_beside,
    keep_upload,
    kept_beside,
    kept_upload,
)
from competition.web.sessions import require_organiser_still

_CHOICES, _ANSWER = "choices", "answer"


@dataclass(frozen=True)
class KeptList:
    """A list that was sent, with what was chosen so far and what its import would do.

    `answer` is that of `lists.preview.preview_list`; `number` is that of the newest audit row that
    it knows of.
    """

    token: str
    choices: ListChoices
    answer: dict[str, Any]
    number: int


def preview_sent(
    competition: Competition, data: bytes, choices: ListChoices
) -> tuple[dict[str, Any], int]:
    """What the import of a list would do, and the newest audit row known; raises `Refused`."""
    # Read before the competition was: what is newer than that is found again.
    number: int = g.newest_row
    answer = read_list(data, choices, file_without_sheets(competition))
    require_organiser_still()
    # As it will be read from disk: its keys are texts.
    plain: dict[str, Any] = json.loads(json.dumps(answer))
    return plain, number


def keep_list(data: bytes, choices: ListChoices, answer: dict[str, Any], number: int) -> str:
    """Keep a list that was sent; returns its token. Raises `OSError`."""
    token = keep_upload(data)
    keep_beside(token, _CHOICES, choices.as_json())
    _keep_answer(token, choices, answer, number)
    return token


def find_list(
    competition: Competition, token: str, choices: ListChoices | None = None
) -> KeptList | None:
    """The list of that token, with other choices if they are given; raises `Refused`, `OSError`.

    None once it has gone, or for another session.
    """
    kept = kept_beside(token, _CHOICES)
    data = kept_upload(token) if kept is not None else None
    if kept is None or data is None:
        return None
    before = ListChoices.from_json(kept)
    chosen = before if choices is None else choices
    if chosen == before and (found := _kept_answer(competition, token, chosen)):
        return KeptList(token, chosen, *found)
    answer, number = preview_sent(competition, data, chosen)
    keep_beside(token, _CHOICES, chosen.as_json())
    _keep_answer(token, chosen, answer, number)
    return KeptList(token, chosen, answer, number)


def drop_list(token: str) -> None:
    """Delete a list that was imported."""
    drop_upload(token)


def _keep_answer(token: str, choices: ListChoices, answer: dict[str, Any], number: int) -> None:
    stamped = {"of": _stamp(choices), "number": number, "answer": answer}
    keep_beside(token, _ANSWER, json.dumps(stamped, ensure_ascii=False).encode())


def _kept_answer(
    competition: Competition, token: str, choices: ListChoices
) -> tuple[dict[str, Any], int] | None:
    data = kept_beside(token, _ANSWER)
    if data is None:
        return None
    stamped = json.loads(data)
    if stamped["of"] != _stamp(choices) or changes_since(competition.key, stamped["number"]):
        return None
    return stamped["answer"], stamped["number"]


def _stamp(choices: ListChoices) -> str:
    return hashlib.sha256(choices.as_json()).hexdigest()
