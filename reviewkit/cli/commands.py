"""The commands: each turns its words into one call, and what comes back into words and an exit code.

Everything heavy is imported inside the command that needs it: ``reviewkit check`` need not wait for the libraries that
draw charts and run notebooks, nor ``reviewkit --help`` for any.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from reviewkit.cli.terminal import GOOD, USAGE, WRONG, counted, report_built, say, show, tell


def new_command(arguments: argparse.Namespace) -> int:
    """Start a force's folder, with a proposal where files are given."""
    from reviewkit.data.declared.new import new_force
    from reviewkit.data.problems import DataError

    try:
        if arguments.files:
            return _propose(arguments)
        made = new_force(arguments.force, data=arguments.data)
    except DataError as fault:
        return tell(fault.problems, sys.stderr)
    for path in made:
        show(str(path))
    return GOOD


def _propose(arguments: argparse.Namespace) -> int:
    from reviewkit.data.propose.proposal import propose_force
    from reviewkit.data.propose.report import report

    proposal = propose_force(arguments.force, arguments.files, data=arguments.data, progress=say)
    show(f"{report(arguments.force, proposal)}\n")
    for path in proposal.written:
        show(str(path))
    return GOOD if proposal.reads else WRONG


def check_command(arguments: argparse.Namespace) -> int:
    """List every problem of a force's files; 1 where they cannot be used."""
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
        show(json.dumps(report, indent=1, default=str))  # days as 2024-04-03
        return WRONG if errors else GOOD
    tell(problems, sys.stdout)
    show(f"{arguments.force}: {counted(errors, len(problems) - errors)}")
    return WRONG if errors else GOOD


def build_command(arguments: argparse.Namespace) -> int:
    """Make the pages of forces; 1 where a section failed."""
    from reviewkit.data.declared.folders import folders_with_toml

    forces = list(dict.fromkeys(arguments.forces))
    if arguments.all == bool(forces):
        say(
            "name one or more forces, or give --all" if not forces else "give either names of forces or --all, not both"
        )
        return USAGE
    if arguments.all and not (forces := folders_with_toml(arguments.data)):
        say(f"there is no folder with a force.toml in {arguments.data / 'raw'}")
        return WRONG
    from reviewkit.press.build import Limits, build
    from reviewkit.press.faults import ClusterError, RunError, UsageError
    from reviewkit.press.progress import Progress

    try:
        with Progress(sys.stderr, line=say) as progress:
            several = {"progress": progress.say, "counted": progress.count}
            several |= {"told": progress.tell, "expected": progress.expect}
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
                **(several if len(forces) > 1 else {"progress": say}),
            )
    except UsageError as fault:
        say(str(fault))
        return USAGE
    except (ClusterError, RunError) as fault:
        say(str(fault))
        return WRONG
    report_built(built)
    return GOOD if all(one.good for one in built) else WRONG


def serve_command(arguments: argparse.Namespace) -> int:
    """Show a force's review until interrupted."""
    from reviewkit.data.declared.folders import all_forces
    from reviewkit.data.problems import DataError
    from reviewkit.press.faults import UsageError
    from reviewkit.press.serve import serve

    forces = [arguments.force] if arguments.force is not None else all_forces(arguments.data)
    if len(forces) != 1:
        say(f"name one force: the forces in {arguments.data / 'raw'} are: {', '.join(forces) or 'none'}")
        return USAGE
    places = {"data": arguments.data, "outputs": arguments.outputs}
    try:
        serve(forces[0], port=arguments.port, **places, say=say, tell=show)
    except UsageError as fault:
        say(str(fault))
        return USAGE
    except DataError as fault:
        return tell(fault.problems, sys.stderr)
    return GOOD


def example_command(arguments: argparse.Namespace) -> int:
    """Write invented forces."""
    from reviewkit.data.example import write_example

    try:
        made = write_example(
            arguments.folder, forces=arguments.forces, years=arguments.years, seed=arguments.seed, progress=say
        )
    except ValueError as fault:  # a number out of range
        say(str(fault))
        return USAGE
    for folder in made:
        show(str(folder))
    return GOOD
