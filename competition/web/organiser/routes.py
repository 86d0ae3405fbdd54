"""Every organiser's page: importing this module puts them on the blueprint."""

from competition.web.organiser import archived, gone_meanwhile
from competition.web.organiser.blueprint import bp
from competition.web.organiser.day import announce, plan, progress, release
from competition.web.organiser.forms.fields import field_refusals
from competition.web.organiser.forms.languages import form_languages, rows_languages
from competition.web.organiser.labels import category
from competition.web.organiser.name_filters import (
    distinct_judge_name,
    distinct_team_name,
    texts_in,
    zone_name,
)
from competition.web.organiser.problems import problem_kinds, problem_places
from competition.web.organiser.record import audit, backups, handbook, organisers
from competition.web.organiser.results import (
    advance,
    correction,
    deductions,
    exclusions,
    late_sheets,
    rescue,
    results,
    rulings,
    scores,
    sheet,
)
from competition.web.organiser.screen import control, marks, rehearsal, reveal
from competition.web.organiser.setup import (
    accepted_conflicts,
    archive,
    competitions,
    copy,
    declarations,
    draw,
    draws,
    judge_cards,
    lists,
    panel_board,
    panel_proposals,
    panels,
    parts,
    programme,
    programme_round,
    programme_table,
    replace,
    stage_teams,
    visibility,
    zones,
)

VIEWS = (
    archived,
    gone_meanwhile,
    announce,
    plan,
    progress,
    release,
    archive,
    copy,
    replace,
    competitions,
    lists,
    parts,
    stage_teams,
    panel_board,
    panel_proposals,
    panels,
    accepted_conflicts,
    declarations,
    draws,
    draw,
    programme,
    programme_table,
    programme_round,
    visibility,
    zones,
    judge_cards,
    control,
    marks,
    reveal,
    rehearsal,
    results,
    advance,
    correction,
    deductions,
    exclusions,
    rulings,
    scores,
    sheet,
    late_sheets,
    rescue,
    audit,
    backups,
    organisers,
    handbook,
)

bp.add_app_template_filter(category)
bp.add_app_template_filter(distinct_team_name, "team_name")
bp.add_app_template_filter(zone_name, "zone_name")
bp.add_app_template_filter(distinct_judge_name, "judge_name")
bp.add_app_template_filter(texts_in)
bp.add_app_template_global(field_refusals)
bp.add_app_template_global(form_languages)
bp.add_app_template_global(rows_languages)
bp.add_app_template_global(handbook.handbook_anchor)
bp.add_app_template_global(problem_kinds)
bp.add_app_template_global(problem_places)

__all__ = ["VIEWS", "bp"]
