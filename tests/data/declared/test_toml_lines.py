"""The line of every key, which the reader of TOML does not tell."""

from __future__ import annotations

import tomllib
from pathlib import Path

from reviewkit.data.declared.toml_lines import key_lines, line_of

WHOLE = (Path(__file__).parent / "whole_force.toml").read_text(encoding="utf-8")


def every_path(table, path=()):
    entries = enumerate(table) if isinstance(table, list) else table.items()
    for key, value in entries:
        yield (*path, key)
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            yield from every_path(value, (*path, key))


def test_every_key_of_the_whole_file_has_the_line_it_stands_on():
    lines, text = key_lines(WHOLE), WHOLE.split("\n")
    for path in every_path(tomllib.loads(WHOLE)):
        if isinstance(path[-1], str) and path[-1] not in ("targets", "events", "files", "accepted", "words"):
            assert path[-1] in text[lines[path] - 1], path


AWKWARD = '''\
# [not.a.table] = 1
a."b.c".d = """
[not a table]
x = 1
"""
list = [ # a comment with ] and "
  "]", '[',
]
inline = { x = 1, y = { z = "}" } }
'quoted key' = 2
"\\u00e9t\\u00e9" = 3
[[files]] # first
[files.words.outcome]
"A # B" = 'x = y'
[[files]]
[ files . columns ]
wait_s="""a\\"""b"""
'''


def test_lines_are_found_past_long_texts_lists_and_comments():
    lines = key_lines(AWKWARD)
    assert lines == {
        ("a",): 2,
        ("a", "b.c"): 2,
        ("a", "b.c", "d"): 2,
        ("list",): 6,
        ("inline",): 9,
        ("quoted key",): 10,
        ("été",): 11,
        ("files", 0): 12,
        ("files", 0, "words", "outcome"): 13,
        ("files", 0, "words", "outcome", "A # B"): 14,
        ("files", 1): 15,
        ("files", 1, "columns"): 16,
        ("files", 1, "columns", "wait_s"): 17,
    }
    assert line_of(lines, ("inline", "y", "z")) == 9
    assert line_of(lines, ("nowhere",)) == 1
