"""Hypothesis strategies for competition files with awards, personal marks and appeals."""

from typing import Any

from hypothesis import strategies as st

from tests.scoring.random_files import MEMBERS, TEAMS, files

ORGANISATIONS = [{"zh": "厂"}, {"zh": "厂", "en": "Works"}, {"en": "Works"}, {"zh": "矿"}]
SIDES = ["labour", "employer"]


@st.composite
def winners(draw) -> dict[str, Any]:
    team = draw(st.sampled_from(TEAMS))
    number = draw(st.integers(0, MEMBERS - 1))
    return draw(
        st.sampled_from(
            [
                {"team": team},
                {"member": f"{team}-{number}"},
                {"organisation": draw(st.sampled_from(ORGANISATIONS))},
                {"name": {"en": "Ana"}},
            ]
        )
    )


@st.composite
def awards(draw, key: str, document: dict[str, Any], earlier: list[str]) -> dict[str, Any]:
    stage = draw(st.sampled_from(document["stages"]))
    is_paper = stage.get("kind") == "paper"
    by = draw(
        st.sampled_from(
            ["rank", "organisation", "hand"]
            + (["paper"] * 2 if is_paper else ["dimension", "personal", "personal", "side"])
        )
    )
    if by == "hand":
        given = draw(st.lists(winners(), min_size=1, max_size=3, unique_by=repr))
        return {"key": key, "by": by, "winners": given, "reason": {"en": "The jury"}}
    first = draw(st.integers(1, 3))
    award: dict[str, Any] = {"key": key, "by": by, "stage": stage["key"]}
    award["places"] = [first, first + draw(st.integers(0, 2))]
    if by == "side":
        award |= {"by": "rank", "side": draw(st.sampled_from(SIDES))}
    if by == "dimension":
        rubric = stage.get("rubric", document["rubric"])
        keys = [dimension["key"] for dimension in rubric["dimensions"]]
        award["dimension"] = draw(st.sampled_from(keys))
    if draw(st.integers(0, 3)) == 3:
        award["zone"] = draw(st.sampled_from(["hills", "coast"]))
    if earlier and draw(st.booleans()):
        award["excludes"] = draw(st.lists(st.sampled_from(earlier), min_size=1, unique=True))
    return award


@st.composite
def files_with_awards(draw) -> dict[str, Any]:
    """A file of `random_files`, with up to five awards."""
    document = draw(files())
    for team in document["teams"]:
        if draw(st.integers(0, 3)):
            team["organisation"] = draw(st.sampled_from(ORGANISATIONS))
    for stage in document["stages"]:
        for match in (m for r in stage.get("rounds", ()) for m in r["matches"]):
            for number, entry in enumerate(match["entries"]):
                entry["side"] = SIDES[(number + draw(st.integers(0, 1))) % 2]
    mark = st.sampled_from(["0", "1", "1.5", "2", "0.335"])
    for sheet in document["sheets"]:
        for version in [sheet, *sheet.get("history", [])]:
            if draw(st.booleans()):
                version["personal"] = {
                    f"{sheet['team']}-{number}": draw(mark)
                    for number in range(MEMBERS)
                    if draw(st.booleans())
                }
    if draw(st.booleans()):
        document["appeals"] = [
            {
                "key": "appeal",
                "stage": draw(st.sampled_from(document["stages"]))["key"],
                "state": draw(st.sampled_from(["filed", "heard", "upheld", "withdrawn"])),
            }
        ]
    document["awards"] = []
    for number in range(draw(st.integers(1, 5))):
        earlier = [award["key"] for award in document["awards"]]
        document["awards"].append(draw(awards(f"award-{number}", document, earlier)))
    return document
