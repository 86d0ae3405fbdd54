"""What importing a list of 10,000 rows costs: time and peak memory, printed and applied.

Prints JSON lines. `read` and `plan` are processor seconds of reading the workbook and of planning
its import into the Chaoyang final; `ratio_to_calamine` is reading over the bare reading of the same
file by python-calamine, which gives values alone. The commands run in processes of their own:
`seconds` by the clock, `processor` in the process, `peak_mib` its largest memory; `again` is the
same list once more, when nothing is left to change.

    python tests/bench/bench_lists.py [--rows 10000]
"""

import argparse
import io
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from competition.lists import find_table, plan_import, read_lists  # noqa: E402 (the root first)
from tests import factories  # noqa: E402
from tests.conftest import environment_for  # noqa: E402
from tests.lists.workbooks import xlsx  # noqa: E402

# A process counts the memory of the one that it was made by, so a small one stands between.
WATCH = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


def name(number: int) -> str:
    """One of 160,000 names."""
    rest, family = divmod(number, len(FAMILY))
    given = ""
    while rest or not given:
        rest, digit = divmod(rest, len(GIVEN))
        given += GIVEN[digit]
    return FAMILY[family] + given


def teams(rows: int) -> Iterator[list[Any]]:
    """A row a team, with four members."""
    yield ["代表队", "单位", "赛区", *(f"选手{n}" for n in range(1, 5)), "电话"]
    for row in range(rows):
        members = [name(4 * row + n) for n in range(4)]
        yield [
            f"第{row}代表队",
            f"单位{row % 500}",
            f"zone-{row % 6}",
            *members,
            13_800_000_000 + row,
        ]


def members(rows: int) -> Iterator[list[Any]]:
    """A row a member."""
    yield ["代表队", "单位", "姓名", "职务"]
    for row in range(rows):
        yield [f"第{row // 4}代表队", f"单位{row // 4 % 500}", name(row), "代表"]


def judges(rows: int) -> Iterator[list[Any]]:
    """Judges, some with a conflict."""
    yield ["姓名", "单位", "类别", "回避"]
    for row in range(rows):
        yield [name(row), f"单位{row % 500}", "专业", "第二赛区代表队" if row % 9 == 0 else None]


def schedule(rows: int) -> Iterator[list[Any]]:
    """Matches of the Chaoyang final's six teams, by their keys."""
    yield ["场次", "时间", "场地", "职工方", "企业方", "评委"]
    pairs = itertools.cycle(itertools.permutations(["education", "team-2", "team-3", "team-4"], 2))
    for row in range(rows):
        yield [
            f"m-{row}",
            "2026-05-20T09:00+08:00",
            "一号厅",
            *next(pairs),
            "评委一、评委二、评委三",
        ]


KINDS: dict[str, tuple[Any, Callable[[int], Iterator[list[Any]]]]] = {
    "teams": ("teams", teams),
    "members": ("teams", members),
    "judges": ("judges", judges),
    "schedule": ("schedule", schedule),
}


def clock(work: Callable[[], object]) -> float:
    """Processor seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def run(data_dir: Path, *arguments: str) -> dict[str, Any]:
    """Run a `flask` command; what it took."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", WATCH, sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env=environment_for(data_dir, 8000),
        capture_output=True,
        check=True,
    )
    processor, kib = map(float, done.stdout.split())
    return {
        "seconds": round(time.perf_counter() - start, 2),
        "processor": round(processor, 2),
        "peak_mib": round(kib / 1024),
    }


def measure(title: str, rows: int, folder: Path) -> None:
    """Print what one kind of list costs."""
    kind, make = KINDS[title]
    data = xlsx(make(rows))
    file = folder / f"{title}.xlsx"
    file.write_bytes(data)
    document = factories.checked(factories.sample())
    table = find_table(read_lists(data, file.name), kind)
    read = min(clock(lambda: read_lists(data, file.name)) for _ in range(3))
    plan = min(clock(lambda: plan_import(document, kind, table)) for _ in range(3))
    bare = min(
        clock(
            lambda: (
                CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
            )
        )
        for _ in range(3)
    )
    say(
        title,
        rows,
        read=round(read, 2),
        plan=round(plan, 2),
        ratio_to_calamine=round(read / bare, 1),
    )
    data_dir = folder / title
    run(data_dir, "competition", "load", str(factories.SAMPLE))
    command = ("competition", "import", factories.CHAOYANG, kind, str(file))
    say(title, rows, command="print", **run(data_dir, *command))
    say(title, rows, command="apply", **run(data_dir, *command, "--apply"))
    say(title, rows, command="again", **run(data_dir, *command, "--apply"))


def say(title: str, rows: int, **figures: Any) -> None:
    """Print one line."""
    print(json.dumps({"bench": "lists", "list": title, "rows": rows} | figures), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for each in KINDS:
            measure(each, given.rows, Path(temporary))
