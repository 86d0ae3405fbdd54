"""The headers and remarks of the tables in both languages; a table has one of them."""

from collections.abc import Mapping

from competition.file_types import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "rank": ("名次", "Place"),
    "team": ("代表队", "Team"),
    "short_name": ("简称", "Short name"),
    "organisation": ("单位", "Organisation"),
    "zone": ("赛区", "Zone"),
    "total": ("总分", "Total"),
    "deductions": ("扣分", "Deductions"),
    "note": ("备注", "Note"),
    "stage": ("赛段", "Stage"),
    "round": ("轮次", "Round"),
    "match": ("场次", "Match"),
    "side": ("立场", "Side"),
    "judge": ("评委", "Judge"),
    "category": ("类别", "Category"),
    "head": ("评委长", "Head judge"),
    "counts": ("是否计入", "Counts"),
    "sheet_total": ("评分表合计", "Sheet total"),
    "left_out": ("去除的分数", "Left out"),
    "member": ("选手", "Member"),
    "mark": ("分数", "Mark"),
    "score": ("成绩", "Score"),
    "points": ("扣分", "Points"),
    "reason": ("原因", "Reason"),
    "by": ("记录人", "By"),
    "at": ("时间", "At"),
    "award": ("奖项", "Award"),
    "place": ("名次", "Place"),
    "winner": ("获奖者", "Winner"),
    "of_team": ("所在代表队", "Of the team"),
    "value": ("得分", "Value"),
    "state": ("状态", "State"),
    "matches": ("场数", "Matches"),
    "marks": ("全部分数", "All marks"),
    "personal": ("个人分数", "Personal marks"),
    "scores": ("笔试成绩", "Written tests"),
    "all_deductions": ("扣分记录", "Deductions"),
    "awards": ("奖项", "Awards"),
    "judges": ("评委名单", "Judges"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "whole_sheet": ("整张评分表", "the whole sheet"),
    "tied": ("并列", "tied"),
    "advances": ("晋级：", "advances to "),
    "decided_by": ("同分依据：", "decided by "),
    "by_deductions": ("扣分较少", "fewer deductions"),
    "by_head": ("评委长评分", "the head judge's sheet"),
    "by_ruling": ("评委组裁定", "the panel's ruling"),
    "withdrawn": ("退赛", "withdrawn"),
    "disqualified": ("取消资格", "disqualified"),
    "void": ("比赛不计成绩", "its match does not count"),
    "no_sheet": ("没有评分", "no marks"),
    "missing_sheet": ("还缺评分：", "waiting for "),
    "missing_score": ("没有成绩", "no score"),
    "missing_carry": ("前面赛段没有成绩", "no total in an earlier stage"),
    "trainee": ("见习，不计入", "trainee, never counts"),
    "replaced": ("席位已替换，不计入", "seat replaced, does not count"),
    "recused": ("回避，不计入", "recused, does not count"),
    "void_match": ("比赛不计成绩", "void match"),
    "labour": ("职工方", "Labour side"),
    "employer": ("企业方", "Employer side"),
    "solo": ("单方", "Solo"),
    "professional": ("专业评委", "professional"),
    "academic": ("高校专家", "academic"),
    "final": ("已确定", "final"),
    "not_final": ("尚未确定", "not final"),
    "not_complete": ("尚不完整", "not complete yet"),
    "rehearsal": ("彩排：分数均为虚构", "Rehearsal: made-up marks"),
    "rehearsal_says": (
        "这是彩排的工作簿：其中的分数均为虚构，不是任何比赛的成绩。",
        "This workbook is from a rehearsal: its marks are made up, and are no contest's result.",
    ),
    "page": ("第 &P 页，共 &N 页", "Page &P of &N"),
}


def table_word(name: str, language: Language) -> str:
    """A header or remark in that language; a word that is none of them stands as it is."""
    known = _WORDS.get(name)
    if known is None:
        return name
    return known[0] if language == "zh" else known[1]


def joined_words(parts: list[str], language: Language) -> str:
    """Remarks in one cell."""
    return ("；" if language == "zh" else "; ").join(part for part in parts if part)


def listed_words(parts: list[str], language: Language) -> str:
    """Names in one cell."""
    return ("、" if language == "zh" else ", ").join(parts)
