"""What an observer 监督员 may open: a list, so that a new page stays closed until it is named here.

An observer sees every page but no judge's link, backup or pending secret, and changes nothing.
Pages that only ask for an act, and every method but reading, are 404 as for what is not there.
`observer_pages` takes what would lead there out of the pages that are left.
"""

from flask import g, request

SEEN = {
    "organiser.redirect_home": "page",
    "organiser.competitions_page": "page",
    "organiser.organisers_page": "page",
    "organiser.accounts_audit_page": "page",
    "organiser.handbook_page": "page",
    # The day and the projector.
    "organiser.plan_page": "page",
    "organiser.progress_page": "page",
    "organiser.run_match_clock_page": "page",
    "organiser.match_overtime_page": "page",
    "organiser.match_clocks_answer": "page",
    "organiser.match_clocks_stream": "page",
    "organiser.messages_page": "page",
    "organiser.match_conference_page": "page",
    "organiser.control_room_page": "page",
    "organiser.match_people_page": "page",
    "organiser.trainees_page": "page",
    "organiser.compare_trainees_page": "page",
    "organiser.agreement_page": "page",
    "organiser.control_page": "page",
    "organiser.award_control_page": "page",
    "organiser.rehearsal_page": "page",
    "organiser.rehearsal_screen_page": "page",
    # Results.
    "organiser.results_page": "page",
    "organiser.explanation_page": "page",
    "organiser.advance_page": "page",
    "organiser.deductions_page": "page",
    "organiser.appeals_page": "page",
    "organiser.appeal_page": "page",
    "organiser.corrections_page": "page",
    "organiser.late_sheets_page": "page",
    "organiser.late_sheet_page": "page",
    "organiser.paper_page": "page",
    "organiser.scores_page": "fields",
    "organiser.sheet_page": "page",
    "organiser.what_counts_page": "page",
    "organiser.audit_page": "page",
    "organiser.export_file": "page",
    "organiser.closing_page": "page",
    "organiser.sign_page": "page",
    "organiser.receipt_page": "page",
    "organiser.proof_file": "page",
    "organiser.host_script_page": "page",
    "organiser.fairness_report_page": "page",
    "organiser.awards_page": "page",
    "organiser.award_candidates_page": "page",
    "organiser.audience_vote_page": "page",
    "organiser.edit_award_page": "fields",
    "organiser.workbook_file": "page",
    "organiser.marks_file": "page",
    "organiser.standings_file": "page",
    "organiser.graphics_file": "page",
    "organiser.publication_page": "page",
    # Setup.
    "organiser.overview_page": "page",
    "organiser.details_page": "fields",
    "organiser.rubric_page": "fields",
    "organiser.set_up_clock_page": "fields",
    "organiser.stage_rubric_page": "fields",
    "organiser.list_page": "page",
    "organiser.edit_part_page": "fields",
    "organiser.panels_page": "fields",
    "organiser.board_page": "page",
    "organiser.declarations_page": "page",
    "organiser.printed_declarations_page": "page",
    "organiser.draws_page": "page",
    "organiser.draw_page": "page",
    "organiser.draw_record_page": "page",
    "organiser.programme_page": "page",
}
"""The organiser's pages that an observer sees; of `fields` the forms stay, to be read only."""

MAY_SEND = frozenset({"organiser.sign_page", "sign_in.post_sign_out"})
"""The only forms that an observer can send."""


def is_observing() -> bool:
    """Whether who is signed in here is an observer."""
    return bool(g.get("is_observer"))


def can_act() -> bool:
    """For templates: whether buttons and links that change something are shown."""
    return not is_observing()


def may_open(endpoint: str | None, method: str) -> bool:
    """Whether an observer may open an organiser's page with this method."""
    if method in ("GET", "HEAD"):
        return endpoint in SEEN
    return method == "POST" and endpoint in MAY_SEND


def is_refused() -> bool:
    """Whether this request, below `/organiser`, is not for the observer who sends it."""
    return is_observing() and not may_open(request.endpoint, request.method)


def is_seen(endpoint: str) -> bool:
    """Whether a link there stays on an observer's page: it is no organiser's page, or is seen."""
    return not endpoint.startswith("organiser.") or endpoint in SEEN


def shows_fields(endpoint: str | None) -> bool:
    """Whether an observer reads this page's forms."""
    return SEEN.get(endpoint or "") == "fields"
