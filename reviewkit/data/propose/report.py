"""What ``reviewkit new --from`` prints: the rows as read, what check says in short, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reviewkit.data.problems import Problem
from reviewkit.data.propose.preview import as_text
from reviewkit.data.propose.proposal import Proposal

MOST = 5
"""So many errors are printed whole; the rest are counted."""


def report(slug: str, proposal: Proposal) -> str:
    """Return the text for the officer; nothing in it is personal."""
    return "\n".join([*_rows(proposal), *_check(proposal), *_verdict(slug, proposal)])


def _rows(proposal: Proposal) -> Iterator[str]:
    for shown in proposal.shown:
        names = ", ".join(shown.files[:3]) + (f" and {len(shown.files) - 3} more" if len(shown.files) > 3 else "")
        if not shown.table:
            yield f"{names}: what it holds was not recognised.\n"
            continue
        if shown.read:
            yield f"{names} as {shown.table}. Its first rows, as they are read (a column for each row):"
        else:
            yield f"{names} as {shown.table}. Its first rows under our names, as they stand in the file (not read yet):"
        yield as_text(shown.rows) + "\n"


def _check(proposal: Proposal) -> Iterator[str]:
    errors = [problem for problem in proposal.problems if problem.severity == "error"]
    for problem in errors[:MOST]:
        yield f"{problem}\n"
    if len(errors) > MOST:
        yield f"and {len(errors) - MOST} more errors.\n"
    warnings = [problem for problem in proposal.problems if problem.severity == "warning"]
    if warnings:
        yield f"Warnings: {_counted(warnings)}. To read them: reviewkit check\n"


def _counted(problems: list[Problem]) -> str:
    times = Counter(problem.code for problem in problems)
    return ", ".join(f"{code} ({count})" if count > 1 else code for code, count in times.items())


def _marked(lines: int) -> str:
    return f"{lines} line{' is' if lines == 1 else 's are'} marked"


def _verdict(slug: str, proposal: Proposal) -> Iterator[str]:
    todo = f'{_marked(proposal.to_do)} "# to do". ' if proposal.to_do else ""
    look = f'{_marked(proposal.guesses)} "# guess": look at each of them in force.toml.' if proposal.guesses else ""
    if proposal.complete:
        yield f"The proposal is complete: every file is read by it. {look}".rstrip()
    elif proposal.reads:
        yield f"Every file is read by the proposal, but it is not complete. {todo}{look}".rstrip()
    else:
        yield f"The proposal is NOT complete: the files cannot be read by it yet. {todo}{look}".rstrip()
    yield f"Next: write the force's name and its governing body into force.toml, then run: reviewkit check {slug}"
