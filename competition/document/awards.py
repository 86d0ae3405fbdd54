"""Awards: what each kind of them takes, and that what it names is there."""

from collections.abc import Collection

from competition.document.key_index import Fields, KeyIndex, items, report_repeats
from competition.document.problems import Findings, Path
from competition.document.schema_checks import join_words
from competition.messages import N_

_REPEATED = N_("“%(value)s” appears twice; it is already at %(first)s.")
_WINNER = ("team", "member", "organisation", "name")
_COUNTED_ONLY = ("stage", "places", "side", "dimension", "excludes")
_BY_HAND_ONLY = ("winners", "reason")


def check_awards(findings: Findings, key_index: KeyIndex) -> None:
    """Report fields that an award of its kind does not take or lacks, and what it names wrongly."""
    earlier: list[str] = []
    for path, award in items(key_index.draft, "awards"):
        by = award.get("by")
        _check_zone(findings, key_index, path, award)
        if by == "hand":
            _check_by_hand(findings, key_index, path, award)
        elif by is not None:
            _check_counted(findings, key_index, path, award, earlier)
        if "key" in award:
            earlier.append(award["key"])


def _check_by_hand(findings: Findings, key_index: KeyIndex, path: Path, award: Fields) -> None:
    for name in _COUNTED_ONLY:
        if name in award:
            findings.add(
                (*path, name),
                N_("An award by hand has winners and a reason; leave %(field)s out."),
                field=name,
            )
    if award.get("winners") and "reason" not in award:
        findings.add(
            (*path, "reason"),
            N_("An award by hand needs its reason: say why these are the winners."),
        )
    for place, winner in items(award, "winners", path):
        named = [name for name in _WINNER if name in winner]
        if len(named) != 1:
            findings.add(
                place,
                N_("Name exactly one of %(allowed)s as a winner."),
                allowed=join_words(_WINNER),
            )
            continue
        key_index.resolve(findings, (*place, "team"), "team", winner.get("team"))
        key_index.resolve(findings, (*place, "member"), "member", winner.get("member"))


def _check_counted(
    findings: Findings,
    key_index: KeyIndex,
    path: Path,
    award: Fields,
    earlier: Collection[str],
) -> None:
    by = award["by"]
    for name in _BY_HAND_ONLY:
        if name in award:
            findings.add(
                (*path, name),
                N_("Only an award by hand has %(field)s; leave it out."),
                field=name,
            )
    if "side" in award and by != "rank":
        findings.add(
            (*path, "side"), N_("Only an award by rank can be for one side; leave it out.")
        )
    if "dimension" in award and by != "dimension":
        findings.add(
            (*path, "dimension"), N_("Only an award by dimension names one; leave it out.")
        )
    excluded = award.get("excludes", ())
    report_repeats(findings, (*path, "excludes"), excluded, _REPEATED)
    for index, key in enumerate(excluded):
        if isinstance(key, str) and key not in earlier:
            findings.add(
                (*path, "excludes", index),
                N_("“%(key)s” is no award before this one. Those before it are: %(allowed)s."),
                key=key,
                allowed=join_words(earlier),
            )
    stage = key_index.resolve(findings, (*path, "stage"), "stage", award.get("stage"))
    if stage is not None:
        _check_stage(findings, key_index, path, award, stage)


def _check_stage(
    findings: Findings, key_index: KeyIndex, path: Path, award: Fields, stage: Fields
) -> None:
    """Check that the stage has what the award is decided by."""
    by, is_paper = award["by"], stage.get("kind") == "paper"
    rubric = stage.get("rubric", key_index.draft.get("rubric", {}))
    if by == "paper" and not is_paper:
        findings.add(
            (*path, "stage"),
            N_("The stage “%(stage)s” is no written test, so it has no scores of one."),
            stage=award["stage"],
        )
    if by == "personal" and (is_paper or "personal" not in rubric):
        findings.add(
            (*path, "stage"),
            N_("There are no personal marks in the stage “%(stage)s”: its rubric has no scale."),
            stage=award["stage"],
        )
    if by == "rank" and "side" in award and is_paper:
        findings.add((*path, "side"), N_("A written test has no sides; leave the side out."))
    if by == "dimension" and "dimension" in award and ("dimensions" in rubric or is_paper):
        known = [] if is_paper else [part.get("key") for _p, part in items(rubric, "dimensions")]
        if award["dimension"] not in known:
            findings.add(
                (*path, "dimension"),
                N_(
                    "The stage “%(stage)s” has no dimension “%(dimension)s”. Its rubric has: "
                    "%(allowed)s."
                ),
                stage=award["stage"],
                dimension=award["dimension"],
                allowed=join_words([each for each in known if each]),
            )


def _check_zone(findings: Findings, key_index: KeyIndex, path: Path, award: Fields) -> None:
    """Check the zone: one of `zones[]`, or without them a word that some team has as its own."""
    place, zone = (*path, "zone"), award.get("zone")
    if zone is None:
        return
    if "zones" in key_index.draft:
        key_index.resolve(findings, place, "zone", zone)
        return
    words = {team.get("zone") for _path, team in items(key_index.draft, "teams")}
    if zone not in words:
        findings.add(
            place,
            N_("No team is in the zone “%(zone)s”. The zones of teams are: %(allowed)s."),
            zone=zone,
            allowed=join_words(sorted(each for each in words if each)),
        )
