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
    "competition.measurements": ((), set()),
    "competition.private_files": ((), set()),
    "competition.secret_strength": ((), set()),
    "competition.pauses": ((), set()),
    "competition.node_settings": ((), set()),
    "competition.watch_settings": ((), set()),
    "competition.settings": (
        (
            "competition.private_files",
            "competition.secret_strength",
            "competition.settings",
            "competition.node_settings",
            "competition.watch_settings",
        ),
        set(),
    ),
    "competition.seats": (("competition.file_types",), set()),
    "competition.rule_in_force": (("competition.file_types",), set()),
    "competition.both_languages": (("competition.file_types",), set()),
    "competition.trainees": (
        (
            "competition.file_types",
            "competition.rule_in_force",
            "competition.scoring",
            "competition.seats",
        ),
        set(),
    ),
    "competition.scoring": (
        (
            "competition.scoring",
            "competition.file_types",
            "competition.rule_in_force",
            "competition.seats",
        ),
        set(),
    ),
    "competition.conference": (
        (
            "competition.file_types",
            "competition.rule_in_force",
            "competition.scoring.entry",
            "competition.seats",
        ),
        set(),
    ),
    "competition.certification": (
        ("competition.document", "competition.file_types", "competition.scoring"),
        set(),
    ),
    "competition.agreement_sheet": (("competition.document", "competition.file_types"), set()),
    "competition.document": (
        (
            "competition.document",
            "competition.file_types",
            "competition.messages",
            "competition.rule_in_force",
            "competition.seats",
        ),
        set(),
    ),
    "competition.checks": (
        (
            "competition.checks",
            "competition.scoring",
            "competition.document",
            "competition.rule_in_force",
            "competition.seats",
            "competition.file_types",
            "competition.messages",
        ),
        set(),
    ),
    "competition.awards": (
        (
            "competition.awards",
            "competition.scoring",
            "competition.document",
            "competition.rule_in_force",
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
    "competition.match_clock": (
        ("competition.match_clock", "competition.file_types", "competition.messages"),
        set(),
    ),
    "competition.why": (
        (
            "competition.why",
            "competition.both_languages",
            "competition.scoring",
            "competition.rule_in_force",
            "competition.file_types",
        ),
        set(),
    ),
    "competition.graphics_rows": ((), set()),
    "competition.fairness_titles": (("competition.messages",), set()),
    "competition.fairness_sentences": (
        ("competition.fairness_titles", "competition.messages"),
        set(),
    ),
    "competition.host_script": (
        (
            "competition.awards",
            "competition.both_languages",
            "competition.host_script",
            "competition.scoring",
            "competition.document",
            "competition.rule_in_force",
            "competition.file_types",
        ),
        set(),
    ),
    "competition.workbook": (
        (
            "competition.workbook",
            "competition.awards",
            "competition.scoring",
            "competition.document",
            "competition.rule_in_force",
            "competition.seats",
            "competition.file_types",
        ),
        {"xlsxwriter"},
    ),
    "competition.site": (
        (
            "competition.agreement_sheet",
            "competition.certification",
            "competition.host_script",
            "competition.site",
            "competition.awards",
            "competition.why",
            "competition.scoring",
            "competition.document",
            "competition.rule_in_force",
            "competition.seats",
            "competition.file_types",
        ),
        {"jinja2"},
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
            "competition.rule_in_force",
        ),
        {"numpy", "scipy"},
    ),
    "competition.fairness": (
        (
            "competition.fairness",
            "competition.document.canonical",
            "competition.document.check_process",
            "competition.panels.conflicts",
            "competition.rule_in_force",
            "competition.scoring",
            "competition.file_types",
        ),
        {"numpy", "scipy"},
    ),
    "competition.prints": (
        (
            "competition.fairness",
            "competition.fairness_sentences",
            "competition.fairness_titles",
            "competition.host_script",
            "competition.prints",
            "competition.awards",
            "competition.certification",
            "competition.checks.names",
            "competition.document",
            "competition.file_types",
            "competition.messages",
            "competition.programme.moments",
            "competition.rule_in_force",
            "competition.scoring",
            "competition.seats",
            "competition.why",
        ),
        {"typst", "segno", "PIL"},
    ),
    "competition.live": (("competition.live",), {"gevent"}),
    "competition.certificates": ((), {"cryptography"}),
    "competition.store": (
        (
            "competition.measurements",
            "competition.store",
            "competition.rule_in_force",
            "competition.seats",
            "competition.file_types",
            "competition.messages",
            # The one form of JSON that digests are made of.
            "competition.document.canonical",
        ),
        {"psycopg", "sqlalchemy", "flask_sqlalchemy", "flask_migrate", "alembic", "flask"},
    ),
    "competition.actions": (
        (
            "competition.measurements",
            "competition.agreement_sheet",
            "competition.both_languages",
            "competition.host_script",
            "competition.site",
            "competition.workbook",
            "competition.actions",
            "competition.awards",
            "competition.advance",
            "competition.certification",
            "competition.conference",
            "competition.store",
            "competition.document",
            "competition.fairness",
            "competition.fairness_sentences",
            "competition.lists",
            "competition.match_clock",
            "competition.panels",
            "competition.prints",
            "competition.scoring",
            "competition.draw",
            "competition.pauses",
            "competition.rule_in_force",
            "competition.seats",
            "competition.programme",
            "competition.why",
            "competition.file_types",
            "competition.messages",
        ),
        {"sqlalchemy", "argon2"},
    ),
    "competition.web": (
        (
            "competition.measurements",
            "competition.logs",
            "competition.agreement_sheet",
            "competition.fairness_sentences",
            "competition.fairness_titles",
            "competition.graphics_rows",
            "competition.both_languages",
            "competition.host_script",
            "competition.site",
            "competition.workbook",
            "competition.web",
            "competition.actions",
            "competition.advance",
            "competition.awards",
            "competition.checks",
            "competition.certification",
            "competition.conference",
            "competition.store",
            "competition.document",
            "competition.lists",
            "competition.match_clock",
            "competition.panels",
            "competition.prints",
            "competition.scoring",
            "competition.draw",
            "competition.live",
            "competition.pauses",
            "competition.rule_in_force",
            "competition.seats",
            "competition.trainees",
            "competition.programme",
            "competition.why",
            "competition.file_types",
            "competition.messages",
        ),
        FLASK
        | {"sqlalchemy", "babel", "markupsafe", "segno", "limits", "itsdangerous"}
        | {"markdown_it", "prometheus_client"},
    ),
    "competition.cli": (
        (
            "competition.measurements",
            "competition.host_script",
            "competition.site",
            "competition.workbook",
            "competition.cli",
            "competition.web.addresses",
            "competition.web.language",
            "competition.web.publisher",
            "competition.actions",
            "competition.advance",
            "competition.awards",
            "competition.checks",
            "competition.certification",
            "competition.store",
            "competition.document",
            "competition.lists",
            "competition.panels",
            "competition.prints",
            "competition.scoring",
            "competition.draw",
            "competition.fairness",
            "competition.match_clock",
            "competition.live",
            "competition.pauses",
            "competition.private_files",
            "competition.settings",
            "competition.logs",
            "competition.certificates",
            "competition.rule_in_force",
            "competition.seats",
            "competition.why",
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
    "competition.site": (
        ("earlier", "public_parts", "site_words", "zip_file"),
        ("page_rows", "published_file"),
        ("build",),
    ),
    "competition.match_clock": (
        ("suggestion", "types"),
        ("reading", "transitions"),
        ("overtime",),
    ),
    "competition.workbook": (
        ("tables", "words"),
        ("csv_file", "names"),
        ("marks", "record", "standings"),
        ("xlsx",),
    ),
    "competition.host_script": (
        ("spoken",),
        (
            "awards",
            "marks",
            "written",
        ),
        ("team",),
        ("script",),
    ),
    "competition.why": (
        ("types",),
        ("naming",),
        ("sentences",),
        ("steps",),
        ("entry_steps",),
        ("stage_steps",),
        ("proof",),
    ),
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
    "competition.prints": (
        (
            "fonts",
            "order",
            "pictures",
            "qr_codes",
            "words",
        ),
        (
            "file_names",
            "typesetting",
        ),
        (
            "agreements",
            "certificates",
            "fairness_report",
            "host_words",
            "judge_cards",
            "running_order",
            "score_sheets",
            "standings_words",
            "tickets",
        ),
        (
            "proofs",
            "results",
        ),
        ("panel_summary",),
        ("making",),
        ("print_process",),
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
    "competition.fairness": (
        (
            *("block", "cells", "distributions", "exact_arrays", "likelihood"),
            *("page_types", "resampling_seed", "types"),
        ),
        ("combining_ways", "counted_panels", "notes", "rating_model"),
        ("exact_statistics", "model_figures", "resamples", "team_totals"),
        ("alpha", "bootstrap", "conflict_effects", "judges_report", "order", "paired"),
        ("rule_ranks",),
        ("judge_categories", "reliability", "robustness", "sides"),
        ("fair_averages", "judge_differences", "report"),
        ("answers",),
        ("page",),
        ("page_process",),
    ),
    "competition.live": (
        ("event_id", "groups", "loop_turn", "malformed", "pace"),
        ("request_headers", "request_policy", "request_watcher", "sse"),
        ("connections", "request_body", "request_line", "state"),
        ("channels", "viewer"),
        ("held_viewers", "subscription"),
        ("fanout",),
        ("hub",),
        ("stream",),
        ("fast_path", "refusal_bytes"),
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
            "public_state",
            "reach",
            "sqlite_files",
            "statements",
            "write_locks",
        ),
        ("postgres",),
        ("db",),
        ("postgres_setup", "shared_models", "transactions"),
        (
            "folder_lock",
            "form_uses",
            "hall_screen",
            "match_clocks",
            "public_proofs",
            "raw_sql",
            "reveals",
            "snapshots",
            "topic_models",
        ),
        ("models",),
        (
            "day_models",
            "marking_judges",
            "outcome_models",
        ),
        (
            "accounts",
            "audience_votes",
            "audit",
            "backup_contents",
            "decision_models",
            "failed_tries",
            "group_commit",
            "health",
            "notices",
            "node_reports",
            "owed_snapshots",
            "tables",
            "tablet_reports",
        ),
        ("file_import", "public_watch"),
        (
            "audit_head",
            "file_bulk",
            "judge_auth",
            "part_rows",
            "queries",
        ),
        (
            "sheet_rules",
            "sheets",
        ),
        (
            "judge_messages",
            "judge_sheets",
            "late_sheets",
            "sheet_digests",
            "sheet_export",
            "sheet_row",
            "sheet_states",
            "whole_competition",
        ),
        ("sheet_writes",),
        ("paper_entries",),
        (
            "audit_links",
            "binding",
            "file_export",
        ),
        (
            "current_competition",
            "migrate",
            "shared_secrets",
            "migrations",
        ),
        (
            "backups",
            "schema_check",
        ),
        ("postgres_archives",),
    ),
    "competition.actions": (
        (
            "announce",
            "appeal_list",
            "awaited",
            "backup_records",
            "kept_files",
            "public_agreements",
            "public_course",
            "public_scores",
            "refusals",
            "seat_marks",
            "shown_awards",
            "shown_fairness",
            "undo_types",
            "visibility",
        ),
        (
            "award_changes",
            "backup_jobs",
            "corrections",
            "file_edits",
            "file_parts",
            "form_use",
            "lookup",
            "meanwhile",
            "member_keys",
            "off_loop",
            "public_proofs",
            "record_faults",
            "rehearsal",
            "rubrics",
            "sheet_checks",
            "shown_draws",
            "snapshot_marks",
            "snapshot_notes",
            "standings",
        ),
        (
            "correction_record",
            "deduction_ledger",
            "draw_plan",
            "drawn_strokes",
            "edit_checks",
            "password_hashes",
            "sheet_access",
            "signed_results",
            "snapshots",
            "verification",
        ),
        (
            "backup_check",
            "change",
            "far_sheets",
            "sheet_in_result",
            "snapshot_queue",
        ),
        ("conflicts",),
        (
            "backup_process",
            "stage_teams",
        ),
        (
            "accounts",
            "advancing",
            "appeals",
            "agreements",
            "awards",
            "conferences",
            "declarations",
            "deductions",
            "draws",
            "exclusions",
            "fairness_pages",
            "hall_screen",
            "match_clock_setup",
            "match_changes",
            "match_repeats",
            "match_clocks",
            "messages",
            "panels",
            "paper_scores",
            "play_offs",
            "print_images",
            "publication",
            "rounds",
            "rulings",
            "setup",
            "sheet_locks",
            "sheets",
            "signatures",
            "trainees",
            "tables",
            "zones",
        ),
        (
            "audience_vote",
            "award_reveal",
            "fairness_release",
            "draw_ceremony",
            "judge_replacements",
            "late_sheets",
            "overtime",
            "prints",
            "programme",
            "public_epochs",
            "reveal",
            "seating",
            "sheet_imports",
            "shown_marks",
        ),
        ("paper_cells",),
        ("late_decisions", "paper_entries"),
        ("paper_progress",),
        (
            "competitions",
            "rescue",
            "stage_release",
        ),
        (
            "archive",
            "copying",
            "list_imports",
            "replacement",
            "undo",
        ),
        ("whole_rehearsal",),
    ),
    "competition.web": (
        ("proxies",),
        ("addresses", "bundles", "channels", "headers", "language", "modules", "rendering"),
        ("signed_points",),
        ("clock_answers", "distinct_names", "htmx", "message_texts", "observers", "rate_limits"),
        ("clock_sides", "declarations"),
        ("presence", "sessions", "typed_marks", "whole_number"),
        ("request_log",),
        (
            *("compression", "errors", "metrics", "observer_pages", "request_policy"),
            *("fairness_plots", "request_records", "template_filters"),
        ),
        ("agreements", "audience_role", "fairness_content", "paper_form", "response_cache"),
        ("sign_in", "trust", "vote_names"),
        ("api", "audience", "clerk", "judge", "organiser", "publisher", "table"),
        ("vote",),
        ("application",),
    ),
    "competition.web.organiser": (
        (
            "competition_state",
            "conflicts",
            "forms",
            "labels",
            "lookup",
            "paging",
            "who_plays",
        ),
        ("appeal_words", "sheet_progress"),
        ("names",),
        (
            "award_lines",
            "declared",
            "host_words",
            "name_filters",
            "stage_checks",
        ),
        (
            "changed_meanwhile",
            "correction",
            "problem_words",
        ),
        (
            "backup_status",
            "blueprint",
        ),
        ("form_keys",),
        ("responses",),
        (
            "archived",
            "gone_meanwhile",
        ),
        (
            "placeholders",
            "problems",
        ),
        (
            "day",
            "record",
            "results",
            "screen",
            "setup",
        ),
        ("people",),
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
    ("competition.web.organiser.day", "competition.web.organiser.screen"): (
        "the control room says what the projector shows, and switches it, as its own page does"
    ),
    ("competition.web.organiser.setup", "competition.web.organiser.record"): (
        "before a replacement is undone, what was changed since is told as in the audit log"
    ),
    ("competition.web.organiser.day", "competition.web.organiser.record"): (
        "who sent a message is named as in the audit log"
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
    "competition.awards",
    "competition.checks",
    "competition.draw",
    "competition.fairness",
    "competition.scoring",
    "competition.trainees",
    "competition.why",
    "competition.document",
    "competition.actions",
    "competition.store.sheets",
    "competition.store.queries",
    "competition.store.models",
    "competition.store.outcome_models",
    "competition.store.topic_models",
    "competition.store.accounts",
    "competition.store.audience_votes",
    "competition.store.audit_head",
    "competition.store.current_competition",
    "competition.store.day_models",
    "competition.store.decision_models",
    "competition.store.paper_entries",
    "competition.store.part_rows",
    "competition.store.sheet_states",
    "competition.store.whole_competition",
    "competition.store.file_export",
    "competition.store.file_bulk",
    "competition.store.file_import",
    "competition.store.judge_messages",
    "competition.store.judge_sheets",
    "competition.store.late_sheets",
    "competition.store.reveals",
    "competition.store.tables",
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
