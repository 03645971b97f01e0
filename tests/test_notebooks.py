"""A notebook is a page of the review: headings, calls whose names read like the report, and short prose.

Each rule is a function from a notebook to the sentences that say what is wrong; each is first shown to notice a fault.
That the notebooks run is nbval's part; what they show is tested with the sections and the press.
"""

from __future__ import annotations

import ast
import copy
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))

MOST_LINES_A_CELL = 8
MOST_LINES = 60
PARAMETERS = ("force", "start", "end")  # every notebook has these; more may follow
NOT_A_SCRIPT = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While, ast.If),
    *(ast.IfExp, ast.Try, ast.With, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Match),
)
NAMES_WITH_DIGITS = {"999", "101"}  # the telephone numbers are names


def source(cell: dict) -> str:
    return "".join(cell["source"])


def code_cells(book: dict) -> list[dict]:
    return [cell for cell in book["cells"] if cell["cell_type"] == "code"]


def code_lines(cell: dict) -> int:
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in source(cell).splitlines())


def first_cell(book: dict) -> list[str]:
    """The first cell is the help: tagged, and each parameter with its type, its default and a comment."""
    cell = book["cells"][0]
    if cell["cell_type"] != "code" or cell["metadata"].get("tags") != ["parameters"]:
        return ["the first cell is not the one tagged parameters"]
    lines = {line.partition(":")[0]: line for line in source(cell).splitlines() if line.strip()}
    declared = re.compile(r"[a-z_]+: (str|int|float|bool) = .+  # .+")
    faults = [
        f"parameter without type, default or comment: {line}" for line in lines.values() if not declared.match(line)
    ]
    return faults + [f"no parameter {name}" for name in PARAMETERS if name not in lines]


def parameters_once(book: dict) -> list[str]:
    tagged = [cell for cell in book["cells"][1:] if "parameters" in cell["metadata"].get("tags", [])]
    return ["a second cell is tagged parameters"] * bool(tagged)


def nothing_saved(book: dict) -> list[str]:
    saved = [cell for cell in code_cells(book) if cell["outputs"] or cell["execution_count"]]
    return [f"saved output below: {source(cell)[:40]}" for cell in saved]


def short(book: dict) -> list[str]:
    lines = [code_lines(cell) for cell in code_cells(book)]
    faults = [f"a cell has {count} lines of code" for count in lines if count > MOST_LINES_A_CELL]
    return faults + [f"the notebook has {sum(lines)} lines of code"] * (sum(lines) > MOST_LINES)


def calls_only(book: dict) -> list[str]:
    """No logic: it lives in sections, where it is tested."""
    nodes = [node for cell in code_cells(book) for node in ast.walk(ast.parse(source(cell)))]
    return [f"{type(node).__name__} in a notebook" for node in nodes if isinstance(node, NOT_A_SCRIPT)]


def numbers_are_named(book: dict) -> list[str]:
    """A number in a call says what it is: ``within_s=10``."""
    faults = []
    for cell in code_cells(book)[1:]:
        tree = ast.parse(source(cell))
        named = {id(part) for node in ast.walk(tree) if isinstance(node, ast.keyword) for part in ast.walk(node.value)}
        numbers = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and _is_number(node.value)]
        faults += [f"{ast.unparse(node)} is not a named argument" for node in numbers if id(node) not in named]
    return faults


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | complex) and not isinstance(value, bool)


def ends_with_what_it_shows(book: dict) -> list[str]:
    """After the parameters and the set-up every cell of code shows something."""
    cells = [ast.parse(source(cell)).body for cell in code_cells(book)[2:]]
    return [f"cell {number} shows nothing" for number, body in enumerate(cells, 3) if not _shows(body)]


def _shows(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Expr) and not isinstance(body[-1].value, ast.Constant)


def ours_only(book: dict) -> list[str]:
    """A notebook imports this package; what it needs of others, a section asks for."""
    trees = [ast.parse(source(cell)) for cell in code_cells(book)]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [getattr(node, "module", None) or alias.name for node in nodes for alias in node.names]
    return [f"imports {name}" for name in names if name.split(".")[0] != "reviewkit"]


def prose_has_no_figures(book: dict) -> list[str]:
    """A figure in a sentence comes from the data of the force, so it is never typed."""
    faults = []
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown":
            prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", source(cell))
            numbers = re.findall(r"(?<![\w.,])\d[\d.,]*\b", prose)
            faults += [f"{number} is typed into prose" for number in numbers if number not in NAMES_WITH_DIGITS]
    return faults


def one_title(book: dict) -> list[str]:
    text = "\n".join(source(cell) for cell in book["cells"] if cell["cell_type"] == "markdown")
    titles = re.findall(r"^# .+$", text, re.MULTILINE)
    return [] if len(titles) == 1 else [f"{len(titles)} titles; a page has one"]


def runs_anywhere(book: dict) -> list[str]:
    kernel = book["metadata"].get("kernelspec", {}).get("name")
    return [] if kernel == "python3" else [f"kernel {kernel}; it must be python3"]


RULES = [
    *(first_cell, parameters_once, nothing_saved, short, calls_only, numbers_are_named, ends_with_what_it_shows),
    *(ours_only, prose_has_no_figures, one_title, runs_anywhere),
]


@pytest.mark.parametrize("rule", RULES)
def test_every_notebook_keeps_the_rule(rule) -> None:
    books = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in PATHS}
    assert {name: faults for name, book in books.items() if (faults := rule(book))} == {}


def test_notebooks_are_named_for_their_section() -> None:
    assert PATHS, "no notebooks"
    for path in PATHS:
        assert re.fullmatch(r"_section|[0-9]{2}_[a-z_]+", path.stem), path.name


HELP = 'force: str = "exampleshire"  # folder\nstart: str = ""  # first day\nend: str = ""  # last day'


def a_notebook(*cells: tuple[str, str]) -> dict:
    """Return a notebook that keeps every rule, with more cells after its own."""
    start = [("code", HELP), ("code", "from reviewkit.data import review"), ("markdown", "# Title")]
    book = {"metadata": {"kernelspec": {"name": "python3"}}, "cells": []}
    for kind, text in (*start, *cells):
        extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
        book["cells"].append({"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True), **extra})
    book["cells"][0]["metadata"]["tags"] = ["parameters"]
    return book


FAULTS = [
    (short, ("code", "\n".join(["a()"] * 9))),
    (calls_only, ("code", "def f(): ...\nf()")),
    (calls_only, ("code", "[x for x in y]")),
    (calls_only, ("code", "a if b else c")),
    (numbers_are_named, ("code", "chart(frame, 10)")),
    (numbers_are_named, ("code", "frame[0]")),
    (ends_with_what_it_shows, ("code", "a = load()")),
    (ends_with_what_it_shows, ("code", "'a string'")),
    (ours_only, ("code", "import pandas as pd\npd.x")),
    (prose_has_no_figures, ("markdown", "Callers waited 12 minutes on 101.")),
    (prose_has_no_figures, ("markdown", "About 5,000 calls.")),
    (prose_has_no_figures, ("markdown", "In 2024, 90% were answered."), 2),
    (one_title, ("markdown", "# Another title")),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rule_notices(fault) -> None:
    rule, cell, *many = fault
    assert len(rule(a_notebook(cell))) == (many[0] if many else 1)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_lets_pass(rule) -> None:
    fine = [
        ("markdown", "## Calls to 999 and 101\n\nSee [the standard](https://example.org/2005) and `answered_10s`."),
        ("code", "waits = performance.by_month(review)\n# why\nshow(waits, within_s=-10, panels=[1, 2], marked=True)"),
    ]
    assert rule(a_notebook(*fine)) == []


def changed(change) -> dict:
    book = copy.deepcopy(a_notebook(("code", "a()")))
    change(book)
    return book


CHANGES = [
    (first_cell, lambda book: book["cells"][0]["metadata"].update(tags=[])),
    (first_cell, lambda book: book["cells"][0].update(source=[HELP.replace("  # folder", "")])),
    (first_cell, lambda book: book["cells"][0].update(source=[HELP.replace("start:", "begin:")])),
    (parameters_once, lambda book: book["cells"][3]["metadata"].update(tags=["parameters"])),
    (nothing_saved, lambda book: book["cells"][3].update(execution_count=3)),
    (nothing_saved, lambda book: book["cells"][3].update(outputs=[{}])),
    (short, lambda book: book["cells"].extend(book["cells"][3:] * 57)),
    (runs_anywhere, lambda book: book["metadata"].clear()),
]


@pytest.mark.parametrize(("rule", "change"), CHANGES)
def test_a_rule_notices_a_change(rule, change) -> None:
    assert len(rule(changed(change))) == 1
