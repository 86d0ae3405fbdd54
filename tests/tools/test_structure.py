"""The figures of `structure.py`, on a project small enough to count by hand."""

import json
import subprocess
import sys

import pytest

from tests.tools import structure

FILES = {
    "app.py": "from competition import web\n",
    "competition/__init__.py": "",
    "competition/store.py": """
        from typing import TYPE_CHECKING, Any
        if TYPE_CHECKING:
            from competition.actions import act
        class Row:
            def of(self) -> dict[str, Any]: ...
        def find(): ...
        """,
    "competition/actions.py": """
        from competition.store import Row, find
        class Row: ...
        def find(): ...
        def act():
            from . import clock
        """,
    "competition/clock.py": "import time\nimport competition.actions\n",
    "competition/web/__init__.py": "from .organiser import bp\n",
    "competition/web/organiser/__init__.py": """
        from flask import Blueprint
        bp = Blueprint()
        from . import results
        from .day import plan
        """,
    "competition/web/organiser/results.py": "from . import bp\n",
    "competition/web/organiser/day/__init__.py": "",
    "competition/web/organiser/day/plan.py": """
        from competition.web.organiser.setup.parts import Part
        from competition.store import find
        """,
    "competition/web/organiser/setup/__init__.py": "from . import parts\n",
    "competition/web/organiser/setup/parts.py": "class Part: ...\n",
    "competition/store/migrations/versions/0001.py": "class Row: ...\n",
    "static/css/page.css": "a {}\n" * 301,
    "static/js/page.js": "x" * 121 + "\n",
    "templates/page.html": "<p>\n",
    "tests/test_nothing.py": "",
}


@pytest.fixture
def root(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = text.split("\n")
        path.write_text("\n".join(line.removeprefix(" " * 8) for line in lines), encoding="utf-8")
    return tmp_path


@pytest.fixture
def modules(root):
    return structure.read_modules(root)


def test_modules_are_found_by_name_and_migrations_left_out(modules):
    assert {"app", "competition", "competition.store", "competition.web"} < set(modules)
    assert not [name for name in modules if "versions" in name]


def test_every_import_statement_counts_and_submodules_are_told_from_names(modules):
    assert structure.imports(modules["competition.actions"], modules) == {
        "competition.store",
        "competition.clock",
    }
    assert structure.imports(modules["competition.web.organiser"], modules) == {
        "flask",
        "competition.web.organiser.results",
        "competition.web.organiser.day.plan",
    }


def test_what_stands_in_a_function_or_under_type_checking_does_not_run_at_import_time(modules):
    at_import_time = {
        name: structure.imports(modules[name], modules, at_import_time=True)
        for name in ("competition.actions", "competition.store")
    }

    assert at_import_time == {
        "competition.actions": {"competition.store"},
        "competition.store": {"typing"},
    }


def test_importing_a_module_runs_the_packages_above_it_unless_they_run_already(modules):
    graph = structure.import_graph(modules)

    assert graph["app"] == {"competition", "competition.web"}
    assert graph["competition.web.organiser.day.plan"] == {
        "competition.store",
        "competition.web.organiser.setup",
        "competition.web.organiser.setup.parts",
    }
    assert graph["competition.web.organiser.setup"] == {"competition.web.organiser.setup.parts"}


def test_circles_are_found_at_import_time_and_in_all(modules):
    at_import_time = structure.circles(structure.import_graph(modules, at_import_time=True))
    in_all = structure.circles(structure.import_graph(modules))

    faces = ["competition.web.organiser", "competition.web.organiser.results"]
    assert at_import_time == [faces]
    assert in_all == [["competition.actions", "competition.clock", "competition.store"], faces]


def test_imports_between_the_parts_of_a_package_leave_out_its_own_init(modules):
    assert structure.imports_between_parts(modules, "competition.web.organiser") == {
        ("competition.web.organiser.day", "competition.web.organiser.setup"): [
            ("competition.web.organiser.day.plan", "competition.web.organiser.setup.parts")
        ]
    }


def test_the_script_prints_all_figures_of_another_checkout(root):
    run = subprocess.run(
        [sys.executable, structure.__file__, str(root)], capture_output=True, check=True
    )

    figures = json.loads(run.stdout)
    assert figures["organiser_imports"] == {
        "into": 1,
        "out_of": 1,
        "inside": 5,
        "between_folders": {"competition.web.organiser.day -> competition.web.organiser.setup": 1},
    }
    assert figures["repeated_names"] == {
        "classes": {"Row": ["competition.actions", "competition.store"]},
        "functions": {"find": ["competition.actions", "competition.store"]},
    }
    assert figures["loose_types"] == {"dict[str, Any]": 1, "Mapping[str, Any]": 0, "Any": 1}
    assert figures["longest_function"]["lines"] == 2
    assert figures["longest_function"]["module"] == "competition.actions"
    assert figures["largest_files"]["css"]["over_300_lines"] == 1
    assert figures["largest_files"]["js"]["lines_over_120"] == 1
