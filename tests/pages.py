"""Every address that a browser can get, and what each kind of visitor finds there.

`tests/test_pages.py` holds the list against the application's own routes; the Nu validator and
axe-core walk the pages on it.
"""

from dataclasses import dataclass, replace
from typing import Any

from flask import current_app

from competition.actions import (
    agreements,
    appeals,
    award_reveal,
    awards,
    competitions,
    declarations,
    deductions,
    draws,
    exclusions,
    late_sheets,
    print_images,
    rulings,
    sheet_locks,
    sheets,
    stage_release,
    tables,
)
from competition.actions.draw_plan import DrawOrder
from competition.agreement_sheet import agreement_of, digest_of_points
from competition.certificates import make_certificates
from competition.store import queries
from tests import factories
from tests.factories import CHAOYANG, FULL_MARKS

BY = "organiser 王芳"
OK, MOVED, FOUND, SEE_OTHER, UNAUTHORIZED, MISSING = 200, 301, 302, 303, 401, 404


@dataclass(frozen=True)
class Page:
    """One address; the statuses that a guest, a judge and an organiser are answered with."""

    endpoint: str
    address: str
    guest: int
    judge: int
    organiser: int
    html: bool = True

    def status(self, visitor: str) -> int:
        """What `visitor` (guest, judge, organiser) is answered with."""
        status: int = getattr(self, visitor)
        return status


def public(endpoint: str, address: str, status: int = OK, *, html: bool = True) -> Page:
    """The same for everybody."""
    return Page(endpoint, address, status, status, status, html)


def of_judge(endpoint: str, address: str, status: int = OK) -> Page:
    """A judge's; for anybody else it does not exist."""
    return Page(endpoint, address, MISSING, status, MISSING)


def by_token(endpoint: str, address: str) -> Page:
    """A judge's, in the API: 401 without the judge's token or session."""
    return Page(endpoint, address, UNAUTHORIZED, OK, UNAUTHORIZED, html=False)


def of_organiser(endpoint: str, address: str, status: int = OK, *, html: bool = True) -> Page:
    """The organiser's: a guest is led to the sign-in, for a judge it does not exist."""
    return Page(endpoint, address, FOUND, MISSING, status, html)


def everything() -> list[Page]:
    """The list, for the world that `evening` makes."""
    c, o, a = f"/c/{CHAOYANG}", f"/organiser/c/{CHAOYANG}", f"/api/v1/competitions/{CHAOYANG}"
    return [
        public("static", "/static/css/base.css", html=False),
        public("bundle", "/static/bundle/audience.css", html=False),
        public("module", "/static/modules/0/judge/match.js", html=False),
        public("audience.index_page", "/"),
        public("audience.phone_page", c),
        public("audience.phone_page", "/c/nothing", MISSING),
        public("audience.graphics_rows_answer", f"{c}/rows.json", html=False),
        public(
            "audience.graphics_rows_answer", f"{c}/rows.json?stage=nothing", MISSING, html=False
        ),
        public("audience.screen_page", f"{c}/screen"),
        public("audience.screen_stream", f"{c}/screen/stream", html=False),
        public("audience.teams_page", f"{c}/teams"),
        public("audience.team_page", f"{c}/teams/education"),
        public("audience.team_page", f"{c}/teams/team-6"),
        public("audience.team_page", f"{c}/teams/nobody", MISSING),
        public(
            "audience.public_proof_file",
            f"{c}/teams/education/final/why.json",
            MISSING,
            html=False,
        ),
        public("audience.rank_changes_page", f"{c}/places"),
        public("audience.public_draws_page", f"{c}/draws"),
        public("audience.public_programme_page", f"{c}/programme"),
        public("audience.public_awards_page", f"{c}/awards"),
        public("audience.public_awards_page", "/c/nothing/awards", MISSING),
        # Nothing is released here; `test_fairness_release.py` has the page.
        public("audience.public_fairness_page", f"{c}/fairness", MISSING),
        public("audience.clock_on_page", f"{c}/clock"),
        public("audience.clock_on_answer", f"{c}/clock.json", html=False),
        public("audience.clock_on_stream", f"{c}/clock.stream", html=False),
        public("audience.match_clock_page", f"{c}/clock/match-1"),
        public("audience.match_clock_page", f"{c}/clock/nothing", MISSING),
        public("audience.match_clock_answer", f"{c}/clock/match-1.json", html=False),
        public("audience.match_clock_answer", f"{c}/clock/nothing.json", MISSING, html=False),
        public("audience.match_clock_stream", f"{c}/clock/match-1.stream", html=False),
        public("audience.overlay_page", f"{c}/overlay"),
        public("audience.overlay_page", f"{c}/overlay?show=match&match=match-1"),
        public("audience.overlay_page", f"{c}/overlay?show=clock"),
        public("audience.board_fragment", f"{c}/board", html=False),
        public("audience.board_stream", f"{c}/stream", html=False),
        public("audience.get_competition", a, html=False),
        public("audience.get_snapshot", f"{a}/snapshot", html=False),
        public("audience.get_description", "/api/v1/openapi.json", html=False),
        public("audience.get_healthz", "/healthz", html=False),
        Page(
            "api.get_sheet",
            f"{a}/sheets/match-1/education",
            UNAUTHORIZED,
            OK,
            UNAUTHORIZED,
            html=False,
        ),
        Page(
            "api.get_assignments",
            "/api/v1/judge/assignments",
            UNAUTHORIZED,
            OK,
            UNAUTHORIZED,
            html=False,
        ),
        public("judge.open_link", "/j/{token}", SEE_OTHER),
        public("judge.open_link", "/j/nothing", MISSING),
        public("judge.get_worker", "/judge/worker.js", html=False),
        public("judge.rescue_import_page", "/judge/arrive"),
        public("judge.signed_out_page", "/judge/left"),
        of_judge("judge.away_page", "/judge/away"),
        of_judge("judge.home_page", "/judge"),
        of_judge("judge.declaration_page", "/judge/declaration"),
        of_judge("judge.judge_messages_page", "/judge/messages"),
        of_judge("judge.conference_page", "/judge/matches/match-1/conference"),
        # Nobody has asked for a signature here; `test_closing.py` has the page.
        of_judge("judge.result_page", "/judge/results/final", MISSING),
        of_judge("judge.get_match", "/judge/matches/match-1"),
        Page("judge.get_clocks", "/judge/clocks.json", MISSING, OK, MISSING, html=False),
        Page("judge.get_clocks_stream", "/judge/clocks.stream", MISSING, OK, MISSING, html=False),
        of_judge("judge.overtime_page", "/judge/matches/match-1/overtime"),
        of_judge("judge.overtime_page", "/judge/matches/nothing/overtime", MISSING),
        replace(of_judge("judge.get_agreement", "/judge/matches/match-1/agreement"), html=False),
        of_judge("judge.get_match", "/judge/matches/match-3"),
        of_judge("judge.get_receipt", "/judge/matches/match-1/receipt?team=education"),
        of_judge("judge.get_result", "/judge/receipts/0001"),
        of_judge("judge.get_result", "/judge/receipts/9999", MISSING),
        of_judge("judge.get_review", "/judge/matches/match-3/review?team=team-5"),
        public("trust.trust_page", "/trust"),
        public("trust.authority_file", "/trust/accord-authority.crt", html=False),
        public("trust.authority_profile", "/trust/accord.mobileconfig", html=False),
        public("sign_in.set_up_page", "/set-up/nothing", MISSING),
        Page("sign_in.sign_in_page", "/sign-in", OK, OK, SEE_OTHER),
        of_organiser("organiser.competitions_page", "/organiser"),
        of_organiser("organiser.redirect_home", "/organiser/", MOVED),
        of_organiser("organiser.accounts_audit_page", "/organiser/audit"),
        of_organiser("organiser.import_page", "/organiser/import"),
        of_organiser("organiser.example_file", "/organiser/example.json", html=False),
        of_organiser("organiser.new_competition_page", "/organiser/new"),
        of_organiser("organiser.samples_page", "/organiser/samples"),
        of_organiser("organiser.organisers_page", "/organiser/organisers"),
        of_organiser("organiser.password_page", "/organiser/organisers/password"),
        of_organiser("organiser.remove_organiser_page", "/organiser/organisers/1/remove"),
        of_organiser("organiser.fairness_report_page", f"{o}/fairness"),
        of_organiser("organiser.release_fairness_page", f"{o}/fairness-release"),
        of_organiser("organiser.take_back_fairness_page", f"{o}/fairness-back", MISSING),
        # Nobody was asked to sign here; `test_fairness_page.py` has the page.
        of_judge("judge.head_judge_fairness_page", "/judge/fairness", MISSING),
        of_organiser("organiser.late_sheets_page", f"{o}/late"),
        of_organiser("organiser.late_sheet_page", f"{o}/late/1"),
        of_organiser("organiser.late_sheet_page", f"{o}/late/99999999999", MISSING),
        of_organiser("organiser.late_sheets_of_judge_page", f"{o}/late/of/judge-3"),
        of_organiser("organiser.late_sheets_of_judge_page", f"{o}/late/of/nobody", MISSING),
        public("vote.vote_page", f"{c}/vote"),
        public("vote.vote_page", "/c/nothing/vote", MISSING),
        of_organiser("organiser.audience_vote_page", f"{o}/vote"),
        # Nothing is set up here; `test_audience_vote.py` has the pages.
        *(
            of_organiser("organiser.audience_vote_act_page", f"{o}/vote/{act}", SEE_OTHER)
            for act in ("open", "close", "publish", "award")
        ),
        of_organiser("organiser.paper_page", f"{o}/paper"),
        # Nothing is typed here; `test_clerks.py` has the page.
        of_organiser(
            "organiser.decide_paper_page",
            f"{o}/paper/match-1/education/judge-1/decide",
            SEE_OTHER,
        ),
        of_organiser(
            "organiser.decide_paper_page", f"{o}/paper/match-1/education/nobody/decide", MISSING
        ),
        # A clerk's: for everybody else there is nothing; `test_clerks.py` has the pages.
        of_organiser("clerk.clerk_home_page", "/clerk", MISSING),
        of_organiser(
            "clerk.paper_sheet_page", f"/clerk/{CHAOYANG}/match-1/education/judge-1", MISSING
        ),
        of_organiser("organiser.plan_page", o),
        *(
            of_organiser("organiser.list_page", f"{o}/{kinds}")
            for kinds in ("topics", "zones", "teams", "judges", "stages")
        ),
        *(
            of_organiser("organiser.edit_part_page", f"{o}/{part}")
            for part in (
                "topics/ride-hailing",
                "teams/education",
                "judges/judge-1",
                "stages/final",
                "rounds/final/round-1",
                "matches/match-1",
            )
        ),
        of_organiser("organiser.edit_part_page", f"{o}/teams/nothing", MISSING),
        *(
            of_organiser("organiser.new_part_page", f"{o}/new/{kinds}")
            for kinds in (
                "topics",
                "zones",
                "teams",
                "judges",
                "stages",
                "rounds?in=final",
                "matches?in=final/round-1",
            )
        ),
        of_organiser("organiser.remove_part_page", f"{o}/remove/teams/education"),
        of_organiser("organiser.panels_page", f"{o}/panels"),
        of_organiser("organiser.board_page", f"{o}/panels/final"),
        of_organiser("organiser.board_page", f"{o}/panels/final?seat=match-2/1"),
        of_organiser("organiser.board_page", f"{o}/panels/nothing", MISSING),
        of_organiser("organiser.board_judges", f"{o}/panels/final/judges?seat=match-2/1"),
        of_organiser("organiser.draws_page", f"{o}/draws"),
        of_organiser("organiser.commit_draw_page", f"{o}/draws/final/round-1/topics"),
        of_organiser("organiser.commit_draw_page", f"{o}/draws/final/nothing/teams", MISSING),
        of_organiser("organiser.draw_by_hand_page", f"{o}/draws/final/round-1/teams/by-hand"),
        of_organiser("organiser.draw_page", f"{o}/draws/draw-1"),
        of_organiser("organiser.draw_page", f"{o}/draws/nothing", MISSING),
        of_organiser("organiser.draw_record_page", f"{o}/draws/draw-1/record"),
        of_organiser("organiser.abandon_draw_page", f"{o}/draws/draw-1/abandon"),
        of_organiser("organiser.programme_page", f"{o}/programme"),
        of_organiser("organiser.programme_table_page", f"{o}/programme/table"),
        of_organiser("organiser.plan_round_page", f"{o}/programme/round"),
        of_organiser("organiser.programme_public_page", f"{o}/programme/show"),
        of_organiser("organiser.programme_public_page", f"{o}/programme/hide", SEE_OTHER),
        of_organiser("organiser.overview_page", f"{o}/parts"),
        of_organiser("organiser.replace_page", f"{o}/replace"),
        of_organiser("organiser.confirm_replacement_page", f"{o}/replace/gone", SEE_OTHER),
        of_organiser("organiser.undo_replacement_page", f"{o}/replace/undo", SEE_OTHER),
        of_organiser("organiser.copy_page", f"{o}/copy"),
        of_organiser("organiser.whole_rehearsal_page", f"{o}/rehearsal"),
        # There is no rehearsal here; `test_whole_rehearsal.py` has the page.
        of_organiser("organiser.end_rehearsal_page", f"{o}/rehearsal/end", MISSING),
        of_organiser("organiser.lists_page", f"{o}/lists"),
        *(
            of_organiser("organiser.new_list_page", f"{o}/lists/{kind}")
            for kind in ("teams", "judges", "topics", "schedule", "scores")
        ),
        of_organiser("organiser.check_list_page", f"{o}/lists/teams/gone", SEE_OTHER),
        of_organiser("organiser.list_template_file", f"{o}/lists/teams/template", html=False),
        of_organiser("organiser.archive_page", f"{o}/archive"),
        of_organiser("organiser.remove_competition_page", f"{o}/remove"),
        of_organiser("organiser.details_page", f"{o}/details"),
        of_organiser("organiser.rubric_page", f"{o}/rubric"),
        of_organiser("organiser.set_up_clock_page", f"{o}/clock"),
        of_organiser("organiser.judge_cards_page", f"{o}/links"),
        of_organiser("organiser.renew_link_page", f"{o}/links/renew"),
        of_organiser("organiser.renew_link_page", f"{o}/links/renew/judge-1"),
        of_organiser("organiser.control_room_page", f"{o}/control"),
        of_organiser("organiser.control_room_page", f"{o}/control?match=match-2"),
        of_organiser("organiser.control_room_page", f"{o}/control?match=nothing", MISSING),
        of_organiser("organiser.undo_page", f"{o}/undo"),
        of_organiser("organiser.progress_page", f"{o}/wall"),
        of_organiser("organiser.match_people_page", f"{o}/matches/match-1/people"),
        of_organiser("organiser.match_people_page", f"{o}/matches/nothing/people", MISSING),
        of_organiser("organiser.replace_judge_page", f"{o}/matches/match-1/replace/judge-1"),
        of_organiser("organiser.replace_judge_page", f"{o}/matches/match-1/replace/x", MISSING),
        of_organiser("organiser.match_judge_link_page", f"{o}/matches/match-1/link/judge-1"),
        of_organiser("organiser.match_judge_link_page", f"{o}/matches/match-1/link/x", MISSING),
        of_organiser("organiser.keep_marks_page", f"{o}/matches/match-1/replace/x/keep", MISSING),
        of_organiser(
            "organiser.undo_judge_replacement_page",
            f"{o}/matches/match-1/replace/judge-1/undo",
            MISSING,
        ),
        of_organiser("organiser.late_team_page", f"{o}/matches/match-1/late"),
        of_organiser(
            "organiser.take_late_back_page", f"{o}/matches/match-1/late/education/back", MISSING
        ),
        of_organiser("organiser.swap_sides_page", f"{o}/matches/match-1/swap-sides"),
        of_organiser("organiser.substitute_page", f"{o}/matches/match-1/substitute"),
        of_organiser(
            "organiser.take_substitution_back_page",
            f"{o}/matches/match-1/substitute/education/member-1/back",
            MISSING,
        ),
        of_organiser("organiser.repeat_match_page", f"{o}/matches/match-1/repeat"),
        of_organiser("organiser.member_name_page", f"{o}/teams/education/names/education-1"),
        of_organiser("organiser.trainees_page", f"{o}/trainees"),
        of_organiser("organiser.compare_trainees_page", f"{o}/trainees/final/round-1", MISSING),
        of_organiser("organiser.rescue_page", f"{o}/rescue"),
        of_organiser("organiser.run_match_clock_page", f"{o}/matches/match-1/clock"),
        of_organiser("organiser.run_match_clock_page", f"{o}/matches/nothing/clock", MISSING),
        of_organiser("organiser.match_overtime_page", f"{o}/matches/match-1/overtime"),
        of_organiser("organiser.match_clocks_answer", f"{o}/clocks.json", html=False),
        of_organiser("organiser.match_clocks_stream", f"{o}/clocks.stream", html=False),
        of_organiser("organiser.control_page", f"{o}/show"),
        of_organiser("organiser.clock_page", f"{o}/show/clock"),
        of_organiser("organiser.begin_reveal_page", f"{o}/show/reveal/final"),
        of_organiser("organiser.leave_reveal_page", f"{o}/show/end"),
        of_organiser("organiser.show_marks_page", f"{o}/show/marks/match-1"),
        of_organiser("organiser.rehearsal_page", f"{o}/show/rehearsal/final?step=2"),
        of_organiser("organiser.rehearsal_screen_page", f"{o}/show/rehearsal/final/screen?step=2"),
        of_organiser("organiser.results_page", f"{o}/results"),
        of_organiser("organiser.prints_page", f"{o}/prints"),
        of_organiser("organiser.print_picture_page", f"{o}/prints/seal"),
        of_organiser("organiser.print_picture_page", f"{o}/prints/nothing", MISSING),
        of_organiser("organiser.print_picture_file", f"{o}/prints/seal/picture", html=False),
        of_organiser("organiser.remove_picture_page", f"{o}/prints/seal/remove"),
        of_organiser("organiser.remove_picture_page", f"{o}/prints/signature/remove", MISSING),
        of_organiser("organiser.awards_page", f"{o}/awards"),
        of_organiser("organiser.new_award_page", f"{o}/new/awards"),
        of_organiser("organiser.edit_award_page", f"{o}/awards/first-prize"),
        of_organiser("organiser.edit_award_page", f"{o}/awards/guest"),
        of_organiser("organiser.edit_award_page", f"{o}/awards/nothing", MISSING),
        of_organiser("organiser.award_by_score_page", f"{o}/awards/guest/by-score"),
        of_organiser("organiser.award_by_score_page", f"{o}/awards/first-prize/by-score", MISSING),
        of_organiser("organiser.award_candidates_page", f"{o}/awards/first-prize/candidates"),
        of_organiser("organiser.award_candidates_page", f"{o}/awards/nothing/candidates", MISSING),
        of_organiser("organiser.remove_award_page", f"{o}/remove/awards/first-prize"),
        of_organiser("organiser.suggested_awards_page", f"{o}/awards-suggested"),
        of_organiser("organiser.publish_awards_page", f"{o}/awards-publish"),
        of_organiser("organiser.take_back_award_page", f"{o}/awards/guest/back"),
        of_organiser("organiser.take_back_award_page", f"{o}/awards/first-prize/back", MISSING),
        # Nothing waits to be corrected here; `test_organiser_awards.py` has the page.
        of_organiser("organiser.correct_awards_page", f"{o}/awards-correct", MISSING),
        of_organiser("organiser.award_control_page", f"{o}/show/awards"),
        of_organiser("organiser.explanation_page", f"{o}/results/final/education"),
        of_organiser("organiser.publication_page", f"{o}/publish"),
        # Nothing is published here; `test_publication.py` has the zip.
        of_organiser("organiser.publication_file", f"{o}/publish/zip", SEE_OTHER, html=False),
        of_organiser("organiser.workbook_file", f"{o}/exports/workbook", html=False),
        of_organiser("organiser.marks_file", f"{o}/exports/marks", html=False),
        of_organiser("organiser.standings_file", f"{o}/exports/standings/final", html=False),
        of_organiser("organiser.graphics_file", f"{o}/exports/graphics/final", html=False),
        of_organiser("organiser.host_script_page", f"{o}/host-script/final"),
        of_organiser("organiser.host_script_page", f"{o}/host-script/written"),
        of_organiser("organiser.host_script_page", f"{o}/host-script/nothing", MISSING),
        of_organiser("organiser.explanation_page", f"{o}/results/final/team-6"),
        of_organiser("organiser.proof_file", f"{o}/results/final/education/why.json", html=False),
        of_organiser("organiser.receipt_page", f"{o}/receipt"),
        of_organiser("organiser.receipt_page", f"{o}/receipt?number=0001"),
        of_organiser("organiser.advance_page", f"{o}/advance/final"),
        of_organiser("organiser.advance_page", f"{o}/advance/nothing", MISSING),
        # Nobody goes on from a final; `test_advance_page.py` has these two.
        of_organiser("organiser.replace_team_page", f"{o}/advance/final/reserve/team-2", MISSING),
        of_organiser("organiser.play_off_page", f"{o}/advance/final/play-off/1", MISSING),
        of_organiser("organiser.stage_rubric_page", f"{o}/stage-rubric/final"),
        of_organiser("organiser.stage_teams_page", f"{o}/stage-teams/final"),
        of_organiser("organiser.release_page", f"{o}/release/final"),
        *(
            of_organiser("organiser.confirm_release_page", f"{o}/release/final/{mode}", status)
            for mode, status in (
                ("hidden", OK),
                ("live", SEE_OTHER),
                ("frozen", OK),
                ("published", OK),
            )
        ),
        *(
            of_organiser("organiser.round_state_page", f"{o}/round/final/round-1/{state}", status)
            for state, status in (("draft", OK), ("open", SEE_OTHER), ("closed", OK))
        ),
        of_organiser("organiser.announce_page", f"{o}/round/final/round-1/announce"),
        of_organiser("organiser.messages_page", f"{o}/messages"),
        of_organiser("organiser.match_conference_page", f"{o}/matches/match-1/conference"),
        of_organiser("organiser.announce_page", f"{o}/round/final/round-1/withhold", SEE_OTHER),
        of_organiser("organiser.visibility_page", f"{o}/visibility/private"),
        of_organiser("organiser.visibility_page", f"{o}/visibility/public", SEE_OTHER),
        # Nothing waits to be corrected here; `test_organiser_corrections.py` has the page.
        of_organiser("organiser.pending_correction_page", f"{o}/correction/final", MISSING),
        of_organiser("organiser.closing_page", f"{o}/closing/final"),
        of_organiser("organiser.closing_page", f"{o}/closing/written"),
        of_organiser("organiser.closing_page", f"{o}/closing/nothing", MISSING),
        of_organiser("organiser.open_signing_page", f"{o}/closing/final/open"),
        of_organiser("organiser.sign_page", f"{o}/closing/final/sign/checker"),
        of_organiser("organiser.sign_page", f"{o}/closing/final/sign/observer", MISSING),
        of_organiser("organiser.withdraw_signature_page", f"{o}/closing/final/withdraw/1", MISSING),
        of_organiser("organiser.deductions_page", f"{o}/deductions"),
        of_organiser("organiser.appeals_page", f"{o}/appeals"),
        of_organiser("organiser.appeal_page", f"{o}/appeals/appeal-1"),
        of_organiser("organiser.appeal_page", f"{o}/appeals/nothing", MISSING),
        of_organiser("organiser.corrections_page", f"{o}/corrections"),
        of_organiser("organiser.remove_deduction_page", f"{o}/deductions/1/back"),
        of_organiser("organiser.scores_page", f"{o}/scores/written"),
        of_organiser("organiser.scores_page", f"{o}/scores/final", MISSING),
        of_organiser("organiser.explanation_page", f"{o}/results/written/education"),
        of_organiser("organiser.edit_part_page", f"{o}/stages/written"),
        of_organiser("organiser.what_counts_page", f"{o}/counts/match-3"),
        of_organiser("organiser.void_page", f"{o}/void/match-1"),
        of_organiser("organiser.declarations_page", f"{o}/declarations"),
        of_organiser("organiser.printed_declarations_page", f"{o}/declarations/print"),
        of_organiser("organiser.printed_declarations_page", f"{o}/declarations/print/judge-7"),
        of_organiser(
            "organiser.printed_declarations_page", f"{o}/declarations/print/judge-1", MISSING
        ),
        of_organiser("organiser.ask_again_page", f"{o}/declarations/judge-7/again"),
        of_organiser("organiser.accept_conflict_page", f"{o}/conflict/match-3/judge-7/team-6"),
        of_organiser(
            "organiser.accept_conflict_page", f"{o}/conflict/match-3/judge-7/team-5", MISSING
        ),
        of_organiser("organiser.recuse_page", f"{o}/recuse/judge-1?match=match-1"),
        of_organiser("organiser.take_recusal_back_page", f"{o}/recuse/judge-7/match-3/back"),
        of_organiser("organiser.withdraw_team_page", f"{o}/withdraw/team-6"),
        # Nobody has left here; `test_organiser_exclusions.py` has the page.
        of_organiser("organiser.readmit_team_page", f"{o}/withdraw/team-6/back", MISSING),
        of_organiser("organiser.ruling_page", f"{o}/ruling/final"),
        of_organiser("organiser.remove_ruling_page", f"{o}/rulings/1/back"),
        of_organiser("organiser.tables_page", f"{o}/tables"),
        of_organiser("organiser.table_match_page", f"{o}/tables/1/match"),
        of_organiser("organiser.table_match_page", f"{o}/tables/2/match", MISSING),
        of_organiser("organiser.table_link_page", f"{o}/tables/1/renew"),
        of_organiser("organiser.table_link_page", f"{o}/tables/1/remove"),
        public("table.open_table_link", "/t/{table}", SEE_OTHER),
        public("table.open_table_link", "/t/nothing", MISSING),
        # A tablet's own; `test_table.py` has the page.
        public("table.table_page", "/table", MISSING),
        public("table.table_clocks", "/table/clocks.json", MISSING),
        public("table.table_clocks_stream", "/table/clocks.stream", MISSING),
        of_organiser("organiser.agreement_page", f"{o}/matches/match-1/agreement"),
        of_organiser("organiser.agreement_page", f"{o}/matches/nothing/agreement", MISSING),
        of_organiser(
            "organiser.withdraw_agreement_page",
            f"{o}/matches/match-1/agreement/withdraw/labour?name=郭志远",
        ),
        of_organiser(
            "organiser.withdraw_agreement_page",
            f"{o}/matches/match-1/agreement/withdraw/labour?name=nobody",
            MISSING,
        ),
        of_organiser("organiser.sheet_page", f"{o}/sheet/match-1/education/judge-1"),
        of_organiser("organiser.audit_page", f"{o}/audit"),
        of_organiser("organiser.handbook_page", f"{o}/handbook"),
        of_organiser("organiser.backups_page", "/organiser/backups"),
        of_organiser("organiser.check_file_page", "/organiser/backups/check", SEE_OTHER),
        of_organiser("organiser.handbook_page", "/organiser/handbook"),
        of_organiser("organiser.handbook_page", "/organiser/handbook/glossary"),
        of_organiser("organiser.handbook_page", "/organiser/handbook/nothing", MISSING),
        of_organiser("organiser.export_file", f"{o}/export", html=False),
    ]


def open_final() -> dict[str, Any]:
    """The Chaoyang final with its round open, and names that people have."""
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["teams"][1]["name"] = {"zh": "𠮷野家·" + "长" * 190}
    whole["teams"][2]["name"] = {"en": "فريق الحافلة <b>& friends</b>"}
    members = [
        (team["key"], member["key"]) for team in whole["teams"] for member in team["members"]
    ]
    whole["stages"].append(
        {"key": "written", "name": factories.text("笔试", "Written test"), "kind": "paper"}
        | {"max": "100", "per": "member", "combine": {"best": 2}}
        | {
            "scores": [
                {"team": team, "member": member, "score": str(60 + number)}
                for number, (team, member) in enumerate(members[:10])
            ]
        }
    )
    return whole


def evening() -> None:
    """Nearly everybody has marked nearly everything; a tie, a deduction, a ruling; all is live.
    One sheet came too late and waits.

    Needs an application context and the competition of `open_final`.
    """
    make_certificates(current_app.config["DATA_DIR"], ["localhost"])
    competition = queries.find_competition(CHAOYANG)
    assert competition is not None
    marks = {"education": "18.5", "team-2": "18.5", "team-3": "16", "team-4": "16", "team-5": "12"}
    for match in [
        m for stage in competition.stages for round_ in stage.rounds for m in round_.matches
    ]:
        for entry in match.entries:
            for judge in competition.judges:
                missing = entry.team.key == "team-6" and judge.key != "judge-2"
                if missing or (entry.team.key, judge.key) == ("team-5", "judge-1"):
                    continue
                _mark(judge, match.key, entry.team.key, marks.get(entry.team.key, "11"))
    stage_release.set_release(CHAOYANG, "final", "live", BY)
    print_images.put_picture(CHAOYANG, "seal", factories.SEAL, BY)
    deductions.add_deduction(CHAOYANG, "match-3", "team-5", "1.5", "Over time 超时", BY)
    if queries.find_stage(competition, "written"):
        claim = appeals.NewAppeal("written", "education", "fact", "A page was not read. 漏阅一页。")
        appeals.file_appeal(CHAOYANG, claim, BY)
    declarations.declare(CHAOYANG, "judge-7", [("team-6", "trained")])
    exclusions.recuse_judge(CHAOYANG, "judge-7", [("match-3", "team-6")], "A colleague 同事", BY)
    rulings.add_ruling(CHAOYANG, "final", ["team-4", "team-3"], "The panel met.", BY)
    draws.commit_draw(CHAOYANG, DrawOrder("final", "round-1", rules={"apart": ["zone"]}), BY)
    prize = {"key": "first-prize", "name": factories.text("一等奖", "First prize")}
    prize |= {"by": "rank", "stage": "final", "places": [1, 3]}
    guest = {"key": "guest", "name": factories.text("特别奖", "Special award"), "by": "hand"}
    guest |= {"winners": [{"team": "education"}], "reason": factories.text("风采出众", "Bravery")}
    awards.add_awards(CHAOYANG, [prize, guest], BY)
    award_reveal.publish_awards(CHAOYANG, BY)
    tables.make_table(CHAOYANG, "第1桌", BY)
    _agree()
    one = queries.find_judge(competition, "judge-1")
    draft = {"marks": {"strategy": "9.5"}, "state": "draft", "base_version": 0}
    sheets.write_sheet(one, CHAOYANG, "match-3", "team-5", draft, factories.new_key())
    sheet_locks.lock(CHAOYANG, "match-1", "education", "judge-3", "Two sheets were mixed up", BY)
    three = queries.find_judge(competition, "judge-3")
    body = {"marks": FULL_MARKS, "state": "submitted", "base_version": 1}
    write = late_sheets.LateWrite(body, "late-key")
    late_sheets.hand_in_late(three, CHAOYANG, "match-1", "education", write)


def _agree() -> None:
    """The first match has agreed on a point, and one side has signed."""
    words = agreements.PointWrite("commission", "agreed", "抽成不超过 20%。\nAt most 20%.", seen="")
    agreements.write_point(CHAOYANG, "match-1", words, BY)
    file = competitions.checked_competition(CHAOYANG)
    seen = digest_of_points(agreement_of(file, "match-1"))
    signing = agreements.Signing("labour", "郭志远", seen, [[[100, 500], [900, 500]]])
    agreements.sign_agreement(CHAOYANG, "match-1", signing, BY)


def _mark(judge: Any, match: str, team: str, strategy: str) -> None:
    body = {
        "marks": FULL_MARKS | {"strategy": strategy},
        "state": "submitted",
        "base_version": 0,
        "comment": "Clear and calm. 有理有据。",
    }
    sheets.write_sheet(judge, CHAOYANG, match, team, body, factories.new_key())


def load(whole: dict[str, Any]) -> None:
    """Load a competition in an application context."""
    competitions.load_competition(factories.checked(whole), "command line")
