"""Find the files that ``force.toml`` names, and bring each to a form DuckDB reads."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from reviewkit.data.declared.force import Source
from reviewkit.data.problems import DataError, Problem
from reviewkit.data.reading import sheets, staged
from reviewkit.data.reading.faults import caution, from_system, refusal, shown
from reviewkit.data.reading.layout.arrange import arrange, is_laid_out
from reviewkit.data.reading.layout.lost import header_rows
from reviewkit.data.reading.staged import Staged
from reviewkit.data.reading.text import opener, scan, sniff, to_utf8

TABULAR = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xlsm", ".ods", ".parquet")


@dataclass(frozen=True, kw_only=True)
class Found:
    """A file on disk, and the member of it where it is a zip; ``name`` is how problems call it.

    ``sheet`` is one sheet of a workbook, where a pattern asks for each of several; it then ends ``name``.
    """

    path: Path
    name: str
    member: str = ""
    sheet: str = ""


def find(source: Source, folder: Path) -> tuple[Found, ...]:
    """Return the files of one ``[[files]]`` entry, in the order declared, then by name.

    A later file corrects an earlier one where both have the same row.

    Raises
    ------
    DataError
        For each name or pattern that matches nothing, and for a zip that cannot be opened.
    """
    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for pattern in source.files:
        try:
            matches = list(_matches(pattern, folder))
        except DataError as error:
            problems += error.problems
            continue
        if not matches:
            problems += _nothing(pattern, folder).problems
        found |= {match.name: match for match in matches if match.name not in found}
    if problems:
        raise DataError(problems)
    return tuple(found.values())


def input_names(source: Source, folder: Path) -> tuple[str, ...]:
    """Return the files on disk that one ``[[files]]`` entry names; patterns that match nothing are skipped."""
    paths = (path for pattern in source.files for path in _glob(_split(pattern)[0], folder))
    return tuple(dict.fromkeys(shown(path, folder) for path in paths))


def sheets_of(found: Found, source: Source, work: Path) -> tuple[Found, ...]:
    """Return a workbook once for each sheet that a pattern asks for, in the order of the workbook; else the file.

    Raises
    ------
    DataError
        When the workbook cannot be opened, or no sheet is like the pattern.
    """
    suffix = Path(found.member or found.path.name).suffix.lower()
    if suffix not in sheets.SUFFIXES or not source.each_sheet:
        return (found,)
    try:
        path = _extracted(found, work) if found.member else found.path
        names = sheets.matching(path, found.name, source)
    except OSError as error:
        raise from_system(error, found.name) from error
    return tuple(Found(path=path, name=f"{found.name}/{sheet}", sheet=sheet) for sheet in names)


def stage(found: Found, source: Source, work: Path) -> tuple[Staged, list[Problem]]:
    """Bring one file to a form DuckDB reads, writing to ``work`` only where it must.

    Raises
    ------
    DataError
        When the file cannot be read, or lacks a column that ``force.toml`` maps.
    """
    try:
        path = _extracted(found, work) if found.member else found.path
        if path.suffix.lower() == ".parquet":
            return staged.parquet(path, found.name, source), []
        if path.suffix.lower() in sheets.SUFFIXES:
            return sheets.stage(path, found.name.removesuffix(f"/{found.sheet}"), source, work, sheet=found.sheet)
        return _stage_text(path, found.name, source, work)
    except OSError as error:
        raise from_system(error, found.name) from error


def _stage_text(path: Path, name: str, source: Source, work: Path) -> tuple[Staged, list[Problem]]:
    start = opener(path)
    result = scan(start, name, declared=source.encoding)
    problems = [_guessed(name)] if result.guessed else []
    readable = path
    if result.encoding not in {"utf-8", "utf-8-sig", "ascii"}:
        readable = staged.aside(work, ".csv")
        to_utf8(start, result.encoding, readable)
    if is_laid_out(source):
        table, more = _arranged_text(readable, name, source, work, sample=result.sample)
        return table, problems + more
    table = staged.delimited(readable, name, source, sample=result.sample)
    return replace(table, lines=result.lines), problems


def _arranged_text(path: Path, name: str, source: Source, work: Path, *, sample: str) -> tuple[Staged, list[Problem]]:
    """Make a report that is delimited text into a table; a line is counted where it begins."""
    rows = header_rows(source)
    delimiter = source.delimiter or sniff(sample, header_row=rows[-1], wanted=staged.mapped(source))
    lines, before = [], 0
    csv.field_size_limit(1 << 24)
    with opener(path)() as stream:
        reader = csv.reader((raw.decode("utf-8-sig") for raw in stream), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                lines.append((before + 1, cells))
                before = reader.line_num
        except csv.Error:
            found, action = (
                "a quotation mark never closed, or one too many",
                "Look at this line, and ask for the file again.",
            )
            raise refusal("unreadable", name, found, "a whole table", action, line=before + 1) from None
    return arrange(lines, name, source, work)


def _split(pattern: str) -> tuple[str, str]:
    """Split ``delivery.zip/*.csv`` into the zip and the pattern of its members."""
    place = pattern.lower().find(".zip/")
    return (pattern, "") if place < 0 else (pattern[: place + 4], pattern[place + 5 :])


def _glob(pattern: str, folder: Path) -> list[Path]:
    exact = folder / pattern
    if exact.is_file():
        return [exact]
    return sorted((path for path in folder.glob(pattern) if path.is_file()), key=lambda path: shown(path, folder))


def _matches(pattern: str, folder: Path) -> Iterator[Found]:
    outer, inner = _split(pattern)
    for path in _glob(outer, folder):
        name = shown(path, folder)
        if path.suffix.lower() != ".zip":
            yield Found(path=path, name=name)
            continue
        members = [
            m for m in _members(path, name) if fnmatchcase(m, inner or "*") and (inner or m.lower().endswith(TABULAR))
        ]
        if not members:
            raise refusal(
                "empty-zip",
                name,
                f"no file inside matches {inner or 'a table'}",
                "the names of the files in the zip",
                "Open the zip, look at the names, and correct files in force.toml.",
            )
        yield from (Found(path=path, name=f"{name}/{member}", member=member) for member in sorted(members))


def _members(path: Path, name: str) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return [item.filename for item in archive.infolist() if not item.is_dir()]
    except zipfile.BadZipFile as error:
        raise _bad_zip(name) from error
    except OSError as error:
        raise from_system(error, name) from error


def _extracted(found: Found, work: Path) -> Path:
    target = staged.aside(work, "".join(Path(found.member).suffixes[-2:]).lower() or ".csv")
    try:
        with zipfile.ZipFile(found.path) as archive, archive.open(found.member) as stream, target.open("wb") as out:
            while chunk := stream.read(1 << 20):
                out.write(chunk)
    except (zipfile.BadZipFile, EOFError) as error:
        raise _bad_zip(found.name) from error
    except RuntimeError as error:
        raise refusal(
            "locked", found.name, "the zip has a password", "a zip without one", "Unpack it and put the files here."
        ) from error
    return target


def _bad_zip(name: str) -> DataError:
    return refusal(
        "truncated", name, "the zip is cut short or damaged", "a whole zip", "Copy it again, or ask for it again."
    )


def _nothing(pattern: str, folder: Path) -> DataError:
    others = sorted(path.name for path in folder.iterdir() if path.is_file() and not _ours(path.name))
    near = f"The folder has: {', '.join(others[:8])}." if others else "The folder has no data files."
    return refusal(
        "no-file",
        pattern,
        "no file of this name",
        "a file that files in force.toml names",
        f"Put the file into the folder, or correct the name. {near}",
    )


def _ours(name: str) -> bool:
    return name in {"force.toml", "received.sha256"} or name.startswith("template_")


def _guessed(name: str) -> Problem:
    return caution(
        "encoding-guessed",
        name,
        "the file is not UTF-8; it was read as windows-1252",
        "a declared encoding",
        'Look at names with accents; if they are right, declare encoding = "windows-1252".',
    )
