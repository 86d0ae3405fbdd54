"""Judges on the panel of a team they have a conflict of interest with. Warned of, not refused."""

from competition.file_types import Document


def conflicts_of_interest(file: Document) -> dict[str, list[tuple[str, str]]]:
    """By match key: the (judge, team) pairs with a declared conflict of interest."""
    close = {judge["key"]: set(judge.get("conflicts") or ()) for judge in file["judges"]}
    found: dict[str, list[tuple[str, str]]] = {}
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            for match in round_["matches"]:
                pairs = [
                    (judge, entry["team"])
                    for judge in match["panel"]
                    for entry in match["entries"]
                    if entry["team"] in close.get(judge, ())
                ]
                if pairs:
                    found[match["key"]] = pairs
    return found
