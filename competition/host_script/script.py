"""The host's words for one stage, from the opening to the closing."""

from collections.abc import Iterator
from typing import TypedDict

from competition import scoring
from competition.both_languages import BothLanguages, in_both
from competition.document import distinct_names
from competition.file_types import Document, ScoringPart, StagePart
from competition.host_script.awards import spoken_awards
from competition.host_script.spoken import (
    SpokenNames,
    chinese_count,
    chinese_number,
    english_count,
    english_ordinal,
    with_air,
)
from competition.host_script.team import TeamSpeaker
from competition.rule_in_force import scoring_of
from competition.scoring.reveal import places_to_reveal
from competition.scoring.types import StageStandings, StandingsRow


class ScriptLine(TypedDict):
    """What is said in one breath, and its kind.

    `place`, `match`, `marks`, `sum`, `deduction`, `carry`, `total`, `tie`.
    """

    kind: str
    text: BothLanguages


class ScriptStep(TypedDict):
    """What is said with one step of the reveal: a place, and the teams that have it."""

    rank: int
    teams: list[str]
    lines: list[ScriptLine]


class HostScript(TypedDict):
    """The host's words for one stage; `steps` are in the order of the reveal.

    `awards` are those that the stage decides, the first of the file last.

    `complete` is false while a team still waits for marks: then it is a draft.
    """

    stage: str
    complete: bool
    title: BothLanguages
    opening: list[BothLanguages]
    steps: list[ScriptStep]
    awards: list[BothLanguages]
    closing: list[BothLanguages]


def write_host_script(
    document: Document, stage_key: str, standings: StageStandings | None = None
) -> HostScript:
    """Write what the host says about a stage of a checked competition file.

    `standings` are the stage's, where they have been counted. Step n of the script belongs to
    step n of the reveal, and names no team that a later step reveals. Raises KeyError if there is
    no such stage.
    """
    stage = {each["key"]: each for each in document["stages"]}[stage_key]
    standings = standings or scoring.recount(document, {stage_key})["stages"][0]
    names = SpokenNames(document, distinct_names(document["teams"], document.get("zones") or ()))
    speaker = TeamSpeaker(document, stage, names)
    announced: dict[str, int] = {}
    steps: list[ScriptStep] = []
    for rows in places_to_reveal(standings):
        steps.append(_step(rows, speaker, names, announced))
        announced.update((row["team"], row["rank"]) for row in rows)
    return {
        "stage": stage_key,
        "complete": standings["complete"],
        "title": _title(document, stage),
        "opening": list(_opening(document, stage, standings, names)),
        "steps": steps,
        "awards": spoken_awards(document, stage_key, names),
        "closing": list(_closing(document, stage, standings, names)),
    }


def script_paragraphs(script: HostScript) -> list[BothLanguages]:
    """Everything the host says, one paragraph after the other."""
    lines = [line["text"] for step in script["steps"] for line in step["lines"]]
    return [*script["opening"], *lines, *script["awards"], *script["closing"]]


def _title(document: Document, stage: StagePart) -> BothLanguages:
    """The contest and the stage; a contest that is called after its only stage is named once."""
    contest, called = in_both(document["competition"]["name"]), in_both(stage["name"])
    zh = f"{contest['zh']}{with_air(called['zh'])}"
    return {
        "zh": contest["zh"] if contest["zh"].endswith(called["zh"]) else zh,
        "en": contest["en"]
        if contest["en"].casefold().endswith(called["en"].casefold())
        else f"{contest['en']}, {called['en']}",
    }


def _step(
    rows: list[StandingsRow],
    speaker: TeamSpeaker,
    names: SpokenNames,
    announced: dict[str, int],
) -> ScriptStep:
    rank, keys = rows[0]["rank"], [row["team"] for row in rows]
    teams = names.teams(keys)
    is_shared = len(rows) > 1
    place: BothLanguages = {
        "zh": f"{'并列' if is_shared else ''}第{chinese_number(rank)}名：{teams['zh']}。",
        "en": f"{'Sharing' if is_shared else 'In'} {english_ordinal(rank)} place: {teams['en']}.",
    }
    lines: list[ScriptLine] = [{"kind": "place", "text": place}]
    for row in rows:
        lines += [{"kind": kind, "text": text} for kind, text in speaker.lines(row, announced)]
    return {"rank": rank, "teams": keys, "lines": lines}


def _opening(
    document: Document, stage: StagePart, standings: StageStandings, names: SpokenNames
) -> Iterator[BothLanguages]:
    title = _title(document, stage)
    yield {
        "zh": f"下面宣布{with_air(title['zh'])}的成绩。",
        "en": f"These are the results: {title['en']}.",
    }
    if stage.get("kind") != "paper" and standings["standings"]:
        yield _rule_line(scoring_of(document, stage))
    out = {
        "withdrawn": ("已退赛，不参加排名", "withdrew and has no place"),
        "disqualified": ("被取消资格，不参加排名", "is disqualified and has no place"),
        "void": ("的比赛不计成绩，没有名次", "has no place, because its match does not count"),
    }
    for row in standings["unranked"]:
        zh, en = out.get(row["reason"], ("的成绩尚未齐备，没有名次", "has no place yet"))
        name = names.team(row["team"])
        yield {"zh": f"{with_air(name['zh']).lstrip()}{zh}。", "en": f"{name['en']} {en}."}


def _rule_line(rule: ScoringPart) -> BothLanguages:
    """How marks become a score, in one sentence."""
    zh, en = ["每队由评委组评分"], ["Each team is marked by a panel"]
    high, low = rule["drop_high"], rule["drop_low"]
    if high or low:
        zh += [
            f"去掉{chinese_count(number) if number > 1 else '一'}个{word}"
            for number, word in ((high, "最高分"), (low, "最低分"))
            if number
        ]
        en.append(
            " and ".join(
                f"the {'' if number == 1 else english_count(number) + ' '}{word}"
                for number, word in ((high, "highest"), (low, "lowest"))
                if number
            )
            + (" are" if high + low > 1 else " is")
            + " left out"
        )
    how = {
        "mean": ("其余取平均" if high or low else "取平均分", "the mean counts"),
        "median": ("取中位数", "the median counts"),
        "sum": ("其余相加" if high or low else "各评委评分相加", "the sum counts"),
    }[rule["combine"]]
    zh.append(how[0])
    en.append(how[1])
    if rule.get("category_weights"):
        zh.append("各类评委分别计算后加权")
        en.append("each category of judges is counted by itself, then weighted")
    return {"zh": "，".join(zh) + "。", "en": "; ".join(en) + "."}


def _closing(
    document: Document, stage: StagePart, standings: StageStandings, names: SpokenNames
) -> Iterator[BothLanguages]:
    going = [row["team"] for row in standings["standings"] if row["advances"]]
    if going:
        to = names.stage(str(standings["standings"][0]["advances"] or stage["advance"]["to"]))
        teams = names.teams(going)
        yield {
            "zh": f"晋级{with_air(to['zh'])}的代表队：{teams['zh']}。",
            "en": f"These teams go on to {to['en']}: {teams['en']}.",
        }
    is_open = [
        appeal
        for appeal in document.get("appeals") or ()
        if appeal["stage"] == stage["key"] and appeal["state"] in ("filed", "heard")
    ]
    if is_open:
        yield {
            "zh": "有申诉正在处理，以上成绩为暂定成绩。",
            "en": "An appeal is still open, so these results are provisional.",
        }
    called = in_both(stage["name"])
    yield {
        "zh": f"以上是{with_air(called['zh'])}的全部成绩。",
        "en": f"Those were the results of {called['en']}.",
    }
