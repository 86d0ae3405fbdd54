"""Ground floor: what each figure of the fairness report shows, said in its title as a sentence.

Made from what the figure draws (a stage of `fairness.page_types`), so that a title never says more
than is there: on the public page judges are letters in it, and where single sheets are not public
none is told of. Titles end without a full stop.
"""

from collections.abc import Mapping
from typing import Any, TypedDict

from competition.messages import N_

TITLES = {
    "title_nobody_far": N_("Nobody is far from the others"),
    "title_one_mild": N_("%(judges)s is far milder than the others"),
    "title_one_strict": N_("%(judges)s is far stricter than the others"),
    "title_some_far": N_("%(count)s of %(all)s judges are far from the others"),
    "title_nothing_moves": N_("Every rule gives the same places"),
    "title_others_move": N_("Every rule puts the same team first; other places move"),
    "title_fair_moves": N_("Every rule puts the same team first, the fair average another"),
    "title_first_moves": N_("Not every rule puts the same team first"),
    "title_sides": N_(
        "The labour side was ahead in %(labour)s of %(count)s matches, the employer side in "
        "%(employer)s"
    ),
    "title_sheet_above": N_(
        "Farthest from the panel is %(judges)s for %(teams)s: %(points)s points above"
    ),
    "title_sheet_below": N_(
        "Farthest from the panel is %(judges)s for %(teams)s: %(points)s points below"
    ),
    "title_one_sheet": N_("Each performance has one sheet, so there is nothing to compare"),
    "title_one_panel": N_("All teams had the same panel"),
    "title_no_fair": N_("Whether one panel was stricter cannot be told"),
    "title_fair_same": N_("Strict and mild panels allowed for, %(teams)s is first too"),
    "title_fair_other": N_("Strict and mild panels allowed for, %(teams)s would be first"),
}
"""By code; what stands in them comes with the title."""


class TitleSentence(TypedDict):
    """A code of `TITLES` and what stands in it, as in `fairness.page_types.FairnessSentence`."""

    sentence: str
    values: dict[str, Any]


def leniency_title(stage: Mapping[str, Any]) -> TitleSentence:
    """How many judges are far from the others, by name where it is one."""
    known = [row for row in stage["leniency"] if row["points"] is not None]
    far = [row for row in known if row["is_far"]]
    if not far:
        return _said("title_nobody_far")
    if len(far) > 1:
        return _said("title_some_far", count=str(len(far)), all=str(len(known)))
    code = "title_one_mild" if far[0]["points"] > 0 else "title_one_strict"
    return _said(code, judges={"judges": [[far[0]["judge"], ""]]})


def ranks_title(stage: Mapping[str, Any]) -> TitleSentence:
    """Whether every rule puts the same teams first; the fair average is no rule."""
    ways, rows = stage["ranks"]["ways"], stage["ranks"]["rows"]
    first = {
        way: {row["team"] for row in rows if row["ranks"][number] == 1}
        for number, way in enumerate(ways)
    }
    ruled = first.pop("as_ruled")
    fair = first.pop("fair", ruled)
    if any(teams != ruled for teams in first.values()):
        return _said("title_first_moves")
    if fair != ruled:
        return _said("title_fair_moves")
    if any(rank != row["ranks"][0] for row in rows for rank in row["ranks"]):
        return _said("title_others_move")
    return _said("title_nothing_moves")


def sides_title(stage: Mapping[str, Any]) -> TitleSentence:
    """In how many matches each side was ahead."""
    differences = [pair["labour_total"] - pair["employer_total"] for pair in stage["pairs"]]
    return _said(
        "title_sides",
        labour=str(sum(each > 0 for each in differences)),
        employer=str(sum(each < 0 for each in differences)),
        count=str(len(differences)),
    )


def heat_title(panel: Mapping[str, Any]) -> TitleSentence:
    """The sheet of a panel that is farthest from the mean of its performance."""
    known = [
        (abs(points), points, judge, row["team"])
        for row in panel["rows"]
        for judge, points in zip(panel["judges"], row["cells"], strict=True)
        if points is not None
    ]
    if not known:
        return _said("title_one_sheet")
    farthest, points, judge, team = max(known, key=lambda each: each[0])
    return _said(
        "title_sheet_above" if points > 0 else "title_sheet_below",
        judges={"judges": [[judge, ""]]},
        teams={"teams": [team]},
        points=f"{farthest:.1f}",
    )


def fair_title(stage: Mapping[str, Any]) -> TitleSentence:
    """Whether the panels can be compared, and who would be first if they were one."""
    fair = stage["fair"]
    if fair["sentence"] == "fair_one_panel":
        return _said("title_one_panel")
    if not fair["rows"]:
        return _said("title_no_fair")
    ruled = [row["team"] for row in fair["rows"] if row["ruled"] == 1]
    first = [row["team"] for row in fair["rows"] if row["fair"] == 1]
    if set(first) == set(ruled):
        return _said("title_fair_same", teams={"teams": first})
    return _said("title_fair_other", teams={"teams": first})


def _said(sentence: str, **values: Any) -> TitleSentence:
    return {"sentence": sentence, "values": values}
