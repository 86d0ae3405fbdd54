"""What is said of appeals where the public reads it: in each language of the competition."""

from flask import request
from flask_babel import force_locale, gettext

from competition.actions.appeal_list import number_of_appeal
from competition.messages import N_
from competition.store.models import Competition
from competition.web.language import LANGUAGES
from competition.web.organiser.forms.base import PlainForm

OPEN = N_("An appeal is being decided.")
DECIDED = N_("The appeal has been decided.")
_FOLLOWING = N_("Following appeal %(number)s.")


def in_all_languages(competition: Competition, message: str, **values: object) -> str:
    """A sentence in the competition's languages, one after the other: a reason is one text."""
    said = []
    for code in competition.languages or LANGUAGES:
        with force_locale(LANGUAGES[code]):
            said.append(gettext(message, **values))
    return " / ".join(dict.fromkeys(said))


def following_words(competition: Competition) -> str:
    """The beginning of a reason for what the appeal of `?appeal=` corrects; "" without one."""
    number = number_of_appeal(competition, request.args.get("appeal", ""))
    return in_all_languages(competition, _FOLLOWING, number=number) if number else ""


def suggest_reason(form: PlainForm, name: str, competition: Competition) -> None:
    """Begin a form's reason with the appeal that led to it, until something was typed."""
    if not form.is_submitted() and not form[name].data:
        form[name].data = following_words(competition)
