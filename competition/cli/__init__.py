"""Top floor: the `flask …` commands (contract in `docs/commands.md`), as thin as a view.

What a program reads goes to standard output, what a person reads to standard error, and the
exit code is honest: 0 done, 1 refused, 2 called wrongly.
"""
