"""What a page costs to make, beside the ordinary ways from a notebook to HTML: ``python -m bench.press [SECTIONS]``.

Each route runs the same notebooks; CPU seconds are those of all processes it starts, waited for. Imports are counted,
and shared among the notebooks of a route that imports once.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from nbformat import v4, write

from bench import nation
from bench.routes import resource
from reviewkit.press import tasks
from reviewkit.press.notebook import sections_in
from reviewkit.press.warm.pool import Pool

ROOT = Path(__file__).resolve().parent.parent
DAYS = {"force": "exampleshire", "start": "2024-04-01", "end": "2025-03-31"}
EMPTY = "10_empty.ipynb"
CELLS = 12
FEW, MANY = 5, 45
"""Empty notebooks in a short and a long run: the difference is what each one more costs, without the imports."""
PAGES = 5
"""Pages for each of our runs: a force has nine sections, so that five are a cautious share of the imports."""
SAMPLE = 2
"""Notebooks each peer is timed on; it pays the same for each."""
LIMIT_S = 0.08
GOALS = {"commands": 9.0, "from_python": 5.0}
IN_PYTHON = """
import sys
from pathlib import Path
import papermill
from nbconvert import HTMLExporter
parameters = dict(zip(sys.argv[3::2], sys.argv[4::2]))
for number in range(int(sys.argv[2])):
    made = papermill.execute_notebook(sys.argv[1], None, parameters=parameters, progress_bar=False)
    Path(f"{number}.html").write_text(HTMLExporter().from_notebook_node(made)[0], encoding="utf-8")
"""


def warm(path: Path, data: Path, count: int) -> None:
    """Make so many pages with a warm process."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "tasks").mkdir()
        (Path(folder) / "shared").mkdir()
        with Pool(jobs=1, scratch=Path(folder) / "tasks", progress=print) as pool:
            given = {"path": path, "parameters": DAYS, "shared": Path(folder) / "shared"}
            here = {"REVIEWKIT_DATA": str(data)}
            asked = [pool.submit(tasks.page, given, say=_nothing, environment=here) for _ in range(count)]
            done = [future.result() for future in asked]
    assert all(one.value and one.value.ending == "made" for one in done), done


def commands(path: Path, data: Path, count: int) -> None:
    """Do what a script would: the papermill command, then the nbconvert command, for each notebook."""
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(count):
            words = [word for pair in DAYS.items() for word in ("-p", *pair)]
            _run(["-m", "papermill", str(path), "made.ipynb", *words, "--no-progress-bar"], folder, data)
            _run(["-m", "nbconvert", "--to", "html", "made.ipynb"], folder, data)


def from_python(path: Path, data: Path, count: int) -> None:
    """Call papermill and nbconvert from one Python process, for one notebook after the other."""
    words = [word for pair in DAYS.items() for word in pair]
    with tempfile.TemporaryDirectory() as folder:
        _run(["-c", IN_PYTHON, str(path), str(count), *words], folder, data)


def measured(only: Sequence[str] = ()) -> dict[str, object]:
    """Time every route, print a table, and return the figures; nothing on Windows, which does not tell CPU times.

    ``only`` names the sections timed; all when empty.
    """
    if resource is None:
        print("\nPages: not measured on Windows")
        return {}
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as folder:
        before = _children_s()
        data = prepared(Path(folder))
        prepare_s = _children_s() - before
        empty = _empty(Path(folder))
        own = (_cpu_s(warm, empty, data, MANY) - _cpu_s(warm, empty, data, FEW)) / (MANY - FEW)
        figures = {"own_s": own, "own_holds": own <= LIMIT_S, "empty": _routes(empty, data)}
        figures["sections"] = {
            one.name: _routes(one.path, data) for one in sections_in(ROOT / "notebooks") if not only or one.name in only
        }
        _print(figures)
        print("  43 forces", file=sys.stderr, flush=True)
        peers = {name: {route: routes[route] for route in GOALS} for name, routes in figures["sections"].items()}
        figures["nation"] = nation.measured(Path(folder), peers, prepare_s, only=only)
    nation.show(figures["nation"])
    return figures


def prepared(folder: Path) -> Path:
    """Copy Exampleshire into a folder and prepare it: every route begins from the same tidy tables."""
    shutil.copytree(ROOT / "data" / "raw" / "exampleshire", folder / "raw" / "exampleshire")
    code = "from pathlib import Path; from reviewkit.data.prepare import prepare; prepare('exampleshire', data=Path())"
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    return folder


def _routes(path: Path, data: Path) -> dict[str, float]:
    """CPU seconds a notebook: ours over several, the peers over a sample."""
    found = {"warm": _cpu_s(warm, path, data, PAGES) / PAGES}
    for route in (commands, from_python):
        found[route.__name__] = _cpu_s(route, path, data, SAMPLE) / SAMPLE
    return found


def _cpu_s(route: Callable[..., object], *given: object) -> float:
    print(f"  {route.__name__}, {given[0].stem}, {given[2]} notebooks", file=sys.stderr, flush=True)
    before = _children_s()
    route(*given)
    return _children_s() - before


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(words: list[str], folder: str, data: Path) -> None:
    environment = os.environ | {"REVIEWKIT_DATA": str(data)}
    subprocess.run([sys.executable, *words], cwd=folder, env=environment, check=True, capture_output=True)


def _empty(folder: Path) -> Path:
    parameters = "\n".join(f'{name}: str = "{value}"' for name, value in DAYS.items())
    cells = [v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}), v4.new_markdown_cell("# Empty")]
    book = v4.new_notebook(cells=cells + [v4.new_code_cell("pass") for _ in range(CELLS)])
    book.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    write(book, folder / EMPTY)
    return folder / EMPTY


def _print(figures: dict) -> None:
    held = "holds" if figures["own_holds"] else "DOES NOT HOLD"
    print(f"\nOne more notebook of {CELLS} empty cells: {figures['own_s']:.3f} CPU s (limit {LIMIT_S})  {held}")
    print(f"CPU s a notebook, imports included (ours over {PAGES} notebooks, the peers over {SAMPLE})")
    timed = {"empty": figures["empty"]} | figures["sections"]
    print(f"{'':34}" + "".join(f"{name:>14}{'ratio':>8}" for name in timed) + f"{'goal':>7}")
    for route in figures["empty"]:
        row = "".join(f"{one[route]:14.2f}{one[route] / one['warm']:8.1f}" for one in timed.values())
        print(f"{route:34}{row}" + (f"{GOALS[route]:7.0f}" if route in GOALS else ""))


def _nothing(_: str) -> None:
    """Say nothing: progress is not timed."""


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1:]), indent=1))
