"""GETs of the board a second, through the whole stack, against nginx with the same bytes in a file.

Prints JSON lines: one for each round, then the medians of the ratios inside the rounds. `cpu` is
what an answer costs the server's processes, which a busy machine changes less than the rate.

    python tests/bench/bench_board.py [--rounds 5] [--seconds 4] [--connections 16]
"""

import argparse
import gzip
import json
import statistics
import subprocess
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from engines import KEY, Accord, Engine, build, nchan_is_here, nginx, pin, say

FORMS = {"plain": [], "gzip": ["Accept-Encoding: gzip"]}


def load(
    program: Path, engine: Engine, path: str, asked: argparse.Namespace, headers: list[str]
) -> dict[str, Any]:
    before = engine.cpu_seconds()
    words = [str(engine.port), path, str(asked.connections), str(asked.seconds), *headers]
    run = subprocess.run(
        [str(program), *words], stdout=subprocess.PIPE, check=True, preexec_fn=pin(1)
    )
    seen = json.loads(run.stdout)
    if seen["bad"]:
        raise SystemExit(f"{seen['bad']} answers were wrong.")
    return {
        "answers_per_s": round(seen["answers"] / seen["seconds"]),
        "cpu_us": round((engine.cpu_seconds() - before) / seen["answers"] * 1e6, 1),
        "body_bytes": seen["body_bytes"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--connections", type=int, default=16)
    asked = parser.parse_args()
    if not nchan_is_here():
        say(bench="board", missing="GET board ÷ nginx")
        return
    rounds: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = build("getload", folder)
        accord = Accord(folder)
        with accord.serving() as ours, nginx(folder) as file:
            packed = urllib.request.Request(
                f"http://127.0.0.1:{ours.port}/c/{KEY}/board",
                headers={"Accept-Encoding": "gzip"},
            )
            with urllib.request.urlopen(packed) as answer:
                (folder / "www" / "gzip").write_bytes(answer.read())
            plain = gzip.decompress((folder / "www" / "gzip").read_bytes())
            (folder / "www" / "plain").write_bytes(plain)
            for turn in range(asked.rounds):
                found = {}
                for form, headers in FORMS.items():
                    found[form] = {
                        "accord": load(program, ours, f"/c/{KEY}/board", asked, headers),
                        "nginx": load(program, file, f"/{form}", asked, []),
                    }
                    say(bench="board", round=turn + 1, form=form, **found[form])
                rounds.append(found)
    for form in FORMS:
        pairs = [(r[form]["accord"], r[form]["nginx"]) for r in rounds]
        rates = [a["answers_per_s"] / b["answers_per_s"] for a, b in pairs]
        cpu = [b["cpu_us"] / a["cpu_us"] for a, b in pairs]
        say(
            bench="board",
            form=form,
            rate_to_nginx=round(statistics.median(rates), 3),
            answers_per_cpu_second_to_nginx=round(statistics.median(cpu), 3),
        )


if __name__ == "__main__":
    main()
