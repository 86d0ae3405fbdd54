"""Every organiser's page: importing this module puts them on the blueprint."""

from competition.scoring.ruling_votes import count_votes
from competition.web.organiser import archived, gone_meanwhile
from competition.web.organiser.blueprint import bp
from competition.web.organiser.day import (
    announce,
    conference,
    control_room,
    match_clock,
    messages,
    overtime,
    plan,
    progress,
    release,
    undo,
    whole_rehearsal,
)
from competition.web.organiser.forms.fields import field_refusals
from competition.web.organiser.forms.languages import form_languages, rows_languages
from competition.web.organiser.labels import category
from competition.web.organiser.name_filters import (
    distinct_judge_name,
    distinct_team_name,
    texts_in,
    zone_name,
)
from competition.web.organiser.people import (
    match_people,
    replaced,
    replacing,
    team_changes,
    trainees,
)
from competition.web.organiser.problems import problem_kinds, problem_places
from competition.web.organiser.record import audit, backups, handbook, organisers
from competition.web.organiser.record.audit_rows import actor_name
from competition.web.organiser.results import (
    advance,
    agreements,
    appeals,
    awards,
    awards_by_score,
    awards_public,
    closing,
    correction,
    corrections,
    deductions,
    exclusions,
    exports,
    fairness,
    fairness_public,
    host_script,
    late_sheets,
    paper,
    print_pictures,
    prints,
    publication,
    receipts,
    rescue,
    results,
    rulings,
    scores,
    sheet,
    vote,
)
from competition.web.organiser.screen import awards as screen_awards
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
    sample_page,
    stage_rubric,
    stage_teams,
    tables,
    visibility,
    zones,
)
from competition.web.organiser.setup import match_clock as match_clock_setup

VIEWS = (
    archived,
    gone_meanwhile,
    announce,
    conference,
    match_clock,
    overtime,
    messages,
    plan,
    control_room,
    undo,
    progress,
    release,
    whole_rehearsal,
    archive,
    copy,
    replace,
    competitions,
    sample_page,
    lists,
    match_clock_setup,
    parts,
    stage_rubric,
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
    match_people,
    replacing,
    replaced,
    team_changes,
    trainees,
    tables,
    control,
    marks,
    reveal,
    rehearsal,
    receipts,
    results,
    exports,
    fairness,
    fairness_public,
    host_script,
    publication,
    awards,
    awards_by_score,
    awards_public,
    screen_awards,
    advance,
    appeals,
    agreements,
    closing,
    correction,
    corrections,
    deductions,
    exclusions,
    prints,
    print_pictures,
    rulings,
    scores,
    sheet,
    late_sheets,
    paper,
    vote,
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
bp.add_app_template_filter(actor_name, "actor")
bp.add_app_template_filter(count_votes, "counted_votes")
bp.add_app_template_global(field_refusals)
bp.add_app_template_global(form_languages)
bp.add_app_template_global(rows_languages)
bp.add_app_template_global(handbook.handbook_anchor)
bp.add_app_template_global(problem_kinds)
bp.add_app_template_global(problem_places)

__all__ = ["VIEWS", "bp"]
