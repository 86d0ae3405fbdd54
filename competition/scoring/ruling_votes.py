"""The panel's votes on a tie: who votes, and how many judges were for which order."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from competition.file_types import RulingVotePart, StagePart
from competition.scoring.stage import matches_in
from competition.seats import counting_judges


class VoteCount(NamedTuple):
    """How many judges voted for each order, the most first; `abstained` of them for none."""

    orders: list[tuple[list[str], int]]
    abstained: int

    @property
    def judges(self) -> int:
        """How many judges there were, those who abstained included."""
        return self.abstained + sum(count for _order, count in self.orders)


def count_votes(votes: Iterable[RulingVotePart]) -> VoteCount:
    """Count votes; one without teams is an abstention.

    >>> count_votes([{"judge": "ana", "teams": ["post", "rail"]}, {"judge": "bo", "teams": []}])
    VoteCount(orders=[(['post', 'rail'], 1)], abstained=1)
    """
    counted = Counter(tuple(vote["teams"]) for vote in votes)
    abstained = counted.pop((), 0)
    # Equal counts stay in the order in which they were first voted for.
    return VoteCount([(list(order), count) for order, count in counted.most_common()], abstained)


def voting_judges(stage: StagePart, teams: Collection[str]) -> list[str]:
    """The judges whose sheets count for these teams in the stage, by match and seat."""
    return list(
        dict.fromkeys(
            judge
            for match in matches_in(stage)
            for entry in match["entries"]
            if entry["team"] in teams and not match.get("void")
            for judge in counting_judges(match, entry["team"])
        )
    )
