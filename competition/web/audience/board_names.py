"""The names that a snapshot has, and what holds in each of its stages."""

from collections.abc import Mapping
from copy import copy
from decimal import Context, Decimal
from typing import Any, Self

from competition.web.audience.agreements import agreements_in
from competition.web.audience.board_types import Text

EXACT = Context(prec=200)


def dimension_names(names: Mapping[str, Any], stage: str | None) -> dict[str, Text]:
    """The names of the dimensions that are marked in a stage, in the order of its rubric."""
    own = names.get("stage_rules", {}).get(stage, {})
    return {each["key"]: each["name"] for each in own.get("dimensions", names["dimensions"])}


class NameLookup:
    """The names of a snapshot by key. A frozen board may mention a team that was since removed."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._rules = names.get("stage_rules", {})
        self.missing_sheet = names.get("missing_sheet")
        self.dimensions = {d["key"]: d for d in names["dimensions"]}
        self.zones = {zone["key"]: zone["name"] for zone in names.get("zones", ())}
        self.zone_of = {team["key"]: team.get("zone") for team in names["teams"]}
        self.teams = {team["key"]: team["name"] for team in names["teams"]}
        self.short_names = {
            team["key"]: team["short_name"] for team in names["teams"] if team.get("short_name")
        }
        # Older snapshots do not have the moments of freezing.
        self.frozen_at = names.get("frozen_at", {})
        self.appeals_until = names.get("appeals_until", {})
        self.ruling_votes = names.get("ruling_votes", {})
        self.corrections_explained = names.get("corrections_explained", {})
        self.stages = {stage["key"]: stage for stage in names["stages"]}
        self.topics = {topic["key"]: topic for topic in names["topics"]}
        self.reveal = names.get("reveal", {})
        self.agreements = agreements_in(names)
        self.matches = {
            match["key"]: (number, match)
            for stage in names["stages"]
            for round_ in stage.get("rounds", ())
            for number, match in enumerate(round_["matches"], start=1)
        }

    def in_stage(self, key: str) -> Self:
        """The same with the dimensions and the rule that hold in a stage."""
        rule = self._rules.get(key)
        if rule is None:
            return self
        own = copy(self)
        own.missing_sheet = rule.get("missing_sheet", self.missing_sheet)
        if "dimensions" in rule:
            own.dimensions = {d["key"]: d for d in rule["dimensions"]}
        return own

    def team(self, key: str) -> Text:
        """The team's name."""
        name: Text = self.teams.get(key, key)
        return name

    def short_team(self, key: str) -> Text:
        """The team's name for narrow places."""
        name: Text = self.short_names.get(key) or self.team(key)
        return name

    def zone(self, key: str | None) -> Text:
        """The zone's name; a zone that is a plain word is its own, and none is ""."""
        name: Text = self.zones.get(key or "", key or "")
        return name

    def stage(self, key: str | None) -> Text:
        """The stage's name; "" for none."""
        if key is None:
            return ""
        name: Text = self.stages[key]["name"] if key in self.stages else key
        return name

    def dimension(self, key: str) -> Text:
        """The dimension's name."""
        name: Text = self.dimensions[key]["name"] if key in self.dimensions else key
        return name

    def unrevealed(self, stage: str) -> int | None:
        """How many places are still to come in a reveal of the stage; None without one."""
        return self.reveal["to_come"] if self.reveal.get("stage") == stage else None

    def max_value(self, key: str) -> str | None:
        """The dimension's highest mark times its factor."""
        return _weighted_bound(self.dimensions, key, "max")

    def min_value(self, key: str) -> str | None:
        """The dimension's lowest mark times its factor."""
        return _weighted_bound(self.dimensions, key, "min")


def _weighted_bound(dimensions: Mapping[str, Any], key: str, bound: str) -> str | None:
    if key not in dimensions:
        return None
    bound_value = EXACT.multiply(
        Decimal(dimensions[key][bound]), Decimal(dimensions[key]["factor"])
    )
    text = f"{bound_value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
