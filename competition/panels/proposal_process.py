"""`python -m competition.panels.proposal_process`: a proposal computed in its own process.

On standard input comes JSON of the file, the stage and the request; on standard output goes JSON
of the proposal, or of what stands in its way. It comes from the server itself and is not checked.
"""

import json
import os
import sys
from typing import Any

from competition.file_types import Document
from competition.panels.conflicts import ConflictReason
from competition.panels.proposal import PanelProposal, propose_panels
from competition.panels.request import Obstacle, PanelRequest, PanelsNotPossible

MOST_SECONDS = 60
"""How long the processor may work on one proposal."""


def question(document: Document, stage: str, request: PanelRequest) -> bytes:
    """What the process is asked: the file without marks, of which a proposal needs nothing."""
    sheets = [{"match": sheet["match"]} for sheet in document.get("sheets", ())]
    return json.dumps(
        {"file": {**document, "sheets": sheets}, "stage": stage, "request": vars(request)},
        default=dict,
    ).encode()


def read_proposed(answer: bytes) -> PanelProposal:
    """What the process has answered; raises `PanelsNotPossible` where it has."""
    found = json.loads(answer)
    if "obstacles" in found:
        raise PanelsNotPossible([_obstacle(each) for each in found["obstacles"]])
    proposal: PanelProposal = found["proposal"]
    return proposal


def answer_question() -> None:
    """Answer the question on standard input, within this process's bounds."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        os.nice(19)
    asked: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    request = PanelRequest(**asked["request"])
    answer: dict[str, Any]
    try:
        answer = {"proposal": propose_panels(asked["file"], asked["stage"], request)}
    except PanelsNotPossible as impossible:
        answer = {"obstacles": [each._asdict() for each in impossible.obstacles]}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _obstacle(plain: dict[str, Any]) -> Obstacle:
    reasons = tuple(ConflictReason(*each) for each in plain["reasons"])
    return Obstacle(**{**plain, "reasons": reasons, "others": tuple(plain["others"])})


if __name__ == "__main__":
    answer_question()
