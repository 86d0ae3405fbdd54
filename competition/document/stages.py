"""Where stages lead: `carry` and `advance` name other stages and make no circle."""

from competition.document.key_index import Fields, KeyIndex, items
from competition.document.problems import Findings, Path, place_of
from competition.messages import N_

# From a stage to one that comes after it, with the place of the field that says so.
Way = tuple[str, Path]


def check_stages(findings: Findings, register: KeyIndex) -> None:
    """Report stages that are not there, carried twice, or behind themselves.

    Both fields say which stage comes first: a carried stage before the one that carries it,
    a stage before the one it advances to. So one graph holds both, and it has no circle.
    """
    ways: dict[str, list[Way]] = {}
    for path, stage in items(register.draft, "stages"):
        _check_carry(findings, register, path, stage, ways)
        _check_advance(findings, register, path, stage, ways)
    _refuse_circles(findings, ways)


def _check_carry(
    findings: Findings,
    register: KeyIndex,
    path: Path,
    stage: Fields,
    ways: dict[str, list[Way]],
) -> None:
    first: dict[str, Path] = {}
    for place, carry in items(stage, "carry", path):
        earlier = carry.get("stage")
        if register.refer(findings, (*place, "stage"), "stage", earlier) is None:
            continue
        assert isinstance(earlier, str)
        if earlier in first:
            findings.add(
                (*place, "stage"),
                N_("The stage “%(stage)s” is carried twice; first at %(first)s."),
                stage=earlier,
                first=place_of(first[earlier]),
            )
        first.setdefault(earlier, place)
        if "key" in stage:
            ways.setdefault(earlier, []).append((stage["key"], (*place, "stage")))


def _check_advance(
    findings: Findings,
    register: KeyIndex,
    path: Path,
    stage: Fields,
    ways: dict[str, list[Way]],
) -> None:
    later = stage.get("advance", {}).get("to")
    place = (*path, "advance", "to")
    if register.refer(findings, place, "stage", later) is not None and "key" in stage:
        assert isinstance(later, str)
        ways.setdefault(stage["key"], []).append((later, place))


def _refuse_circles(findings: Findings, ways: dict[str, list[Way]]) -> None:
    """Walk depth first, without recursion; a way back onto the walk closes a circle."""
    done: set[str] = set()
    for start in ways:
        walk: list[str] = []
        on_walk: set[str] = set()
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            stage, leaving = waiting.pop()
            if leaving:
                walk.pop()
                on_walk.discard(stage)
                done.add(stage)
                continue
            if stage in done or stage in on_walk:
                continue
            walk.append(stage)
            on_walk.add(stage)
            waiting.append((stage, True))
            for later, place in ways.get(stage, ()):
                if later in on_walk:
                    circle = [*walk[walk.index(later) :], later]
                    findings.add(
                        place,
                        N_("carry and advance make a circle: %(circle)s. A stage comes once."),
                        circle=" → ".join(circle),
                    )
                elif later not in done:
                    waiting.append((later, False))
