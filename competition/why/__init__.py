"""Ground floor: a total that proves itself, `accord-why/1` (docs/why.md).

`prove` gives every step from the marks to a team's total, so that anybody can recompute it;
`Prover` also says how the steps belong together, for pages and prints.

proof.py        one team's total in one stage, with what it carries
stage_steps.py  a stage's own total: its matches, or the scores of a written test
entry_steps.py  one match: marks, what is left out, dimensions, deductions
steps.py        the list of steps, each computed from those before it
sentences.py    what each step says, in both languages
naming.py       what the parts of the competition are called
types.py        what is returned
"""

from competition.why.proof import NotProvable, Prover, is_final, prove

__all__ = ["NotProvable", "Prover", "is_final", "prove"]
