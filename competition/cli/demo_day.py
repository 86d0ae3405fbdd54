"""The day of a demonstration: the Chaoyang final from its welcome to the end of its reveal."""

from contextlib import suppress

from competition import document
from competition.actions import (
    competitions,
    hall_screen,
    match_clocks,
    reveal,
    rounds,
    stage_release,
)
from competition.actions.refusals import Refused
from competition.actions.rehearsal import made_up_mark
from competition.cli import terminal
from competition.cli.demo_judges import Marks, Pace, ProgramJudge, ProgramPanel
from competition.document import samples
from competition.file_types import Document, MatchPart
from competition.match_clock.suggestion import suggested_clock
from competition.messages import N_
from competition.rule_in_force import dimensions_marked_by, rubric_of
from competition.scoring.reveal import count_steps
from competition.seats import counting_judges
from competition.store import queries
from competition.store.db import db

BY = "demo"
STAGE, ROUND = "final", "round-1"
WELCOME, TABLE, TALK, BOARD, PLACE = 30.0, 60.0, 45.0, 60.0, 40.0
"""Seconds of the contest: the welcome, a match before it begins, a turn to speak, the board, a
place of the reveal."""


def load_final() -> Document:
    """Load the Chaoyang final with phases for its clock; returns its file."""
    file = document.read_file(samples.read_sample(samples.CHAOYANG) or b"")
    file["clock"] = suggested_clock()
    file = document.check_document(file)
    competitions.load_competition(file, BY)
    return file


def run_day(file: Document, base: str, pace: Pace) -> bool:
    """Open the round, judge match by match, reveal; False where it was ended before."""
    key = file["competition"]["key"]
    stage = next(part for part in file["stages"] if part["key"] == STAGE)
    matches = next(part for part in stage["rounds"] if part["key"] == ROUND)["matches"]
    hall_screen.show_mode(key, "welcome", BY)
    rounds.set_state(key, f"{STAGE}/{ROUND}", "open", BY)
    stage_release.set_release(key, STAGE, "live", BY)
    if not pace.wait(WELCOME):
        return False
    for number, match in enumerate(matches, start=1):
        if number == len(matches):
            terminal.notify(N_("The board is frozen before the last match."))
            stage_release.set_release(key, STAGE, "frozen", BY)
        terminal.notify(N_("Match %(number)s."), number=number)
        if not _run_match(file, match, base, pace):
            return False
    rounds.set_state(key, f"{STAGE}/{ROUND}", "closed", BY)
    return _reveal(key, pace)


def _run_match(file: Document, match: MatchPart, base: str, pace: Pace) -> bool:
    """Show a match, run its clock while its judges mark, then show the board."""
    key = file["competition"]["key"]
    hall_screen.show_mode(key, "match", BY, match["key"])
    _touch(key, match, "show")
    if not pace.wait(TABLE):
        return False
    _touch(key, match, "start")
    panel = _seat_panel(file, match, base, pace)
    turns = 0
    while panel.is_marking:
        if not pace.wait(TALK):
            return False
        turns += 1
        # Each side once, then the next phase; the clock stands after the last.
        for act in ("hand-over",) if turns % 2 else ("pause", "next", "start"):
            _touch(key, match, act)
    _touch(key, match, "pause")
    hall_screen.show_mode(key, "board", BY)
    return pace.wait(BOARD)


def _seat_panel(file: Document, match: MatchPart, base: str, pace: Pace) -> ProgramPanel:
    """Every judge of the match with made-up marks for its teams."""
    key = file["competition"]["key"]
    stage = next(part for part in file["stages"] if part["key"] == STAGE)
    parts = {part["key"]: part for part in file["judges"]}
    competition = queries.find_competition(key)
    tokens = {judge.key: judge.token for judge in competition.judges} if competition else {}
    db.session.rollback()
    marks: dict[str, dict[str, Marks]] = {}
    for entry in match["entries"]:
        team = entry["team"]
        for judge in counting_judges(match, team):
            dimensions = dimensions_marked_by(rubric_of(file, stage), parts[judge])
            given = {each["key"]: made_up_mark(each, team, judge) for each in dimensions}
            marks.setdefault(judge, {})[team] = given
    judges = [(ProgramJudge(base, key, tokens[judge]), teams) for judge, teams in marks.items()]
    return ProgramPanel(judges, match["key"], pace)


def _touch(key: str, match: MatchPart, act: str) -> None:
    """Touch the clock of a match; what it cannot do at this moment, it leaves."""
    with suppress(Refused):
        match_clocks.touch_clock(key, match["key"], act, BY)


def _reveal(key: str, pace: Pace) -> bool:
    terminal.notify(N_("The reveal, from the last place to the first."))
    reveal.begin_reveal(key, STAGE, BY)
    competition = queries.find_competition(key)
    steps = count_steps(reveal.count_stage(competition, STAGE)) if competition else 0
    db.session.rollback()
    for step in range(steps):
        if not pace.wait(PLACE):
            return False
        reveal.step_reveal(key, step, step + 1, BY)
    terminal.notify(N_("The result is published."))
    return True
