"""A file of proposed panels, `accord-panels/1`, as somebody may have edited it."""

from typing import Any

from competition.document import InvalidDocument, Problem
from competition.document.json_reader import parse_json
from competition.messages import N_


def read_proposal(data: bytes) -> tuple[str, dict[str, list[str]]]:
    """The stage and the panels, by match, of such a file.

    What else `flask panel propose` prints is passed over: it follows from these. Raises
    `InvalidDocument` where the file is no such file.
    """
    file: Any = parse_json(data)
    if not isinstance(file, dict) or file.get("format") != "accord-panels/1":
        raise _invalid("", N_("This is no file of panels, as flask panel propose prints one."))
    stage, panels = file.get("stage"), file.get("panels")
    if not isinstance(stage, str):
        raise _invalid("stage", N_("Expected the key of a stage."))
    if not isinstance(panels, dict):
        raise _invalid("panels", N_("Expected a list of judges' keys for each match."))
    for match, panel in panels.items():
        if not isinstance(panel, list) or not all(isinstance(judge, str) for judge in panel):
            raise _invalid(f"panels.{match}", N_("Expected a list of judges' keys."))
    return stage, dict(panels)


def _invalid(place: str, message: str) -> InvalidDocument:
    return InvalidDocument([Problem(place, message)])
