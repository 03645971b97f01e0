"""Every kind of problem, by the word that names it in reports and in ``[[accepted]]``."""

from __future__ import annotations

# About the folder and its force.toml.
_DECLARATION = {
    "folder-name": "The name of a force's folder has letters or signs that cannot be used.",
    "no-folder": "There is no folder for this force.",
    "no-force-toml": "The force's folder has no force.toml, or it cannot be opened.",
    "not-utf8": "force.toml is not saved as UTF-8 text.",
    "toml-syntax": "force.toml breaks the rules of the TOML format, so nothing in it can be read.",
    "unknown-key": "A key in force.toml is not one this program knows.",
    "missing-key": "A key that force.toml must have is not there, or is empty.",
    "wrong-type": "A key in force.toml has the wrong kind of value, for example text where a date belongs.",
    "bad-value": "A key in force.toml has a value that is not allowed.",
    "dates-reversed": "An end lies before its start.",
    "unknown-measure": "A target names a measure this program does not have.",
    "percent-for-share": "A share is written as a percentage; shares run from 0 to 1.",
    "target-limits": "A target must have exactly one of at_least and at_most.",
    "no-citation": "A target does not say where it is written down.",
    "unknown-table": "A [[files]] entry names a table this program does not have.",
    "unknown-column": "A [[files]] entry names a column that its table does not have.",
    "missing-column": "A [[files]] entry does not say where a column comes from that its table must have.",
    "mapped-twice": "Two columns are given one meaning, or one column two meanings.",
    "unknown-word": "A word is translated into one that has no meaning here.",
    "unknown-zone": "A time zone is not in the list of the world's time zones.",
    "unknown-format": "A time or duration format is not one that can be read.",
    "unknown-code": "An [[accepted]] entry names a problem that does not exist.",
    "unsafe-path": "A file name points outside the force's folder.",
}

# About the published figures in data/raw/published.
_PUBLISHED = {
    "published-no-source": "A published figure does not say where it was published.",
    "published-layout": "A file of published figures does not have the agreed columns.",
    "published-value": "A published figure, date or time is not one, or has an impossible value.",
}

CODES: dict[str, str] = {**_DECLARATION, **_PUBLISHED}
"""Code -> one plain sentence saying what is wrong."""
