"""The manual is whole and true: every command, key and message is in it, its links lead somewhere, its examples run."""

from __future__ import annotations

import argparse
import dataclasses
import doctest
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reviewkit import cli
from reviewkit.data.codes import CODES
from reviewkit.data.declared import force, schemas, toml, toml_sources
from reviewkit.methods.measures import MEASURES

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("data/*/README.md")])
FENCE = re.compile(r"^```(\w+)( run)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(language: str, *, run: bool) -> list[tuple[Path, str]]:
    """Return the examples in one language, with their pages; ``run`` for those marked to be run."""
    found = [(page, match) for page in PAGES for match in FENCE.finditer(page.read_text(encoding="utf-8"))]
    return [(page, match[3]) for page, match in found if match[1] == language and bool(match[2]) == run]


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command of the command line, with its own parser."""
    actions = cli.parser()._actions
    (choices,) = [action for action in actions if isinstance(action, argparse._SubParsersAction)]
    return choices.choices


def test_every_command_is_in_the_officers_guide() -> None:
    assert [name for name in commands() if f"reviewkit {name}" not in text("officer.md")] == []


def test_every_option_is_in_the_officers_guide() -> None:
    options = {
        option for parser in commands().values() for action in parser._actions for option in action.option_strings
    }
    long = {option for option in options if option.startswith("--")} - {"--help"}
    assert sorted(option for option in long if not re.search(re.escape(option) + r"\b", text("officer.md"))) == []


def names_of(kind: type) -> list[str]:
    return [field.name for field in dataclasses.fields(kind)]


def keys() -> list[str]:
    """Every key that force.toml may have."""
    inner = [force.GoverningBody, force.Target, force.Event, force.Accepted]
    return [*toml.KEYS, *toml_sources.KEYS, "start", "end", *(name for kind in inner for name in names_of(kind))]


def words() -> list[str]:
    """Every word with a fixed meaning that an officer may have to write."""
    columns = [name for table in schemas.TABLES.values() for name in table.names]
    fixed = [*schemas.OUTCOMES, *schemas.STAGES, *schemas.DURATIONS, schemas.LEAVE_OUT]
    return [*schemas.TABLES, *columns, *fixed, *MEASURES, *toml.NATIONS, *toml_sources.GRAINS, *toml_sources.EDGES]


def test_every_key_and_word_of_force_toml_is_explained() -> None:
    written = set(re.findall(r"`+([^`\n]+)`+", text("force-toml.md")))
    known = {part.strip('"[]') for code in written for part in (code, code.removeprefix("files."), code.strip("[]"))}
    known |= {code.strip("[]").removeprefix("files.").partition(".")[0] for code in written}
    known |= {head for line in re.findall(r"^#+ (.*)$", text("force-toml.md"), re.MULTILINE) for head in _heads(line)}
    assert sorted(set(keys() + words()) - known) == []


def _heads(line: str) -> list[str]:
    return [part.removeprefix("files.").partition(".")[0] for part in re.findall(r"\[+([^\]]+)\]", line)]


def test_every_problem_is_explained() -> None:
    explained = re.findall(r"^### (\S+)$", text("problems.md"), re.MULTILINE)
    assert sorted(explained) == sorted(CODES)


def test_every_explanation_says_what_to_do() -> None:
    parts = re.split(r"^### ", text("problems.md"), flags=re.MULTILINE)[1:]
    assert [part.splitlines()[0] for part in parts if "**To do.**" not in part] == []


def test_links_lead_somewhere() -> None:
    lost = []
    for page in PAGES:
        prose = FENCE.sub("", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)\s]+)\)", prose):
            place, _, anchor = target.partition("#")
            whole = (page.parent / place).resolve() if place else page
            if not re.match(r"https?:", target) and not (whole.exists() and _has_anchor(whole, anchor)):
                lost.append(f"{page.relative_to(ROOT).as_posix()}: {target}")
    assert lost == []


def _has_anchor(page: Path, anchor: str) -> bool:
    if not anchor:
        return True
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return anchor in {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_examples_in_python_give_what_they_say() -> None:
    runner, parser = (
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE),
        doctest.DocTestParser(),
    )
    for page, code in blocks("python", run=False):
        runner.run(parser.get_doctest(code, {}, page.name, str(page), 0))
    assert runner.failures == 0


def test_examples_in_toml_are_toml() -> None:
    import tomllib

    for _, code in blocks("toml", run=False):
        assert tomllib.loads(code)


def test_commands_marked_to_run_succeed(tmp_path) -> None:
    shutil.copytree(ROOT / "data" / "raw" / "exampleshire", tmp_path / "data" / "raw" / "exampleshire")
    lines = [line for _, block in blocks("sh", run=True) for line in block.splitlines()]
    assert lines, "no command in the manual is marked to run"
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "reviewkit", line
        done = subprocess.run(
            [sys.executable, "-m", "reviewkit", *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("folder", ["reviewkit", "docs"])
def test_no_example_is_skipped(folder) -> None:
    paths = [path for kind in ("*.py", "*.md") for path in (ROOT / folder).rglob(kind)]
    assert [path.name for path in paths if "doctest: +SKIP" in path.read_text(encoding="utf-8")] == []
