"""The container files, which are read here and not built: in step with everything they name."""

import re
import tomllib

import pytest
import yaml

from competition import settings
from tests.factories import ROOT

DEPLOY = ROOT / "deploy"
NODES = ("node-1", "node-2", "node-3")
# What a start, a command or a page reads of the repository.
PARTS = {"requirements.txt", "app.py", "competition", "docs", "static", "templates", "translations"}


@pytest.fixture(scope="module")
def image():
    """The instructions of the Containerfile: `(name, rest)`, continued lines joined."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def of(image, name):
    return [rest for instruction, rest in image if instruction == name]


def environment(image):
    pairs = (pair.partition("=") for rest in of(image, "ENV") for pair in rest.split())
    return {name: value for name, _, value in pairs}


def test_the_image_has_the_python_that_the_project_is_checked_with(image):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version = project["tool"]["mypy"]["python_version"]

    assert of(image, "FROM") == [f"docker.io/library/python:{version}-slim-bookworm"]


def test_the_image_has_the_pinned_packages_and_every_part_of_the_repository(image):
    copied = [source for rest in of(image, "COPY") for source in rest.split()[:-1]]
    installed = [rest for rest in of(image, "RUN") if "pip install" in rest]

    assert len(installed) == 1
    assert "--require-hashes -r requirements.txt" in installed[0]
    assert set(copied) >= PARTS
    assert [source for source in copied if not (ROOT / source).exists()] == []
    # What changes seldom comes first: a change of the program installs nothing anew.
    assert copied[0] == "requirements.txt"


def test_the_settings_are_ones_that_accord_takes(image, compose, tmp_path):
    given = {
        "DATABASE_PASSWORD": "secret",
        "PUBLIC_URL": "https://accord.example.org",
    }
    own = compose["services"]["node-1"]["environment"]
    values = {
        name: re.sub(r"\$\{(\w+):\?[^}]*\}", lambda found: given[found[1]], value)
        for name, value in own.items()
    }

    read = settings.from_environment(
        environment(image) | values | {"DATA_DIR": str(tmp_path / "data")}
    )

    known = settings.__doc__ or ""
    names = (set(environment(image)) | set(own)) - {"PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}
    assert {name for name in names if not re.search(rf"\b{name}\b", known)} == set()
    assert read.database_url == "postgresql+psycopg://accord:secret@database/accord"
    assert read.public_url == "https://accord.example.org"
    assert read.backup_every == 0
    assert read.port == int(of(image, "EXPOSE")[0]) == 8000
    assert f"http://127.0.0.1:{read.port}/healthz" in of(image, "HEALTHCHECK")[0]


def test_a_node_is_nobody_and_prints_no_links(image, compose):
    assert of(image, "USER") == ["accord"]
    assert "> /dev/null" in of(image, "CMD")[0]
    for name in NODES:
        node = compose["services"][name]
        assert node["read_only"] is True
        assert node["cap_drop"] == ["ALL"]


def test_nginx_finds_the_nodes_and_the_nodes_trust_it_alone(image, compose):
    services = compose["services"]
    text = (DEPLOY / "nginx-nodes.conf").read_text(encoding="utf-8")
    port = environment(image)["PORT"]
    at = {name: each["networks"]["accord"]["ipv4_address"] for name, each in services.items()}
    servers = re.findall(r"^    server ([\d.]+:\d+) ", text, re.MULTILINE)

    assert set(servers) == {f"{at[name]}:{port}" for name in NODES}
    for name in NODES:
        assert services[name]["environment"]["TRUSTED_PROXIES"] == at["proxy"]
    mounted = dict(each.split(":")[:2] for each in services["proxy"]["volumes"])
    assert set(mounted) == {"./nginx-nodes.conf", "./tls"}
    assert f"ssl_certificate {mounted['./tls']}/server.pem;" in text
    for shown in re.findall(r"^    listen (\d+)", text, re.MULTILINE):
        assert f"{shown}:{shown}" in services["proxy"]["ports"]


def test_the_database_is_the_version_whose_tools_the_image_has(image, compose):
    version = re.search(r"postgresql-client-(\d+)", " ".join(of(image, "RUN")))[1]
    database = compose["services"]["database"]

    assert database["image"] == f"docker.io/library/postgres:{version}-bookworm"
    assert f"/usr/lib/postgresql/{version}/bin" in (DEPLOY / "patroni.yml").read_text("utf-8")
    assert database["environment"]["POSTGRES_USER"] == "accord"
