"""A team's scores in a written test, as the host says them."""

from competition.both_languages import BothLanguages
from competition.file_types import ScoringPart
from competition.host_script.spoken import (
    SpokenNames,
    chinese_count,
    english_count,
    points,
    printed,
    with_air,
)
from competition.scoring.explanation_types import ExplainedPaper


def written_line(
    team: str, paper: ExplainedPaper, names: SpokenNames, rule: ScoringPart
) -> BothLanguages:
    """The scores of a team that has any, and how they become its total."""
    scores = paper["scores"]
    if paper["per"] == "team":
        score = scores[0]["score"]
        return {"zh": f"笔试成绩 {score} 分。", "en": f"The written test: {points(score)}."}
    people = [(names.member(team, each["member"] or ""), each["score"]) for each in scores]
    total = printed(paper["total"] or "0", rule)
    zh = "、".join(f"{with_air(name['zh']).lstrip()} {score} 分" for name, score in people)
    en = ", ".join(f"{name['en']} {score}" for name, score in people)
    counted = sum(each["counted"] for each in scores)
    how: BothLanguages
    if isinstance(paper["combine"], dict):
        how = {
            "zh": f"取最好的{chinese_count(counted)}个成绩，合计",
            "en": f"The best {english_count(counted)} add up to",
        }
    elif paper["combine"] == "sum":
        how = {"zh": "合计", "en": "Together"}
    else:
        how = {"zh": "平均", "en": "On average"}
    return {
        "zh": f"笔试成绩：{zh}。{how['zh']} {total} 分。",
        "en": f"The written test: {en}. {how['en']} {points(total)}.",
    }
