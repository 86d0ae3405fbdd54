"""Who takes part in a match, and what changes of that on the day: judges, trainees, teams."""
