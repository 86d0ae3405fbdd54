"""The fairness report on paper: the answers first, then the figures behind them."""

from typing import Any

from competition.fairness.page import fairness_page
from competition.fairness.page_types import FairnessStage
from competition.fairness_sentences import (
    QUESTIONS,
    VERDICTS,
    FairnessTexts,
    SentenceWords,
)
from competition.fairness_titles import (
    fair_title,
    heat_title,
    leniency_title,
    ranks_title,
    sides_title,
)
from competition.file_types import Document
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder
from competition.prints.words import FAIRNESS_MESSAGES


def fairness_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """The stages asked for that have marks; raises `CannotPrint` where none has."""
    page = fairness_page(document, order.stage)
    if not page["stages"]:
        raise CannotPrint(
            N_("There are no marks yet that count. Print this report once marks are in.")
        )
    names = FileNames(document, order)
    said = {message: order.words[name] for name, message in FAIRNESS_MESSAGES.items()}
    words = SentenceWords(said.__getitem__, names.text, names.words["comma"].join)
    return {
        "reports": [_stage(stage, FairnessTexts(stage, words), words) for stage in page["stages"]]
    }


def _stage(stage: FairnessStage, texts: FairnessTexts, words: SentenceWords) -> dict[str, Any]:
    ranks = stage["ranks"]
    known = [
        (row, row["points"], row["low"], row["high"])
        for row in stage["leniency"]
        if row["points"] is not None
    ]
    known.sort(key=lambda each: each[1] or 0.0)
    return {
        "name": words.pick(stage["name"]),
        "answers": [
            {
                "question": words.translate(QUESTIONS[each["question"]]),
                "verdict": words.translate(VERDICTS[each["verdict"]]),
                "text": texts.sentence(each),
            }
            for each in stage["answers"]
        ],
        "places": [texts.sentence(each) for each in stage["places"]],
        "limit": stage["limit"],
        "leniency_title": texts.sentence(leniency_title(stage)),
        "leniency": [
            {
                "judge": texts.judges[row["judge"]],
                "points": points,
                "low": low,
                "high": high,
                "far": row["is_far"],
            }
            for row, points, low, high in known
        ],
        "ranks_title": texts.sentence(ranks_title(stage)) if ranks else "",
        "others": ranks["others"] if ranks else 0,
        "ways": [texts.way(way) for way in ranks["ways"]] if ranks else [],
        "ranks": [
            {"team": texts.teams[row["team"]], "ranks": row["ranks"]}
            for row in (ranks["rows"] if ranks else ())
        ],
        "sides_title": texts.sentence(sides_title(stage)),
        "pairs": [
            {
                "labour": texts.teams[pair["labour"]],
                "employer": texts.teams[pair["employer"]],
                "labour_total": f"{pair['labour_total']:.2f}",
                "employer_total": f"{pair['employer_total']:.2f}",
            }
            for pair in stage["pairs"]
        ],
        "panels": [
            {
                "title": texts.sentence(heat_title(panel)),
                "judges": [texts.judges[judge] for judge in panel["judges"]],
                "rows": [
                    {"team": texts.teams[row["team"]], "cells": row["cells"]}
                    for row in panel["rows"]
                ],
            }
            for panel in stage["panels"]
        ],
        "fair_title": texts.sentence(fair_title(stage)),
        "fair": texts.sentence(stage["fair"]),
        "fair_rows": [
            {
                "team": texts.teams[row["team"]],
                "ruled": row["ruled"],
                "fair": row["fair"],
                "average": f"{row['average']:.2f}",
            }
            for row in stage["fair"]["rows"]
        ],
        "limits": [texts.sentence(each) for each in stage["limits"]],
        "advice": [texts.sentence(each) for each in stage["advice"]],
    }
