"""The organiser's pages, in folders by their menu.

day/      Today and Progress: open and close rounds, release a stage, who has submitted
setup/    Setup: the competition's details, rubric, topics, teams, judges, stages; judges' cards
screen/   Projector: what the hall's screen shows, marks, reveal and rehearsal
results/  Results: totals and how they came about, deductions, rulings, late and rescued sheets
record/   the audit log, and the organisers themselves

Shared by these: blueprint.py, labels.py (what codes are called), lookup.py (find or 404),
responses.py (pages and answers to forms), names.py, sheet_progress.py, problem_text.py, forms/.
routes.py puts every page on the blueprint.
"""
