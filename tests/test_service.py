"""The systemd units: valid, and closed to everything that the server does not need."""

import configparser
import re
import shutil
import subprocess

import pytest

from competition import settings
from tests.factories import ROOT

UNIT = ROOT / "deploy" / "accord.service"
NODE = ROOT / "deploy" / "accord@.service"
# How much a service could do that breaks out of the server; systemd's own figure, of ten.
MOST_EXPOSED = 2.0


def read(path):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(path, encoding="utf-8")
    return unit


@pytest.fixture(params=[UNIT, NODE], ids=lambda path: path.name)
def service(request):
    return read(request.param)["Service"]


@pytest.mark.parametrize("path", [UNIT, NODE], ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong_with_the_unit(path, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here; the unit is read by the other test")
    copy = tmp_path / path.name.replace("@", "@8000")
    text = path.read_text(encoding="utf-8")
    copy.write_text(text.replace("/srv/accord/.venv/bin/python", "/bin/true"), encoding="utf-8")

    done = subprocess.run(
        ["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    asked = ["systemd-analyze", "security", "--offline=true", "--no-pager", copy]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd is older than 250 and rates no unit that is not installed")
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)[1]) < MOST_EXPOSED


def test_the_service_may_write_its_data_and_its_log_and_nothing_else(service):
    assert service["DynamicUser"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["StateDirectoryMode"] == service["LogsDirectoryMode"] == "0700"
    assert service["CapabilityBoundingSet"] == ""
    # The links that a start prints must not stand in the journal.
    assert service["StandardOutput"] == "null"
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"


def test_its_settings_are_ones_that_accord_knows(tmp_path):
    text = UNIT.read_text(encoding="utf-8")
    lines = [line.split("=", 1)[1] for line in text.splitlines() if line.startswith("Environment=")]
    names = {each.partition("=")[0] for line in lines for each in line.split()}
    assert names == {"PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "DATA_DIR", "LOG_FILE"}
    assert settings.from_environment({"LOG_FILE": str(tmp_path / "accord.log")}).log_file


def test_a_node_has_folders_of_its_own_and_never_begins_a_database_of_its_own():
    unit = read(NODE)
    text = NODE.read_text(encoding="utf-8")

    assert "PORT=%i DATA_DIR=/var/lib/accord/%i LOG_FILE=/var/log/accord/%i/accord.log" in text
    assert "\nEnvironmentFile=/etc/accord/common.conf\n" in text
    assert "\nEnvironmentFile=-/etc/accord/%i.conf\n" in text
    assert unit["Service"]["StateDirectory"] == unit["Service"]["LogsDirectory"] == "accord/%i"
    assert unit["Service"]["ExecStartPre"] == "/usr/bin/test -n ${DATABASE_URL}"
    assert unit["Service"]["Restart"] == "always"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert "network-online.target" in unit["Unit"]["After"]


def test_a_node_is_closed_as_the_one_server_is():
    kept = re.compile(r"^NoNewPrivileges.*", re.DOTALL | re.MULTILINE)

    alone, node = (kept.search(path.read_text(encoding="utf-8"))[0] for path in (UNIT, NODE))

    assert node == alone
