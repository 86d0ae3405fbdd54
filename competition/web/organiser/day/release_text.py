"""What a release means, said before it is done: what the public sees now and would see then."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext, ngettext

from competition.actions import standings
from competition.actions.standings import ties
from competition.actions.visibility import SHOWN, held_back_by
from competition.scoring.types import StageStandings
from competition.store import snapshots
from competition.store.models import Competition, Stage
from competition.web.organiser.labels import RELEASE_MEANINGS, RELEASE_MODES
from competition.web.organiser.sheet_progress import SheetCount, SheetProgress, late_sheet_texts
from competition.web.template_filters import join_list, localized


def mode_meanings(competition: Competition) -> dict[str, Any]:
    """What each release means under this competition's rule."""
    said_of = {mode: RELEASE_MEANINGS[mode] for mode in RELEASE_MODES}
    if _excludes(competition):
        said_of["live"] = RELEASE_MEANINGS["live/exclude"]
    return said_of


def _excludes(competition: Competition) -> bool:
    """Whether a panel counts without a missing sheet, so that a total comes with the first."""
    return bool(competition.rubric.scoring.get("missing_sheet") == "exclude")


@dataclass
class ReleaseOutlook:
    """What a change of release would do, in sentences."""

    heading: str
    appears: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def release_outlook(
    competition: Competition, stage: Stage, mode: str, placeholders: list[str]
) -> ReleaseOutlook:
    """Say what the public would see of `stage` in `mode`."""
    counted = standings.count_standings(competition)[stage.key]
    public = _public_rows(competition, stage)
    ranked = len(counted["standings"])
    name = localized(stage.name)
    words = ReleaseOutlook(
        gettext("%(stage)s: from “%(before)s” to “%(after)s”").strip()
        % {"stage": name, "before": RELEASE_MODES[stage.release], "after": RELEASE_MODES[mode]}
    )
    if mode == "hidden":
        words.appears = _hidden(public)
    elif mode == "frozen":
        words.appears = _frozen(stage, public)
    else:
        words.appears = _live_or_published(competition, stage, mode, ranked, public)
    if mode in SHOWN:
        words.warnings = _warnings(competition, stage, mode, counted, placeholders)
    return words


def _hidden(public: int) -> list[str]:
    words = [gettext("The public will see that there is this stage: no total, no place, no mark.")]
    if public:
        words.append(
            ngettext(
                "The total of %(num)s team, which the public can see now, disappears at once from "
                "phones, from the projector and from other programs. Who has seen it may "
                "remember it.",
                "The totals of %(num)s teams, which the public can see now, disappear at once "
                "from phones, from the projector and from other programs. Who has seen them "
                "may remember them.",
                public,
            )
        )
    return words


def _frozen(stage: Stage, public: int) -> list[str]:
    if stage.release == "hidden" or not public:
        return [
            gettext(
                "The public sees no total of this stage now, and will keep seeing none until you "
                "publish. The board says that it is frozen."
            )
        ]
    return [
        ngettext(
            "The public keeps what it sees now: the total of %(num)s team.",
            "The public keeps what it sees now: the totals of %(num)s teams.",
            public,
        ),
        gettext(
            "Whatever judges submit and you change from now on stays in here until you publish. "
            "The board says that it is frozen."
        ),
    ]


def _live_or_published(
    competition: Competition, stage: Stage, mode: str, ranked: int, public: int
) -> list[str]:
    words = []
    if ranked:
        words.append(
            ngettext(
                "The total and the place of %(num)s team will stand on every phone, on the "
                "projector and in the public data, with the dimensions they are made of.",
                "The totals and places of %(num)s teams will stand on every phone, on the "
                "projector and in the public data, with the dimensions they are made of.",
                ranked,
            )
        )
    else:
        words.append(gettext("No team has a total yet, so none will be shown at first."))
    if stage.release == "frozen" and mode in SHOWN:
        words.append(
            gettext(
                "The board is frozen with %(num)s totals now; everything since then takes effect "
                "at once.",
                num=public,
            )
        )
    words += [
        _further(competition, stage)
        if mode == "live"
        else gettext("The board calls this result final."),
        gettext(
            "Which judges' sheets count is shown by the judges' keys; single judges' marks only "
            "where you show the marks of a match, comments never."
        ),
    ]
    return words


def _further(competition: Competition, stage: Stage) -> str:
    """What is still to come of a stage that is shown live."""
    progress = _progress(SheetProgress(competition), stage)
    if not progress.missing:
        return gettext("All %(expected)s sheets are in.", expected=progress.expected)
    if _excludes(competition):
        return gettext(
            "Each further total appears by itself with its first sheet, and every total moves "
            "with each further sheet."
        )
    return gettext("Each further total appears by itself with the last sheet it waits for.")


def _progress(desk: SheetProgress, stage: Stage) -> SheetCount:
    return desk.of_matches(match for round_ in stage.rounds for match in round_.matches)


def _warnings(
    competition: Competition,
    stage: Stage,
    mode: str,
    counted: StageStandings,
    placeholders: list[str],
) -> list[str]:
    names = {team.key: localized(team.name) for team in competition.teams}
    words = []
    held = held_back_by(competition, stage)
    if held:
        words.append(
            gettext(
                "This stage carries the totals of %(stages)s. Until the public may see those, "
                "it keeps what it has of this stage.",
                stages=join_list(localized(carried.name) for carried in held),
            )
        )
    matches = [match for round_ in stage.rounds for match in round_.matches]
    desk = SheetProgress(competition)
    progress = desk.of_matches(matches)
    if progress.missing:
        waiting = [
            names[row["team"]]
            for row in counted["unranked"]
            if row["reason"] in ("missing_sheet", "missing_carry")
        ]
        words.append(
            ngettext(
                "%(num)s of %(expected)s sheets is missing.",
                "%(num)s of %(expected)s sheets are missing.",
                progress.missing,
                expected=progress.expected,
            )
        )
        if _excludes(competition):
            words.append(
                gettext(
                    "The rule passes over missing sheets: where a single sheet is in, what is "
                    "shown is that one judge's marks."
                )
            )
        if waiting:
            words.append(gettext("Without a total for now: %(teams)s.", teams=join_list(waiting)))
    words += late_sheet_texts(competition, stage)
    words += [
        gettext(
            "Undecided: %(teams)s share place %(rank)s. No rule parts them.",
            teams=join_list(names[team] for team in teams),
            rank=rank,
        )
        for rank, teams in ties(counted).items()
    ]
    if mode == "published":
        still_open = [localized(r.name) for r in stage.rounds if r.state == "open"]
        if still_open:
            words.append(
                gettext(
                    "Still open: %(rounds)s. A judge who changes a sheet there changes what is "
                    "published.",
                    rounds=join_list(still_open),
                )
            )
    reopened = desk.held(matches, "reopened")
    if reopened:
        words.append(
            ngettext(
                "%(num)s sheet is reopened. When its judge submits it, what the public sees "
                "changes.",
                "%(num)s sheets are reopened. When their judges submit them, what the public "
                "sees changes.",
                reopened,
            )
        )
    if placeholders:
        words.append(
            gettext(
                "Still placeholders in this competition: %(what)s.", what=join_list(placeholders)
            )
        )
    return words


def _public_rows(competition: Competition, stage: Stage) -> int:
    """How many totals of the stage the public can see now."""
    snapshot = snapshots.newest_snapshot(competition.key)
    if snapshot is None:
        return 0
    for shown in snapshot.public()["stages"]:
        if shown["stage"] == stage.key:
            return len(shown.get("standings", ()))
    return 0
