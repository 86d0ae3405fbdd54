"""A small complete competition, to change one thing in: Ana, Bo and Cy judge Reds and Blues."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

import competition as accord
from competition.document import InvalidDocument, check_document, read_file

JSON = dict[str, Any]

SMALL: JSON = {
    "format": "accord/1",
    "source": "Made up for the tests.",
    "competition": {
        "key": "spring-cup",
        "name": {"zh": "春季杯", "en": "Spring Cup"},
        "theme": "公平协商",
        "organiser": {"zh": "总工会"},
        "venue": "Hall 1",
        "starts": "2025-05-20T09:00:00+08:00",
        "languages": ["zh", "en"],
    },
    "rubric": {
        "dimensions": [
            {"key": "strategy", "name": "策略", "max": "20", "step": "0.5", "factor": "1"},
            {
                "key": "team_work",
                "name": "协作",
                "max": "10",
                "min": "1",
                "step": "3",
                "factor": "1.5",
                "guide": "1 to 4: weak\n7 to 10: strong",
            },
        ]
    },
    "scoring": {
        "combine": "mean",
        "drop_high": 1,
        "drop_low": 0,
        "drop_by": "sheet",
        "min_kept": 2,
        "category_weights": {"professional": "0.6", "academic": "0.4"},
        "decimals": 2,
        "rounding": "half_even",
        "round_at": ["panel", "total"],
        "missing_sheet": "exclude",
        "tie_break": ["strategy", "deductions", "head", "ruling"],
    },
    "topics": [
        {
            "key": "pay",
            "title": "工资",
            "brief": "How pay is set.",
            "focal_points": [{"key": "base", "title": "Base pay"}],
        }
    ],
    "teams": [
        {
            "key": "reds",
            "name": "红队",
            "organisation": "Steel Works",
            "zone": "north",
            "members": [{"key": "reds-1", "name": "Rui", "role": "Chief"}],
        },
        {"key": "blues", "name": "Blues", "members": [], "withdrawn": False},
    ],
    "judges": [
        {"key": "ana", "name": "Ana", "category": "professional", "head": True},
        {"key": "bo", "name": "Bo", "category": "academic", "conflicts": ["reds"]},
        {"key": "cy", "name": "Cy", "category": "academic", "organisation": "University"},
    ],
    "stages": [
        {
            "key": "semi",
            "name": "Semi-final",
            "release": "published",
            "across_matches": "best",
            "advance": {"to": "final", "top": 2},
            "rounds": [
                {
                    "key": "semi-1",
                    "name": "Round 1",
                    "state": "closed",
                    "matches": [
                        {
                            "key": "m1",
                            "topic": "pay",
                            "panel": ["ana", "bo"],
                            "entries": [
                                {"team": "reds", "side": "labour"},
                                {"team": "blues", "side": "employer"},
                            ],
                        }
                    ],
                }
            ],
        },
        {
            "key": "final",
            "name": "Final",
            "across_matches": "mean",
            "carry": [{"stage": "semi", "weight": "0.4"}],
            "weight": "0.6",
            "rounds": [
                {
                    "key": "final-1",
                    "name": "Round 1",
                    "matches": [
                        {
                            "key": "m2",
                            "panel": ["bo"],
                            "entries": [{"team": "reds", "side": "solo"}],
                        }
                    ],
                }
            ],
        },
    ],
    "sheets": [
        {
            "match": "m1",
            "team": "reds",
            "judge": "ana",
            "marks": {"strategy": "18.50", "team_work": "7"},
            "state": "submitted",
            "version": 3,
            "submitted_at": "2025-05-20T10:00:00Z",
            "comment": "Calm.",
            "history": [
                {"version": 1, "marks": {}, "state": "draft"},
                {"version": 2, "marks": {"strategy": "0"}, "state": "draft", "comment": ""},
            ],
        },
        {
            "match": "m1",
            "team": "reds",
            "judge": "bo",
            "marks": {"strategy": "12"},
            "state": "draft",
            "version": 1,
        },
    ],
    "deductions": [
        {
            "match": "m1",
            "team": "blues",
            "points": "0.5",
            "reason": {"zh": "超时", "en": "Over time"},
            "by": "Ana",
            "at": "2025-05-20T10:05:00+08:00",
        }
    ],
    "rulings": [
        {
            "stage": "semi",
            "teams": ["reds", "blues"],
            "minutes": "Ana and Bo found the Reds better prepared.",
            "by": {"en": "Ana"},
            "at": "2025-05-20T11:00:00+08:00",
        }
    ],
}


@pytest.fixture
def small() -> JSON:
    """A fresh copy of the small competition, which has no problems."""
    return copy.deepcopy(SMALL)


@pytest.fixture(scope="session")
def sample_bytes() -> bytes:
    return (Path(accord.__file__).parent / "samples" / "chaoyang-final.json").read_bytes()


@pytest.fixture(scope="session")
def problems():
    """Return what is wrong with a file as {place: sentence}; empty if it is accepted."""

    def problems_of(file: object) -> dict[str, str]:
        try:
            read_file(file) if isinstance(file, bytes) else check_document(file)
        except InvalidDocument as invalid:
            refused = invalid.problems
        else:
            return {}
        found = {problem.place: problem.text() for problem in refused}
        assert len(found) == len(refused) > 0, "two problems at one place, or none"
        return found

    return problems_of


@pytest.fixture(scope="session")
def put():
    """Put a value at a place such as `teams[0].name`; `...` removes the field."""

    def at(file: JSON, place: str, value: object) -> JSON:
        *way, last = place.replace("]", "").replace("[", ".").split(".")
        here: Any = file
        for step in way:
            here = here[int(step)] if isinstance(here, list) else here[step]
        name: Any = int(last) if isinstance(here, list) else last
        if value is ...:
            del here[name]
        else:
            here[name] = value
        return file

    return at


@pytest.fixture
def encoded(small):
    """Return the small competition as bytes, with one piece of text replaced."""

    def with_text(old: str, new: str) -> bytes:
        text = json.dumps(small, ensure_ascii=False, indent=1)
        assert text.count(old) >= 1
        return text.replace(old, new, 1).encode("utf-8", "surrogatepass")

    return with_text
