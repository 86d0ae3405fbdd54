"""What the fairness report says of a competition as it is now, made once for each state of it."""

import threading

from competition.actions.off_loop import find_fairness_off_loop
from competition.actions.refusals import NotFound
from competition.fairness.page_types import FairnessPage
from competition.store import current_competition


class _KeptFairness:
    """The report of one state; whoever asks while it is made waits for it."""

    def __init__(self) -> None:
        self.making = threading.Lock()
        self.page: FairnessPage | None = None


def find_fairness(competition_key: str) -> FairnessPage:
    """The report's page as JSON-ready content: read it only, it is shared.

    Raises `NotFound`, and `Refused` where it takes too long or too many wait for theirs.
    """
    current = current_competition.find(competition_key)
    if current is None:
        raise NotFound
    # Not made inside `once`: that would keep everybody else waiting for what they ask of it.
    kept: _KeptFairness = current.once("fairness", lambda _: _KeptFairness())
    if kept.page is None:
        document = current.document
        with kept.making:
            if kept.page is None:
                kept.page = find_fairness_off_loop(document)
    return kept.page


def made_fairness(competition_key: str) -> FairnessPage | None:
    """The report of the competition as it is now, if somebody has had it made; else None."""
    current = current_competition.find(competition_key)
    if current is None:
        return None
    kept: _KeptFairness = current.once("fairness", lambda _: _KeptFairness())
    return kept.page


def is_made_of_now(competition_key: str, page: FairnessPage) -> bool:
    """Whether a report is of the competition as it is in this write transaction, unchanged yet."""
    current = current_competition.find_unchanged(competition_key)
    if current is None:
        return False
    kept: _KeptFairness = current.once("fairness", lambda _: _KeptFairness())
    return kept.page is page
