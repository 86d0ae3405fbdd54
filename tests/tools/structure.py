"""Measures how the code hangs together: import circles, imports between folders, names, sizes.

    python tests/tools/structure.py [ROOT]

prints the figures of the checkout at ROOT, by default of this one, as JSON. `circles` are the
strongly connected components of the import graph; a name is repeated if more than one module
defines it at its top level.
"""

import ast
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeGuard

PACKAGES = ("competition",)
SCRIPTS = ("app",)
SOURCES = {
    "py": ("competition", "app.py"),
    "css": ("static/css",),
    "js": ("static/js",),
    "html": ("templates",),
}
LOOSE_TYPES = ("dict[str, Any]", "Mapping[str, Any]", "Any")
ORGANISER = "competition.web.organiser"

Graph = Mapping[str, set[str]]
"""For each module of the project the modules of the project that it imports."""


@dataclass(frozen=True)
class Module:
    """One file; a package's is its `__init__.py`."""

    name: str
    path: Path

    @property
    def is_package(self) -> bool:
        """Whether relative imports start at the module itself and not beside it."""
        return self.path.name == "__init__.py"

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.path.read_text(encoding="utf-8"))


def read_modules(root: Path) -> dict[str, Module]:
    """Find the project's modules by name; without migrations' versions, which nothing imports."""
    files = [root / f"{script}.py" for script in SCRIPTS]
    for package in PACKAGES:
        files += sorted((root / package).rglob("*.py"))
    modules = {}
    for path in files:
        parts = path.relative_to(root).with_suffix("").parts
        if path.exists() and "versions" not in parts:
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            modules[name] = Module(name, path)
    return modules


def imports(
    module: Module, modules: Mapping[str, Module], *, at_import_time: bool = False
) -> set[str]:
    """Return the dotted names that a module imports; of `from x import y`, `x.y` if a module.

    Every statement counts, also in a function or under TYPE_CHECKING; with `at_import_time` only
    those that run when the module is imported.
    """
    found = set()
    for node in _run_at_import(module.tree.body) if at_import_time else ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module)
            for alias in node.names:
                submodule = f"{base}.{alias.name}"
                found.add(submodule if submodule in modules else base)
    return found


def import_graph(modules: Mapping[str, Module], *, at_import_time: bool = False) -> Graph:
    """Return what each module causes to be imported.

    Importing `a.b.c` also runs `a` and `a.b`, except from inside them, where they have begun to
    run already.
    """
    graph = {}
    for name, module in modules.items():
        targets = set()
        for target in imports(module, modules, at_import_time=at_import_time):
            parts = target.split(".")
            packages = {".".join(parts[:length]) for length in range(1, len(parts))}
            targets |= {each for each in packages if not is_below(name, each)} | {target}
        graph[name] = {target for target in targets if target in modules} - {name}
    return graph


def circles(graph: Graph) -> list[list[str]]:
    """Return the groups of modules that import one another, directly or by way of others."""
    reached = {name: _reach(name, graph) for name in graph}
    found = {
        tuple(sorted(other for other in reached[name] if name in reached[other]))
        for name in graph
        if name in reached[name]
    }
    return sorted(map(list, found))


def is_below(name: str, package: str) -> bool:
    """Return whether `name` is the package or inside it."""
    return name == package or name.startswith(f"{package}.")


def part_of(name: str, package: str) -> str | None:
    """Return the module or folder directly below `package` that `name` is or is in.

    >>> part_of("competition.web.judge.home", "competition.web")
    'competition.web.judge'
    """
    if name == package or not is_below(name, package):
        return None
    return ".".join(name.split(".")[: package.count(".") + 2])


def imports_between_parts(
    modules: Mapping[str, Module], package: str
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return the imports from one part of a package to another, by the pair of parts.

    The package's own `__init__` is no part.
    """
    found = defaultdict(list)
    for name, module in modules.items():
        importer = part_of(name, package)
        for target in sorted(imports(module, modules)):
            imported = part_of(target, package)
            if importer and imported and importer != imported:
                found[importer, imported].append((name, target))
    return dict(found)


def repeated_names(modules: Mapping[str, Module]) -> dict[str, dict[str, list[str]]]:
    """Return the classes and the public functions that several modules define, with the modules."""
    defined: dict[str, dict[str, list[str]]] = {
        "classes": defaultdict(list),
        "functions": defaultdict(list),
    }
    for name, module in modules.items():
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef):
                defined["classes"][node.name].append(name)
            elif _is_function(node) and not node.name.startswith("_"):
                defined["functions"][node.name].append(name)
    return {
        kind: {name: where for name, where in sorted(names.items()) if len(where) > 1}
        for kind, names in defined.items()
    }


def figures(root: Path) -> dict[str, Any]:
    """Return all figures of a checkout."""
    modules = read_modules(root)
    return {
        "circles_at_import_time": circles(import_graph(modules, at_import_time=True)),
        "circles": circles(import_graph(modules)),
        "organiser_imports": _organiser_imports(modules),
        "repeated_names": repeated_names(modules),
        "largest_files": {
            kind: _largest_file(root, kind, folders) for kind, folders in SOURCES.items()
        },
        "longest_function": _longest_function(modules),
        "loose_types": {
            each: sum(_mentions(each, module) for module in modules.values())
            for each in LOOSE_TYPES
        },
    }


def _is_function(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))


def _run_at_import(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    for node in body:
        if _is_function(node):
            continue
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _run_at_import(node.orelse)
            continue
        for field in ("body", "orelse", "finalbody"):
            yield from _run_at_import(getattr(node, field, ()))
        for handler in getattr(node, "handlers", ()):
            yield from _run_at_import(handler.body)


def _absolute(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    above = module.name.split(".")
    above = above[: len(above) - node.level + module.is_package]
    return ".".join([*above, node.module] if node.module else above)


def _reach(start: str, graph: Graph) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def _organiser_imports(modules: Mapping[str, Module]) -> dict[str, Any]:
    count = Counter({"into": 0, "out_of": 0, "inside": 0})
    for name, module in modules.items():
        for target in imports(module, modules):
            if target in modules and target != name:
                inside = is_below(name, ORGANISER), is_below(target, ORGANISER)
                kinds = {(False, True): "into", (True, False): "out_of", (True, True): "inside"}
                if inside in kinds:
                    count[kinds[inside]] += 1
    packages = {name for name, module in modules.items() if module.is_package}
    between = {
        f"{importer} -> {imported}": len(statements)
        for (importer, imported), statements in imports_between_parts(modules, ORGANISER).items()
        if {importer, imported} <= packages
    }
    return {**count, "between_folders": dict(sorted(between.items()))}


def _largest_file(root: Path, kind: str, folders: Iterable[str]) -> dict[str, Any]:
    paths: list[Path] = []
    for folder in folders:
        place = root / folder
        paths += [place] if place.is_file() else place.rglob(f"*.{kind}")
    paths = [path for path in paths if "versions" not in path.parts]
    texts = {path: path.read_text(encoding="utf-8").splitlines() for path in paths}
    longest = max(texts, key=lambda path: len(texts[path]), default=None)
    if longest is None:
        return {}
    path, line = max(
        ((path, line) for path, lines in texts.items() for line in lines),
        key=lambda found: len(found[1]),
    )
    return {
        "files": len(texts),
        "largest": longest.relative_to(root).as_posix(),
        "lines": len(texts[longest]),
        "over_300_lines": sum(len(lines) > 300 for lines in texts.values()),
        "longest_line": len(line),
        "longest_line_in": path.relative_to(root).as_posix(),
        "lines_over_120": sum(len(line) > 120 for lines in texts.values() for line in lines),
    }


def _longest_function(modules: Mapping[str, Module]) -> dict[str, Any]:
    length, name, module = max(
        (node.end_lineno - node.lineno + 1, node.name, module.name)
        for module in modules.values()
        for node in ast.walk(module.tree)
        if _is_function(node) and node.end_lineno
    )
    return {"name": name, "module": module, "lines": length}


def _mentions(loose_type: str, module: Module) -> int:
    """Count an expression in the source, wherever it stands in another."""
    return sum(
        isinstance(node, (ast.Name, ast.Subscript)) and ast.unparse(node) == loose_type
        for node in ast.walk(module.tree)
    )


if __name__ == "__main__":
    start = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parents[2]
    print(json.dumps(figures(start.resolve()), indent=2, ensure_ascii=False))
