"""Small modules, small functions, honest names. Imports, types and layers are the business of the linters."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

Modules = Mapping[Path, ast.Module]

LINES_OF_A_MODULE = 300
LINES_OF_A_FUNCTION = 40
MODULES_OF_A_ROOM = 20
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "service", "handler", "data", "info", "misc"}
MANY_BY_NATURE = {"__init__"}
MIGRATIONS = Path("runtime/store/migrations")  # Alembic loads these by path, they are no package


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_module_is_longer_than_its_budget(root: Path, modules: Modules) -> None:
    lengths = {str(path): len((root / path).read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {path: lines for path, lines in lengths.items() if lines > LINES_OF_A_MODULE} == {}


def test_no_function_is_longer_than_its_budget(modules: Modules) -> None:
    long = [
        f"{path}:{one.lineno} {one.name}"
        for path, tree in modules.items()
        for one in functions(tree)
        if (one.end_lineno or 0) - one.lineno >= LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_imports_stand_at_the_top(modules: Modules) -> None:
    hidden = [
        f"{path}:{node.lineno}"
        for path, tree in modules.items()
        for one in functions(tree)
        for node in ast.walk(one)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_two_modules_have_one_name(modules: Modules) -> None:
    by_name = defaultdict(list)
    for path in modules:
        # A type of field bears its own name: "people" is what a designer chooses there, and a table here.
        if path.stem not in MANY_BY_NATURE and path.parent.name != "fields":
            by_name[path.stem].append(str(path))
    assert {name: paths for name, paths in by_name.items() if len(paths) > 1} == {}


def test_a_room_is_seen_at_a_glance(modules: Modules) -> None:
    rooms = Counter(path.parent for path in modules if path.stem != "__init__")
    del rooms[Path("schemas/fields")]  # the list of the types is what it is there to show
    assert {str(room): count for room, count in rooms.items() if count > MODULES_OF_A_ROOM} == {}


def test_a_room_says_what_it_holds(modules: Modules) -> None:
    faces = {path: tree for path, tree in modules.items() if path.stem == "__init__"}
    assert [str(path) for path, tree in faces.items() if not (ast.get_docstring(tree) or "").endswith(".")] == []
    bare = {path.parent for path in modules} - {path.parent for path in faces}
    assert [str(room) for room in bare if room != Path() and not room.is_relative_to(MIGRATIONS)] == []


def test_names_say_something(modules: Modules) -> None:
    assert [str(path) for path in modules if EMPTY_NAMES & {path.stem, *path.parent.parts}] == []


def test_code_of_the_browser_is_as_small(root: Path) -> None:
    scripts = [*(root / "frontend/src").rglob("*.js"), *(root / "frontend").glob("*.mjs")]
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in scripts}
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_MODULE} == {}
