"""Agreements, appeals, signatures and the match clock: what they speak of is there."""

from competition.document.key_index import Fields, KeyIndex, items
from competition.document.problems import Findings, Path, place_of
from competition.document.schema_checks import join_words
from competition.messages import N_


def check_outcomes(findings: Findings, key_index: KeyIndex) -> None:
    """Report agreements, appeals and signatures of what there is not, and an impossible clock."""
    _check_agreements(findings, key_index)
    for path, appeal in items(key_index.draft, "appeals"):
        _check_appeal(findings, key_index, path, appeal)
    for path, certification in items(key_index.draft, "certifications"):
        key_index.resolve(findings, (*path, "stage"), "stage", certification.get("stage"))
    _check_clock(findings, key_index.draft.get("clock", {}))


def _check_agreements(findings: Findings, key_index: KeyIndex) -> None:
    first: dict[object, Path] = {}
    for path, agreement in items(key_index.draft, "agreements"):
        key = agreement.get("match")
        match = key_index.resolve(findings, (*path, "match"), "match", key)
        if match is None:
            continue
        if key in first:
            findings.add(
                (*path, "match"),
                N_("The match “%(match)s” already has an agreement, at %(first)s."),
                match=key,
                first=place_of(first[key]),
            )
        first.setdefault(key, path)
        _check_points(findings, key_index, path, agreement, match)
        sides = [entry.get("side") for _path, entry in items(match, "entries")]
        for place, signature in items(agreement, "signed", path):
            side = signature.get("side")
            if side is not None and "entries" in match and side not in sides:
                findings.add(
                    (*place, "side"),
                    N_("Nobody is on the side “%(side)s” in this match. Its sides are: %(sides)s."),
                    side=side,
                    sides=join_words([each for each in sides if each]),
                )


def _check_points(
    findings: Findings, key_index: KeyIndex, path: Path, agreement: Fields, match: Fields
) -> None:
    topic = key_index.find("topic", match.get("topic"))
    if topic is None and "topic" in match:
        return
    known = [part.get("key") for _path, part in items(topic or {}, "focal_points")]
    first: dict[object, Path] = {}
    for place, point in items(agreement, "points", path):
        key, here = point.get("focal_point"), (*place, "focal_point")
        if key is None:
            continue
        if key not in known:
            findings.add(
                here,
                N_(
                    "“%(key)s” is no focal point of the topic of the match “%(match)s”. Its focal "
                    "points are: %(allowed)s."
                ),
                key=key,
                match=agreement["match"],
                allowed=join_words([each for each in known if each]),
            )
        elif key in first:
            findings.add(
                here,
                N_("The focal point “%(key)s” is already at %(first)s."),
                key=key,
                first=place_of(first[key]),
            )
        first.setdefault(key, here)


def _check_appeal(findings: Findings, key_index: KeyIndex, path: Path, appeal: Fields) -> None:
    stage = key_index.resolve(findings, (*path, "stage"), "stage", appeal.get("stage"))
    team = key_index.resolve(findings, (*path, "team"), "team", appeal.get("team"))
    match = key_index.resolve(findings, (*path, "match"), "match", appeal.get("match"))
    if match is None:
        return
    matches = [
        each.get("key")
        for round_path, round_ in items(stage or {}, "rounds")
        for _path, each in items(round_, "matches", round_path)
    ]
    if stage is not None and appeal["match"] not in matches:
        findings.add(
            (*path, "match"),
            N_("The match “%(match)s” is not in the stage “%(stage)s”."),
            match=appeal["match"],
            stage=appeal["stage"],
        )
    playing = [entry.get("team") for _path, entry in items(match, "entries")]
    if team is not None and "entries" in match and appeal["team"] not in playing:
        findings.add(
            (*path, "team"),
            N_("The team “%(team)s” is not in the match “%(match)s”. Its teams are: %(allowed)s."),
            team=appeal["team"],
            match=appeal["match"],
            allowed=join_words([each for each in playing if each]),
        )


def _check_clock(findings: Findings, clock: Fields) -> None:
    for path, phase in items(clock, "phases", ("clock",)):
        if phase.get("warn", 0) > phase.get("seconds", phase.get("warn", 0)):
            findings.add(
                (*path, "warn"),
                N_("The warning would come %(warn)s s before the end of a phase of %(seconds)s s."),
                warn=phase["warn"],
                seconds=phase["seconds"],
            )
    before = 0
    for path, band in items(clock.get("overtime", {}), "bands", ("clock", "overtime")):
        if "to" not in band:
            continue
        if before is None:
            findings.add((*path, "to"), N_("The band before has no end, so none can follow it."))
            return
        if band["to"] is not None and band["to"] <= before:
            findings.add(
                (*path, "to"),
                N_("The bands go up: %(to)s is not above %(before)s."),
                to=band["to"],
                before=before,
            )
        before = band["to"]
