"""How an action refuses: an exception whose message is a sentence for a person."""

from collections.abc import Callable, Sequence

from competition.document import Phrase, Problem, Refusal, clean_text
from competition.file_types import Text
from competition.messages import N_


class Refused(Exception):
    """The action was refused and nothing was written.

    `message` is an English template with `%(name)s` fields, translated first and then filled
    from `values`; `problems` are the places in the competition's file that would be invalid.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = (), **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)
        self.values = values

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the reader's language, with its problems."""
        own = translate(self.message)
        if self.values:
            own = Phrase(self.message, self.values).text(translate)
        places = [f"{problem.place}: {problem.text(translate)}" for problem in self.problems]
        return " ".join([own, *places])

    @classmethod
    def from_refusal(cls, refusal: Refusal) -> "Refused":
        """The refusal of the file's own checks, with the same sentence."""
        refused = cls(refusal.message)
        refused.values = dict(refusal.values)
        return refused

    def __str__(self) -> str:
        return self.text()


class NotFound(Refused):
    """It does not exist, or it is not for the person who asks."""

    def __init__(self) -> None:
        super().__init__(N_("Not found."))


def require_reason(reason: str) -> str:
    """The reason without the space around it; `Refused` where nothing is left."""
    if not reason.strip():
        raise Refused(N_("Give a reason; it is kept with the results."))
    return reason.strip()


def text_of_reason(reason: str) -> Text:
    """The reason as a text of the file, the same in both languages; or `Refused`."""
    try:
        written = clean_text(require_reason(reason))
    except Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal
    return {"zh": written, "en": written}
