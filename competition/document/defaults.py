"""What the absence of a field means, by part."""

from collections.abc import Mapping

# The contract's tables call for these. A file that leaves one out is taken as meaning this,
# and the checked document holds it, so that a rule is always whole.
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

# The contract's tables call these optional. They stay absent in a document and mean this.
DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "competition": {"languages": ["zh", "en"]},
    "dimension": {"min": "0"},
    "team": {"withdrawn": False},
    "judge": {"head": False},
    "stage": {"release": "hidden", "weight": "1"},
    "round": {"state": "draft"},
}
