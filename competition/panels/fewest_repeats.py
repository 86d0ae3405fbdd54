"""The last objective: as few meetings of a judge and a team beyond their first as can be.

Exchanges find good panels quickly, and often as few repeats as there must be at least. Where there
may be fewer, the programme looks for them in a small contest; in a large one it would not end.
"""

from competition.panels.exchanges import Exchanges
from competition.panels.programme import PanelProgramme, Seats
from competition.panels.request import PanelRequest
from competition.panels.situation import Situation

SMALL = 600
"""How many pairs of a judge and a match the programme is asked about."""
_NODES = 20_000
_STEPS_A_PAIR, _MOST_STEPS = 400, 300_000


def fewest_repeats(
    situation: Situation, request: PanelRequest, programme: PanelProgramme, seats: Seats
) -> Seats:
    """Panels as good as these by the other objectives, with as few repeats as were found."""
    pairs = sum(len(match.may) for match in situation.matches)
    least = programme.least_repeats()
    exchanges = Exchanges(situation, request, seats)
    found = exchanges.improve(min(_MOST_STEPS, _STEPS_A_PAIR * pairs), least)
    if exchanges.repeats <= least:
        return found
    if pairs > SMALL:
        return found
    return programme.avoid_repeats(below=exchanges.repeats, limit=_NODES) or found
