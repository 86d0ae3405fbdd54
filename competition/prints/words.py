"""Every word of a print, by the name that its template calls it; translated by who orders one."""

from competition.fairness_sentences import (
    CATEGORIES,
    LETTERED,
    NOTED,
    PART,
    QUESTIONS,
    SENTENCES,
    VERDICTS,
    WAYS,
)
from competition.fairness_titles import TITLES
from competition.messages import N_

FAIRNESS_MESSAGES = {
    f"fairness-{part}-{code}": message
    for part, messages in (
        ("question", QUESTIONS),
        ("verdict", VERDICTS),
        ("sentence", SENTENCES | TITLES),
        ("way", WAYS),
        ("category", CATEGORIES),
        ("form", {"lettered": LETTERED, "noted": NOTED, "part": PART}),
    )
    for code, message in messages.items()
}
"""The fairness report's own sentences, by the names that they have among the words."""

WORDS = {
    # What all prints share.
    "page": N_("page %(page)s of %(pages)s"),
    "labour": N_("Labour side"),
    "employer": N_("Employer side"),
    "solo": N_("Alone"),
    "match": N_("Match"),
    "match_of": N_("%(round)s, match %(number)s"),
    "repeat_of": N_("Repeat of match %(number)s"),
    "team": N_("Team"),
    "side": N_("Side"),
    "judge": N_("Judge"),
    "judges": N_("Judges"),
    "room": N_("Room"),
    "time": N_("Time"),
    "topic": N_("Topic"),
    "total": N_("Total"),
    "rank": N_("Place"),
    "zone": N_("Zone"),
    "comma": N_(", "),
    "no_time": N_("Without a time"),
    "bracketed": N_("%(text)s (%(more)s)"),
    "trainee": N_("Trainee"),
    "head_judge": N_("Head judge"),
    "scorekeeper": N_("Scorekeeper"),
    "checker": N_("Checker"),
    "observer": N_("Observer"),
    "signature": N_("Signature"),
    "signed_at": N_("Date and time"),
    "rehearsal_mark": N_("Rehearsal: made-up marks"),
    "rehearsal": N_("Rehearsal"),
    # The titles.
    "certificates": N_("Certificates"),
    "score-sheets": N_("Score sheets"),
    "panel-summary": N_("Summary of marks"),
    "results": N_("Results"),
    "why": N_("How the total came about"),
    "running-order": N_("Running order"),
    "judge-cards": N_("Judges' cards"),
    "tickets": N_("Voting tickets"),
    "agreement": N_("Agreement"),
    "host-script": N_("The host's script"),
    # Score sheets.
    "score_sheet": N_("Score sheet"),
    "sheet_code": N_("The same sheet on a tablet"),
    "scale": N_("%(least)s to %(most)s, in steps of %(step)s"),
    "topic_is": N_("Topic: %(topic)s"),
    "opponent_is": N_("Against: %(team)s"),
    "sum_of_marks": N_("Sum of the marks as written"),
    "check_sum": N_("Check sum: all digits of the marks above, added up (by the scorekeeper)"),
    "personal_marks": N_("Marks for each contestant"),
    "comment": N_("Comment"),
    "judge_signs": N_("Judge's signature"),
    # Results and the summary of marks.
    "results_of": N_("Results: %(stage)s"),
    "summary_of": N_("Summary of marks: %(stage)s"),
    "incomplete": N_("Not final: marks or scores are still awaited."),
    "provisional": N_("Provisional: an appeal is open."),
    "provisional_until": N_("Provisional until %(time)s, the end of the time for appeals."),
    "votes_of": N_("The panel's vote on equal totals: %(votes)s."),
    "votes_for": N_("%(number)s for %(order)s"),
    "votes_abstained": N_("%(number)s abstained"),
    "unpublished": N_("Not published yet."),
    "without_place": N_("Without a place"),
    "reason": N_("Reason"),
    "by_zone": N_("By zone"),
    "place_in_zone": N_("Place in the zone"),
    "place_overall": N_("Place overall"),
    "deductions": N_("Deductions"),
    "colon": N_(": "),
    "decided_by": N_("decided by %(how)s"),
    "by_deductions": N_("fewer deductions"),
    "by_head": N_("the head judge's sheet"),
    "by_ruling": N_("the panel's ruling"),
    "withdrawn": N_("withdrawn"),
    "disqualified": N_("disqualified"),
    "void": N_("none of its matches counts"),
    "no_sheet": N_(
        "it has no match yet, or nobody judges it: the panel is empty, or all of it is recused"
    ),
    "missing_score": N_("no score is entered"),
    "missing_carry": N_("no total in a stage that is carried over"),
    "waiting_for": N_("waiting for %(judges)s"),
    "dimension": N_("Dimension"),
    "value": N_("Value"),
    "sheet_total": N_("The sheet's total"),
    "no_total_yet": N_("No total yet: marks are still awaited, or nobody judges this team."),
    "left_out_note": N_("Struck through in brackets: left out by the rule."),
    "we_confirm": N_(
        "We have compared these totals with the marks and confirm them. Checksum of the result: "
        "%(digest)s"
    ),
    # How a total came about.
    "place_of": N_("Place %(rank)s"),
    "seat": N_("Judge %(number)s"),
    "same_total": N_("The same total as %(teams)s; %(decided)s."),
    "why_not_final": N_("Not final: this can still change."),
    "steps": N_("Step by step"),
    # The host's words.
    "host_draft": N_("Draft: marks are still awaited, so places and totals can change."),
    "host_secret": N_("Secret until it is read: the last place comes first."),
    # The agreement.
    "agreement_opening": N_("After bargaining, the two sides state for each focal point:"),
    "status_agreed": N_("agreed"),
    "status_partial": N_("agreed in part"),
    "status_deadlock": N_("no agreement"),
    # Certificates.
    "certificate_title": N_("Certificate"),
    "certificate_award": N_("in %(contest)s"),
    "certificate_completion": N_("has taken part in %(contest)s and has met its requirements."),
    "certificate_merit": N_("in recognition of excellence in %(contest)s"),
    "certificate_closing": N_("This certificate is given in recognition."),
    "certificate_number": N_("No. %(number)s"),
    "awarded_to": N_("awarded to"),
    "certify_that": N_("this is to certify that"),
    "comrade": N_("Comrade"),
    "provisional_mark": N_("PROVISIONAL"),
    # Cards and tickets.
    "scan_card": N_("Scan this with your tablet, or open the link. Turn off auto-lock."),
    "scan_ticket": N_("Scan this with your phone to vote. The code is valid once."),
    "ticket": N_("Audience's vote"),
    # The fairness report.
    "fairness": N_("Fairness report"),
    "fairness_notice": N_(
        "Evidence about the judging, from the marks alone. It changes no total and no place, and "
        "it is no verdict on any judge."
    ),
    "fairness_question": N_("Question"),
    "fairness_verdict": N_("Answer"),
    "fairness_answer": N_("In a sentence"),
    "fairness_firm": N_("How firm is first place?"),
    "fairness_leniency": N_(
        "Points a sheet above or below the others’ for the same performances, with the range that "
        "chance leaves open in 95 of 100 cases. Within the grey band nobody is far."
    ),
    "fairness_ranks": N_("Grey where the place differs from the one as ruled."),
    "fairness_others": N_("%(count)s more teams are not shown here."),
    "fairness_sides": N_("The two sides of each match"),
    "fairness_heat": N_(
        "Each sheet against the mean of all for the performance, in points: blue is stricter, "
        "amber milder."
    ),
    "fairness_ruled": N_("Place as ruled"),
    "fairness_fair_place": N_("Place by fair average"),
    "fairness_average": N_("Fair average"),
    "fairness_limits": N_("What the numbers cannot show"),
    "fairness_next": N_("What to do next time"),
    **FAIRNESS_MESSAGES,
}
"""The words of a print in English, by name; the typesetter finds them as `words.name`."""
