"""A section's notebook before it is run: is it one we can run with our parameters?"""

from __future__ import annotations

import ast
import difflib
import graphlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.press.faults import RunError

if TYPE_CHECKING:
    import nbformat

PARAMETERS = ("force", "start", "end")  # given to every section, as text; dates are ISO dates
_NAME = re.compile(r"(?P<order>\d+)_(?P<section>[a-z][a-z0-9_]*)\.ipynb")
_TYPES = {"str": str, "int": int, "float": float, "bool": bool}


@dataclass(frozen=True)
class Section:
    """One notebook of the review: ``notebooks/10_performance.ipynb`` is the section ``performance``.

    Attributes
    ----------
    reads
        Sections whose findings it reads: it is made after them. A notebook declares them in its metadata, as
        ``{"reviewkit": {"reads": ["performance"]}}``.
    """

    name: str
    path: Path
    order: int
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell."""

    name: str
    type: str
    default: object


def sections_in(folder: Path) -> tuple[Section, ...]:
    """Return the sections whose notebooks stand in a folder, in the order of their numbers.

    Raises
    ------
    RunError
        Two notebooks make the same section; one reads a section that is not there, or that reads it in turn.
    """
    found = [(match, path) for path in folder.glob("*.ipynb") if (match := _NAME.fullmatch(path.name))]
    sections = sorted(
        (Section(m["section"], path, int(m["order"]), _reads(path)) for m, path in found),
        key=lambda s: (s.order, s.name),
    )
    for section in sections:
        same = [other.path.name for other in sections if other.name == section.name]
        if len(same) > 1:
            raise RunError(section.path.name, [f"{' and '.join(same)} make the same section: rename or remove one"])
    _refuse_reading(sections)
    return tuple(sections)


def name_of(path: Path) -> str:
    """Return the section that a notebook makes.

    Examples
    --------
    >>> name_of(Path("notebooks/50_public_voice.ipynb"))
    'public_voice'
    """
    return _NAME.fullmatch(path.name)["section"]


def inspect(path: Path) -> tuple[Parameter, ...]:
    """Return what a notebook's parameters cell declares, having made sure that the notebook can be run.

    Further parameters of a notebook's own are welcome: each keeps its default.

    Raises
    ------
    RunError
        Not a notebook; no cell, or several, tagged ``parameters``; a parameter of ours that is missing, or that is not
        declared as text; a line that is not ``name: type = value``. All mismatches are listed.
    """
    notebook = _read(path)
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    if len(cells) != 1:
        found = "no cell has" if not cells else f"{len(cells)} cells have"
        raise RunError(path.name, [f"{found} the tag `parameters`: tag the one cell that declares {_listed()}"])
    if cells[0].cell_type != "code":
        raise RunError(path.name, ["the cell tagged `parameters` is not a code cell"])
    declared, faults = _declared(path.name, cells[0].source)
    faults += _mismatches(declared)
    if faults:
        raise RunError(path.name, faults)
    return tuple(declared)


def _reads(path: Path) -> tuple[str, ...]:
    try:
        return tuple(json.loads(path.read_text(encoding="utf-8"))["metadata"]["reviewkit"]["reads"])
    except (ValueError, KeyError, TypeError):  # it declares nothing; whether it is a notebook, `inspect` says
        return ()


def _refuse_reading(sections: list[Section]) -> None:
    """Raise where a section cannot be made after all those it reads."""
    known = {section.name for section in sections}
    for section in sections:
        if lost := sorted(set(section.reads) - known):
            raise RunError(
                section.path.name, [f"it reads the findings of {lost[0]!r}: no notebook makes such a section"]
            )
    try:
        graphlib.TopologicalSorter({section.name: section.reads for section in sections}).prepare()
    except graphlib.CycleError as fault:
        ring = fault.args[1]
        path = next(section.path for section in sections if section.name == ring[0])
        raise RunError(path.name, [f"sections read one another: {' after '.join(ring)}"]) from None


def _read(path: Path) -> nbformat.NotebookNode:
    import nbformat  # whoever only asks which notebooks there are need not wait for it

    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise RunError(path.name, ["there is no such notebook"]) from None
    except (ValueError, AttributeError, KeyError, nbformat.ValidationError) as fault:
        raise RunError(path.name, [f"not a Jupyter notebook ({type(fault).__name__})"]) from None


def _declared(name: str, source: str) -> tuple[list[Parameter], list[str]]:
    try:
        lines = ast.parse(source).body
    except SyntaxError as fault:
        raise RunError(name, [f"line {fault.lineno} of the parameters cell is not Python: {fault.msg}"]) from None
    declared, faults = [], []
    for line in lines:
        try:
            declared.append(_parameter(line))
        except ValueError:
            written = ast.unparse(line).splitlines()[0][:60]
            faults.append(f"line {line.lineno} of the parameters cell reads `{written}`: expected `name: type = value`")
    return declared, faults


def _parameter(line: ast.stmt) -> Parameter:
    if not isinstance(line, ast.AnnAssign) or not isinstance(line.target, ast.Name) or line.value is None:
        raise ValueError
    return Parameter(line.target.id, ast.unparse(line.annotation), ast.literal_eval(line.value))


def _mismatches(declared: list[Parameter]) -> list[str]:
    faults = []
    named = {parameter.name: parameter for parameter in declared}
    spare = [name for name in named if name not in PARAMETERS]
    for name in PARAMETERS:
        if name not in named:
            near = difflib.get_close_matches(name, spare, n=1)
            meant = f"; `{near[0]}` is declared: was `{name}` meant?" if near else ""
            faults.append(f"`{name}` is given to the notebook, which declares no such parameter{meant}")
        elif named[name].type != "str":
            faults.append(f"`{name}` is declared as {named[name].type}: it is given as text (str)")
    for parameter in declared:
        kind = _TYPES.get(parameter.type)
        if kind is None:
            faults.append(f"`{parameter.name}` is of type {parameter.type}: use {', '.join(_TYPES)}")
        elif type(parameter.default) is not kind and not (kind is float and type(parameter.default) is int):
            faults.append(f"`{parameter.name}` is declared as {parameter.type}, its value {parameter.default!r} is not")
    return faults


def _listed() -> str:
    return ", ".join(f"`{name}`" for name in PARAMETERS)
