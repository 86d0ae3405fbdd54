"""What a draw is of, before it is made: who is drawn, for which round, and what stands in the way.

Pure functions of the competition file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from competition import document
from competition.actions import file_edits
from competition.actions.refusals import NotFound, Refused
from competition.document import Phrase
from competition.draw.order import NotPossible, contradiction, count_fitting, pairs_of
from competition.draw.verify import matches_of_round
from competition.file_types import Document, DrawKind, DrawPart, DrawRules, RoundPart, StagePart
from competition.messages import N_
from competition.programme.planning import take_planned
from competition.scoring.leaving import reason_for_leaving

TRIALS = 2_000
"""How many random orders are tried to say beforehand whether a draw is likely to succeed."""
RULE_NAMES = {
    "bye": N_("an odd number needs “one team has no match”"),
    "pots": N_(
        "two pots of equal size, together exactly the teams drawn, and nobody without a match"
    ),
    "apart zone": N_("teams of one zone apart"),
    "apart organisation": N_("teams of one organisation apart"),
    "no_rematch": N_("nobody meets again"),
    "balance_sides": N_("sides take turns"),
}


@dataclass(frozen=True)
class DrawOrder:
    """What an organiser wants drawn: without `drawn_from`, the stage's teams or the topics."""

    stage: str
    round: str
    kind: DrawKind = "teams"
    drawn_from: Sequence[str] = ()
    rules: DrawRules = field(default_factory=DrawRules)


def plan_draw(file: Document, wanted: DrawOrder) -> DrawPart:
    """The draw as the file will have it, with a new key and nothing drawn yet.

    Raises `NotFound` without the stage or round; `Refused` for what cannot be drawn.
    """
    stage, round_ = round_in_file(file, wanted.stage, wanted.round)
    keys = list(wanted.drawn_from) or drawn_by_default(file, stage["key"], wanted.kind)
    _refuse_second_draw(file, wanted)
    _refuse_unknown(file, stage, wanted.kind, keys)
    draw: DrawPart = {
        "key": _next_key(file),
        "stage": stage["key"],
        "round": round_["key"],
        "kind": wanted.kind,
        "from": keys,
    }
    # Rules speak of who meets whom.
    if wanted.rules and wanted.kind == "teams":
        draw["rules"] = wanted.rules
    if (rule := contradiction(draw)) is not None:
        raise because_of_rules([rule], N_("This cannot be drawn: %(rules)s."))
    return draw


def drawn_by_default(file: Document, stage_key: str, kind: DrawKind) -> list[str]:
    """The file's topics, or the stage's teams in order, without those that have left.

    Where the stage names nobody, they are those with an entry, or in a draw that gave them a bye.
    A first stage in which nobody is seated yet has all teams.
    """
    if kind == "topics":
        return [topic["key"] for topic in file.get("topics", [])]
    stage = next(stage for stage in file["stages"] if stage["key"] == stage_key)
    seated = {
        entry["team"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
        for entry in match["entries"]
    }
    for draw in file.get("draws", ()):
        if draw["stage"] == stage_key and draw["kind"] == "teams" and is_standing(draw):
            seated.update(draw.get("result", ()))
    teams = [team["key"] for team in file["teams"]]
    named = stage.get("teams") or [key for key in teams if key in seated]
    if not named and stage is file["stages"][0]:
        named = teams
    return without_those_who_left(file, stage_key, named)


def without_those_who_left(file: Document, stage_key: str, teams: Iterable[str]) -> list[str]:
    """The teams that have not left the competition by this stage, in the order given."""
    stages = [stage["key"] for stage in file["stages"]]
    parts = {team["key"]: team for team in file["teams"]}
    return [key for key in teams if reason_for_leaving(parts[key], stage_key, stages) is None]


def round_in_file(file: Document, stage_key: str, round_key: str) -> tuple[StagePart, RoundPart]:
    """The round of that key with its stage; raises `NotFound`."""
    for stage in file["stages"]:
        for round_ in stage.get("rounds", ()):
            if (stage["key"], round_["key"]) == (stage_key, round_key):
                return stage, round_
    raise NotFound


def find_draw(file: Document, key: str) -> DrawPart:
    """The draw of that key; raises `NotFound`."""
    found = next((draw for draw in file.get("draws", ()) if draw["key"] == key), None)
    if found is None:
        raise NotFound
    return found


def is_standing(draw: DrawPart) -> bool:
    """Whether the draw is open or drawn: not given up."""
    return "abandoned" not in draw


def because_of_rules(rules: Sequence[str], message: str) -> Refused:
    """A refusal that names the rules in the way; `message` has a place for `rules`."""
    named = Phrase(RULE_NAMES[rules[0]]) if rules else Phrase("")
    for rule in rules[1:]:
        named = Phrase(N_("%(one)s; %(other)s"), {"one": named, "other": Phrase(RULE_NAMES[rule])})
    return Refused(message, rules=named)


def seat(file: Document, draw: DrawPart) -> list[str]:
    """Seat the draw's round in the file as its result says; the keys of the round's matches.

    Its matches are taken in order and keep panel, topic and time; where it has none, new ones are
    made, at the times and in the rooms that were planned. Raises `Refused` where the numbers
    differ.
    """
    if (why_not := numbers_that_differ(file, draw)) is not None:
        raise why_not
    editable: Any = file
    result = draw.get("result", [])
    _stage, round_ = round_in_file(editable, draw["stage"], draw["round"])
    if draw["kind"] == "topics":
        for position, match in enumerate(round_["matches"]):
            match["topic"] = result[position % len(result)]
        return [match["key"] for match in round_["matches"]]
    pairs = pairs_of(result)
    if not round_["matches"]:
        for _ in pairs:
            new: dict[str, Any] = {"panel": [], "entries": []}
            name = f"{draw['stage']}/{draw['round']}"
            file_edits.put_part(editable, "match", new, None, name)
        take_planned(round_, round_["matches"])
    for match, (labour, employer) in zip(round_["matches"], pairs, strict=True):
        match["entries"] = [
            {"team": labour, "side": "labour"},
            {"team": employer, "side": "employer"},
        ]
    return [match["key"] for match in round_["matches"]]


def numbers_that_differ(file: Document, draw: DrawPart) -> Refused | None:
    """Why the draw does not fit the matches that its round has; None where it does."""
    there = len(list(matches_of_round(file, draw)))
    if draw["kind"] == "topics":
        no_match = N_("The round has no match yet, so there is nothing to give a topic to.")
        return None if there else Refused(no_match)
    wanted = len(draw["from"]) // 2
    if there in (0, wanted):
        return None
    return Refused(
        N_(
            "The round has %(there)s matches, and the draw makes %(wanted)s. Add or remove matches "
            "so that the numbers are equal, or remove them all: then the draw makes them."
        ),
        there=there,
        wanted=wanted,
    )


def chance(file: Document, draw: DrawPart, seed: bytes, pause: Callable[[], None]) -> int | None:
    """How many of `TRIALS` random orders keep the rules; None where there is no rule to break."""
    rules = draw.get("rules", {})
    if not any(name in rules for name in ("apart", "no_rematch", "balance_sides")):
        return None
    try:
        return count_fitting(file, draw, seed, TRIALS, pause)
    except NotPossible:
        return 0


def _refuse_second_draw(file: Document, wanted: DrawOrder) -> None:
    for draw in file.get("draws", ()):
        same = (draw["stage"], draw["round"], draw["kind"])
        if same == (wanted.stage, wanted.round, wanted.kind) and is_standing(draw):
            raise Refused(
                N_(
                    "This round has the draw “%(draw)s” already. Abandon it with a reason before "
                    "another is made."
                ),
                draw=draw["key"],
            )


def _refuse_unknown(file: Document, stage: StagePart, kind: DrawKind, keys: Sequence[str]) -> None:
    if not keys:
        raise Refused(
            N_("There is no topic to draw. Add the topics first.")
            if kind == "topics"
            else N_(
                "Nobody is in this stage yet. Name its teams first, or say which are drawn from."
            )
        )
    parts: Sequence[Mapping[str, Any]] = (
        file.get("topics", []) if kind == "topics" else file["teams"]
    )
    known = {part["key"] for part in parts}
    for key in keys:
        if key not in known:
            message = (
                N_("There is no topic “%(key)s”.")
                if kind == "topics"
                else N_("There is no team “%(key)s”.")
            )
            raise Refused(message, key=key)
        if list(keys).count(key) > 1:
            raise Refused(N_("“%(key)s” is there twice; name each once."), key=key)
        if kind == "teams" and key not in stage.get("teams", [key]):
            raise Refused(
                N_("The team “%(key)s” is not in this stage, so it cannot be drawn for it."),
                key=key,
            )
    if kind == "teams" and len(keys) < 2:
        raise Refused(N_("A draw needs at least two teams."))


def _next_key(file: Document) -> str:
    taken = {draw["key"] for draw in file.get("draws", ())}
    number = len(taken) + 1
    while f"draw-{number}" in taken:
        number += 1
    return f"draw-{number}"


def clean(text: str) -> str:
    """A text as it counts: in NFC, without spaces at the ends; refuses a blank one."""
    try:
        return document.clean_text(text)
    except document.Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal
