"""Draws: what they are of, and that a commitment, the hall's words and a result belong together."""

from competition.document.key_index import Fields, KeyIndex, items, report_repeats
from competition.document.problems import Findings, Path
from competition.messages import N_

_REPEATED = N_("“%(value)s” appears twice; it is already at %(first)s.")
_TOGETHER = ("hall", "secret", "result")


def check_draws(findings: Findings, key_index: KeyIndex) -> None:
    """Report draws of rounds, teams or topics that there are not, and half-written ones.

    Whether an order is the one that its seed gives is not checked here: `draw.verify` says so.
    """
    for path, draw in items(key_index.draft, "draws"):
        stage = key_index.resolve(findings, (*path, "stage"), "stage", draw.get("stage"))
        rounds = [each.get("key") for _path, each in items(stage or {}, "rounds")]
        if stage is not None and isinstance(draw.get("round"), str) and draw["round"] not in rounds:
            findings.add(
                (*path, "round"),
                N_("The stage “%(stage)s” has no round with the key “%(key)s”."),
                stage=draw["stage"],
                key=draw["round"],
            )
        kind = "topic" if draw.get("kind") == "topics" else "team"
        for field in ("from", "result"):
            report_repeats(findings, (*path, field), draw.get(field, ()), _REPEATED)
            for index, key in enumerate(draw.get(field, ())):
                key_index.resolve(findings, (*path, field, index), kind, key)
        pots = draw.get("rules", {}).get("pots", ())
        for number, pot in enumerate(pots):
            for index, key in enumerate(pot if isinstance(pot, list) else ()):
                key_index.resolve(findings, (*path, "rules", "pots", number, index), "team", key)
        _check_whole(findings, path, draw)


def _check_whole(findings: Findings, path: Path, draw: Fields) -> None:
    if "by_hand" in draw:
        if "result" not in draw:
            findings.add((*path, "result"), N_("A draw by hand needs its result."))
        for field in ("commitment", "hall", "secret"):
            if field in draw:
                findings.add(
                    (*path, field),
                    N_("A draw by hand has no %(field)s; leave it out."),
                    field=field,
                )
        return
    if "commitment" not in draw:
        findings.add(
            (*path, "commitment"),
            N_("The commitment is missing; only a draw by hand has none."),
        )
    given = [field for field in _TOGETHER if field in draw]
    if 0 < len(given) < len(_TOGETHER):
        findings.add(
            (*path, next(field for field in _TOGETHER if field not in draw)),
            N_("hall, secret and result are given together, once the draw was made."),
        )
