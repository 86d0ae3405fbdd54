"""The awards in words: who would get what and why, for organisers only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext

from competition.actions.award_changes import decided_awards
from competition.actions.award_reveal import NOT_SHOWN, step_of, why_not_award
from competition.actions.shown_awards import ShownAward, awards_in
from competition.awards import DecidedAward, Standing
from competition.file_types import Document
from competition.store.models import Competition
from competition.store.snapshots import newest_snapshot
from competition.web.organiser.labels import SIDES
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.template_filters import localized


@dataclass(frozen=True)
class NamedStanding:
    """A candidate in words; `of` is a member's team, `passed_over_by` the name of an award."""

    called: str
    of: str
    place: int | None
    value: str
    is_winner: bool
    passed_over_by: str
    is_tied_on_line: bool


@dataclass(frozen=True)
class AwardNotice:
    """What is to be known of an award, what can be done, and where (an address, if anywhere)."""

    text: str
    todo: str = ""
    address: str = ""
    link: str = ""


@dataclass(frozen=True)
class AwardLine:
    """An award on the organiser's pages.

    `shown` is what the public sees of it, `step` how far; `why_not` why it cannot be revealed.
    """

    decided: DecidedAward
    rule: str
    standings: list[NamedStanding]
    notices: list[AwardNotice]
    shown: ShownAward | None
    step: int
    why_not: str

    @property
    def key(self) -> str:
        """The award's key."""
        return self.decided.part["key"]

    @property
    def name(self) -> Mapping[str, str]:
        """The award's name by language."""
        return dict(self.decided.part["name"])  # type: ignore[arg-type]

    @property
    def winners(self) -> list[NamedStanding]:
        """Who would get it, by place."""
        return [each for each in self.standings if each.is_winner]

    @property
    def is_whole(self) -> bool:
        """Whether the public sees all of it."""
        return bool(self.shown and self.shown["is_whole"])


def award_lines(competition: Competition) -> list[AwardLine]:
    """Every award in the order of the file."""
    file = file_without_sheets(competition)
    names = names_by_key(file)
    titles = {award["key"]: localized(award["name"]) for award in file.get("awards", ())}
    teams_of = {
        member["key"]: team["key"] for team in file["teams"] for member in team.get("members", ())
    }
    public = awards_in(newest_snapshot(competition.key))
    lines = []
    for award in decided_awards(competition):
        why_not = why_not_award(file, award)
        shown = public.get(award.part["key"])
        lines.append(
            AwardLine(
                decided=award,
                rule=_rule(file, award, names, titles),
                standings=[
                    _named(award, each, names, titles, teams_of) for each in award.candidates
                ],
                notices=_notices(competition.key, award, names),
                shown=shown,
                step=step_of(shown) if shown else NOT_SHOWN,
                why_not=why_not.text(gettext) if why_not else "",
            )
        )
    return lines


def _named(
    award: DecidedAward,
    standing: Standing,
    names: Mapping[str, Any],
    titles: Mapping[str, str],
    teams_of: Mapping[str, str],
) -> NamedStanding:
    candidate = standing.candidate
    called, of = "", ""
    if candidate.kind == "team":
        called = names["team_names"].get(candidate.identity, candidate.identity)
    elif candidate.kind == "member":
        called = names["member_names"].get(candidate.identity, candidate.identity)
        of = names["team_names"].get(teams_of.get(candidate.identity, ""), "")
    else:
        called = localized(candidate.written)
    return NamedStanding(
        called=called,
        of=of,
        place=standing.place,
        value=standing.printed or "",
        is_winner=standing.is_winner,
        passed_over_by=titles.get(standing.passed_over_by or "", ""),
        is_tied_on_line=standing.is_winner and standing.place == _line(award),
    )


def _line(award: DecidedAward) -> int | None:
    """The place on which more candidates stand than the award has places left; None if none."""
    if "tie_on_the_line" not in award.warnings:
        return None
    return award.winners[-1].place


def _rule(
    file: Document, award: DecidedAward, names: Mapping[str, Any], titles: Mapping[str, str]
) -> str:
    """What the award goes by, in a sentence."""
    part = award.part
    if part["by"] == "hand":
        reason = localized(part["reason"]) if "reason" in part else ""
        said = gettext("Given by decision: %(reason)s", reason=reason)
        return said if reason else gettext("Given by decision.")
    first, last = part["places"]
    about = {
        "places": gettext("place %(first)s", first=first)
        if first == last
        else gettext("places %(first)s to %(last)s", first=first, last=last),
        "stage": names["stage_names"].get(part["stage"], part["stage"]),
    }
    if part["by"] == "rank" and "side" in part:
        side = dict(SIDES)[part["side"]]
        text = gettext(
            "In “%(stage)s”, %(places)s by the mean of the totals on one side (%(side)s)",
            side=side,
            **about,
        )
    elif part["by"] == "rank":
        text = gettext("In “%(stage)s”, %(places)s of the standings", **about)
    elif part["by"] == "dimension":
        rubrics = [each.get("rubric") or file["rubric"] for each in file["stages"]]
        dimension = next(
            (
                localized(each["name"])
                for rubric in rubrics
                for each in rubric["dimensions"]
                if each["key"] == part["dimension"]
            ),
            part["dimension"],
        )
        text = gettext(
            "In “%(stage)s”, %(places)s in the dimension %(dimension)s",
            dimension=dimension,
            **about,
        )
    elif part["by"] == "personal":
        text = gettext("In “%(stage)s”, %(places)s by the members' personal marks", **about)
    elif part["by"] == "paper":
        text = gettext("In “%(stage)s”, %(places)s by the score in the written test", **about)
    else:
        text = gettext("In “%(stage)s”, %(places)s by the sum of an organisation's teams", **about)
    more = []
    if "zone" in part:
        zone = names["zone_names"].get(part["zone"], part["zone"])
        more.append(gettext("only of %(zone)s", zone=zone))
    if part.get("excludes"):
        others = gettext(", ").join(titles.get(key, key) for key in part["excludes"])
        more.append(gettext("without the winners of %(awards)s", awards=others))
    return gettext("; ").join([text, *more])


def _notices(key: str, award: DecidedAward, names: Mapping[str, Any]) -> list[AwardNotice]:
    here, part = f"/organiser/c/{key}", award.part
    if part["by"] == "hand":
        if award.winners:
            return []
        return [AwardNotice(gettext("Nobody is named yet."), gettext("Name the winners."))]
    stage, found = part["stage"], []
    first, last = part["places"]
    if "tie_on_the_line" in award.warnings:
        over = len(award.winners) - (last - first + 1)
        found.append(
            AwardNotice(
                ngettext(
                    "A tie on the line: %(num)s winner more than there are places.",
                    "A tie on the line: %(num)s winners more than there are places.",
                    over,
                ),
                gettext(
                    "Leave it, and all of them win; have the panel decide the tie by a ruling; or "
                    "change the number of places."
                )
                if part["by"] == "rank" and "side" not in part
                else gettext("Leave it, and all of them win; or change the number of places."),
                f"{here}/results#stage-{stage}"
                if part["by"] == "rank" and "side" not in part
                else "",
                gettext("Ties in the results"),
            )
        )
    if "too_few" in award.warnings:
        short = last - first + 1 - len(award.winners)
        found.append(
            AwardNotice(
                ngettext("%(num)s place goes to nobody.", "%(num)s places go to nobody.", short),
                gettext("There are too few candidates, or a tie takes up the place."),
            )
        )
    found += _not_final(here, award.incomplete, names, is_open=False)
    found += _not_final(here, award.provisional, names, is_open=True)
    return found


def _not_final(
    here: str, stages: Sequence[str], names: Mapping[str, Any], *, is_open: bool
) -> list[AwardNotice]:
    found = []
    for stage in stages:
        name = names["stage_names"].get(stage, stage)
        if is_open:
            text = gettext("Not final: an appeal of “%(stage)s” is open.", stage=name)
        else:
            text = gettext("Not final: marks of “%(stage)s” are still to come.", stage=name)
        found.append(
            AwardNotice(text, "", f"{here}/results#stage-{stage}", gettext("See the results"))
        )
    return found
