"""Every problem has a word, every word a plain sentence, and no word is left over."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import reviewkit
from reviewkit.data.codes import CODES

PACKAGE = Path(reviewkit.__file__).parent
# Where a code is given by position: reading.fault(path, code), and the helpers that make a problem.
BY_POSITION = {"fault": 1, "_problem": 0, "_whole_file": 0, "_missing": 0}


def codes_in(tree: ast.AST) -> set[str]:
    """Return every code that a module passes on, by the name ``code`` or by position."""
    used: set[str] = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        given = [word.value for word in call.keywords if word.arg == "code"]
        if name in BY_POSITION and len(call.args) > BY_POSITION[name]:
            given.append(call.args[BY_POSITION[name]])
        used |= {node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return used


def modules() -> list[Path]:
    return [path for path in (PACKAGE / "data").rglob("*.py") if path.name != "codes.py"]


def texts_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_the_search_for_codes_notices_one():
    assert codes_in(ast.parse('Problem(code="a-b")\nself.fault(path, "c-d")\n_problem("e-f", place)')) == {
        "a-b",
        "c-d",
        "e-f",
    }


def test_every_code_a_module_uses_is_explained():
    used = {code: path.name for path in modules() for code in codes_in(ast.parse(path.read_text(encoding="utf-8")))}
    assert {code: where for code, where in used.items() if code not in CODES} == {}


def test_every_code_explained_is_used():
    written = set().union(*(texts_in(path) for path in modules()))
    assert [code for code in CODES if code not in written] == []


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_a_plain_word_with_a_plain_sentence(code):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    sentence = CODES[code]
    assert sentence.endswith(".")
    assert 15 < len(sentence) < 140
