"""`flask demo`: the whole final by itself, and nothing of it is left."""

import os
import subprocess
import sys

import pytest

from competition import scoring
from competition.cli.demo_judges import Pace, ProgramJudge, ProgramPanel
from competition.document import read_file
from tests.factories import CHAOYANG, DIMENSIONS, ROOT


@pytest.fixture
def newcomer(tmp_path):
    """Somebody who has cloned Accord and has data of their own; runs the command in English."""
    own = tmp_path / "instance"
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = os.environ | {"DATA_DIR": str(own), "TMPDIR": str(temporary), "LANG": "en"}
    environment |= {"LC_ALL": "", "LANGUAGE": "", "PYTHONUTF8": "1", "PORT": "1"}

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "flask", "demo", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    run.own, run.temporary = own, temporary
    return run


def test_the_final_runs_to_its_published_end_and_its_export_recounts(newcomer, tmp_path):
    export = tmp_path / "final.json"

    done = newcomer("--speed", "1000", "--no-browser", "--export", str(export))

    assert done.returncode == 0, done.stderr
    for said in ("/screen", "/control", "Match 3.", "The result is published."):
        assert said in done.stderr
    file = read_file(export.read_bytes())
    assert file["stages"][0]["release"] == "published"
    assert len(file["sheets"]) == 3 * 2 * 7
    for sheet in file["sheets"]:
        assert (sheet["state"], sheet["version"]) == ("submitted", 2)
        assert sheet["history"][0]["state"] == "draft"
    counted = scoring.recount(file)["stages"][0]
    assert counted["complete"]
    assert [row["rank"] for row in counted["standings"]] == [1, 2, 3, 4, 5, 6]
    # Nothing of it is left, and nothing was done to the newcomer's own data.
    assert list(newcomer.temporary.iterdir()) == []
    assert not newcomer.own.exists()


def test_a_speed_of_nothing_is_refused(newcomer):
    done = newcomer("--speed", "0", "--no-browser")

    assert done.returncode == 1
    assert "--speed takes a number above 0" in done.stderr


def test_a_panel_of_programs_stops_when_the_demonstration_is_ended():
    pace = Pace(speed=0.001)
    judge = ProgramJudge("http://127.0.0.1:1", CHAOYANG, "a token")
    panel = ProgramPanel([(judge, {"education": dict.fromkeys(DIMENSIONS, "15")})], "match-1", pace)
    assert panel.is_marking

    pace.end()

    panel.join()
    assert not panel.is_marking
