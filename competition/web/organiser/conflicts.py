"""Judges on the panel of a team they have a conflict of interest with, as far as not accepted.

Nobody is seated so by an act of the pages, but a file may have it, and a judge may declare a
relation after being seated.
"""

from flask_babel import gettext

from competition.file_types import Document
from competition.panels.conflicts import Conflicts
from competition.panels.sentences import reasons_phrase


def conflicts_of_interest(file: Document) -> dict[str, list[tuple[str, str, str]]]:
    """By match key: judge and team of each conflict on its panel that stands, and why it is one."""
    conflicts = Conflicts(file)
    found = {
        match["key"]: [
            (judge, team, reasons_phrase(reasons).text(gettext))
            for judge in match["panel"]
            for team, reasons in conflicts.standing(match, judge).items()
        ]
        for stage in file["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
        if not match.get("void")
    }
    return {match: pairs for match, pairs in found.items() if pairs}
