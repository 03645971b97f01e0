"""Calls within a time: never more than in all, never fewer than within a shorter time; what breaks this is not used."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reviewkit.data.checks.impossible import RowRule, broken_rows, row_problem, shown
from reviewkit.data.checks.tables import Row, Tables, column_in_file
from reviewkit.data.problems import Problem, Withheld


def check_bands(tables: Tables) -> tuple[list[Problem], list[Withheld]]:
    """Report each band that contradicts another count, and withhold it on the days on which it does.

    Of two bands that contradict each other neither is used: nobody can tell which is wrong. The problem is an error;
    where somebody accepts it in writing, the figures made from these bands are refused on the page all the same.
    """
    problems, withheld = [], []
    for rule in band_rules(tables):
        for row in broken_rows(tables, rule):
            problems.append(row_problem(tables, rule, row))
            withheld += [_withheld(tables, rule, row, column) for column in rule.blamed]
    return problems, withheld


def _withheld(tables: Tables, rule: RowRule, row: Row, column: str) -> Withheld:
    name = column_in_file(tables.force, "intervals", row["file"], column)
    return Withheld(
        table="intervals",
        column=column,
        file=row["file"],
        channel=row["channel"],
        stage=row["stage"],
        start=row["first_day"],
        end=row["last_day"],
        reason=f"The file's column {name} is not used: expected were {rule.expected}; found: {row['found']}.",
    )


def band_rules(tables: Tables) -> Iterator[RowRule]:
    """Every rule about the answer-time bands that the supplied columns allow."""
    for kind in ("answered", "abandoned"):
        bands = tables.bands(kind)
        for seconds, column in bands:
            if tables.has(kind):
                yield RowRule(
                    code="band-exceeds-total",
                    column=column,
                    blamed=(column,),
                    where=f"{column} > {kind}",
                    found=shown(column, kind),
                    expected=f"no more {kind} within {seconds} s than {kind} at all",
                    action=f"Check that force.toml maps {column} to the count {kind} within {seconds} seconds, not to "
                    "a percentage or another stage; if it does, ask for a corrected file.",
                )
        for (shorter, low), (longer, high) in pairwise(bands):
            yield RowRule(
                code="bands-not-rising",
                column=high,
                blamed=(low, high),
                where=f"{low} > {high}",
                found=shown(low, high),
                expected=f"at least as many {kind} within {longer} s as within {shorter} s",
                action="Each band counts everything up to its time, not only what lies between two times. Ask for such "
                "counts, or check that the columns are not mapped the wrong way round.",
            )
