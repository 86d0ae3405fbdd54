"""The floors of the architecture, executable: what each may import, and what the public can reach.

Imports run downwards only and never in a circle. Every import statement counts, wherever it
stands: at the top, in a function, under TYPE_CHECKING.
"""

import functools
import sys

import pytest

from tests.factories import ROOT
from tests.tools import structure
from tests.tools.structure import is_below

FLASK = {"flask", "flask_babel", "flask_htmx", "flask_wtf", "werkzeug", "wtforms"}

# Floor: (what it may import of this project, what of others). The longest name counts.
MAY = {
    "competition": ((), set()),
    "competition.messages": ((), set()),
    "competition.file_types": (("competition.file_types",), set()),
    "competition.logs": ((), set()),
    "competition.private_files": ((), set()),
    "competition.secret_strength": ((), set()),
    "competition.pauses": ((), set()),
    "competition.settings": (
        ("competition.private_files", "competition.secret_strength", "competition.settings"),
        set(),
    ),
    "competition.seats": (("competition.file_types",), set()),
    "competition.scoring": (
        ("competition.scoring", "competition.file_types", "competition.seats"),
        set(),
    ),
    "competition.document": (
        (
            "competition.document",
            "competition.file_types",
            "competition.messages",
            "competition.seats",
        ),
        set(),
    ),
    "competition.checks": (
        (
            "competition.checks",
            "competition.scoring",
            "competition.document",
            "competition.seats",
            "competition.file_types",
            "competition.messages",
        ),
        set(),
    ),
    "competition.advance": (
        (
            "competition.advance",
            "competition.checks",
            "competition.scoring",
            "competition.document",
            "competition.file_types",
            "competition.messages",
        ),
        set(),
    ),
    "competition.draw": (
        ("competition.draw", "competition.document", "competition.file_types"),
        set(),
    ),
    "competition.lists": (
        (
            "competition.lists",
            "competition.document",
            "competition.file_types",
            "competition.messages",
        ),
        {"xlsxwriter"},
    ),
    "competition.programme": (
        (
            "competition.programme",
            "competition.document",
            "competition.file_types",
            "competition.messages",
        ),
        set(),
    ),
    "competition.panels": (
        (
            "competition.panels",
            "competition.checks.sentences",
            "competition.document",
            "competition.file_types",
            "competition.messages",
        ),
        {"numpy", "scipy"},
    ),
    "competition.live": (("competition.live",), {"gevent"}),
    "competition.certificates": ((), {"cryptography"}),
    "competition.store": (
        (
            "competition.store",
            "competition.seats",
            "competition.file_types",
            "competition.messages",
            # The one form of JSON that digests are made of.
            "competition.document.canonical",
        ),
        {"sqlalchemy", "flask_sqlalchemy", "flask_migrate", "alembic", "flask"},
    ),
    "competition.actions": (
        (
            "competition.actions",
            "competition.advance",
            "competition.store",
            "competition.document",
            "competition.lists",
            "competition.panels",
            "competition.scoring",
            "competition.draw",
            "competition.pauses",
            "competition.seats",
            "competition.programme",
            "competition.file_types",
            "competition.messages",
        ),
        {"sqlalchemy", "argon2"},
    ),
    "competition.web": (
        (
            "competition.web",
            "competition.actions",
            "competition.advance",
            "competition.checks",
            "competition.store",
            "competition.document",
            "competition.lists",
            "competition.panels",
            "competition.scoring",
            "competition.draw",
            "competition.live",
            "competition.pauses",
            "competition.seats",
            "competition.programme",
            "competition.file_types",
            "competition.messages",
        ),
        FLASK
        | {"sqlalchemy", "babel", "markupsafe", "segno", "limits", "itsdangerous"}
        | {"markdown_it"},
    ),
    "competition.cli": (
        (
            "competition.cli",
            "competition.web.addresses",
            "competition.web.publisher",
            "competition.actions",
            "competition.advance",
            "competition.checks",
            "competition.store",
            "competition.document",
            "competition.lists",
            "competition.panels",
            "competition.scoring",
            "competition.draw",
            "competition.live",
            "competition.pauses",
            "competition.private_files",
            "competition.settings",
            "competition.logs",
            "competition.certificates",
            "competition.seats",
            "competition.file_types",
            "competition.messages",
        ),
        # gevent's threads, for commits on a slow disk.
        FLASK | {"sqlalchemy", "click", "segno", "gevent"},
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

# The modules and folders directly below a package, bottom first: each may import those of the
# lines above it. The package's own `__init__` joins them and may import all.
LEVELS = {
    "competition.lists": (
        ("cells", "limits", "names", "numbers_shown", "plan_types"),
        (
            *("column_names", "compound_file", "plan_json", "rows", "templates", "values"),
            "zip_parts",
        ),
        ("columns", "matching", "ods", "putting", "text_files", "xls_strings", "xlsx_parts"),
        ("judges", "schedule", "scores", "teams", "topics", "xls", "xlsx"),
        ("planning", "reading"),
        ("preview",),
        ("preview_process",),
    ),
    "competition.panels": (
        ("conflicts", "integer_programme", "proposal_file", "same_time"),
        ("clashes", "request"),
        ("seating", "sentences", "situation"),
        ("programme",),
        ("exchanges",),
        ("fewest_repeats",),
        ("proposal",),
        ("proposal_process",),
    ),
    "competition.live": (
        ("groups", "malformed", "request_headers", "request_policy", "sse"),
        ("connections", "request_body", "request_line", "state"),
        ("channels", "viewer"),
        ("fanout", "subscription"),
        ("hub",),
        ("stream",),
        ("fast_path",),
        ("handler", "pending"),
        ("server",),
    ),
    "competition.store": (
        (
            "audit_binding",
            "collector",
            "data_version",
            "database_errors",
            "database_file",
            "sqlite_files",
        ),
        ("db",),
        (
            "folder_lock",
            "form_uses",
            "hall_screen",
            "models",
            "raw_sql",
            "reveals",
            "snapshots",
        ),
        ("accounts", "audit", "backup_contents", "decision_models", "group_commit", "health"),
        ("file_import",),
        ("audit_head", "judge_auth", "file_bulk", "part_rows", "queries", "sheets"),
        (
            "judge_sheets",
            "late_sheets",
            "sheet_digests",
            "sheet_export",
            "sheet_states",
            "sheet_writes",
            "whole_competition",
        ),
        ("audit_links", "binding", "file_export"),
        ("current_competition", "migrate", "migrations"),
        ("backups", "schema_check"),
    ),
    "competition.actions": (
        (
            "announce",
            "awaited",
            "backup_records",
            "public_course",
            "public_scores",
            "refusals",
            "visibility",
        ),
        (
            "backup_jobs",
            "corrections",
            "file_edits",
            "file_parts",
            "form_use",
            "lookup",
            "meanwhile",
            "member_keys",
            "off_loop",
            "record_faults",
            "rehearsal",
            "sheet_checks",
            "shown_draws",
            "snapshot_marks",
            "snapshot_notes",
            "standings",
        ),
        ("draw_plan", "edit_checks", "sheet_access", "snapshots", "verification"),
        ("backup_check", "change", "snapshot_queue"),
        ("conflicts",),
        ("backup_process", "stage_teams"),
        (
            "accounts",
            "advancing",
            "declarations",
            "deductions",
            "paper_scores",
            "draws",
            "exclusions",
            "hall_screen",
            "panels",
            "play_offs",
            "rounds",
            "rulings",
            "setup",
            "sheet_locks",
            "sheets",
            "zones",
        ),
        (
            *("draw_ceremony", "late_sheets", "programme", "reveal", "seating"),
            *("sheet_imports", "shown_marks"),
        ),
        ("late_decisions",),
        ("competitions", "rescue", "stage_release"),
        ("archive", "copying", "list_imports", "replacement"),
    ),
    "competition.web": (
        ("proxies",),
        ("addresses", "bundles", "channels", "headers", "language", "modules", "rendering"),
        ("distinct_names", "htmx", "rate_limits"),
        ("declarations",),
        ("presence", "sessions", "whole_number"),
        ("request_log",),
        ("compression", "errors", "request_policy", "template_filters"),
        ("response_cache", "sign_in", "trust"),
        ("api", "audience", "judge", "organiser", "publisher"),
        ("application",),
    ),
    "competition.web.organiser": (
        ("competition_state", "conflicts", "forms", "labels", "lookup", "paging", "who_plays"),
        ("sheet_progress",),
        ("names",),
        ("declared", "name_filters", "stage_checks"),
        ("changed_meanwhile", "correction", "problem_words"),
        ("backup_status", "blueprint"),
        ("form_keys",),
        ("responses",),
        ("archived", "gone_meanwhile"),
        ("placeholders", "problems"),
        ("day", "record", "results", "screen", "setup"),
        ("routes",),
    ),
}

# Imports on the same line of LEVELS, or upwards, that are allowed, and why.
SIDEWAYS = {
    ("competition.web.api", "competition.web.judge"): (
        "the write path is the judge's page in JSON: who asks, and what there is to score"
    ),
    ("competition.web.organiser", "competition.web.audience"): (
        "the rehearsal's screen is arranged by the code that arranges the projector's"
    ),
    ("competition.web.organiser.setup", "competition.web.organiser.record"): (
        "before a replacement is undone, what was changed since is told as in the audit log"
    ),
    ("competition.web.organiser.changed_meanwhile", "competition.web.organiser.record"): (
        "what somebody else changed is told as in the audit log"
    ),
    ("competition.web.publisher", "competition.web.audience"): (
        "renders the board once for all streams; belongs to the public side"
    ),
}

PUBLIC = ("competition.web.audience", "competition.web.publisher")
SECRET = (
    "competition.advance",
    "competition.checks",
    "competition.draw",
    "competition.scoring",
    "competition.document",
    "competition.actions",
    "competition.store.sheets",
    "competition.store.queries",
    "competition.store.models",
    "competition.store.accounts",
    "competition.store.audit_head",
    "competition.store.current_competition",
    "competition.store.decision_models",
    "competition.store.part_rows",
    "competition.store.sheet_states",
    "competition.store.whole_competition",
    "competition.store.file_export",
    "competition.store.file_bulk",
    "competition.store.file_import",
    "competition.store.judge_sheets",
    "competition.store.late_sheets",
    "competition.store.reveals",
    "competition.store.audit",
    "competition.store.backups",
    "competition.web.organiser",
    "competition.web.judge",
    "competition.web.api",
    "competition.web.sessions",
)


MODULES = structure.read_modules(ROOT)
CIRCLES = structure.circles(structure.import_graph(MODULES))


@functools.cache
def imports(name: str) -> set[str]:
    """The dotted names a module imports; of `from x import y`, `x.y` where that is a module."""
    return structure.imports(MODULES[name], MODULES)


def floor_of(name: str) -> str:
    return max((floor for floor in MAY if is_below(name, floor)), key=len)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_imports_from_its_own_floor_and_from_below_only(name):
    floor = floor_of(name)
    ours, theirs = MAY[floor]

    wrong = []
    for imported in imports(name):
        top = imported.split(".")[0]
        if top in ("competition", "app"):
            # Anybody may know the version; the package itself imports nothing.
            allowed = imported == "competition" or any(is_below(imported, each) for each in ours)
        else:
            allowed = top in sys.stdlib_module_names or top in theirs
        if not allowed:
            wrong.append(imported)

    assert not wrong, f"{name} stands on {floor} and must not import {sorted(wrong)}"


def test_no_modules_import_one_another_in_a_circle():
    assert not CIRCLES, "\n".join(" ↔ ".join(circle) for circle in CIRCLES)


@pytest.mark.parametrize("package", LEVELS)
def test_every_part_of_a_package_has_its_level(package):
    there = {structure.part_of(name, package) for name in MODULES} - {None}
    listed = [f"{package}.{part}" for line in LEVELS[package] for part in line]

    assert sorted(listed) == sorted(there)


@pytest.mark.parametrize("package", LEVELS)
def test_the_parts_of_a_package_import_from_lower_levels_only(package):
    wrong = {
        pair: statements
        for pair, statements in _imports_not_downwards(package).items()
        if pair not in SIDEWAYS
    }

    assert not wrong, f"list them in SIDEWAYS with a reason, or undo them: {wrong}"


def test_the_sideways_imports_that_are_allowed_are_needed():
    used = {pair for package in LEVELS for pair in _imports_not_downwards(package)}

    assert used == set(SIDEWAYS)


def test_a_view_can_stream_without_gevent():
    needing = [name for name in _ways(["competition.live"]) if "gevent" in imports(name)]

    assert not needing


def test_no_class_and_no_function_has_the_name_of_another():
    repeated = structure.repeated_names(MODULES)
    # `init_app` is what Flask's extensions call the one thing that each of these does.
    repeated["functions"].pop("init_app")

    assert repeated == {"classes": {}, "functions": {}}


def test_nobody_imports_the_application_factory():
    assert not [name for name in MODULES if "app" in imports(name)]


def test_the_public_side_has_no_way_to_the_scores():
    ways = _ways(name for name in MODULES if any(is_below(name, public) for public in PUBLIC))

    reached = {
        name: way for name, way in ways.items() if any(is_below(name, secret) for secret in SECRET)
    }

    assert not reached, "\n".join(" → ".join(way) for way in reached.values())
    assert "competition.store.snapshots" in ways, "the walk must find the snapshots themselves"


def test_the_public_side_takes_only_modules_from_the_package_that_joins_the_faces():
    # The walk leaves `competition/web/__init__.py` out, because importing any module runs it;
    # so nothing may be had from it but the modules beside it.
    for name in MODULES:
        if any(is_below(name, public) for public in PUBLIC):
            taken = imports(name) & {"competition.web", "competition.store"}
            assert not taken, f"{name} takes names from {taken}"


def test_the_public_side_imports_nothing_by_a_name_made_at_run_time():
    for name, module in MODULES.items():
        if any(is_below(name, public) for public in PUBLIC):
            text = module.path.read_text(encoding="utf-8")
            for word in ("importlib", "__import__", "sys.modules", "metadata.tables", "exec("):
                assert word not in text, f"{name} says {word}"


def _imports_not_downwards(package: str) -> dict[tuple[str, str], list[tuple[str, str]]]:
    levels = {
        f"{package}.{part}": number for number, line in enumerate(LEVELS[package]) for part in line
    }
    return {
        (importer, imported): statements
        for (importer, imported), statements in structure.imports_between_parts(
            MODULES, package
        ).items()
        if levels.get(imported, 0) >= levels.get(importer, 0)
    }


def _ways(starts) -> dict[str, list[str]]:
    """Every module of the project that can be reached by imports, with one way to it."""
    ways = {name: [name] for name in starts}
    waiting = list(ways)
    while waiting:
        name = waiting.pop()
        for imported in imports(name):
            if imported in MODULES and imported not in ways:
                ways[imported] = [*ways[name], imported]
                waiting.append(imported)
    return ways
