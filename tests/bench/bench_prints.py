"""All certificates of a contest of 72 teams, and other prints of it, as PDF/A.

Prints one JSON line a measurement. `ratio` is the processor time of a whole print over that of the
typesetter in the same run for as many pages with one letter each; `seconds` is the time itself,
`pages` how many pages there are. Each is the median of several runs, each in a process of its own
that reads the fonts first, as in the server.
"""

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from competition.document import check_document
from competition.prints.order import PrintOrder
from competition.prints.print_process import print_question, read_made
from competition.prints.words import WORDS
from tests.factories import league, text

TEAMS, MEMBERS, RUNS = 72, 4, 3


def make_contest() -> Any:
    """A contest of 72 teams of four; everybody gets a certificate: 72 teams and 288 members."""
    whole = league()
    chance = "集体协商职工代表工会联合委员建设和谐劳动关系"
    for number in range(TEAMS - len(whole["teams"])):
        name = "".join(chance[(number * 7 + place) % len(chance)] for place in range(12))
        whole["teams"].append({"key": f"team-{number}", "name": text(name), "members": []})
    for team in whole["teams"]:
        team["members"] = [
            {"key": f"{team['key']}-{place}", "name": text(f"选手{place}")}
            for place in range(MEMBERS)
        ]
    document: Any = check_document(whole)
    teams = [{"team": team["key"]} for team in document["teams"]]
    members = [
        {"member": member["key"]} for team in document["teams"] for member in team["members"]
    ]
    document["awards"] = [
        {"key": "teams", "name": text("优秀代表队"), "by": "hand", "winners": teams},
        {"key": "course", "name": text("结业证书"), "by": "hand", "winners": members},
    ]
    return document


def median_seconds(work: Callable[[], object]) -> float:
    """The median processor time of the processes that several runs start."""
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        work()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


_LETTERS = """
import sys, typst
source = f'#set page(paper: "a4")\\n#range({sys.argv[1]}).map(n => [a]).join(pagebreak())'
typst.Compiler(source.encode()).compile(format="pdf", pdf_standards=["a-2b"])
"""


def set_letters(pages: int) -> None:
    """Set as many pages with one letter each, as PDF/A."""
    run("-c", _LETTERS, str(pages))


def run(*arguments: str, data: bytes = b"") -> bytes:
    """Run Python in a process of its own; what it writes."""
    done = subprocess.run(
        [sys.executable, *arguments],
        input=data,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
        check=True,
    )
    return done.stdout


def main() -> None:
    """Measure the certificates, and the score sheets of the same contest."""
    document = make_contest()
    for name, kind, pages in (
        ("certificates of 72 teams", "certificates", TEAMS),
        ("certificates of 72 teams and 288 members", "certificates", TEAMS * (MEMBERS + 1)),
        ("score sheets of two matches", "score-sheets", 18),
    ):
        part = dict(document)
        if pages == TEAMS:
            part["awards"] = document["awards"][:1]
        whole: Any = part
        order = PrintOrder(kind, "zh", "2026-05-03", dict(WORDS))
        question = print_question(whole, order)
        seconds = median_seconds(
            lambda question=question: read_made(
                run("-m", "competition.prints.print_process", data=question)
            )
        )
        reference = median_seconds(lambda pages=pages: set_letters(pages))
        print(
            json.dumps(
                {
                    "name": name,
                    "pages": pages,
                    "ratio": round(seconds / reference, 1),
                    "seconds": round(seconds, 3),
                }
            )
        )


if __name__ == "__main__":
    main()
