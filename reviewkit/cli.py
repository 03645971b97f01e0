"""The ``reviewkit`` command: new, check, build, serve, example.

Everything heavy is imported inside the command that needs it: ``reviewkit check`` need not wait for the libraries that
draw charts and run notebooks, nor ``reviewkit --help`` for any.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import reviewkit
from reviewkit.press.arguments import address, count, day, names, port
from reviewkit.press.faults import about_the_disk

if TYPE_CHECKING:
    from reviewkit.data.problems import Problem
    from reviewkit.press.build import Built

GOOD, WRONG, USAGE, INTERRUPTED = 0, 1, 2, 130


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; the manual is tested against it."""
    whole = argparse.ArgumentParser(
        prog="reviewkit",
        description="Review how a police force answers the public's calls, from the force's own files.",
    )
    whole.add_argument("--version", action="version", version=f"reviewkit {reviewkit.__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    new = commands.add_parser("new", help="start a force: its folder, a commented force.toml, templates for its tables")
    new.add_argument("force", metavar="FORCE", help="name of the new folder in data/raw, for example avon-and-somerset")
    new.add_argument(
        "--from",
        dest="files",
        metavar="FILES",
        nargs="+",
        type=Path,
        help="copy these files and propose how to read them",
    )
    new.set_defaults(run=_new)

    check = commands.add_parser("check", help="read a force's files and list every problem")
    check.add_argument("force", metavar="FORCE", help="a folder in data/raw")
    check.add_argument("--json", action="store_true", help="print the problems as JSON")
    check.set_defaults(run=_check)

    build = commands.add_parser("build", help="make the pages of one or more forces")
    build.add_argument("forces", metavar="FORCE", nargs="*", help="folders in data/raw")
    build.add_argument("--all", action="store_true", help="every folder in data/raw with a force.toml")
    build.add_argument("--from", dest="start", metavar="DATE", type=day, help="first day reviewed, as 2024-04-01")
    build.add_argument("--to", dest="end", metavar="DATE", type=day, help="last day reviewed, as 2025-03-31")
    build.add_argument("--sections", metavar="A,B", type=names, help="only these sections, parted by commas")
    build.add_argument("--force-rebuild", action="store_true", help="make everything anew, also what has not changed")
    build.add_argument("--jobs", metavar="N", type=count, help="pages made at a time (as many as there are cores)")
    build.add_argument("--minutes", metavar="N", type=count, default=30, help="stop a section that takes longer (30)")
    build.add_argument("--memory", metavar="MB", type=count, help="stop a section that needs more memory (Linux only)")
    build.add_argument(
        "--dask", metavar="ADDRESS", type=address, help="make the pages on a Dask cluster: tcp://10.0.0.5:8786"
    )
    build.add_argument("--outputs", metavar="DIR", type=Path, default=Path("outputs"), help="where the pages go")
    build.set_defaults(run=_build)

    serve = commands.add_parser(
        "serve", help="show a force's review in a browser; build it again when something changes"
    )
    serve.add_argument("force", metavar="FORCE", nargs="?", help="a folder in data/raw; not needed where there is one")
    serve.add_argument("--port", metavar="N", type=port, help="where on 127.0.0.1 (8000, or any that is free)")
    serve.add_argument("--outputs", metavar="DIR", type=Path, default=Path("outputs"), help="where the pages are")
    serve.set_defaults(run=_serve)

    example = commands.add_parser("example", help="write invented forces, to try things out")
    example.add_argument("folder", metavar="DIR", type=Path, help="they are written to DIR/raw; read with --data DIR")
    example.add_argument("--forces", metavar="N", type=count, default=1, help="how many forces (1)")
    example.add_argument("--years", metavar="Y", type=count, default=2, help="years of history (2)")
    example.add_argument("--seed", metavar="S", type=int, default=1, help="the same seed gives the same bytes (1)")
    example.set_defaults(run=_example)

    for command in (new, check, build, serve):
        command.add_argument(
            "--data", metavar="DIR", type=Path, default=Path("data"), help="folder that holds raw/ (data)"
        )
    return whole


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0 when all is well, 1 when data or a section is wrong, 2 when the command is.

    Parameters
    ----------
    argv
        The words after ``reviewkit``; those of the process when None.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # a console of the old kind cannot show every letter
            stream.reconfigure(errors="replace")
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as leaving:  # --help, --version, a mistake: argparse has said it all
        return int(leaving.code or GOOD)
    try:
        return arguments.run(arguments)
    except KeyboardInterrupt:
        _say("stopped; what was published before stands as it was")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone: nobody is left to tell
        _hush()
        return WRONG
    except OSError as fault:
        _say(about_the_disk(fault))
        return WRONG
    except MemoryError:
        _say("there is not enough memory for this; close other programs and try again")
        return WRONG


def _new(arguments: argparse.Namespace) -> int:
    from reviewkit.data.declared.new import new_force
    from reviewkit.data.problems import DataError

    try:
        if arguments.files:
            return _propose(arguments)
        made = new_force(arguments.force, data=arguments.data)
    except DataError as fault:
        return _tell(fault.problems, sys.stderr)
    for path in made:
        _print(str(path))
    return GOOD


def _propose(arguments: argparse.Namespace) -> int:
    from reviewkit.data.propose.proposal import propose_force
    from reviewkit.data.propose.report import report

    proposal = propose_force(arguments.force, arguments.files, data=arguments.data, progress=_say)
    _print(f"{report(arguments.force, proposal)}\n")
    for path in proposal.written:
        _print(str(path))
    return GOOD if proposal.reads else WRONG


def _check(arguments: argparse.Namespace) -> int:
    from reviewkit.data.check import check
    from reviewkit.data.problems import DataError

    try:
        problems = check(arguments.force, data=arguments.data)
    except DataError as fault:
        problems = list(fault.problems)
    errors = sum(problem.severity == "error" for problem in problems)
    if arguments.json:
        found = [asdict(problem) for problem in problems]
        counts = {"errors": errors, "warnings": len(problems) - errors}
        report = {"force": arguments.force, "usable": not errors, **counts, "problems": found}
        _print(json.dumps(report, indent=1, default=str))  # days as 2024-04-03
        return WRONG if errors else GOOD
    _tell(problems, sys.stdout)
    _print(f"{arguments.force}: {_summary(errors, len(problems) - errors)}")
    return WRONG if errors else GOOD


def _build(arguments: argparse.Namespace) -> int:
    from reviewkit.data.declared.folders import folders_with_toml

    forces = list(dict.fromkeys(arguments.forces))
    if arguments.all == bool(forces):
        _say(
            "name one or more forces, or give --all" if not forces else "give either names of forces or --all, not both"
        )
        return USAGE
    if arguments.all and not (forces := folders_with_toml(arguments.data)):
        _say(f"there is no folder with a force.toml in {arguments.data / 'raw'}")
        return WRONG
    from reviewkit.press.build import Limits, build
    from reviewkit.press.faults import ClusterError, RunError, UsageError
    from reviewkit.press.progress import Progress

    try:
        with Progress(sys.stderr, line=_say) as progress:
            several = {"progress": progress.say, "counted": progress.count, "expected": progress.expect}
            built = build(
                forces,
                start=arguments.start,
                end=arguments.end,
                sections=arguments.sections,
                data=arguments.data,
                outputs=arguments.outputs,
                jobs=arguments.jobs,
                dask=arguments.dask,
                limits=Limits(seconds=60 * arguments.minutes, memory_mb=arguments.memory),
                force_rebuild=arguments.force_rebuild,
                **(several if len(forces) > 1 else {"progress": _say}),
            )
    except UsageError as fault:
        _say(str(fault))
        return USAGE
    except (ClusterError, RunError) as fault:
        _say(str(fault))
        return WRONG
    _report(built)
    return GOOD if all(one.good for one in built) else WRONG


def _serve(arguments: argparse.Namespace) -> int:
    from reviewkit.data.declared.folders import all_forces
    from reviewkit.data.problems import DataError
    from reviewkit.press.faults import UsageError
    from reviewkit.press.serve import serve

    forces = [arguments.force] if arguments.force is not None else all_forces(arguments.data)
    if len(forces) != 1:
        _say(f"name one force: the forces in {arguments.data / 'raw'} are: {', '.join(forces) or 'none'}")
        return USAGE
    places = {"data": arguments.data, "outputs": arguments.outputs}
    try:
        serve(forces[0], port=arguments.port, **places, say=_say, tell=_print)
    except UsageError as fault:
        _say(str(fault))
        return USAGE
    except DataError as fault:
        return _tell(fault.problems, sys.stderr)
    return GOOD


def _example(arguments: argparse.Namespace) -> int:
    from reviewkit.data.example import write_example

    try:
        made = write_example(
            arguments.folder, forces=arguments.forces, years=arguments.years, seed=arguments.seed, progress=_say
        )
    except ValueError as fault:  # a number out of range
        _say(str(fault))
        return USAGE
    for folder in made:
        _print(str(folder))
    return GOOD


def _report(built: Sequence[Built]) -> None:
    for one in built:
        errors = sum(problem.severity == "error" for problem in one.problems)
        if errors:
            _tell(one.problems, sys.stderr)
        for failure in one.failures:
            part = f"the section {failure.section}" if failure.section else "the build"
            _say(f"{one.slug}: {part} failed. {failure.message}")
        if one.index is None:
            _say(f"{one.slug}: nothing was published; a review made before stands as it was")
        elif one.problems:
            _say(f"{one.slug}: {_summary(errors, len(one.problems))} To see them: reviewkit check {one.slug}")
    if len(built) > 1:
        from reviewkit.press.summary import summary

        _say("\n".join(["", *summary(built), ""]))
    for one in built:  # last, and on their own, so that a script can read them
        if one.index is not None:
            _print(str(one.index))


def _tell(problems: Iterable[Problem], stream: object) -> int:
    for problem in problems:
        _print(f"{problem}\n", stream)
    return WRONG


def _summary(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "no problems found."
    counts = [
        f"{count} {word}{'s' * (count != 1)}" for count, word in ((errors, "error"), (warnings, "warning")) if count
    ]
    end = (
        "A review cannot be built until the errors are dealt with." if errors else "Warnings are printed on the pages."
    )
    return f"{' and '.join(counts)}. {end}"


def _print(text: str, stream: object = None) -> None:
    """Print a text as data may have made it: no escape code reaches the terminal."""
    shown = "".join(char for char in text if char in "\n\t" or char.isprintable())
    print(shown, file=stream or sys.stdout, flush=True)


def _hush() -> None:
    """Point standard output at nothing, or Python complains as it ends that it cannot write what is left."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    _print(text, sys.stderr)
