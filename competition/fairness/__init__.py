"""Ground floor: what can be said of the judging of a competition file (docs/fairness.md).

Evidence about judging, never scoring: nothing here is imported by `competition.scoring`. NumPy and
SciPy are imported inside functions, so that nobody who makes no report waits for them. Whatever is
compared is compared exactly, in whole numbers of one unit or in fractions.

report.py            the whole report
cells.py             the sheets that count of one stage, and their marks in units
judges_report.py     each judge: leniency, spread, agreement, dropped, halo, drift
block.py             the judges and entries over which everybody marked everything
reliability.py       intraclass correlations, Kendall's W, alpha
alpha.py             Krippendorff's alpha
likelihood.py        the rating model's log likelihood and its derivatives
rating_model.py      the rating model at its maximum, or that there is none
model_figures.py     the same with the keys of the file
robustness.py        who is first by each way, with all judges and without each
bootstrap.py         how often a team would lead with a panel drawn again
resamples.py         a panel drawn again from its own judges
team_totals.py       teams' totals by a way in many cases at once, and who leads
combining_ways.py    the rule, and the three plain ways beside it
counted_panels.py    a panel's value where each sheet counts a given number of times
exact_arrays.py      fractions in arrays
sides.py             labour against employer
judge_categories.py  one judge category against the other
paired.py            paired differences, and how often signs alone give as much
conflict_effects.py  sheets by judges with a conflict of interest
order.py             totals over the running order
exact_statistics.py  spreads, correlations, slopes of exact numbers
distributions.py     tails and quantiles
resampling_seed.py   random numbers that the file alone decides
notes.py             why a figure cannot be had
types.py             `accord-fairness/1`
page.py              what a page or print of the report shows
answers.py           its questions, answered in a sentence each
judge_differences.py each judge against the others on the same performances, in points
rule_ranks.py        the places by the rule and by the plain ways
fair_averages.py     totals to expect from the average judge, across panels
page_process.py      the page's content made in a process of its own
page_types.py        the page as types
"""

from competition.fairness.report import fairness_report

__all__ = ["fairness_report"]
