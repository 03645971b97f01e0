"""The allow-list: what a notebook publishes, what is left out, what stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from nbformat import v4

from reviewkit.page.cards import Card, Cards
from reviewkit.page.display import CHART, Chart, Column, Notice, Prose, Table
from reviewkit.page.findings import Finding
from reviewkit.press.faults import ExportError
from reviewkit.press.reading import read

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text x="1" y="1">words</text></svg>'
TABLE = Table(
    id="calls", title="Calls by month", source="the force", columns=(Column(name="Month"), Column(name="Calls")),
    rows=(("May", "1"), ("June", "2")), csv="month,calls\nMay,1\nJune,2\n",
)  # fmt: skip
CHART_OF_CALLS = Chart(
    id="chart", title="More calls in June than in May", subtitle="Calls", source="the force", svg_wide=DRAWING,
    svg_narrow=DRAWING, alt="There was 1 call in May and there were 2 in June.", table=replace(TABLE, id="chart-table"),
)  # fmt: skip
CARDS = Cards(
    id="defined", title="Definitions", source="this review", cards=(Card(name="Calls", facts=(("Counted", "all"),)),)
)
FINDING = Finding(
    id="hello/calls/all/101/primary/change", statement="There were 2 calls in June.", value=2, unit="calls",
    definition="calls offered", start=date(2025, 6, 1), end=date(2025, 6, 30), anchor="calls",
)  # fmt: skip


def shown(item: object) -> dict:
    return v4.new_output("execute_result", data=item._repr_mimebundle_(), execution_count=1)


def notebook(*outputs: dict, title: str = "# Hello") -> dict:
    cells = [v4.new_markdown_cell(f"{title}\n\nFirst *words*.")]
    return v4.new_notebook(cells=[*cells, *(v4.new_code_cell("secret = 1", outputs=[output]) for output in outputs)])


def refusals(*outputs: dict) -> list[str]:
    with pytest.raises(ExportError) as refused:
        read(notebook(*outputs), section="hello")
    return list(refused.value.faults)


def changed(item: Chart, **fields: str) -> dict:
    data = item._repr_mimebundle_()
    return v4.new_output("display_data", data=data | {CHART: data[CHART] | fields})


def test_our_displays_are_published():
    page = read(
        notebook(*map(shown, (TABLE, CHART_OF_CALLS, CARDS, Prose(paragraphs=("a",)), Notice(title="b"), FINDING))),
        section="hello",
    )
    assert (page.title, page.lead) == ("Hello", "First words.")
    assert [block.kind for block in page.blocks] == ["markdown", "table", "chart", "cards", "prose", "notice"]
    made = {"calls": TABLE.csv, "chart": TABLE.csv, "defined": CARDS.csv}
    assert page.figures == {f"hello_{name}.csv": text for name, text in made.items()}
    assert [finding["section"] for finding in page.findings] == ["hello"]
    assert page.dropped == []


def test_everything_else_is_left_out_and_listed():
    page = read(
        notebook(
            v4.new_output("display_data", data={"text/html": "<script>", "text/plain": "x"}),
            v4.new_output("stream", name="stdout", text="debugging"),
            v4.new_output("stream", name="stderr", text=" \n"),
        ),
        section="hello",
    )
    assert [block.kind for block in page.blocks] == ["markdown"]
    assert page.dropped == [
        "hello, cell 2: an output of type text/html, text/plain",
        "hello, cell 3: printed text, 'debugging'",
    ]


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (v4.new_output("error", ename="KeyError", evalue="'x'", traceback=[]), "ended with an error, KeyError: 'x'"),
        (v4.new_output("stream", name="stderr", text="FutureWarning: x"), "wrote a warning, 'FutureWarning: x'"),
        (shown(Prose(paragraphs=("Read /home/officer/calls.csv",))), "a path of this computer"),
        (shown(Prose(paragraphs=(r"Read C:\Users\officer\calls.csv",))), "a path of this computer"),
        (shown(replace(TABLE, csv="file\n/home/officer/calls.csv\n")), "a path of this computer"),
        (changed(CHART_OF_CALLS, alt=""), "no text alternative of its own"),
        (changed(CHART_OF_CALLS, alt="No description has been provided for this image"), "no text alternative"),
        (changed(CHART_OF_CALLS, alt="Chart of calls"), "no text alternative"),
        (changed(CHART_OF_CALLS, alt=CHART_OF_CALLS.title), "no text alternative"),
        (changed(CHART_OF_CALLS, title=" "), "chart chart has no title"),
        (changed(CHART_OF_CALLS, source=""), "chart chart has no source"),
        (shown(replace(TABLE, source="")), "table calls has no source"),
        (
            changed(CHART_OF_CALLS, svg_wide=DRAWING.replace("text", "script")),
            "chart chart, wide: the drawing has <script>",
        ),
        (changed(CHART_OF_CALLS, svg_wide=DRAWING.replace("words", "/home/officer/x")), "a path of this computer"),
        (changed(CHART_OF_CALLS, id="../x"), "the id '../x' is not"),
        (shown(FINDING), "a finding points to 'calls', which is not on the page"),
        (v4.new_output("display_data", data={CHART: {}}), "a display is not as it should be"),
    ],
)
def test_what_must_not_be_published_stops_the_page(output, words):
    (fault,) = refusals(output)
    assert fault.startswith("cell 2: ")
    assert words in fault


def test_all_refusals_come_together_with_their_cells():
    faults = refusals(shown(replace(TABLE, source="")), shown(TABLE))
    assert [fault[:7] for fault in faults] == ["cell 2:", "cell 3:"]
    assert "used twice" in faults[1]


def test_a_second_title_is_refused():
    book = notebook()
    book.cells.append(v4.new_markdown_cell("# Again"))
    with pytest.raises(ExportError, match="a second title, 'Again'"):
        read(book, section="hello")


def test_a_heading_makes_way_for_a_chart_of_the_same_name():
    book = notebook(shown(TABLE))
    book.cells.insert(0, v4.new_markdown_cell("## Calls"))
    assert [heading.id for heading in read(book, section="hello").headings] == ["calls-2"]


@pytest.mark.parametrize(("rows", "first", "rest"), [(12, 12, 0), (14, 14, 0), (15, 12, 3), (60, 12, 48)])
def test_a_long_table_folds_away_but_not_for_two_rows(rows, first, rest):
    table = replace(TABLE, rows=tuple((f"Row {number}", "1") for number in range(rows)))
    (block,) = read(notebook(shown(table)), section="hello").blocks[1:]
    assert (block.content["first"], block.content["rest"]) == (first, rest)


def test_cells_are_numbered_as_in_the_notebook_as_written():
    book = notebook(v4.new_output("stream", name="stdout", text="x"))
    book.cells.insert(1, v4.new_code_cell("", metadata={"tags": ["injected-parameters"]}))
    assert read(book, section="hello").dropped == ["hello, cell 2: printed text, 'x'"]
