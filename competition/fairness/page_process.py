"""`python -m competition.fairness.page_process`: the page's content made in its own process.

On standard input comes JSON of a competition file from the server itself, which is not checked;
on standard output goes JSON of `fairness_page`.
"""

import json
import sys

from competition.document.check_process import limit_process
from competition.fairness.page import fairness_page

MOST_BYTES = 2 * 1024 * 1024 * 1024


def answer_fairness() -> None:
    """Answer what comes on standard input, within this process's bounds."""
    limit_process(MOST_BYTES)
    page = fairness_page(json.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(json.dumps(page).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    answer_fairness()
