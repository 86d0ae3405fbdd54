"""Ground floor: what the host of the ceremony reads aloud, made from a competition file. Pure.

`write_host_script` gives a stage's result in both languages, in the order of the reveal: the last
place first. Nothing is computed here; every number is read from `competition.scoring`.

script.py     the whole: opening, a step for each place, closing
team.py       one team: its matches, what it carries over, its total, and its tie-breaks
marks.py      one match: the marks, what is left out, the sum, the mean
written.py    the scores of a written test
awards.py     who gets which award
spoken.py     numbers, lists and names as they are spoken
"""

from competition.host_script.script import (
    HostScript,
    ScriptLine,
    ScriptStep,
    script_paragraphs,
    write_host_script,
)

__all__ = ["HostScript", "ScriptLine", "ScriptStep", "script_paragraphs", "write_host_script"]
