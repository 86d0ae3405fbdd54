"""The order of stages: `carry` and `advance` name other stages and must not form a circle."""

from competition.document.key_index import Fields, KeyIndex, items
from competition.document.problems import Findings, Path, place_of
from competition.messages import N_

# A stage that comes after another, with the place of the field that says so.
Later = tuple[str, Path]


def check_stages(findings: Findings, key_index: KeyIndex) -> None:
    """Report stages that do not exist, are carried twice, or would come before themselves.

    Both fields say which stage comes first: a carried stage before the one that carries it, and
    a stage before the one it advances to. So both are edges of one graph, without circles.
    """
    later_stages: dict[str, list[Later]] = {}
    for path, stage in items(key_index.draft, "stages"):
        _check_carry(findings, key_index, path, stage, later_stages)
        _check_advance(findings, key_index, path, stage, later_stages)
    _report_circles(findings, later_stages)


def _check_carry(
    findings: Findings,
    key_index: KeyIndex,
    path: Path,
    stage: Fields,
    later_stages: dict[str, list[Later]],
) -> None:
    first: dict[str, Path] = {}
    for place, carry in items(stage, "carry", path):
        earlier = carry.get("stage")
        if key_index.resolve(findings, (*place, "stage"), "stage", earlier) is None:
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
            later_stages.setdefault(earlier, []).append((stage["key"], (*place, "stage")))


def _check_advance(
    findings: Findings,
    key_index: KeyIndex,
    path: Path,
    stage: Fields,
    later_stages: dict[str, list[Later]],
) -> None:
    later = stage.get("advance", {}).get("to")
    place = (*path, "advance", "to")
    if key_index.resolve(findings, place, "stage", later) is not None and "key" in stage:
        assert isinstance(later, str)
        later_stages.setdefault(stage["key"], []).append((later, place))


def _report_circles(findings: Findings, later_stages: dict[str, list[Later]]) -> None:
    """Search depth first, without recursion; an edge back to the current path closes a circle."""
    done: set[str] = set()
    for start in later_stages:
        path_so_far: list[str] = []
        on_path: set[str] = set()
        pending: list[tuple[str, bool]] = [(start, False)]
        while pending:
            stage, leaving = pending.pop()
            if leaving:
                path_so_far.pop()
                on_path.discard(stage)
                done.add(stage)
                continue
            if stage in done or stage in on_path:
                continue
            path_so_far.append(stage)
            on_path.add(stage)
            pending.append((stage, True))
            for later, place in later_stages.get(stage, ()):
                if later in on_path:
                    circle = [*path_so_far[path_so_far.index(later) :], later]
                    findings.add(
                        place,
                        N_(
                            "carry and advance form a circle: %(circle)s. "
                            "A stage cannot come before itself."
                        ),
                        circle=" → ".join(circle),
                    )
                elif later not in done:
                    pending.append((later, False))
