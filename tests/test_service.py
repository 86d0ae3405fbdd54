"""The systemd unit: valid, and closed to everything that the server does not need."""

import configparser
import shutil
import subprocess

import pytest

from competition import settings
from tests.factories import ROOT

UNIT = ROOT / "deploy" / "accord.service"


@pytest.fixture
def service():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(UNIT, encoding="utf-8")
    return unit["Service"]


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here; the unit is read by the other test")
    copy = tmp_path / "accord.service"
    text = UNIT.read_text(encoding="utf-8")
    copy.write_text(text.replace("/srv/accord/.venv/bin/python", "/bin/true"), encoding="utf-8")

    done = subprocess.run(
        ["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_service_may_write_its_data_and_its_log_and_nothing_else(service):
    assert service["DynamicUser"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["StateDirectoryMode"] == service["LogsDirectoryMode"] == "0700"
    assert service["CapabilityBoundingSet"] == ""
    # The links that a start prints must not stand in the journal.
    assert service["StandardOutput"] == "null"
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"


def test_its_settings_are_ones_that_accord_knows(service, tmp_path):
    text = UNIT.read_text(encoding="utf-8")
    lines = [line.split("=", 1)[1] for line in text.splitlines() if line.startswith("Environment=")]
    names = {each.partition("=")[0] for line in lines for each in line.split()}
    assert names == {"PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "DATA_DIR", "LOG_FILE"}
    assert settings.from_environment({"LOG_FILE": str(tmp_path / "accord.log")}).log_file
