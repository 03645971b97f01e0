"""Every kind of file a force may send, and every way one can differ from what is declared."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime, time, timedelta

import duckdb
import pytest
import xlsxwriter

from tests.data.drawn import Drawn, intervals

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODS_HEAD = (
    f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
    f'xmlns:text="{OFFICE}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
)
ODS_FOOT = "</office:spreadsheet></office:body></office:document-content>"
COLUMNS = 'offered = "Calls"\nlongest_wait_s = "Longest"'
SHOWN = "epoch(start)::BIGINT, offered, longest_wait_s"
EXPECTED = [
    (int(datetime(2024, 5, 1, 9, 0, tzinfo=UTC).timestamp()), 1234, 348),
    (int(datetime(2024, 5, 1, 9, 30, tzinfo=UTC).timestamp()), 7, 8),
]


@pytest.fixture
def drawn(tmp_path):
    return Drawn(tmp_path)


def declared(drawn, file, *, more="", formats=""):
    entry = intervals(COLUMNS, files=(file,), more=f'grain = "30 minutes"\n{more}')
    return drawn.declare(entry + (f"[files.formats]\n{formats}\n" if formats else ""))


# Spreadsheets


def ods_cell(cell):
    if isinstance(cell, datetime):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell:%Y-%m-%dT%H:%M:%S}"/>'
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        span = f"PT{minutes // 60:02}H{minutes % 60:02}M{seconds:02}S"
        return f'<table:table-cell office:value-type="time" office:time-value="{span}"/>'
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'


def ods(sheets):
    """Return an OpenDocument spreadsheet, by hand: {name of sheet: rows of cells}."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
        tables = ""
        for name, rows in sheets.items():
            lines = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
            tables += f'<table:table table:name="{name}">{lines}</table:table>'
        archive.writestr("content.xml", ODS_HEAD + tables + ODS_FOOT)
    return content.getvalue()


def xlsx(sheets, *, skip=0):
    """Return an Excel workbook with dates and durations as Excel keeps them."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        formats = {
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
            time: book.add_format({"num_format": "hh:mm:ss"}),
        }
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for down, row in enumerate(rows, skip):
                for across, cell in enumerate(row):
                    page.write(down, across, cell, formats.get(type(cell)))
    return content.getvalue()


NINE = datetime(2024, 5, 1, 10, 0)  # noqa: DTZ001 - the clock on the wall, in summer
SHEET = [
    ["Start", "Calls", "Longest"],
    [NINE, 1234, timedelta(minutes=5, seconds=48)],
    [NINE + timedelta(minutes=30), 7, timedelta(seconds=8)],
]


@pytest.mark.parametrize(
    ("file", "content"), [("counts.xlsx", xlsx({"Counts": SHEET})), ("counts.ods", ods({"Counts": SHEET}))]
)
def test_dates_and_durations_of_a_spreadsheet_need_no_format(drawn, file, content):
    assert declared(drawn, file).file(file, content).rows(SHOWN) == EXPECTED


def test_a_duration_that_excel_keeps_as_a_time_of_day(drawn):
    rows = [SHEET[0], [NINE, 1234, time(0, 5, 48)], [NINE + timedelta(minutes=30), 7, time(0, 0, 8)]]
    assert declared(drawn, "counts.xlsx").file("counts.xlsx", xlsx({"Counts": rows})).rows(SHOWN) == EXPECTED


def test_serial_numbers_of_days_where_excel_lost_its_formats(drawn):
    serial = (NINE - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001
    rows = [SHEET[0], [serial, 1234, 348 / 86_400], [serial + 1 / 48, 7, 8 / 86_400]]
    formats = 'start = "excel-days"\nlongest_wait_s = "excel-days"'
    declared(drawn, "counts.xlsx", formats=formats).file("counts.xlsx", xlsx({"Counts": rows}))
    assert drawn.rows(SHOWN) == EXPECTED


@pytest.mark.parametrize("make", [xlsx, ods])
def test_the_declared_sheet_is_read_and_no_other(drawn, make):
    file = f"counts.{make.__name__}"
    content = make({"Cover": [["Contents"]], "Counts": SHEET})
    assert declared(drawn, file, more='sheet = "Counts"').file(file, content).rows(SHOWN) == EXPECTED


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_sheet_that_is_not_there_lists_those_that_are(drawn, make):
    file = f"counts.{make.__name__}"
    declared(drawn, file, more='sheet = "Count"').file(file, make({"Cover": [["x"]], "Counts": SHEET}))
    told = drawn.problem("no-sheet")
    assert told.severity == "error"
    assert "it has Cover and Counts" in told.found


def test_of_several_sheets_the_first_is_read_with_a_warning(drawn):
    declared(drawn, "counts.xlsx").file("counts.xlsx", xlsx({"Counts": SHEET, "Notes": [["x"]]}))
    assert drawn.rows(SHOWN) == EXPECTED
    assert 'sheet = "Counts"' in drawn.problem("first-sheet").action


def test_headings_below_a_title_are_found_and_named(drawn):
    content = xlsx({"Counts": SHEET}, skip=3)
    declared(drawn, "counts.xlsx").file("counts.xlsx", content)
    assert "header_row = 4" in drawn.problem("header-row").action
    assert declared(drawn, "counts.xlsx", more="header_row = 4").rows(SHOWN) == EXPECTED


def test_a_layout_nobody_declared_names_what_is_missing_and_what_is_there(drawn):
    rows = [["Hour", "Monday", "Tuesday"], [9, 12, 14]]
    declared(drawn, "counts.xlsx").file("counts.xlsx", xlsx({"Pivot": rows}))
    told = drawn.problem("missing-column")
    assert told.file == "counts.xlsx/Pivot"
    assert "no column Calls, Longest or Start; it has Hour, Monday, Tuesday" in told.found


def test_a_file_without_headings_shows_nobodys_number(drawn):
    row = "2024-05-01 08:00,07700 900123,Mary Brown\n"
    for more in ("", 'skip_rows = "Page *"'):
        told = declared(drawn, "counts.csv", more=more).file("counts.csv", row * 2).problem("missing-column")
        assert "[phone number], [name]" in told.found


def test_parquet_keeps_its_own_times_and_numbers(drawn, tmp_path):
    path = tmp_path / "counts.parquet"
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT TIMESTAMP '2024-05-01 10:00:00' + INTERVAL 30 MINUTE * n AS \"Start\", "
            '[1234, 7][n + 1] AS "Calls", [348.0, 8.0][n + 1] AS "Longest" FROM range(2) AS t(n)) '
            f"TO '{path.as_posix()}' (FORMAT parquet)"
        )
    assert declared(drawn, "counts.parquet").file("counts.parquet", path.read_bytes()).rows(SHOWN) == EXPECTED


# Text

TEXT = "Start,Calls,Longest,Café\n01/05/2024 10:00,1234,0:05:48,é\n01/05/2024 10:30,7,0:00:08,é\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
def test_every_usual_encoding_is_found(drawn, encoding):
    assert declared(drawn, "counts.csv").file("counts.csv", TEXT.encode(encoding)).rows(SHOWN) == EXPECTED


def test_windows_1252_is_a_guess_and_says_so_until_it_is_declared(drawn):
    declared(drawn, "counts.csv").file("counts.csv", TEXT.encode("cp1252"))
    assert 'encoding = "windows-1252"' in drawn.problem("encoding-guessed").action
    declared(drawn, "counts.csv", more='encoding = "windows-1252"')
    assert "encoding-guessed" not in {problem.code for problem in drawn.examine()[1]}


def test_bytes_that_fit_no_encoding_are_refused(drawn):
    declared(drawn, "counts.csv", more='encoding = "utf-8"').file("counts.csv", TEXT.encode("cp1252"))
    assert "utf-16" in drawn.problem("encoding").action


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(drawn, mark):
    assert declared(drawn, "counts.csv").file("counts.csv", TEXT.replace(",", mark)).rows(SHOWN) == EXPECTED


def test_a_wrong_delimiter_shows_the_header_as_it_was_read(drawn):
    declared(drawn, "counts.csv", more='delimiter = ";"').file("counts.csv", TEXT)
    told = drawn.problem("missing-column")
    assert "it has Start,Calls,Longest" in told.found
    assert "or the delimiter" in told.action


@pytest.mark.parametrize(
    ("start", "calls", "longest", "more", "formats"),
    [
        ("01/05/24 10:{}", "{}", "0:0{}", "", ""),
        ("2024-05-01 10:{}:00", '"1,234"', "0:0{}", "", ""),
        ("01.05.2024 10:{}", "1.234", "348", 'decimal = ","\ndelimiter = "|"', ""),
        ("01/05/2024 10:{}", "1 234", "348", 'thousands = " "', ""),
        ("01/05/2024 10:{}", "1234", "5:48:00", "", 'longest_wait_s = "mm:ss:00"'),
        ("01-May-24 10:{}:00", "1234", "348", "", 'start = "%d-%b-%y %H:%M:%S"'),
    ],
    ids=["two-digit year", "comma for thousands", "point for thousands", "space for thousands", "mm:ss:00", "month"],
)
def test_the_same_figures_however_they_are_written(drawn, start, calls, longest, more, formats):  # noqa: PLR0917
    mark = "|" if "delimiter" in more else ","
    short = "0:08:00" if formats.startswith("longest") else "8"
    first = [start.format("00"), calls.format(1234), longest if "{" not in longest else "5:48"]
    rows = [["Start", "Calls", "Longest"], first, [start.format("30"), "7", short]]
    text = "\n".join(mark.join(row) for row in rows) + "\n"
    assert declared(drawn, "counts.csv", more=more, formats=formats).file("counts.csv", text).rows(SHOWN) == EXPECTED


@pytest.mark.parametrize(("formats", "seconds"), [("", [480, 20880]), ('longest_wait_s = "mm:ss:00"', [8, 348])])
def test_a_system_that_prints_hundredths_is_read_as_declared(drawn, formats, seconds):
    text = "Start,Calls,Longest\n01/05/2024 10:00,7,0:08:00\n01/05/2024 10:30,7,5:48:00\n"
    declared(drawn, "counts.csv", formats=formats).file("counts.csv", text)
    assert [longest for (longest,) in drawn.rows("longest_wait_s")] == seconds


# Packed files


def packed(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), text)
    return content.getvalue()


def test_members_of_a_zip_are_chosen_by_the_pattern_after_the_slash(drawn):
    content = packed(may__counts_csv=TEXT, may__notes_csv="x\n", readme="y")
    assert declared(drawn, "d.zip/may/counts*.csv").file("d.zip", content).rows(SHOWN) == EXPECTED


def test_a_zip_with_nothing_that_fits_is_told(drawn):
    declared(drawn, "d.zip/june/*.csv").file("d.zip", packed(may__counts_csv=TEXT))
    told = drawn.problem("empty-zip")
    assert (told.file, told.severity) == ("d.zip", "error")
    assert "june/*.csv" in told.found


@pytest.mark.parametrize("cut", [1, 9, 40])
def test_a_gz_cut_short_gives_no_row_at_all(drawn, cut):
    whole = TEXT + "".join(f"02/05/2024 {n // 60:02}:{n % 60:02},{n},{n}\n" for n in range(0, 1440, 30))
    declared(drawn, "counts.csv.gz").file("counts.csv.gz", gzip.compress(whole.encode())[:-cut])
    assert drawn.problem("truncated").file == "counts.csv.gz"
    assert drawn.errors() == ["truncated"]


def test_a_file_that_is_not_there_is_asked_for_and_the_templates_are_not_offered_in_its_place(drawn):
    declared(drawn, "counts_*.csv").file("count.csv", TEXT.encode()).file("template_calls.xlsx", b"")
    action = drawn.problem("no-file").action
    assert action == "Put the file into the folder, or correct the name. The folder has: count.csv."


def test_a_date_that_does_not_exist_is_shown_beside_one_that_does(drawn):
    declared(drawn, "counts.csv", more='formats = { start = "%d/%m/%Y %H:%M" }')
    drawn.file("counts.csv", TEXT.replace("01/05/2024 10:00", "31/02/2024 10:00").encode())
    assert drawn.problem("not-a-time").expected == "a date written as %d/%m/%Y %H:%M, as 31/03/2025 14:05"
