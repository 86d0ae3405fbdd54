"""Who gets which award, read after the places."""

from collections.abc import Sequence

from competition.awards import DecidedAward, Standing, consider_awards
from competition.both_languages import BothLanguages, in_both
from competition.file_types import Document
from competition.host_script.spoken import SpokenNames, list_of, with_air


def spoken_awards(document: Document, stage_key: str, names: SpokenNames) -> list[BothLanguages]:
    """A line for each award that a stage decides; those by hand come with the last stage.

    The first award of the file, which is the highest, is read last. An award that nobody wins is
    not read.
    """
    if not document.get("awards"):
        return []
    last = document["stages"][-1]["key"]
    return [
        _line(award, names)
        for award in reversed(consider_awards(document))
        if award.winners and award.part.get("stage", last) == stage_key
    ]


def _line(award: DecidedAward, names: SpokenNames) -> BothLanguages:
    name = in_both(award.part["name"])
    winners = list_of(_called(award.winners, names))
    return {
        "zh": f"获得{with_air(name['zh'])}的是：{winners['zh']}。",
        "en": f"{name['en']}: {winners['en']}.",
    }


def _called(winners: Sequence[Standing], names: SpokenNames) -> list[BothLanguages]:
    """The winners by name; a member with the team."""
    called = []
    for winner in winners:
        candidate = winner.candidate
        if candidate.kind == "team":
            called.append(names.team(str(candidate.written)))
        elif candidate.kind == "member" and candidate.team:
            member = names.member(candidate.team, str(candidate.written))
            team = names.team(candidate.team)
            text: BothLanguages = {
                "zh": f"{team['zh']}的{with_air(member['zh'])}".rstrip(),
                "en": f"{member['en']} of {team['en']}",
            }
            called.append(text)
        else:
            called.append(in_both(candidate.written))
    return called
