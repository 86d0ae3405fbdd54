"""Default values of optional fields, by part."""

from collections.abc import Mapping

# Filled in when a file is checked, so that every rule is complete.
FILLED: Mapping[str, Mapping[str, object]] = {
    "scoring": {
        "combine": "mean",
        "drop_high": 0,
        "drop_low": 0,
        "drop_by": "dimension",
        "min_kept": 1,
        "decimals": 2,
        "rounding": "half_up",
        "round_at": [],
        "missing_sheet": "wait",
        "tie_break": [],
    },
    "stage": {"across_matches": "mean"},
}

# Not filled in: the field stays absent in a checked document, and absence means this.
DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "competition": {"languages": ["zh", "en"], "visibility": "public"},
    "dimension": {"min": "0"},
    "personal": {"min": "0"},
    "team": {"withdrawn": False, "disqualified": False},
    "member": {"reserve": False},
    "judge": {"head": False},
    "stage": {"kind": "matches", "release": "hidden", "weight": "1"},
    "paper_stage": {"combine": "mean", "release": "hidden", "weight": "1"},
    "round": {"state": "draft", "announced": False},
    "carry": {"missing": "unranked"},
}
