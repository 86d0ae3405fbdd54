"""Stages: who is in one, and the scores of a written test."""

from competition.document.key_index import Fields, KeyIndex, items, report_repeats
from competition.document.number_checks import to_fraction
from competition.document.problems import Findings, Path, place_of
from competition.document.schema_checks import join_words
from competition.messages import N_

_REPEATED = N_("“%(value)s” appears twice; it is already at %(first)s.")


def check_who_is_in_stages(findings: Findings, key_index: KeyIndex) -> None:
    """Report unknown or repeated teams of stages, entries of others, and scores that cannot be."""
    for path, stage in items(key_index.draft, "stages"):
        teams = list(stage.get("teams", ()))
        report_repeats(findings, (*path, "teams"), teams, _REPEATED)
        for index, team in enumerate(teams):
            key_index.resolve(findings, (*path, "teams", index), "team", team)
        if "teams" in stage:
            _report_other_teams(findings, path, stage, teams)
        if stage.get("kind") == "paper":
            _check_paper(findings, key_index, path, stage)


def names_members(draft: Fields) -> bool:
    """Whether members are named by key alone: in a written test, personal marks, an award."""
    stages = [stage for _path, stage in items(draft, "stages")]
    rubrics = [part.get("rubric", {}) for part in (draft, *stages)]
    return (
        any(stage.get("kind") == "paper" and stage.get("per") == "member" for stage in stages)
        or any("personal" in rubric for rubric in rubrics)
        or any(
            "member" in winner
            for _path, award in items(draft, "awards")
            for _place, winner in items(award, "winners")
        )
    )


def _report_other_teams(findings: Findings, path: Path, stage: Fields, teams: list[object]) -> None:
    entries = [
        (place, entry)
        for round_path, round_ in items(stage, "rounds", path)
        for match_path, match in items(round_, "matches", round_path)
        for place, entry in items(match, "entries", match_path)
    ]
    for place, part in [*entries, *items(stage, "scores", path)]:
        team = part.get("team")
        if team is not None and team not in teams:
            findings.add(
                (*place, "team"),
                N_("The team “%(team)s” is not among the teams of this stage: %(allowed)s."),
                team=team,
                allowed=join_words([key for key in teams if isinstance(key, str)]),
            )


def _check_paper(findings: Findings, key_index: KeyIndex, path: Path, stage: Fields) -> None:
    is_per_member = stage.get("per") == "member"
    if "combine" in stage and stage.get("per") == "team":
        findings.add(
            (*path, "combine"),
            N_("combine joins the scores of members; this stage has one score a team."),
        )
    first: dict[tuple[object, object], Path] = {}
    for place, score in items(stage, "scores", path):
        team = key_index.resolve(findings, (*place, "team"), "team", score.get("team"))
        if "per" in stage:
            _check_member(findings, place, score, team, is_per_member=is_per_member)
        owner = (score.get("team"), score.get("member"))
        if owner in first and None not in (owner[0], owner[1] if is_per_member else ""):
            findings.add(
                place,
                N_("There is already a score for the same at %(first)s. Keep one of the two."),
                first=place_of(first[owner]),
            )
        first.setdefault(owner, place)
        _check_range(findings, place, score, stage)


def _check_member(
    findings: Findings, place: Path, score: Fields, team: Fields | None, *, is_per_member: bool
) -> None:
    member = score.get("member")
    if not is_per_member:
        if member is not None:
            findings.add(
                (*place, "member"),
                N_("This stage has one score a team; leave the member out."),
            )
        return
    if member is None:
        findings.add(
            (*place, "member"), N_("This stage has a score for each member; name the member.")
        )
    elif team is not None:
        members = [each.get("key") for _path, each in items(team, "members")]
        if member not in members:
            findings.add(
                (*place, "member"),
                N_(
                    "The member “%(member)s” is not in the team “%(team)s”. Its members are: "
                    "%(allowed)s."
                ),
                member=member,
                team=score["team"],
                allowed=join_words([key for key in members if key]),
            )


def _check_range(findings: Findings, place: Path, score: Fields, stage: Fields) -> None:
    given, highest = score.get("score"), stage.get("max")
    if given is None or highest is None:
        return
    if not 0 <= to_fraction(given) <= to_fraction(highest):
        findings.add(
            (*place, "score"),
            N_("%(value)s is out of range. Allowed: 0 to %(max)s."),
            value=given,
            max=highest,
        )
