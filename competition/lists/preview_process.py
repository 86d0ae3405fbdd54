"""`python -m competition.lists.preview_process`: a large list read in its own process.

On standard input: a line of JSON with the choices, a line with the competition file, then the
list's bytes. On standard output: `preview_list`'s answer as JSON.
"""

import json
import sys

from competition.document.check_process import limit_process
from competition.lists.preview import ListChoices, preview_list

MOST_BYTES = 1024 * 1024 * 1024


def answer_preview() -> None:
    """Answer what comes on standard input, within this process's bounds."""
    limit_process(MOST_BYTES)
    source = sys.stdin.buffer
    choices = ListChoices.from_json(source.readline())
    document = json.loads(source.readline())
    answer = preview_list(source.read(), choices, document)
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


if __name__ == "__main__":
    answer_preview()
