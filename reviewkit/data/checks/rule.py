"""One way a row of a table of records can be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from reviewkit.data.problems import Severity

ASK = "Ask the force which of the two is right."


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One way a row of a table of records can be wrong: SQL that is true then, and the words for it."""

    table: str
    code: str
    column: str
    when: str
    found: str
    expected: str
    action: str
    severity: Severity = "error"
