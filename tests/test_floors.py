"""The floors of the house, executable: what each may import, and the one door to the public.

Imports run downwards only. Every import statement counts, wherever it stands: at the top, in
a function, under TYPE_CHECKING.
"""

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.factories import ROOT

FLASK = {"flask", "flask_babel", "flask_htmx", "flask_wtf", "werkzeug", "wtforms"}
FACES = ("organiser", "judge", "audience", "api")

# Floor: (what it may import of this project, what of others). The longest name counts.
MAY = {
    "competition": ((), set()),
    "competition.settings": ((), set()),
    "competition.scoring": (("competition.scoring",), set()),
    "competition.document": (("competition.document",), set()),
    "competition.live": (("competition.live",), {"gevent"}),
    "competition.store": (
        ("competition.store",),
        {"sqlalchemy", "flask_sqlalchemy", "flask_migrate", "alembic", "flask"},
    ),
    "competition.actions": (
        (
            "competition.actions",
            "competition.store",
            "competition.document",
            "competition.scoring",
        ),
        {"sqlalchemy", "argon2"},
    ),
    "competition.web": (
        (
            "competition.web",
            "competition.actions",
            "competition.store",
            "competition.document",
            "competition.scoring",
            "competition.live",
        ),
        FLASK | {"sqlalchemy", "babel", "markupsafe", "segno", "limits", "itsdangerous"},
    ),
    "competition.cli": (
        (
            "competition.cli",
            "competition.web.addresses",
            "competition.web.publisher",
            "competition.actions",
            "competition.store",
            "competition.document",
            "competition.scoring",
            "competition.live",
            "competition.settings",
        ),
        FLASK | {"sqlalchemy", "click", "segno"},
    ),
    "app": (
        (
            "competition.settings",
            "competition.cli",
            "competition.web",
            "competition.store",
            "competition.live",
        ),
        {"flask", "sqlalchemy", "gevent"},
    ),
}

# Sideways, between faces and from what the faces share up to a face: only these, and why.
SIDEWAYS = {
    # The write path is the judge's page in JSON: who asks, and what there is to score.
    ("competition.web.api", "competition.web.judge"),
    # The rehearsal's screen is arranged by the code that arranges the hall's.
    ("competition.web.organiser", "competition.web.audience"),
    # Renders the board once for all streams; belongs to the public side.
    ("competition.web.publisher", "competition.web.audience"),
    # Puts the faces on the application.
    ("competition.web", "competition.web.organiser"),
    ("competition.web", "competition.web.judge"),
    ("competition.web", "competition.web.audience"),
    ("competition.web", "competition.web.api"),
}

PUBLIC = ("competition.web.audience", "competition.web.publisher")
SECRET = (
    "competition.scoring",
    "competition.document",
    "competition.actions",
    "competition.store.sheets",
    "competition.store.events",
    "competition.store.parts",
    "competition.store.people",
    "competition.store.mapping",
    "competition.store.reveals",
    "competition.store.audit",
    "competition.store.backups",
    "competition.web.organiser",
    "competition.web.judge",
    "competition.web.api",
    "competition.web.sessions",
)


@dataclass(frozen=True)
class Module:
    """One file; `package` is what its relative imports count from."""

    name: str
    package: str
    path: Path


def _modules() -> dict[str, Module]:
    found = {"app": Module("app", "", ROOT / "app.py")}
    for path in (ROOT / "competition").rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "versions" in parts:
            continue
        if parts[-1] == "__init__":
            name = package = ".".join(parts[:-1])
        else:
            name, package = ".".join(parts), ".".join(parts[:-1])
        found[name] = Module(name, package, path)
    return found


MODULES = _modules()


def imports(module: Module) -> set[str]:
    """The dotted names a module imports; of `from x import y`, `x.y` where that is a module."""
    found = set()
    for node in ast.walk(ast.parse(module.path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.package.split(".")
                above = above[: len(above) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                found.add(inner if inner in MODULES else base)
    return found


def below(name: str, floor: str) -> bool:
    return name == floor or name.startswith(f"{floor}.")


def floor_of(name: str) -> str:
    return max((floor for floor in MAY if below(name, floor)), key=len)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_imports_from_its_own_floor_and_from_below_only(name):
    floor = floor_of(name)
    ours, theirs = MAY[floor]

    wrong = []
    for imported in imports(MODULES[name]):
        top = imported.split(".")[0]
        if top in ("competition", "app"):
            # Anybody may know the version; the package itself imports nothing.
            allowed = imported == "competition" or any(below(imported, each) for each in ours)
        else:
            allowed = top in sys.stdlib_module_names or top in theirs
        if not allowed:
            wrong.append(imported)

    assert not wrong, f"{name} stands on {floor} and must not import {sorted(wrong)}"


@pytest.mark.parametrize("name", sorted(n for n in MODULES if below(n, "competition.web")))
def test_one_face_does_not_import_another(name):
    own = _room(name)

    wrong = [
        imported
        for imported in imports(MODULES[name])
        if (face := _face(imported)) and face != own and (own, face) not in SIDEWAYS
    ]

    assert not wrong, f"{name} must not import {sorted(wrong)}"


def test_the_sideways_imports_that_are_allowed_are_needed():
    used = {
        (_room(name), face)
        for name, module in MODULES.items()
        if below(name, "competition.web")
        for imported in imports(module)
        if (face := _face(imported)) and face != _room(name)
    }
    assert used == SIDEWAYS


def test_nobody_imports_the_roof():
    assert not [name for name, module in MODULES.items() if "app" in imports(module)]


def test_the_public_side_has_no_way_to_the_scores():
    ways = _ways(name for name in MODULES if any(below(name, public) for public in PUBLIC))

    reached = {
        name: way for name, way in ways.items() if any(below(name, secret) for secret in SECRET)
    }

    assert not reached, "\n".join(" → ".join(way) for way in reached.values())
    assert "competition.store.snapshots" in ways, "the walk must find the door itself"


def test_the_public_side_takes_only_modules_from_the_package_that_joins_the_faces():
    # The walk leaves `competition/web/__init__.py` out, because importing any module runs it;
    # so nothing may be had from it but the modules beside it.
    for name in MODULES:
        if any(below(name, public) for public in PUBLIC):
            taken = imports(MODULES[name]) & {"competition.web", "competition.store"}
            assert not taken, f"{name} takes names from {taken}"


def test_the_public_side_imports_nothing_by_a_name_made_at_run_time():
    for name, module in MODULES.items():
        if any(below(name, public) for public in PUBLIC):
            text = module.path.read_text(encoding="utf-8")
            for word in ("importlib", "__import__", "sys.modules", "metadata.tables", "exec("):
                assert word not in text, f"{name} says {word}"


def _room(name: str) -> str:
    """The face a module of `web` belongs to; the module itself where it is shared by all."""
    return _face(name) or name


def _face(name: str) -> str | None:
    parts = name.split(".")
    if parts[:2] == ["competition", "web"] and len(parts) > 2 and parts[2] in FACES:
        return ".".join(parts[:3])
    return None


def _ways(starts) -> dict[str, list[str]]:
    """Every module of the house that can be reached by imports, with one way to it."""
    ways = {name: [name] for name in starts}
    waiting = list(ways)
    while waiting:
        name = waiting.pop()
        for imported in imports(MODULES[name]):
            if imported in MODULES and imported not in ways:
                ways[imported] = [*ways[name], imported]
                waiting.append(imported)
    return ways
