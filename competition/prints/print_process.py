"""`python -m competition.prints.print_process`: a print or a picture made in its own process.

On standard input comes JSON: an order with its file, or a picture. On standard output goes a line
of JSON that says what went wrong, or nothing, then the bytes. It comes from the server itself and
is not checked.
"""

import base64
import json
import sys
from collections.abc import Mapping
from typing import Any

from competition.document import Refusal
from competition.document.check_process import limit_process
from competition.file_types import Document
from competition.prints.making import make_print
from competition.prints.order import PrintOrder, Ticket
from competition.prints.pictures import check_picture

MOST_BYTES = 2 * 1024 * 1024 * 1024


class PrintRefused(Refusal):
    """What the process has refused, in its words."""


def print_question(document: Document, order: PrintOrder) -> bytes:
    """What the process is asked for a print."""
    plain = {**vars(order), "pictures": {k: _packed(v) for k, v in order.pictures.items()}}
    return json.dumps({"file": document, "order": plain}, default=dict).encode()


def picture_question(data: bytes) -> bytes:
    """What the process is asked for a picture."""
    return json.dumps({"picture": _packed(data)}).encode()


def read_made(answer: bytes) -> bytes:
    """The bytes of the process's answer; raises `PrintRefused` with what it says otherwise."""
    head, _, made = answer.partition(b"\n")
    refused = json.loads(head)
    if refused:
        raise PrintRefused(refused["message"], refused["values"])
    return made


def answer_print(question: bytes) -> bytes:
    """Make what is asked for, or say why not; for `read_made`."""
    refused, made = None, b""
    try:
        made = _made(json.loads(question))
    except Refusal as refusal:
        refused = {"message": refusal.message, "values": dict(refusal.values)}
    return json.dumps(refused).encode() + b"\n" + made


def answer_on_output() -> None:
    """Answer the question on standard input, within this process's bounds."""
    limit_process(MOST_BYTES)
    sys.stdout.buffer.write(answer_print(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()


def _made(asked: Mapping[str, Any]) -> bytes:
    if "picture" in asked:
        return check_picture(base64.b64decode(asked["picture"]))
    order = asked["order"]
    pictures = {kind: base64.b64decode(png) for kind, png in order["pictures"].items()}
    tickets = [Ticket(*each) for each in order["tickets"]]
    whole = PrintOrder(**{**order, "pictures": pictures, "tickets": tickets})
    return make_print(asked["file"], whole)


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


if __name__ == "__main__":
    answer_on_output()
