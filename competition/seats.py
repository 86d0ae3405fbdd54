"""Whose sheet counts at each seat of a panel, once judges have been replaced."""

from competition.file_types import MatchPart


def counting_judges(match: MatchPart, team: str) -> list[str]:
    """The judge of each seat whose sheet for that team counts, in seat order; recusals aside.

    The panel names who sits there now. A replaced judge's sheet counts at the seat for the teams
    that it keeps. The replacements of one seat are listed in order, so its chain is followed from
    the last to the first.

    >>> match = {"key": "m", "entries": [], "panel": ["cy"], "replacements": [
    ...     {"seat": "bo", "from": "ana", "keeps": ["rail"], "reason": {"en": "ill"}},
    ...     {"seat": "cy", "from": "bo", "keeps": [], "reason": {"en": "ill too"}}]}
    >>> counting_judges(match, "rail"), counting_judges(match, "post")
    (['ana'], ['cy'])
    """
    judges = []
    for seat in match["panel"]:
        now = counting = seat
        for part in reversed(match.get("replacements") or ()):
            if part["seat"] == now:
                now = part["from"]
                if team in part["keeps"]:
                    counting = now
        judges.append(counting)
    return judges
