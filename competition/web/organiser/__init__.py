"""The organiser's pages, in folders by their menu.

day/      Today and Progress: open and close rounds, release a stage, who has submitted
setup/    Setup: the competition's details, rubric, topics, teams, judges, stages; judges' cards
screen/   Projector: what the projector shows, marks, reveal and rehearsal
results/  Results: totals and how they came about, deductions, rulings, late and recovered sheets
record/   the audit log, and the organisers themselves

Shared by these, from the bottom up:

blueprint.py, labels.py (what codes are called), lookup.py (find or 404), forms/ (fields and forms)
responses.py (pages, redirects, refused forms), names.py (names by key), conflicts.py
sheet_progress.py, stage_checks.py (what to check before totals are shown), placeholders.py,
problems.py (why a change is not valid)

routes.py puts every page on the blueprint. The sentences are in the templates.
"""
