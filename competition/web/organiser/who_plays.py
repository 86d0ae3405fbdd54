"""The checks on who plays and on results, as sentences in the reader's language."""

from typing import cast

from flask_babel import gettext

from competition import checks
from competition.actions.standings import count_standings
from competition.checks import WhoPlaysWarning
from competition.file_types import Document, Language
from competition.pauses import Pauses
from competition.scoring.types import StageStandings
from competition.store import current_competition, file_export
from competition.store.models import Competition
from competition.web import language


def who_plays_today(competition: Competition) -> list[str]:
    """What to look at again on the day; of published stages nothing is said any more."""
    over = {stage.key for stage in competition.stages if stage.release == "published"}
    file, found = _check(competition)
    return _texts(
        file,
        [
            warning
            for warning in found
            if warning["code"] == "equal_names"
            # Today names a match without a panel at the match.
            or (warning["code"] != "empty_panel" and warning["stage"] not in over)
        ],
    )


def who_plays_anywhere(competition: Competition) -> list[str]:
    """Everything about who plays, in all stages."""
    file, found = _check(competition)
    return _texts(file, found)


def who_plays_in_round(competition: Competition, stage: str, round_key: str) -> list[str]:
    """What to know before the round is opened."""
    file, found = _check(competition)
    return _texts(file, checks.about_round(found, stage, round_key))


def equal_name_texts(file: Document, kinds: str) -> list[str]:
    """The `teams`, or the `judges`, of one name; nothing for other kinds of parts."""
    found = checks.equal_name_warnings(file)
    return _texts(file, [warning for warning in found if f"{warning['kind']}s" == kinds])


def result_texts(competition: Competition, counted: StageStandings) -> list[str]:
    """What to know before the stage's result is called final."""
    file, warnings = _check(competition)
    found = checks.result_sentences(file, counted, _language(), warnings)
    return [phrase.text(gettext) for phrase in found]


def _check(competition: Competition) -> tuple[Document, list[WhoPlaysWarning]]:
    if current := current_competition.of(competition):
        counted = count_standings(current.competition)
        found = current.once(
            "who plays", lambda state: checks.check_who_plays(state.document, counted, Pauses())
        )
        return current.document, found
    file = file_export.competition_document(competition, history=False)
    return file, checks.check_who_plays(file)


def _texts(file: Document, warnings: list[WhoPlaysWarning]) -> list[str]:
    if not warnings:
        return []
    found = checks.who_plays_sentences(file, warnings, _language())
    return [phrase.text(gettext) for phrase in found]


def _language() -> Language:
    return cast(Language, language.current())
