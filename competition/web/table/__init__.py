"""The tablet between the two sides: the clock of the match, its agreement, and nothing else."""
