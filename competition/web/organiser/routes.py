"""Every page of the organiser's: importing this module puts them on the blueprint."""

from competition.web.organiser.blueprint import bp
from competition.web.organiser.day import plan, progress
from competition.web.organiser.forms.fields import field_refusals
from competition.web.organiser.labels import category
from competition.web.organiser.problem_text import problem_places, problem_sentences
from competition.web.organiser.record import audit, organisers
from competition.web.organiser.results import late_sheets, rescue, results, sheet
from competition.web.organiser.screen import control, marks, rehearsal, reveal
from competition.web.organiser.setup import competitions, judge_cards, parts

VIEWS = (
    plan,
    progress,
    competitions,
    parts,
    judge_cards,
    control,
    marks,
    reveal,
    rehearsal,
    results,
    sheet,
    late_sheets,
    rescue,
    audit,
    organisers,
)

bp.add_app_template_filter(category)
bp.add_app_template_global(field_refusals)
bp.add_app_template_global(problem_sentences)
bp.add_app_template_global(problem_places)

__all__ = ["VIEWS", "bp"]
