"""Whether the draws of a file are what their commitments and the hall's words give."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from competition.draw.commitment import commitment, seed
from competition.draw.order import NotPossible, contradiction, drawn_order, pairs_of
from competition.file_types import Document, DrawPart, MatchPart

Reason = Literal["commitment", "result", "refused", "by_hand", "pending", "abandoned"]
GOOD_REASONS = (None, "by_hand", "pending", "abandoned")


class Verdict(NamedTuple):
    """What is found of one draw.

    `reason` is None where everything holds; `commitment`: the secret is not the one promised;
    `result`: another order comes of it; `refused`: no order can come of it; `by_hand`: real balls,
    nothing to verify; `pending`, `abandoned`: not drawn. The first of them that applies stands.
    `followed` says whether the round's matches are as drawn, None where nothing was.
    """

    key: str
    ok: bool
    reason: Reason | None
    followed: bool | None


def verify_draws(file: Document) -> list[Verdict]:
    """Recompute every draw of a checked file, in the file's order."""
    return [_verdict(file, draw) for draw in file.get("draws", [])]


def _verdict(file: Document, draw: DrawPart) -> Verdict:
    reason = _reason(file, draw)
    result = draw.get("result")
    followed = None if result is None else _is_followed(file, draw, result)
    return Verdict(draw["key"], reason in GOOD_REASONS, reason, followed)


def _reason(file: Document, draw: DrawPart) -> Reason | None:
    secret, hall = draw.get("secret"), draw.get("hall")
    if secret is None or hall is None:
        if contradiction(draw) is not None:
            return "refused"
        if "by_hand" in draw:
            return "by_hand"
        return "abandoned" if "abandoned" in draw else "pending"
    if commitment(draw, secret) != draw.get("commitment"):
        return "commitment"
    try:
        order = drawn_order(file, draw, seed(draw, secret, hall))
    except NotPossible:
        return "refused"
    return None if order == draw.get("result") else "result"


def _is_followed(file: Document, draw: DrawPart, result: list[str]) -> bool:
    matches = list(matches_of_round(file, draw))
    if draw["kind"] == "topics":
        return bool(result and matches) and all(
            match.get("topic") == result[position % len(result)]
            for position, match in enumerate(matches)
        )
    seated = [{entry["side"]: entry["team"] for entry in match["entries"]} for match in matches]
    drawn = [{"labour": labour, "employer": employer} for labour, employer in pairs_of(result)]
    return seated == drawn


def matches_of_round(file: Document, draw: DrawPart) -> Iterator[MatchPart]:
    """The matches of the draw's round, in playing order."""
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            if (stage["key"], round_["key"]) == (draw["stage"], draw["round"]):
                yield from round_["matches"]
