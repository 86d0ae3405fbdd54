"""Ground floor: who goes from a stage on to the next one. Pure functions of the competition file.

preview.py     who goes through, ties on the line, who is out, reserves, and whether it is certain
next_stage.py  the teams of the next stage after that, and the reserve for a team that left
play_off.py    a stage of one match for teams tied on the line
sentences.py   why it is not certain yet, in words
types.py       what is returned
"""

from competition.advance.next_stage import (
    compare_with_next_stage,
    find_reserve,
    others_seated,
    put_reserve,
    seated_teams,
    teams_after_advancing,
    teams_before_advancing,
)
from competition.advance.play_off import find_play_off, play_off_order, play_off_stage
from competition.advance.preview import stage_part, who_advances
from competition.advance.sentences import not_ready_sentences
from competition.advance.types import Advancing, NotReady, OutTeam, ThroughTeam, TieOnLine

__all__ = [
    "Advancing",
    "NotReady",
    "OutTeam",
    "ThroughTeam",
    "TieOnLine",
    "compare_with_next_stage",
    "find_play_off",
    "find_reserve",
    "not_ready_sentences",
    "others_seated",
    "play_off_order",
    "play_off_stage",
    "put_reserve",
    "seated_teams",
    "stage_part",
    "teams_after_advancing",
    "teams_before_advancing",
    "who_advances",
]
