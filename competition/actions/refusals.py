"""What an action answers when it will not: always a sentence for a person."""

from collections.abc import Callable, Sequence

from competition.document import Phrase, Problem, Refusal
from competition.messages import N_


class Refused(Exception):
    """The action was refused and nothing was written.

    `message` is a template in English with `%(name)s` places, to be translated and then
    filled; `problems` are the places in the competition's file that would become invalid.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = (), **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)
        self.values = values

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the reader's language."""
        own = translate(self.message)
        if self.values:
            own = Phrase(self.message, self.values).text(translate)
        places = [f"{problem.place}: {problem.text(translate)}" for problem in self.problems]
        return " ".join([own, *places])

    @classmethod
    def of(cls, refusal: Refusal) -> "Refused":
        """The same sentence as a value's own check gave."""
        refused = cls(refusal.message)
        refused.values = dict(refusal.values)
        return refused

    def __str__(self) -> str:
        return self.text()


class NotFound(Refused):
    """There is no such thing, or it is not theirs."""

    def __init__(self) -> None:
        super().__init__(N_("There is no such thing here."))
