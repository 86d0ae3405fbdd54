"""The texts of the published pages in both languages."""

from collections.abc import Mapping

from competition.file_types import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "results": ("比赛结果", "Results"),
    "standings": ("排名", "Standings"),
    "stages": ("赛段", "Stages"),
    "overview": ("首页", "Overview"),
    "rank": ("名次", "Place"),
    "team": ("代表队", "Team"),
    "zone": ("赛区", "Zone"),
    "total": ("总分", "Total"),
    "deductions": ("扣分", "Deductions"),
    "tied": ("并列", "tied"),
    "advances": ("晋级", "advances to"),
    "decided_by": ("同分依据", "decided by"),
    "by_deductions": ("扣分较少", "fewer deductions"),
    "by_head": ("评委长的评分", "the head judge's sheet"),
    "by_ruling": ("评委组裁定", "the panel's ruling"),
    "firm": ("第一名有多稳固？", "How firm is first place?"),
    "unranked": ("没有名次", "Without a place"),
    "withdrawn": ("退赛", "withdrawn"),
    "disqualified": ("取消资格", "disqualified"),
    "void": ("比赛不计成绩", "none of its matches counts"),
    "no_sheet": ("没有评分", "no marks"),
    "missing_sheet": ("评分不齐", "marks are missing"),
    "missing_score": ("没有成绩", "no score"),
    "missing_carry": ("前面赛段没有成绩", "no total in an earlier stage"),
    "provisional": (
        "有申诉正在处理，以下成绩为暂定成绩。",
        "An appeal is still open: these results are provisional.",
    ),
    "corrections": ("更正", "Corrections"),
    "why": ("总分的由来", "How the total came about"),
    "in_words": ("文字说明", "In words"),
    "marks": ("分数", "Marks"),
    "mark_note": (
        "划去的分按计分规则去掉，不计入。评委以编号代替姓名。",
        "Marks struck through are left out by the rule. Judges are called by numbers.",
    ),
    "judge": ("评委", "Judge"),
    "score_after": ("计入的得分", "What counts"),
    "member": ("选手", "Member"),
    "score": ("成绩", "Score"),
    "steps": ("逐步计算，可以复核", "Every step, to be checked"),
    "steps_note": (
        "每一步的数值都是精确的分数；括号里是它所用到的步骤。",
        "Every value is an exact fraction; in brackets are the steps that it is made of.",
    ),
    "proof_file": ("同样的步骤，供程序读取", "The same steps for programs"),
    "awards": ("奖项", "Awards"),
    "recount": ("如何复核", "How to recount"),
    "files": ("文件", "Files"),
    "digest": ("成绩校验码（SHA-256）", "Checksum of the result (SHA-256)"),
    "labour": ("职工方", "labour side"),
    "employer": ("企业方", "employer side"),
    "solo": ("单方", "solo"),
    "language": ("English", "中文"),
    "made_with": ("由 Accord 生成", "Made with Accord"),
    "agreement": ("协商结果", "Agreement"),
    "agreed": ("达成一致", "agreed"),
    "partial": ("部分一致", "agreed in part"),
    "deadlock": ("未达成一致", "no agreement"),
    "signed_by": ("签署人", "Signed by"),
    "back": ("返回排名", "Back to the standings"),
    "file_note": (
        "公布的赛事文件：各赛段的分数、评委组和计分规则，不含评语、草稿和评委姓名。",
        "The published competition file: marks, panels and the scoring rule, without comments, "
        "drafts and judges' names.",
    ),
    "standings_note": (
        "由赛事文件重新计算得到的排名。",
        "The standings, as a recount of the competition file gives them.",
    ),
    "sums_note": ("每个文件的校验和。", "The checksum of every file."),
    "recount_why": (
        "这些网页上的每个名次和总分，都可以用同一文件夹里的赛事文件重新算出来，不需要网络，也不必相信主办方。",
        "Every place and total on these pages can be computed again from the competition file in "
        "this folder: without the internet, and without trusting whoever published it.",
    ),
    "recount_1": (
        "核对文件没有改动。在这个文件夹里运行：",
        "Check that no file was changed. In this folder, run:",
    ),
    "recount_2": (
        "安装 Accord（开放源代码，需要 Python 3.11 或更新的版本），然后重新计算排名：",
        "Install Accord (open source, needs Python 3.11 or newer), and recount the standings:",
    ),
    "recount_3": (
        "输出应当与 standings.json 逐字相同：",
        "What it prints must be the same as standings.json, to the last character:",
    ),
    "recount_4": (
        "一支队伍的总分怎样得来，可以逐步列出：",
        "How one team's total came about, step by step:",
    ),
    "recount_5": (
        "不用 Accord 也可以复核：赛事文件是普通的 JSON，计分规则就在 scoring 里，算法不过几十行。"
        "签字的成绩单上印有成绩校验码的前八位，应当与排名页上的一致。",
        "It can be done without Accord too: the file is plain JSON, the rule stands in it under "
        "“scoring”, and takes a few dozen lines. A signed sheet of the result has the first eight "
        "characters of the checksum that stands on the page of the standings.",
    ),
    "not_in_it": (
        "文件里没有：评委的姓名和评语、草稿和以前的版本、个人分数、尚未公布的赛段，以及谁做了什么操作。",
        "Not in the file: judges' names and comments, drafts and earlier versions, marks for "
        "single persons, stages that are not published, and who did what.",
    ),
}


def site_word(name: str, language: Language) -> str:
    """A text of the pages; a word that is none of them stands as it is."""
    known = _WORDS.get(name)
    if known is None:
        return name
    return known[0] if language == "zh" else known[1]
