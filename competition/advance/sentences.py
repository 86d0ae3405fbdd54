"""Why it is not certain yet who advances, in words: for pages and the command line."""

from collections.abc import Iterable

from competition.advance.types import NotReady
from competition.checks.sentences import PartNames
from competition.document import Phrase
from competition.file_types import Document, Language
from competition.messages import N_
from competition.scoring.types import UnrankedReason

_AWAITED: dict[UnrankedReason, str] = {
    "missing_sheet": N_("Sheets are still missing for: %(teams)s."),
    "missing_score": N_("No score yet: %(teams)s."),
    "missing_carry": N_("No total in a stage that is carried over: %(teams)s."),
    "no_sheet": N_("In the stage, but in no match that anybody judges: %(teams)s."),
}


def not_ready_sentences(
    document: Document, because: Iterable[NotReady], language: Language
) -> list[Phrase]:
    """A sentence for each reason, with the names in that language; still to be translated."""
    names = PartNames(document, language)
    return [_sentence(each, names) for each in because]


def _sentence(why: NotReady, names: PartNames) -> Phrase:
    if why["code"] == "open_round":
        name = names.one("round", f"{why['stage']}/{why['round']}")
        return Phrase(N_("%(round)s is not closed yet."), {"round": name})
    if why["code"] == "nobody":
        name = names.one("stage", why["stage"])
        return Phrase(N_("No team has a place in %(stage)s yet."), {"stage": name})
    if why["code"] == "open_appeal":
        return Phrase(
            N_("An appeal is not decided yet: %(appeals)s."), {"appeals": ", ".join(why["appeals"])}
        )
    return Phrase(_AWAITED[why["reason"]], {"teams": names.several("team", why["teams"])})
