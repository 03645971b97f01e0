"""The words of the command line; the manual is tested against them."""

from __future__ import annotations

import argparse
from pathlib import Path

import reviewkit
from reviewkit.cli import commands
from reviewkit.press.arguments import address, count, day, names, port


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; the manual is tested against it."""
    whole = argparse.ArgumentParser(
        prog="reviewkit",
        description="Review how a police force answers the public's calls, from the force's own files.",
    )
    whole.add_argument("--version", action="version", version=f"reviewkit {reviewkit.__version__}")
    kinds = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    new = kinds.add_parser("new", help="start a force: its folder, a commented force.toml, templates for its tables")
    new.add_argument("force", metavar="FORCE", help="name of the new folder in data/raw, for example avon-and-somerset")
    new.add_argument(
        "--from",
        dest="files",
        metavar="FILES",
        nargs="+",
        type=Path,
        help="copy these files and propose how to read them",
    )
    new.set_defaults(run=commands.new_command)

    check = kinds.add_parser("check", help="read a force's files and list every problem")
    check.add_argument("force", metavar="FORCE", help="a folder in data/raw")
    check.add_argument("--json", action="store_true", help="print the problems as JSON")
    check.set_defaults(run=commands.check_command)

    build = kinds.add_parser("build", help="make the pages of one or more forces")
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
    build.set_defaults(run=commands.build_command)

    serve = kinds.add_parser("serve", help="show a force's review in a browser; build it again when something changes")
    serve.add_argument("force", metavar="FORCE", nargs="?", help="a folder in data/raw; not needed where there is one")
    serve.add_argument("--port", metavar="N", type=port, help="where on 127.0.0.1 (8000, or any that is free)")
    serve.add_argument("--outputs", metavar="DIR", type=Path, default=Path("outputs"), help="where the pages are")
    serve.set_defaults(run=commands.serve_command)

    example = kinds.add_parser("example", help="write invented forces, to try things out")
    example.add_argument("folder", metavar="DIR", type=Path, help="they are written to DIR/raw; read with --data DIR")
    example.add_argument("--forces", metavar="N", type=count, default=1, help="how many forces (1)")
    example.add_argument("--years", metavar="Y", type=count, default=2, help="years of history (2)")
    example.add_argument("--seed", metavar="S", type=int, default=1, help="the same seed gives the same bytes (1)")
    example.set_defaults(run=commands.example_command)

    for command in (new, check, build, serve):
        command.add_argument(
            "--data", metavar="DIR", type=Path, default=Path("data"), help="folder that holds raw/ (data)"
        )
    return whole
