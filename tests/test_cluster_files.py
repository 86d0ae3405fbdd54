"""The files for Patroni and etcd: what Patroni itself says of them, and what must not be lost."""

import contextlib
import os
import shutil
import socket
import subprocess

import pytest
import yaml

from tests import factories
from tests.nodes import cluster
from tests.nodes.cluster import HERE, here, settings_of

DEPLOY = factories.ROOT / "deploy"


@pytest.fixture
def patroni():
    return yaml.safe_load((DEPLOY / "patroni.yml").read_text(encoding="utf-8"))


def test_nothing_is_acknowledged_that_only_one_machine_has(patroni):
    shared = patroni["bootstrap"]["dcs"]

    assert shared["synchronous_mode"] is True
    assert shared["synchronous_mode_strict"] is True
    assert shared["postgresql"]["parameters"]["synchronous_commit"] == "on"
    assert shared["postgresql"]["use_pg_rewind"] is True
    assert shared["postgresql"]["parameters"]["wal_log_hints"] == "on"


def test_a_primary_gives_up_before_another_can_be_made(patroni):
    shared = patroni["bootstrap"]["dcs"]

    assert shared["loop_wait"] + 2 * shared["retry_timeout"] <= shared["ttl"] <= 10
    assert shared["primary_start_timeout"] == 0


def test_nobody_reaches_the_database_without_a_password_from_outside(patroni):
    ways = [line.split() for line in patroni["postgresql"]["pg_hba"]]

    assert [way[:3] for way in ways if way[-1] == "peer"] == [["local", "all", "postgres"]]
    assert {way[-1] for way in ways} == {"peer", "scram-sha-256"}
    assert {way[3] for way in ways if way[0] == "host"} == {"10.77.0.0/24"}


def test_no_password_is_shipped(patroni):
    settings = settings_of("patroni.env")

    assert {name for name, value in settings.items() if not value} == {
        f"PATRONI_{name}_PASSWORD" for name in ("SUPERUSER", "REPLICATION", "REWIND", "RESTAPI")
    }
    for each in patroni["postgresql"]["authentication"].values():
        assert set(each) == {"username"}


def test_the_machines_of_all_the_files_are_the_same(patroni):
    machines = [f"10.77.0.{number}" for number in (11, 12, 13)]
    etcd = (DEPLOY / "etcd.env").read_text(encoding="utf-8")
    nginx = (DEPLOY / "nginx-nodes.conf").read_text(encoding="utf-8")

    assert patroni["etcd3"]["hosts"] == [f"{machine}:2379" for machine in machines]
    for number, machine in enumerate(machines, 1):
        assert f"machine-{number}=http://{machine}:2380" in etcd
        assert nginx.count(f"    server {machine}:8000 ") == 3


@contextlib.contextmanager
def listening(addresses):
    """Somebody at these addresses: Patroni's validator calls there."""
    with contextlib.ExitStack() as stack:
        for address in addresses:
            host, _, port = address.partition(":")
            stack.enter_context(socket.create_server((host, int(port))))
        yield


def test_patroni_finds_nothing_wrong_with_its_file(tmp_path, patroni):
    if shutil.which("patroni") is None:
        pytest.skip("Patroni is not here (Debian: apt install patroni); `make nodes` needs it")
    if not cluster.BIN.is_dir():
        pytest.skip("PostgreSQL 15 is not here, whose programs Patroni's file names")
    file = tmp_path / "patroni.yml"
    # Addresses of this process alone: `make nodes` may be running, or this test beside itself.
    own = f"127.{os.getpid() % 250 + 1}.{os.getpid() // 250 % 250}."

    def moved(text):
        return here(text).replace(HERE, own)

    text = moved((DEPLOY / "patroni.yml").read_text(encoding="utf-8"))
    data = str(tmp_path / "data")
    file.write_text(text.replace("/var/lib/postgresql/15/accord", data), encoding="utf-8")
    passwords = {name: "x" for name, value in settings_of("patroni.env").items() if not value}
    addresses = {name: moved(value) for name, value in settings_of("patroni.env").items()}
    given = addresses | passwords

    with listening(moved("\n".join(patroni["etcd3"]["hosts"])).splitlines()):
        done = subprocess.run(
            ["patroni", "--validate-config", file],
            env={"PATH": os.environ["PATH"], **given},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
