"""The fairness report in the reader's language, for every page that shows it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_babel import gettext

from competition.fairness_sentences import QUESTIONS, VERDICTS, FairnessTexts, SentenceWords
from competition.web import fairness_plots
from competition.web.template_filters import join_list, localized


def init_app(app: Flask) -> None:
    """Give the templates of the report their filters."""
    app.jinja_env.filters.update(with_sign=with_sign, shortened=shortened)


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question, its verdict as code and in words, and its sentence."""

    question: str
    verdict: str
    verdict_text: str
    text: str


class FairnessStageView:
    """One stage of the report, ready for a template."""

    def __init__(self, stage: Mapping[str, Any]) -> None:
        words = SentenceWords(gettext, localized, join_list)
        self.key: str = stage["stage"]
        self.name = stage["name"]
        self.stage = stage
        self._texts = FairnessTexts(stage, words)
        self.judges, self.teams = self._texts.judges, self._texts.teams
        said = self._texts.sentence
        self.answers = [_answered(each, said(each)) for each in stage["answers"]]
        self.places = [said(each) for each in stage["places"]]
        self.limits = [said(each) for each in stage["limits"]]
        self.advice = [said(each) for each in stage["advice"]]
        self.fair = said(stage["fair"])
        self.leniency = fairness_plots.leniency_plot(stage)
        self.heat = fairness_plots.heat_maps(stage)
        self.ranks = fairness_plots.rank_grid(stage)
        self.sides = fairness_plots.sides_plot(stage)

    def way(self, code: str) -> str:
        """What a way of combining marks is called."""
        return self._texts.way(code)


def _answered(answer: Mapping[str, Any], text: str) -> AnsweredQuestion:
    question, verdict = QUESTIONS[answer["question"]], VERDICTS[answer["verdict"]]
    return AnsweredQuestion(
        question=gettext(question),
        verdict=answer["verdict"],
        verdict_text=gettext(verdict),
        text=text,
    )


def fairness_views(page: Mapping[str, Any]) -> list[FairnessStageView]:
    """The stages of a `FairnessPage` in the reader's language."""
    return [FairnessStageView(stage) for stage in page["stages"]]


def with_sign(points: float | None) -> str:
    """Points with their sign and one decimal; a dash where there are none.

    >>> with_sign(1.25), with_sign(-3.0), with_sign(0.01), with_sign(None)
    ('+1.2', '−3.0', '0.0', '–')
    """
    if points is None:
        return "–"
    text = f"{abs(points):.1f}"
    if text == "0.0":
        return text
    return f"−{text}" if points < 0 else f"+{text}"


def shortened(text: str, most: int) -> str:
    """A label that fits: so many Latin letters, or half as many Chinese ones.

    >>> shortened("Zone 2 Team", 16), shortened("General Education", 8)
    ('Zone 2 Team', 'General…')
    """
    width, kept = 0, ""
    for letter in text:
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > most:
            return f"{kept[:-1].rstrip() if len(kept) == most else kept.rstrip()}…"
        kept += letter
    return text
