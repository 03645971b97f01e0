"""The lines of a report sorted out, one small report at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.data.declared.layout import Layout
from reviewkit.data.reading.layout.rows import Sorter, headings

HEAD = ["Queue", "Calls"]


def sort(rows, *, header=(1,), **keys):
    lines = list(enumerate(rows, 1))
    cells = [row for line, row in lines if line in header]
    return Sorter(Layout(**keys), header=cells, header_rows=header).sort(lines)


def seen(found):
    return [(row.line, row.cells, row.section) for row in found.rows]


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ([["Date", "Calls"]], ("Date", "Calls")),
        ([["", "Calls", ""], ["Date", "in", "out"]], ("Date", "Calls in", "Calls out")),
        ([["Date", "Calls", "", ""], ["", "in", "out", ""]], ("Date", "Calls in", "Calls out")),
        ([["A", ""], ["", "x"]], ("A", "A x")),
        ([["", "A", "", ""], ["", "b", "", "c"], ["Day", "1", "2", "3"]], ("Day", "A b 1", "A b 2", "A c 3")),
        ([["Calls\noffered ", " Time"]], ("Calls offered", "Time")),
        ([["A"], ["a", "b"]], ("A a", "A b")),
        ([["", ""]], ()),
    ],
)
def test_header_rows_are_joined_and_an_empty_upper_cell_carries_on(rows, joined):
    assert headings(rows) == joined


def test_titles_above_and_empty_lines_and_headings_printed_again_are_no_rows():
    found = sort([["Report"], [], HEAD, ["A", "1"], [""], ["Queue ", "Calls"], ["B", "2"]], header=(3,))
    assert seen(found) == [(4, ("A", "1"), ""), (7, ("B", "2"), "")]


def test_lines_to_skip_are_known_by_their_first_filled_cell():
    rows = [HEAD, ["A", "1"], ["PAGE 2", ""], ["", "page 3"], ["B", "Page 4"]]
    assert [row[0] for row in seen(sort(rows, skip_rows=("Page *",)))] == [2, 5]


def test_nothing_is_read_from_the_line_that_ends_a_report():
    assert [row[0] for row in seen(sort([HEAD, ["A", "1"], ["End", ""], ["B", "2"]], stop_at=("end",)))] == [2]


def test_an_empty_cell_means_the_one_above_past_a_page_break_but_not_into_a_new_section():
    rows = [HEAD, ["A", "1"], ["Page 2", ""], ["", "2"], ["Queue: x", ""], ["", "3"]]
    found = sort(rows, fill_down=("Queue",), skip_rows=("Page*",), section="Queue: *")
    assert seen(found) == [(2, ("A", "1"), ""), (4, ("A", "2"), ""), (6, ("", "3"), "x")]


def test_a_section_may_begin_above_the_headings_and_be_spread_over_cells():
    rows = [["Skill:", "ENQ", "1"], HEAD, ["A", "1"], ["Skill:", "X"], ["B", "2"]]
    found = sort(rows, header=(2,), section="skill: *")
    assert seen(found) == [(3, ("A", "1"), "ENQ 1"), (5, ("B", "2"), "X")]
    assert found.sections == 2


def test_a_star_alone_is_a_line_with_one_filled_cell():
    found = sort([HEAD, ["ENQ", ""], ["A", "1"], ["", "General"], ["B", "2"]], section="*")
    assert seen(found) == [(3, ("A", "1"), "ENQ"), (5, ("B", "2"), "General")]


def test_rows_shorter_or_wider_than_the_headings_are_set_aside_with_their_lines():
    found = sort([HEAD, ["A"], ["B", "2", ""], ["C", "3", "4"]])
    assert (found.odd, seen(found)) == ([(2, 1), (4, 3)], [(3, ("B", "2"), "")])


# Which rows a total adds up


def spans(rows, **keys):
    found = sort([HEAD, *rows], **keys)
    return [(total.row.line, [row.line for row in found.rows[total.first : total.last]]) for total in found.totals]


A, B, C, TOTAL, GRAND = ["A", "1"], ["B", "2"], ["C", "3"], ["Total", "3"], ["Grand", "6"]


@pytest.mark.parametrize(
    ("rows", "keys", "expected"),
    [
        ([A, B, TOTAL], {}, [(4, [2, 3])]),
        ([A, TOTAL, B, C, TOTAL], {}, [(3, [2]), (6, [4, 5])]),
        ([A, TOTAL, B, TOTAL, TOTAL], {}, [(3, [2]), (5, [4]), (6, [4])]),
        ([A, TOTAL, B, TOTAL, ["Total all", "3"]], {}, [(3, [2]), (5, [4]), (6, [2, 4])]),
        ([A, TOTAL, B, TOTAL, GRAND, C, TOTAL, GRAND], {"totals": ("Total*", "Grand")},
         [(3, [2]), (5, [4]), (6, [2, 4]), (8, [7]), (9, [7])]),
        ([TOTAL, A, B], {}, [(2, [3, 4])]),
        ([["Q: x", ""], TOTAL, A, ["Q: y", ""], TOTAL, B, C], {"section": "Q: *"}, [(3, [4]), (6, [7, 8])]),
        ([["Q: x", ""], A, ["Q: y", ""], B, TOTAL, GRAND], {"section": "Q: *", "totals": ("Total", "Grand")},
         [(6, [5]), (7, [3, 5])]),
        ([["Q: x", ""], TOTAL, A], {"section": "Q: *", "stop_at": ("A",)}, [(3, [])]),
        ([A, ["Total", "1"], ["B", "2"]], {"stop_at": ("Total",)}, [(3, [2])]),
    ],
    ids=["all", "blocks", "the same label again", "a grand total without level", "levels", "above its rows",
         "above, in sections", "below, in sections", "of nothing", "that ends the report"],
)  # fmt: skip
def test_a_total_adds_up_the_rows_since_the_last_of_its_level(rows, keys, expected):
    assert spans(rows, **{"totals": ("Total*",), **keys}) == expected


@given(
    st.lists(st.lists(st.integers(0, 99), min_size=1, max_size=4), min_size=1, max_size=4),
    st.lists(st.sampled_from([[], HEAD, ["Page 1", ""]]), max_size=4),
    st.randoms(use_true_random=False),
)
def test_page_breaks_change_neither_rows_nor_totals(blocks, breaks, random):
    report = []
    for number, block in enumerate(blocks):
        report.append([f"Queue: {number}", ""])
        report += [[f"q{number}", str(calls)] for calls in block]
        report.append(["Total", str(sum(block))])
    report.append(["Grand total", str(sum(map(sum, blocks)))])
    for line in breaks:
        report.insert(random.randint(0, len(report)), line)
    found = sort([HEAD, *report], totals=("Total", "Grand total"), section="Queue: *", skip_rows=("Page *",))
    assert [(row.section, int(row.cells[1])) for row in found.rows] == [
        (str(number), calls) for number, block in enumerate(blocks) for calls in block
    ]
    for total in found.totals:
        assert int(total.row.cells[1]) == sum(int(row.cells[1]) for row in found.rows[total.first : total.last])
