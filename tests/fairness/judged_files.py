"""Random competition files with what only the fairness report reads: times, sides, conflicts."""

from typing import Any

from hypothesis import strategies as st

from tests.scoring.random_files import CATEGORIES, files

ORGANISATIONS = [{"zh": "地铁"}, {"zh": "公交", "en": "Bus"}, {"en": "Bus"}, {"en": "Rail"}]
# The same instant twice, written in two offsets.
TIMES = ["2026-05-01T10:00:00+08:00", "2026-05-01T02:00:00+00:00", "2026-05-01T09:30:00+08:00"]


@st.composite
def judged_files(draw) -> dict[str, Any]:
    """A file of the scoring tests with the rest filled in now and then."""
    document = draw(files())
    timed = draw(st.sampled_from([0, 10, 10]))
    for sheet in document["sheets"]:
        for version in (sheet, *sheet.get("history", ())):
            if draw(st.integers(1, 11)) <= timed:
                version["submitted_at"] = draw(st.sampled_from(TIMES))
    for part in (*document["judges"], *document["teams"]):
        if draw(st.booleans()):
            part["organisation"] = draw(st.sampled_from(ORGANISATIONS))
    teams = [team["key"] for team in document["teams"]]
    two = draw(st.booleans())
    for judge in document["judges"]:
        if draw(st.integers(0, 3)) == 3:
            judge["conflicts"] = [draw(st.sampled_from(teams))]
        elif draw(st.integers(0, 3)) == 3:
            relation = {"team": draw(st.sampled_from(teams)), "kind": "was employed there"}
            judge["declaration"] = {"at": TIMES[0], "relations": [relation]}
        if two and not document["scoring"].get("category_weights"):
            _join_two_categories(document, judge)
    matches = [m for s in document["stages"] for r in s.get("rounds", ()) for m in r["matches"]]
    starts = draw(st.sampled_from([0, 9, 10]))
    for match in matches:
        if draw(st.integers(1, 10)) <= starts:
            match["starts"] = draw(st.sampled_from(TIMES))
        for number, entry in enumerate(match["entries"]):
            entry["side"] = ("labour", "employer", "solo", "labour")[number]
    return document


def _join_two_categories(document: dict[str, Any], judge: dict[str, Any]) -> None:
    """Make the lay judge a professional one, where nobody marks by category."""
    rubrics = [document["rubric"], *(s["rubric"] for s in document["stages"] if "rubric" in s)]
    weighed = any("category_weights" in s.get("scoring", ()) for s in document["stages"])
    by_category = any("marked_by" in d for rubric in rubrics for d in rubric["dimensions"])
    if not weighed and not by_category and judge.get("category") == CATEGORIES["eli"]:
        judge["category"] = CATEGORIES["ana"]
