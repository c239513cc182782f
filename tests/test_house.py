"""The house is kept light: short modules and functions, few parameters, no cycle, one meaning for one name."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "qcrules"

GENERATED = {"domain/records.py"}
"""Modules that a tool writes may be as long as they need."""

TABLES_OF_OPTIONS = {"batch", "check", "check_batch", "deadline", "explain"}
"""Functions whose parameters are the options of a user."""


@cache
def modules() -> dict[str, tuple[int, ast.Module]]:
    """Every module: the number of its lines, and what it says."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        words = path.read_text(encoding="utf-8")
        found[path.relative_to(SOURCE).as_posix()] = len(words.splitlines()), ast.parse(words)
    return found


def functions() -> Iterator[ast.FunctionDef]:
    """Every function and method."""
    for _, tree in modules().values():
        yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def parameters(function: ast.FunctionDef) -> int:
    """How many things a function is told."""
    told = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(one.arg not in ("self", "cls") for one in told)


def types(tree: ast.Module) -> Iterator[str]:
    """The classes of a module and its aliases: names in CapWords that are given a value at its top."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for node in tree.body:
        for target in [getattr(node, "target", None), *getattr(node, "targets", ())]:
            if isinstance(target, ast.Name) and re.fullmatch("_?([A-Z][a-z]+)+", target.id):
                yield target.id


@pytest.mark.long
def test_a_module_is_read_in_one_sitting():
    assert {name for name, (lines, _) in modules().items() if lines > 400} - GENERATED == set()


@pytest.mark.long
def test_a_function_does_one_thing():
    assert {one.name for one in functions() if (one.end_lineno or one.lineno) - one.lineno >= 60} == set()


@pytest.mark.long
def test_a_function_is_told_few_things():
    assert {one.name for one in functions() if parameters(one) > 8} - TABLES_OF_OPTIONS == set()


def imports(file: str, tree: ast.Module) -> Iterator[str]:
    """The modules that a module imports: at its top, late, or for type hints alone."""
    package = file.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            inside = (node.module or "").split(".") if node.module else []
            if node.level:
                inside = package[: len(package) - node.level + 1] + inside
            elif inside[0] == "qcrules":
                inside = inside[1:]
            else:
                continue
            for alias in node.names:
                choices = (
                    "/".join(inside + more) for more in ([f"{alias.name}.py"], [alias.name, "__init__.py"])
                )
                whole = "/".join([*inside, "__init__.py"]), "/".join(inside) + ".py"
                yield from [one for one in (*choices, *whole) if one in modules()][:1]


@pytest.mark.long
def test_no_module_imports_itself_by_a_detour():
    """Not even a package by a module in it, which the contract of siblings in pyproject.toml does not see."""
    graph = {file: set(imports(file, tree)) for file, (_, tree) in modules().items()}
    assert sum(map(len, graph.values())) > 1000
    assert TopologicalSorter(graph).prepare() is None, "no CycleError"


@pytest.mark.long
def test_one_name_means_one_thing():
    seen = Counter(name.lstrip("_") for _, tree in modules().values() for name in types(tree))
    assert {name for name, times in seen.items() if times > 1} == set()


def test_no_two_modules_of_a_room_differ_by_an_s():
    paths = {path.relative_to(SOURCE).with_suffix("").as_posix() for path in SOURCE.rglob("*.py")}
    rooms = {path.removesuffix("/__init__") for path in paths}
    assert len(rooms) > 300
    assert {one for one in rooms if f"{one}s" in rooms} == set()


def test_the_page_about_the_code_names_every_room_and_nothing_that_is_not_there():
    page = (SOURCE.parents[1] / "docs" / "explanation" / "code.md").read_text(encoding="utf-8")
    rooms = {
        name
        for line in page.partition("\n## The way")[0].splitlines()
        if line.startswith("|")
        for name in re.findall("`(\\w+)`", line.split("|")[2])
    }
    assert rooms == {name.partition("/")[0].removesuffix(".py") for name in modules()} - {
        "__init__",
        "__main__",
    }
    files = re.findall(r"`(\w+/[\w/]+\.\w+)`", page)
    gone = [name for name in files if not any((base / name).exists() for base in (SOURCE, SOURCE.parents[1]))]
    assert files
    assert gone == []
