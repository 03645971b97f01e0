"""The engine against papermill's own: the same cells show the same, whatever they show."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat import v4

from reviewkit.press.runner import cleaned
from reviewkit.press.warm import system

ROOT = Path(__file__).resolve().parents[2]
CELLS = [
    "1 + 1",
    "quiet = 1;",
    "print('out')\n(1, {'a': float('nan')})",
    "import sys\nprint('wrong', file=sys.stderr)",
    "import os, time\nos.system('echo beneath')\ntime.sleep(1)",  # a kernel learns of it a moment later
    "import pandas as pd\npd.DataFrame({'a': [1.5, None], 'b': ['x', 'y']})",
    "from IPython.display import HTML, clear_output, display",
    "shown = display(HTML('<b>before</b>'), display_id='x')\nprint('after it')",
    "shown.update(HTML('<b>after</b>'))",
    "print('gone')\nclear_output()\ndisplay({'kept': 1}, metadata={'a': 1})",
    "class Shown:\n    def _repr_mimebundle_(self, **_):\n        return {'application/json': {'a': (1,)}}\nShown()",
    "import asyncio\nawait asyncio.sleep(0)\n_",
    "import warnings\nwarnings.warn('careful')",
    "try:\n    input()\nexcept Exception as fault:\n    print(type(fault).__name__)",
    "get_ipython().__class__.__name__, __name__",
    "%%capture told\nprint('kept')",
    "told.stdout",
    "import matplotlib\nmatplotlib.get_backend(), os.environ['COLUMNS']",
    "1 / 0",
    "'never run'",
]
SHOWN = ("outputs", "execution_count")


def book(*cells: str) -> nbformat.NotebookNode:
    made = v4.new_notebook(cells=[v4.new_code_cell(text) for text in cells])
    made.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return made


def shown(made: nbformat.NotebookNode) -> list[tuple[str, object]]:
    cells = [cell for cell in cleaned(made).cells if cell.cell_type == "code"]
    return [(cell.source, {name: cell.get(name) for name in SHOWN}) for cell in cells]


def by_command(source: Path, target: Path, *options: str, **environment: str) -> nbformat.NotebookNode:
    """Run a notebook as anybody would: the papermill command, a kernel, no setting of ours but where the data is."""
    words = [sys.executable, "-m", "papermill", str(source), str(target), "--no-progress-bar", *options]
    left_out = {*system.ENVIRONMENT, "PYTEST_CURRENT_TEST"}  # at the second, a kernel no longer reads what is beneath
    ours = {name: value for name, value in os.environ.items() if name not in left_out}
    subprocess.run(words, env=ours | environment, capture_output=True, check=False, cwd=target.parent)
    return nbformat.read(target, as_version=4)


def test_every_kind_of_cell_shows_what_it_shows_in_a_kernel(tmp_path):
    """Both stop at the cell that fails, with the same outputs before it."""
    nbformat.write(book(*CELLS), tmp_path / "in.ipynb")
    same = {"COLUMNS": "80", "MPLBACKEND": "agg"}
    ours = by_command(tmp_path / "in.ipynb", tmp_path / "ours.ipynb", "--engine", "reviewkit", **same)
    theirs = by_command(tmp_path / "in.ipynb", tmp_path / "theirs.ipynb", **same)
    assert len(shown(ours)) == len(CELLS)
    for mine, other in zip(shown(ours), shown(theirs), strict=True):
        assert _without_lines(mine) == _without_lines(other)


def _without_lines(cell: tuple[str, dict]) -> tuple[str, dict]:
    """Leave out the coloured account of an error, which names the process; its name and words stay."""
    source, parts = cell
    outputs = [{name: part for name, part in output.items() if name != "traceback"} for output in parts["outputs"]]
    return source, parts | {"outputs": outputs}


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb")))
def test_every_notebook_shows_what_it_shows_under_papermill_alone(name, exampleshire_data, exampleshire_site, tmp_path):
    parameters = {"force": "exampleshire", "start": "2024-04-01", "end": "2025-03-31"}
    options = [word for pair in parameters.items() for word in ("-p", *pair)]
    data = {"REVIEWKIT_DATA": str(exampleshire_data)}
    made = exampleshire_site / "notebooks" / f"{name.partition('_')[2]}"
    if made.exists():
        ours = nbformat.read(made, as_version=4)
    else:
        ours = by_command(ROOT / "notebooks" / name, tmp_path / "ours.ipynb", *options, "--engine", "reviewkit", **data)
    theirs = by_command(ROOT / "notebooks" / name, tmp_path / "theirs.ipynb", *options, **data)
    assert shown(ours) == shown(theirs)
    assert sum(len(parts["outputs"]) for _, parts in shown(ours)) > 1


def test_two_notebooks_at_once_are_refused():
    nested = book("import papermill\nfrom nbformat import v4\npapermill.execute_notebook(v4.new_notebook(), None, "
                  "engine_name='reviewkit', kernel_name='python3', language='python', progress_bar=False)")  # fmt: skip
    with pytest.raises(papermill.PapermillExecutionError, match="runs a notebook already"):
        papermill.execute_notebook(copy.deepcopy(nested), None, engine_name="reviewkit", progress_bar=False)


def test_what_the_shell_alters_is_put_back(tmp_path):
    before = dict(os.environ), sys.modules["__main__"], sys.excepthook, sys.stdout, os.fstat(1).st_ino
    made = papermill.execute_notebook(
        book("import os\nos.environ['PAGER'], __name__"), None, engine_name="reviewkit", progress_bar=False
    )
    assert made.cells[0].outputs[0].data["text/plain"] == "('cat', '__main__')"
    assert (dict(os.environ), sys.modules["__main__"], sys.excepthook, sys.stdout, os.fstat(1).st_ino) == before
