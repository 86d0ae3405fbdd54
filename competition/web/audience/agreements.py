"""The agreements of a snapshot, as the public's pages show them, by match."""

from collections.abc import Mapping
from typing import Any

from competition.web.audience.board_types import PublicAgreement, PublicPoint, PublicSignature


def agreements_in(names: Mapping[str, Any]) -> dict[str, PublicAgreement]:
    """The agreements of a snapshot's names, by match."""
    titles = {
        topic["key"]: {point["key"]: point["title"] for point in topic.get("focal_points", ())}
        for topic in names["topics"]
    }
    topics = {
        match["key"]: titles.get(match["topic"], {})
        for stage in names["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
    }
    return {
        part["match"]: PublicAgreement(
            points=[
                PublicPoint(
                    topics[part["match"]].get(point["focal_point"], point["focal_point"]),
                    point["status"],
                    point.get("text"),
                )
                for point in part["points"]
            ],
            signed=[PublicSignature(s["side"], s["name"], s["at"]) for s in part["signed"]],
        )
        for part in names.get("agreements", ())
        if part["match"] in topics
    }
