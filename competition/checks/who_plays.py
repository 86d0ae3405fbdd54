"""Who sits in which match, held against who may: what an organiser should look at twice.

Void matches are passed over: whoever sits there, it counts for nobody.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from competition.checks.types import EqualNames, WhoPlaysWarning
from competition.document import repeated_names
from competition.file_types import Document, MatchPart, RoundPart, StagePart
from competition.scoring.leaving import reason_for_leaving
from competition.scoring.stage import Pause, no_pause
from competition.scoring.standings import recount
from competition.scoring.types import StageStandings


def check_who_plays(
    document: Document,
    counted: Mapping[str, StageStandings] | None = None,
    pause: Pause = no_pause,
) -> list[WhoPlaysWarning]:
    """Every warning, in the order of the stages and rounds; equal names come last.

    The document needs its sheets: who advances, and which closed match has none, follows from
    them. `counted` are its standings by stage, counted here where they are not given. `pause` is
    called again and again.
    """
    if counted is None:
        counted = _count_earlier_stages(document)
    with_sheet = {
        sheet["match"]
        for sheet in document.get("sheets") or ()
        if any(version["state"] == "submitted" for version in (sheet, *sheet.get("history", ())))
    }
    found: list[WhoPlaysWarning] = []
    for stage in document["stages"]:
        found += _advancing(document, stage, counted)
        for round_ in stage.get("rounds", ()):
            pause()
            found += _round(document, stage, round_)
            found += _matches_that_lack(document, stage, round_, with_sheet)
    return [*found, *equal_name_warnings(document)]


def equal_name_warnings(document: Document) -> list[EqualNames]:
    """The teams of one name, then the judges; needs no sheets."""
    teams = repeated_names(document["teams"])
    judges = repeated_names(document["judges"])
    return [
        *(EqualNames(code="equal_names", kind="team", keys=_keys(group)) for group in teams),
        *(EqualNames(code="equal_names", kind="judge", keys=_keys(group)) for group in judges),
    ]


def _keys(parts: Iterable[Mapping[str, Any]]) -> list[str]:
    return [part["key"] for part in parts]


def about_round(
    warnings: Iterable[WhoPlaysWarning], stage: str, round_key: str
) -> list[WhoPlaysWarning]:
    """What to know before the round is opened."""
    return [
        warning
        for warning in warnings
        if warning["code"] != "equal_names"
        and warning["stage"] == stage
        and cast(Mapping[str, str], warning).get("round", round_key) == round_key
    ]


def about_stage(warnings: Iterable[WhoPlaysWarning], stage: str) -> list[WhoPlaysWarning]:
    """What to know of who plays before the stage's result is called final."""
    return [
        warning
        for warning in warnings
        if (
            warning["code"] in ("seated_without_advancing", "advances_not_seated")
            and stage in (warning["stage"], *warning["after"])
        )
        or (
            warning["code"] in ("empty_panel", "closed_without_sheets")
            and warning["stage"] == stage
        )
    ]


class _Seat(NamedTuple):
    match: str
    team: str


def _count_earlier_stages(document: Document) -> dict[str, StageStandings]:
    """The standings of the stages from which teams advance or totals are carried."""
    needed = {stage["key"] for stage in document["stages"] if "advance" in stage}
    for stage in document["stages"]:
        needed |= {carry["stage"] for carry in stage.get("carry") or ()}
    if not needed:
        return {}
    return {stage["stage"]: stage for stage in recount(document, stages=needed)["stages"]}


def _seats(matches: Iterable[MatchPart]) -> list[_Seat]:
    return [
        _Seat(match["key"], entry["team"])
        for match in matches
        if not match.get("void")
        for entry in match["entries"]
    ]


def _advancing(
    document: Document, stage: StagePart, counted: Mapping[str, StageStandings]
) -> Iterator[WhoPlaysWarning]:
    """Hold the teams of a stage against those who advance to it and those with a carried total.

    Before every stage that leads to this one is complete, nobody advances.
    """
    stages = [each["key"] for each in document["stages"]]
    matches = [match for round_ in stage.get("rounds", ()) for match in round_["matches"]]
    seated = {seat.team for seat in _seats(matches)}
    staying = [
        team["key"]
        for team in document["teams"]
        if reason_for_leaving(team, stage["key"], stages) is None
    ]
    after = [
        each["key"]
        for each in document["stages"]
        if each.get("advance", {}).get("to") == stage["key"]
    ]
    if after and seated and all(counted[key]["complete"] for key in after):
        through = {
            row["team"]
            for key in after
            for row in counted[key]["standings"]
            if row["advances"] == stage["key"]
        }
        if waiting := [team for team in staying if team in through - seated]:
            yield {
                "code": "advances_not_seated",
                "stage": stage["key"],
                "after": after,
                "teams": waiting,
            }
        if extra := [team for team in staying if team in seated - through]:
            yield {
                "code": "seated_without_advancing",
                "stage": stage["key"],
                "after": after,
                "teams": extra,
            }
    for carry in stage.get("carry") or ():
        if carry.get("missing") == "zero":
            continue
        earlier = counted[carry["stage"]]
        # Who waits for a sheet or a score will have a total; so does who only lacks a carry.
        with_total = {row["team"] for row in earlier["standings"]} | {
            row["team"]
            for row in earlier["unranked"]
            if row["reason"] in ("missing_sheet", "missing_score", "missing_carry")
        }
        if lacking := [team for team in staying if team in seated - with_total]:
            yield {
                "code": "no_carried_total",
                "stage": stage["key"],
                "carried": carry["stage"],
                "teams": lacking,
            }


def _round(document: Document, stage: StagePart, round_: RoundPart) -> Iterator[WhoPlaysWarning]:
    stages = [each["key"] for each in document["stages"]]
    parts = {team["key"]: team for team in document["teams"]}
    seats = _seats(round_["matches"])
    state = round_.get("state", "draft")
    for team in dict.fromkeys(seat.team for seat in seats):
        matches = [seat.match for seat in seats if seat.team == team]
        if len(matches) > 1:
            yield {
                "code": "team_twice",
                "stage": stage["key"],
                "round": round_["key"],
                "team": team,
                "matches": matches,
            }
    for match in round_["matches"]:
        sides = [entry["side"] for entry in match["entries"]]
        is_one_side = len(sides) > 1 and len(set(sides)) == 1 and sides[0] != "solo"
        if is_one_side and not match.get("void"):
            yield {
                "code": "same_side",
                "stage": stage["key"],
                "round": round_["key"],
                "match": match["key"],
                "side": sides[0],
            }
    for seat in seats if state != "closed" else ():
        if reason := reason_for_leaving(parts[seat.team], stage["key"], stages):
            yield {
                "code": "left_seated",
                "stage": stage["key"],
                "round": round_["key"],
                "match": seat.match,
                "team": seat.team,
                "reason": reason,
            }


def _matches_that_lack(
    document: Document, stage: StagePart, round_: RoundPart, with_sheet: Collection[str]
) -> Iterator[WhoPlaysWarning]:
    """The matches of a round without topic, panel or sheets; `with_sheet` are those that have."""
    is_closed = round_.get("state") == "closed"
    counting = [match for match in round_["matches"] if not match.get("void")]
    # Without any topic in the file, none is chosen from: then the competition has no topics.
    without_topic = [
        match["key"]
        for match in counting
        if not match.get("topic") and document.get("topics") and not is_closed
    ]
    without_panel = [match["key"] for match in counting if not match["panel"]]
    without_sheets = [
        match["key"]
        for match in counting
        if match["panel"] and is_closed and match["key"] not in with_sheet
    ]
    if without_topic:
        yield {
            "code": "no_topic",
            "stage": stage["key"],
            "round": round_["key"],
            "matches": without_topic,
        }
    if without_panel:
        yield {
            "code": "empty_panel",
            "stage": stage["key"],
            "round": round_["key"],
            "matches": without_panel,
        }
    if without_sheets:
        yield {
            "code": "closed_without_sheets",
            "stage": stage["key"],
            "round": round_["key"],
            "matches": without_sheets,
        }
