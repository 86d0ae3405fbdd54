"""Phases to begin with, for a competition that has not set up its own.

They are marked as a placeholder: every competition has its own regulations, and these are none.
"""

from competition.file_types import ClockPart, ClockPhasePart, ClockRuns, Text

_SOURCE: Text = {
    "zh": "系统建议的环节，仅供参考；请按本次竞赛规则核对或修改。",
    "en": "Suggested by the program only; compare it with the regulations of your competition.",
}


def suggested_clock() -> ClockPart:
    """Opening statements, bargaining, free bargaining with a clock a side, closing statements."""
    return {
        "phases": [
            _phase("opening", "开场陈述", "Opening statements", 180, "each", 30),
            _phase("bargaining", "集体协商", "Bargaining", 900, "shared", 60),
            _phase("free-bargaining", "自由协商", "Free bargaining", 300, "each", 30),
            _phase("closing", "总结陈词", "Closing statements", 120, "each", 15),
        ],
        "overtime": {
            "grace": 10,
            "bands": [
                {"to": 20, "points": "0.5"},
                {"to": 50, "points": "1"},
                {"to": None, "points": "2"},
            ],
            "most": "2",
        },
        "placeholder": True,
        "source": _SOURCE,
    }


def _phase(key: str, zh: str, en: str, seconds: int, runs: ClockRuns, warn: int) -> ClockPhasePart:
    return {
        "key": key,
        "name": {"zh": zh, "en": en},
        "seconds": seconds,
        "runs": runs,
        "warn": warn,
    }
