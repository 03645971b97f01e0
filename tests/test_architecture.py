"""The house keeps its shape: who may import whom, who may touch the disk, how long a module may grow.

Each rule is a function from a module to the sentences that say what is wrong; each is first shown to notice a fault.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Downwards: a room imports itself and the rooms after it.
ROOMS = ("cli", "press", "page", "sections", "models", "data", "methods")

LONGEST = {"reviewkit": 300, "bench": 300, "tests": 400}  # a table of cases may be long
LONGEST_INIT = 100

# Library -> the rooms that may import it.
RESERVED = {
    "seaborn": {"page"},
    "matplotlib": {"page"},
    "papermill": {"press"},
    "nbconvert": {"press"},
    "nbclient": {"press"},
    "nbformat": {"press"},
    "jinja2": {"press"},
    "statsmodels": {"models", "methods", "sections"},
    "duckdb": {"data", "press"},
    "python_calamine": {"data"},
    "xlsxwriter": {"data", "press"},
}

DISK_ROOMS = {"data", "press"}
DISK_MODULES = {
    *("bz2", "dbm", "fileinput", "filelock", "glob", "gzip", "importlib.resources", "lzma", "mmap", "os", "pathlib"),
    *(
        "pickle",
        "pyarrow",
        "shelve",
        "shutil",
        "socket",
        "sqlite3",
        "subprocess",
        "tarfile",
        "tempfile",
        "urllib.request",
    ),
    *("zipfile", "http", "requests"),
}
# The command line turns words into paths and hands them on; it opens nothing.
ALLOWED_MODULES = {"cli": {"pathlib", "os"}}
DISK_CALLS = {
    *("exists", "fromfile", "glob", "is_dir", "is_file", "iterdir", "loadtxt", "memmap", "mkdir", "open", "read_bytes"),
    *("read_clipboard", "read_csv", "read_excel", "read_feather", "read_fwf", "read_json", "read_orc", "read_parquet"),
    *(
        "read_pickle",
        "read_sql",
        "read_table",
        "read_text",
        "rglob",
        "rmdir",
        "rmtree",
        "savetxt",
        "savez",
        "symlink_to",
    ),
    *("to_excel", "to_feather", "to_hdf", "to_parquet", "to_pickle", "to_sql", "tofile", "touch", "unlink"),
    *("urlopen", "write_bytes", "write_text"),
}


@dataclass(frozen=True)
class Module:
    """A module of the package: its dotted name and its text, parsed."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def is_package(self) -> bool:
        return self.name in PACKAGES

    def imports(self, *, when_run: bool = False) -> set[str]:
        """Dotted names of everything imported anywhere in the module; ``from a import b`` gives ``a`` and ``a.b``.

        ``when_run`` leaves out what only a type checker reads.
        """
        found = set()
        for node in ast.walk(_NotForTypes().visit(self.tree) if when_run else self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        return found


class _NotForTypes(ast.NodeTransformer):
    """Takes ``if TYPE_CHECKING:`` out of a module."""

    def visit_If(self, node: ast.If) -> ast.If | None:
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def modules() -> list[Module]:
    found = []
    for path in sorted((ROOT / "reviewkit").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path.read_text(encoding="utf-8")))
    return found


PACKAGES = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "reviewkit").rglob("__init__.py")}


def upward_imports(module: Module) -> list[str]:
    """Imports of a room above one's own; ``__main__`` is the door and may open the command line."""
    if module.room in {"", "__main__"}:
        return []
    below = ROOMS[ROOMS.index(module.room) :]
    rooms = {name.split(".")[1] for name in module.imports() if name.startswith("reviewkit.")}
    return [
        f"{module.name} imports the room {room}, which is above it" for room in sorted(rooms & set(ROOMS) - set(below))
    ]


def reserved_imports(module: Module) -> list[str]:
    tops = {name.split(".")[0] for name in module.imports()}
    return [
        f"{module.name} imports {library}: only {' and '.join(sorted(rooms))} may"
        for library, rooms in RESERVED.items()
        if library in tops and module.room not in rooms
    ]


def disk_access(module: Module) -> list[str]:
    """What opens, lists, reads or writes a file: by the library imported, or by the method called."""
    if module.room in DISK_ROOMS:
        return []
    refused = DISK_MODULES - ALLOWED_MODULES.get(module.room, set())
    found = [f"{module.name} imports {name}, which touches the disk" for name in sorted(module.imports() & refused)]
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    found += [
        f"{module.name}, line {call.lineno}: {name} touches the disk" for call in calls if (name := _disk_call(call))
    ]
    return found


def _disk_call(node: ast.Call) -> str:
    """Return the name of a call that touches the disk, else nothing; ``to_csv()`` without a place returns text."""
    if ast.unparse(node).startswith("os.open(os.devnull"):  # nowhere is not the disk
        return ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    to_file = name in {"to_csv", "to_json", "to_html"} and _names_a_place(node)
    return name if name in DISK_CALLS or to_file else ""


def _names_a_place(node: ast.Call) -> bool:
    places = {"path_or_buf", "buf"}
    return bool(node.args) or any(keyword.arg in places for keyword in node.keywords)


def heavy_init(module: Module) -> list[str]:
    """A package's ``__init__`` says what is in the room and holds what all of it shares; the work is in modules."""
    lines = len(module.text.splitlines())
    long = module.is_package and lines > LONGEST_INIT
    return [f"{module.name}.__init__ has {lines} lines: move the work into a module"] if long else []


def cycles(found: list[Module]) -> list[str]:
    """Rings of modules that import one another."""
    names = {module.name for module in found}
    graph = {module.name: _modules_only(module.imports(when_run=True) & names - {module.name}) for module in found}
    done: set[str] = set()
    rings = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            rings.append(" > ".join((*path[path.index(name) :], name)))
        elif name not in done:
            for other in sorted(graph[name]):
                visit(other, (*path, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())
    return rings


def _modules_only(names: set[str]) -> set[str]:
    """Leave out a package named only because a module in it is imported."""
    return {name for name in names if not any(other.startswith(name + ".") for other in names)}


@pytest.mark.parametrize("rule", [upward_imports, reserved_imports, disk_access, heavy_init])
def test_every_module_keeps_the_rule(rule) -> None:
    assert [fault for module in modules() for fault in rule(module)] == []


def test_no_modules_import_one_another() -> None:
    assert cycles(modules()) == []


def test_every_room_is_known() -> None:
    assert {module.room for module in modules()} <= {*ROOMS, "", "__main__"}


@pytest.mark.parametrize(("folder", "longest"), LONGEST.items())
def test_no_module_is_too_long(folder, longest) -> None:
    paths = sorted((ROOT / folder).rglob("*.py"))
    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: count for name, count in lines.items() if count > longest} == {}


def test_importing_the_package_loads_no_heavy_library() -> None:
    heavy = "{'numpy', 'pandas', 'matplotlib', 'duckdb', 'papermill', 'nbconvert', 'statsmodels'}"
    code = f"import sys, reviewkit; print(sorted({heavy} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


FAULTS = [
    (upward_imports, "sections.a", "from reviewkit.page import tables"),
    (upward_imports, "methods.a", "def f():\n    import reviewkit.data.declared.force"),
    (reserved_imports, "sections.a", "import matplotlib.pyplot as plt"),
    (reserved_imports, "page.a", "from statsmodels.api import OLS"),
    (reserved_imports, "data.a", "import papermill"),
    (disk_access, "page.a", "open('x')"),
    (disk_access, "page.a", "figure_path.write_text('x')"),
    (disk_access, "sections.a", "from pathlib import Path"),
    (disk_access, "sections.a", "pd.read_csv('x')"),
    (disk_access, "sections.a", "frame.to_csv('x.csv')"),
    (disk_access, "models.a", "frame.to_csv(path_or_buf=place)"),
    (disk_access, "methods.a", "import os"),
    (disk_access, "cli", "folder.mkdir()"),
    (heavy_init, "page", "a = 1\n" * 101),
]


@pytest.mark.parametrize(("rule", "name", "text"), FAULTS)
def test_a_rule_notices(rule, name, text) -> None:
    assert len(rule(Module(f"reviewkit.{name}", text))) == 1


FINE = [
    (upward_imports, "page.a", "from reviewkit.sections import performance\nfrom reviewkit.page import tables"),
    (reserved_imports, "page.a", "import seaborn"),
    (disk_access, "data.a", "import duckdb\nopen('x')"),
    (disk_access, "page.a", "text = frame.to_csv(index=False)\nname.replace('a', 'b')"),
    (disk_access, "cli", "from pathlib import Path"),
    (heavy_init, "page", "a = 1\n" * 100),
]


@pytest.mark.parametrize(("rule", "name", "text"), FINE)
def test_a_rule_lets_pass(rule, name, text) -> None:
    assert rule(Module(f"reviewkit.{name}", text)) == []


def test_a_ring_of_imports_is_noticed() -> None:
    ring = [
        Module("reviewkit.data.a", "from reviewkit.data import b"),
        Module("reviewkit.data.b", "import reviewkit.data.c"),
        Module("reviewkit.data.c", "def f():\n    from reviewkit.data.a import x"),
    ]
    assert cycles(ring) == ["reviewkit.data.a > reviewkit.data.b > reviewkit.data.c > reviewkit.data.a"]


def test_an_import_for_type_checkers_makes_no_ring() -> None:
    pair = [
        Module("reviewkit.data.a", "import reviewkit.data.b"),
        Module("reviewkit.data.b", "if TYPE_CHECKING:\n    import reviewkit.data.a"),
    ]
    assert cycles(pair) == []
