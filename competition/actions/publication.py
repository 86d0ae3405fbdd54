"""The published results as files, for good: what becomes public is decided by the public snapshot.

Nothing is published by making the files; whoever hands them out does that. That they were made is
audited all the same, with the digest of their sums.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from competition.actions.change import change
from competition.actions.corrections import published_stages
from competition.actions.lookup import require_competition
from competition.actions.refusals import Refused
from competition.actions.shown_fairness import released_fairness
from competition.both_languages import in_both
from competition.fairness_sentences import LETTERS_EXPLAINED, FairnessTexts, SentenceWords
from competition.file_types import Language, Text
from competition.messages import N_
from competition.pauses import Pauses
from competition.scoring.types import StageStandings
from competition.site import NotPublishable, PublishedResults, build_site, check_publishable
from competition.site.earlier import SUMS
from competition.store import file_export
from competition.store.db import db
from competition.store.models import Competition
from competition.store.snapshots import Snapshot, newest_snapshot
from competition.store.transactions import is_writing


def make_publication(
    competition_key: str, by: str, translate: Mapping[Language, Callable[[str], str]]
) -> dict[str, bytes]:
    """Make the site of a competition's published stages; returns every file by its path.

    `translate` gives the fairness report's messages in a language.

    An archived competition has one too. Raises `NotFound`, or `Refused` for a rehearsal, and where
    no stage is published, one adds up totals of a stage that is not, or what is published is not
    what is counted now.
    """
    competition = require_competition(competition_key)
    file = file_export.competition_document(competition, history=False)
    snapshot = newest_snapshot(competition_key)
    results = replace(published_results(snapshot), firmness=_firmness(snapshot, translate))
    try:
        # Before the transaction, so that nobody waits for the pages.
        files = build_site(file, results, Pauses(may_pause=not is_writing(db.session())))
    except NotPublishable as not_publishable:
        raise _refusal(competition, not_publishable) from not_publishable
    with change(competition_key, by, publish=False, even_archived=True) as edit:
        after = {
            "stages": sorted(results.stages),
            "sha256": hashlib.sha256(files[SUMS]).hexdigest(),
        }
        edit.audit("publication.make", competition_key, None, after)
    return files


def why_not_publish(competition: Competition) -> Refused | None:
    """Why there can be no publication now, as far as that is known without making it."""
    results = published_results(newest_snapshot(competition.key))
    file = file_export.competition_document(competition, sheets=False)
    try:
        check_publishable(file, results.stages)
    except NotPublishable as not_publishable:
        return _refusal(competition, not_publishable)
    return None


def published_results(snapshot: Snapshot | None) -> PublishedResults:
    """What the public sees as final: published standings, corrections, awards revealed whole."""
    if snapshot is None:
        return PublishedResults({})
    corrections = json.loads(snapshot.content).get("corrections", [])
    stages = cast("Mapping[str, StageStandings]", published_stages(snapshot))
    awards: list[Mapping[str, Any]] = snapshot.names().get("awards", [])
    return PublishedResults(stages, corrections, [each for each in awards if each.get("is_whole")])


def _firmness(
    snapshot: Snapshot | None, translate: Mapping[Language, Callable[[str], str]]
) -> dict[str, dict[Language, list[str]]]:
    """How firm first place of each stage of the released fairness report is, in words."""
    shown = released_fairness(snapshot)
    if shown is None:
        return {}
    by_language: dict[Language, SentenceWords] = {
        "zh": SentenceWords(translate["zh"], lambda text: in_both(text)["zh"], "、".join),
        "en": SentenceWords(translate["en"], lambda text: in_both(text)["en"], ", ".join),
    }
    return {
        stage["stage"]: {
            language: _sentences(stage, words) for language, words in by_language.items()
        }
        for stage in shown["page"]["stages"]
    }


def _sentences(stage: Mapping[str, Any], words: SentenceWords) -> list[str]:
    texts = [FairnessTexts(stage, words).sentence(each) for each in stage["places"]]
    if any(each["sentence"] == "judges_change" for each in stage["places"]):
        texts.append(words.translate(LETTERS_EXPLAINED))
    return texts


def _refusal(competition: Competition, why: NotPublishable) -> Refused:
    names = {stage.key: _name(stage.name) for stage in competition.stages}
    if why.reason == "nothing":
        return Refused(N_("No stage is published yet. Publish a stage, then make the files."))
    if why.reason == "rehearsal":
        return Refused(N_("This is a rehearsal: its marks are made up, so it is never published."))
    if why.reason == "carries":
        return Refused(
            N_(
                "“%(stage)s” adds up totals of “%(other)s”, which is not published, so nobody "
                "could recount it. Publish “%(other)s” first."
            ),
            stage=names[why.stage],
            other=names[why.other],
        )
    return Refused(
        N_(
            "What is published of “%(stage)s” is not what is counted now. Look at the results "
            "page, and confirm or undo what has changed."
        ),
        stage=names[why.stage],
    )


def _name(text: Text | Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(str(each) for each in text.values()))
