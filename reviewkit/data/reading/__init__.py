"""Files as received, read cell by cell: encodings, sheets, clocks, durations, callers, and what was refused."""
