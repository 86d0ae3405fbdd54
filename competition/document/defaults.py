"""What the absence of an optional field means, by part."""

from collections.abc import Mapping
from types import MappingProxyType

DEFAULTS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "competition": MappingProxyType({"languages": ("zh", "en")}),
        "dimension": MappingProxyType({"min": "0"}),
        "scoring": MappingProxyType(
            {
                "combine": "mean",
                "drop_high": 0,
                "drop_low": 0,
                "drop_by": "dimension",
                "min_kept": 1,
                "decimals": 2,
                "rounding": "half_up",
                "round_at": (),
                "missing_sheet": "wait",
                "tie_break": (),
            }
        ),
        "team": MappingProxyType({"withdrawn": False}),
        "judge": MappingProxyType({"head": False}),
        "stage": MappingProxyType({"release": "hidden", "across_matches": "mean", "weight": "1"}),
        "round": MappingProxyType({"state": "draft"}),
    }
)
