"""Perform a draw in the hall: the words as they are spoken, then one ball after another.

Each step is a public snapshot of its own, so that no page, program or stream is ahead of the
projector.
"""

from competition.actions import draw_plan, hall_screen
from competition.actions.change import Change, change
from competition.actions.refusals import Refused
from competition.actions.shown_draws import Progress, is_public_already, last_step, progress_of
from competition.file_types import Document, DrawPart
from competition.messages import N_
from competition.store import file_export
from competition.store.snapshots import newest_snapshot


def show_words(competition_key: str, draw_key: str, words: str, by: str) -> None:
    """Show the hall's words of a pending draw on the projector; "" takes them off again.

    Raises `NotFound` or `Refused`.
    """
    with change(competition_key, by) as edit:
        file, draw = _standing(edit, draw_key)
        edit.refuse_if_changed(f"draw/{draw_key}")
        if "result" in draw:
            raise Refused(N_("This draw was made already: its words cannot be changed."))
        cleaned = draw_plan.clean(words) if words.strip() else ""
        before = progress_of(draw, newest_snapshot(competition_key)).words
        edit.audit("draw.words", draw_key, {"hall": before}, {"hall": cleaned})
        _show(edit, file, draw, Progress(cleaned))


def step_draw(competition_key: str, draw_key: str, at: int, to: int, by: str) -> None:
    """Show another step of a draw that was made: a neighbour of step `at`, or the last.

    `at` is the step that the caller's page shows, so that two touches never make two steps.
    Raises `NotFound` or `Refused`.
    """
    with change(competition_key, by) as edit:
        file, draw = _standing(edit, draw_key)
        if "result" not in draw:
            raise Refused(N_("Nothing is drawn yet."))
        if is_public_already(file, draw):
            raise Refused(
                N_("The round's matches are public, and so is the whole draw: nothing is to come.")
            )
        progress = progress_of(draw, newest_snapshot(competition_key))
        last = last_step(file, draw)
        if (progress.step or 0) != at:
            raise Refused(
                N_("The draw has already moved on. Check the current step, then press again.")
            )
        if not 0 <= to <= last or (abs(to - at) != 1 and to != last):
            raise Refused(N_("There is no further step in this direction."))
        edit.audit("draw.step", draw_key, {"step": at}, {"step": to})
        _show(edit, file, draw, Progress(progress.words, to))


def _standing(edit: Change, draw_key: str) -> tuple[Document, DrawPart]:
    file = file_export.competition_document(edit.competition, matches=())
    draw = draw_plan.find_draw(file, draw_key)
    if not draw_plan.is_standing(draw):
        raise Refused(N_("This draw was abandoned, so nothing more of it is shown."))
    return file, draw


def _show(edit: Change, file: Document, draw: DrawPart, progress: Progress) -> None:
    edit.publish(draws={draw["key"]: progress})
    hall_screen.set_mode(edit, "draw", {"draw": draw["key"]})
