"""The fairness report in the reader's language, for every page that shows it."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_babel import gettext

from competition import fairness_titles
from competition.fairness_sentences import QUESTIONS, VERDICTS, FairnessTexts, SentenceWords
from competition.web import fairness_plots
from competition.web.template_filters import join_list, localized


def init_app(app: Flask) -> None:
    """Give the templates of the report their filters."""
    app.jinja_env.filters.update(with_sign=with_sign, first_place_sentences=first_place_sentences)


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
        self.key: str = stage["stage"]
        self.name = stage["name"]
        self.stage = stage
        self._texts = _texts(stage)
        self.judges, self.teams = self._texts.judges, self._texts.teams
        self._labels: dict[tuple[str, int], dict[str, str]] = {}
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
        self.titles = {
            "leniency": said(fairness_titles.leniency_title(stage)),
            "ranks": said(fairness_titles.ranks_title(stage)) if self.ranks else "",
            "sides": said(fairness_titles.sides_title(stage)),
            "fair": said(fairness_titles.fair_title(stage)),
        }
        """What each figure shows, as a sentence."""
        self.heat_titles = [
            said(fairness_titles.heat_title(panel)) for panel in stage["panels"] if panel["rows"]
        ]

    def way(self, code: str) -> str:
        """What a way of combining marks is called."""
        return self._texts.way(code)

    def way_names(self) -> list[str]:
        """What the ways of the ranks are called, in their order."""
        return [self.way(code) for code in self.stage["ranks"]["ways"]]

    def judge_names(self, keys: Sequence[str]) -> list[str]:
        """What these judges are called."""
        return [self.judges[key] for key in keys]

    def team_label(self, key: str, most: int) -> str:
        """What stands beside a plot for a team: short, and never the same for two."""
        return self._label("team", self.teams, key, most)

    def judge_label(self, key: str, most: int) -> str:
        """The same for a judge."""
        return self._label("judge", self.judges, key, most)

    def _label(self, kind: str, names: Mapping[str, str], key: str, most: int) -> str:
        if (kind, most) not in self._labels:
            self._labels[kind, most] = _labels(names, most)
        return self._labels[kind, most][key]


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


def first_place_sentences(stage: Mapping[str, Any]) -> list[str]:
    """How firm first place of a stage of a `FairnessPage` is, for those who read its places."""
    texts = _texts(stage)
    return [texts.sentence(each) for each in stage["places"]]


def _texts(stage: Mapping[str, Any]) -> FairnessTexts:
    return FairnessTexts(stage, SentenceWords(gettext, localized, join_list))


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
    if _width(text) <= most:
        return text
    return f"{_beginning(text, most - 1).rstrip()}…"


def shortened_inside(text: str, most: int) -> str:
    """The same with the end kept, where numbers stand that tell names apart.

    >>> shortened_inside("Airport Logistics Union 17", 16)
    'Airport L…ion 17'
    >>> shortened_inside("物流行业工会第七队", 12)
    '物流行…七队'
    """
    if _width(text) <= most:
        return text
    end = _beginning(text[::-1], (most - 1) // 5 * 2)[::-1]
    return f"{_beginning(text, most - 1 - _width(end)).rstrip()}…{end.lstrip()}"


def _labels(names: Mapping[str, str], most: int) -> dict[str, str]:
    """Short names; those that would be the same as another's keep their ends."""
    short = {key: shortened(name, most) for key, name in names.items()}
    counts = Counter(short.values())
    return {
        key: label if counts[label] == 1 else shortened_inside(names[key], most)
        for key, label in short.items()
    }


def _beginning(text: str, most: int) -> str:
    width, kept = 0, ""
    for letter in text:
        width += _width(letter)
        if width > most:
            break
        kept += letter
    return kept


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
