"""Recused judges: who may be recused in a match, for which of its teams, and only once."""

from competition.document.key_index import Fields, KeyIndex, items, report_repeats
from competition.document.problems import Findings, Path, place_of
from competition.document.schema_checks import join_words
from competition.document.seats import judges_with_sheets
from competition.messages import N_


def check_recusals(findings: Findings, key_index: KeyIndex, path: Path, match: Fields) -> None:
    """Report recusals of judges or teams that are not in the match, and repeated ones."""
    entered = [entry.get("team") for _path, entry in items(match, "entries", path)]
    first: dict[tuple[str, str], Path] = {}
    for place, recusal in items(match, "recused", path):
        judge = recusal.get("judge")
        found = key_index.resolve(findings, (*place, "judge"), "judge", judge)
        judges = judges_with_sheets(match)
        if found is not None and "panel" in match and judge not in judges:
            findings.add(
                (*place, "judge"),
                N_(
                    "The judge “%(judge)s” is not on the panel of the match “%(match)s”, so there "
                    "is nothing to recuse the judge from. Its judges are: %(allowed)s."
                ),
                judge=judge,
                match=match.get("key", "?"),
                allowed=join_words(judges),
            )
        teams = recusal.get("teams", entered)
        _check_teams(findings, key_index, place, recusal, entered)
        for team in dict.fromkeys(teams):
            if not isinstance(team, str) or not isinstance(judge, str):
                continue
            if (judge, team) in first:
                findings.add(
                    place,
                    N_(
                        "The judge “%(judge)s” is already recused for the team “%(team)s”, at "
                        "%(first)s. Keep one of the two."
                    ),
                    judge=judge,
                    team=team,
                    first=place_of(first[judge, team]),
                )
            first.setdefault((judge, team), place)


def _check_teams(
    findings: Findings,
    key_index: KeyIndex,
    place: Path,
    recusal: Fields,
    entered: list[object],
) -> None:
    teams = recusal.get("teams", ())
    report_repeats(
        findings,
        (*place, "teams"),
        teams,
        N_("“%(value)s” appears twice; it is already at %(first)s."),
    )
    for index, team in enumerate(teams):
        found = key_index.resolve(findings, (*place, "teams", index), "team", team)
        if found is not None and team not in entered:
            findings.add(
                (*place, "teams", index),
                N_("The team “%(team)s” is not in this match. Its teams are: %(allowed)s."),
                team=team,
                allowed=join_words([key for key in entered if isinstance(key, str)]),
            )
