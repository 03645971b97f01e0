"""The caller's journey on the page: plain sentences, pictures, tables, and the plain reason where there is none."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from reviewkit.data.review import open_review
from reviewkit.page import performance as page
from reviewkit.page.display import Chart, Notice, Prose, Table
from reviewkit.sections import journey
from tests.sections.test_journey import COUNTS, NAMED, callers, days_of_calls, number, opened, row  # noqa: F401

BANNED = re.compile(r"\b(p9[05]|percentile|median|XmR|Erlang|SARIMA|NaN|nan)\b")


def shown(review):
    end_to_end = page.from_end_to_end(review, journey.waits(review), journey.flow(review), journey.long_waits(review))
    people = (journey.repeats(review), journey.spill(review), journey.without_number(review))
    return end_to_end, page.the_same_caller(review, *people)


def texts(item):
    return json.dumps(next(iter(item._repr_mimebundle_().values())))


@pytest.fixture(scope="module")
def exampleshire(exampleshire_data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIEWKIT_DATA", str(exampleshire_data))
        return open_review("exampleshire")


def test_exampleshire_shows_words_a_picture_tables_and_days(exampleshire):
    (said, ways, waits, days), people = shown(exampleshire)
    assert [type(item) for item in (said, ways, waits, days)] == [Prose, Chart, Table, Chart]
    assert [type(item) for item in people] == [Prose, Table, Table, Table]
    assert "9 in 10 waited no more than" in said.paragraphs[0]
    assert "is not waiting" in said.paragraphs[1]
    assert "4 March 2025 to 31 March 2025 only" in said.paragraphs[-1]
    assert "of 101 calls went on to a second stage" in ways.title
    assert [row[0] for row in waits.rows][:2] == ["999: all answered at last", "999: all who gave up"]
    assert "people who rang 101 waited more than 10 minutes on " in days.title
    for item in (said, ways, waits, days, *people):
        assert not BANNED.search(texts(item)), item


def test_every_table_says_its_source_and_the_days_of_the_calls(exampleshire):
    (_, ways, waits, days), (_, *tables) = shown(exampleshire)
    for item in (ways, ways.table, waits, days, days.table, *tables):
        assert "single calls of 4 March 2025 to 31 March 2025 (invented data)" in item.source


def test_findings_say_the_days_of_the_calls_and_none_is_a_headline(exampleshire):
    frames = (journey.waits(exampleshire), journey.repeats(exampleshire), journey.spill(exampleshire))
    found = page.found_on_the_journey(exampleshire, *frames)
    assert {finding.anchor for finding in found} == {"end-to-end-waits", "rang-again", "rang-999-after-101"}
    assert {(finding.start.isoformat(), finding.headline) for finding in found} == {("2025-03-04", False)}


def test_counts_alone_give_one_notice_each_with_the_reason(open_force):
    days = pd.date_range("2024-04-01", "2024-04-30")
    counts = pd.DataFrame({"start": days.strftime("%Y-%m-%d"), "offered": 10, "answered": 9}).to_csv(index=False)
    for (notice,) in shown(open_force(COUNTS, {"counts.csv": counts})):
        assert isinstance(notice, Notice)
        assert notice.paragraphs == (journey.NO_CALLS.format(grain="day"),)


def test_calls_of_one_stage_have_waits_and_no_picture(opened):  # noqa: F811 - the fixture of the section's tests
    (said, waits, days), (notice,) = shown(opened([row("A", 0), row("B", 1, wait=9)], 'call_id = "id"'))
    assert isinstance(said, Prose)
    assert waits.rows == (("101: all answered at last", "2", "0:05", "0:09", "0:09", "0", "0.0"),)
    assert isinstance(days, Notice)
    assert "No caller waited so long" in days.paragraphs[0]
    assert notice.paragraphs == (journey.NO_CALLERS,)


def test_nobody_is_said_to_have_waited_no_seconds(opened):  # noqa: F811
    (said, waits, _), _ = shown(
        opened([row("A", 0, wait=0), row("B", 1, wait=0), row("C", 2, wait=8)], 'call_id = "id"')
    )
    assert said.paragraphs[0] == (
        "Of 101 callers who were answered, 9 in 10 waited no more than 8 seconds in all, and half did not wait at all."
    )
    assert not any("recorded message" in note for note in waits.notes)


def test_calls_without_waits_say_so_and_still_show_where_they_went(opened):  # noqa: F811
    calls = [row("A", 0, wait=""), row("A", 2, leg=2, stage="S", wait=""), row("B", 3, wait="")]
    (said, ways, waits, days), _ = shown(opened(calls))
    assert all(said.paragraphs)
    assert journey.NO_WAITS in said.paragraphs[-1]
    assert isinstance(ways, Chart)
    assert waits.rows[0][2:] == ("[x]",) * 5
    assert days.paragraphs == (journey.NO_WAITS,)


def test_stages_beyond_the_third_are_one_place_and_no_call_is_lost(opened):  # noqa: F811
    stages = ("P", "S", "P", "S", "P")
    calls = [row("A", 5 * place, leg=place + 1, stage=stage) for place, stage in enumerate(stages)]
    calls += [row("B", 1, outcome="B"), row("C", 2), row("C", 4, leg=2, stage="S")]
    ways = shown(opened(calls))[0][1]
    assert ways.alt.endswith(
        "From first answer (3 calls): 2 to second queue and 1 to gave up. From second queue (2 calls): "
        "1 to further stages and 1 to answered. From further stages (1 call): 1 to answered."
    )
    assert len(ways.table.rows) == 7


def test_too_few_people_are_marked_and_nowhere_in_the_download(opened):  # noqa: F811
    _, (said, again, turned, _) = shown(opened([*callers(9), row("N", 5, line="999", caller=number(7))]))
    assert again.rows[0][1:] == ("[c]", "[c]", "[c]")
    assert any(note.startswith("[c] Fewer than 10 people") for note in again.notes)
    assert ",9," not in again.csv
    assert not any("rang again" in text for text in said.paragraphs)
    assert turned.rows[0][1:] != ("0", "0", "0.0")


def test_numbers_that_are_not_there_for_999_refuse_that_table_alone(opened):  # noqa: F811
    _, (said, again, turned, without) = shown(opened(callers(20)))
    assert again.rows[0] == ("After any call, within 24 hours", "100", "20", "20.0")
    assert turned.rows == (("Gave up on 101", "[x]", "[x]", "[x]"),)
    assert turned.notes[-1] == f"[x] not available: {journey.NOT_BOTH}"
    assert without.rows[0][1:] == ("130", "10", "7.7")
    assert not any("rang 999" in text for text in said.paragraphs)
