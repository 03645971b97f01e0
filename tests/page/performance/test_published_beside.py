"""Real published figures beside a force's own: right, readable, with their source, never ranked."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from reviewkit.data.declared.folders import published_folder
from reviewkit.data.published import published_figures
from reviewkit.page import performance as page
from reviewkit.page.performance.published_words import BASES, basis_words, note_words
from reviewkit.sections import performance
from reviewkit.sections.figures.published import added_up

TOML = """
name = "{name}"
nation = "england"
[governing_body]
kind = "pcc"
name = "Office"
title = "Commissioner"
[period]
start = {start}
end = {end}
[[files]]
table = "intervals"
files = ["counts.csv"]
grain = "month"
[files.columns]
start = "start"
channel = "line"
offered = "offered"
answered = "answered"
answered_10s = "quick"
wait_total_s = "waited"
[files.words.channel]
"999" = "999"
"101" = "101"
[files.constants]
stage = "primary"
"""


def counts(first, months, *, answered=20_000, quick=18_400, waited=120_000):
    starts = pd.date_range(first, periods=months, freq="MS").strftime("%Y-%m-%d")
    rows = [f"{start},{line},22000,{answered},{quick},{waited}" for start in starts for line in ("999", "101")]
    return "\n".join(["start,line,offered,answered,quick,waited", *rows]) + "\n"


@pytest.fixture
def shown(open_force):
    """The tables of published figures for a force and a period, by id, read from data/raw/published."""

    def made(slug, name, start, end, months):
        toml = TOML.format(name=name, start=start, end=end)
        review = open_force(toml, {"counts.csv": counts(start, months)}, slug=slug)
        _, *tables = page.published_beside(review, performance.beside_published(review))
        return {table.id: table for table in tables}

    return made


def cells(table, *, figure, period):
    """The printed value and the source of each row about a figure and a period."""
    return [row[1] for row in table.rows if row[0].startswith(figure) and row[2].startswith(period)]


def test_northumbria_shows_eight_seconds_and_the_share_not_answered(shown):
    own = shown("northumbria", "Northumbria Police", "2020-04-01", "2023-03-31", 36)["published-own"]
    years = [f"The year to March {year}" for year in (2021, 2022, 2023)]
    assert [cells(own, figure="999: mean wait", period=year) for year in years] == [
        ["8 seconds"], ["29 seconds"], ["15 seconds"],
    ]  # fmt: skip
    assert [cells(own, figure="101: mean wait", period=year) for year in years] == [
        ["49 seconds"], ["5 minutes 48 seconds"], ["3 minutes 32 seconds"],
    ]  # fmt: skip
    assert [cells(own, figure="101: offered less answered", period=year) for year in years] == [
        ["17,322 calls (5.7% of those offered)"],
        ["80,403 calls (30.9% of those offered)"],
        ["58,701 calls (25.7% of those offered)"],
    ]
    assert [cells(own, figure="101: calls presented", period=year) for year in years] == [
        ["301,828 calls"], ["260,245 calls"], ["228,182 calls"],
    ]  # fmt: skip
    assert [cells(own, figure="101: calls a person answered", period=year) for year in years] == [
        ["284,506 calls"], ["179,842 calls"], ["169,481 calls"],
    ]  # fmt: skip
    said = " ".join(own.notes)
    assert "prints an average of 8 seconds as 0:08:00 and one of 5 minutes 48 seconds as 5:48:00" in said
    assert "It calls calls not answered the Disparity" in said
    assert "freedom of information" in said
    assert {row[3].split(" [")[0] for row in own.rows if "year to March" in row[2]} == {"Northumbria Police"}


def test_the_metropolitan_months_are_there_and_add_up(shown):
    own = shown("metropolitan", "Metropolitan Police", "2016-10-01", "2017-09-30", 12)["published-own"]
    monthly = [row for row in own.rows if row[0] == "101: calls not completed for whatever reason"]
    assert len(monthly) == 12
    assert sum(int(re.sub(r"\D", "", row[1])) for row in monthly) == 859_073
    assert cells(own, figure="999: calls not completed", period="October 2016") == ["5,626 calls"]
    assert "101: calls not completed for whatever reason, the year to September 2017: 859,073" in own.notes[0]


def test_kent_shows_its_months_and_names_a_copy_without_an_address(shown):
    own = shown("kent", "Kent Police", "2022-08-01", "2023-01-31", 6)["published-own"]
    assert cells(own, figure="999: calls presented", period="August 2022") == ["35,634 calls"]
    assert cells(own, figure="999: offered less answered", period="October 2022") == [
        "676 calls (2.0% of those offered)"
    ]
    assert cells(own, figure="999: mean wait", period="September 2022") == ["21 seconds"]
    assert "999: calls presented to the queue, August 2022 to January 2023: 192,764" in own.notes[0]
    assert 35_634 + 31_316 + 34_280 + 32_013 + 31_080 + 28_441 == 192_764
    [source] = {row[3].split(" [")[0] for row in own.rows if row[2].startswith("August 2022")}
    assert source.endswith("from a copy whose address was not recorded")


def test_west_mercia_shows_its_weeks_with_count_share_and_target(shown):
    own = shown("west-mercia", "West Mercia Police", "2021-05-01", "2021-05-31", 1)["published-own"]
    weeks = ["26 April 2021", "3 May 2021", "10 May 2021", "17 May 2021"]
    assert [cells(own, figure="101: calls answered within 30 seconds", period=week) for week in weeks] == [
        ["6,973 calls"], ["5,754 calls"], ["6,693 calls"], ["6,946 calls"],
    ]  # fmt: skip
    assert [cells(own, figure="101: share answered within 30 seconds", period=week) for week in weeks] == [
        ["60%"], ["63%"], ["63%"], ["60%"],
    ]  # fmt: skip
    assert [cells(own, figure="101: the share the force itself", period=week) for week in weeks] == [["80%"]] * 4


def test_figures_of_other_days_stand_apart(shown):
    tables = shown("northumbria", "Northumbria Police", "2022-04-01", "2023-03-31", 12)
    during = {row[2].split(",")[0] for row in tables["published-own"].rows}
    assert during == {"The year to March 2023", "November 2021 to April 2022"}  # the last has April 2022
    assert [row for row in tables["published-other-days"].rows if row[2].startswith("The year to March 2021")]


def test_a_league_table_from_a_copy_without_an_address_says_so_and_gives_no_place(shown):
    own = shown("kent", "Kent Police", "2023-11-01", "2023-11-30", 1)["published-own"]
    assert [row[3].split(" [")[0] for row in own.rows if row[2].startswith("November 2023")] == [
        "police.uk, 999 performance in November 2023, from a press copy whose address was not recorded"
    ] * 3
    assert "rank" not in " ".join([*own.notes, *(cell for row in own.rows for cell in row)]).replace("ranked here", "")


def test_everything_said_of_a_published_figure_is_a_sentence(tmp_path):
    figures = published_figures(published_folder(tmp_path))
    assert set(figures["basis"]) - {""} <= set(BASES)
    said = [basis_words(text) for text in figures["basis"] if text] + [
        note_words(text) for text in figures["note"] if text
    ]
    for text in filter(None, said):
        assert (
            text[0].isupper()
            or text.startswith(("police.uk", "\N{LEFT DOUBLE QUOTATION MARK}", '"'))
            or text[0].isdigit()
        ), text
        assert text.endswith((".", "?", '"')), text
        assert not re.search(r"\brank(ed)? \d|FOI\b|3rd-party|mm:ss", text), text


def test_months_with_a_gap_are_not_added_up(tmp_path):
    rows = published_figures(published_folder(tmp_path))
    met = rows[(rows["force"] == "metropolitan") & (rows["metric"] == "incomplete") & (rows["channel"] == "101")]
    assert added_up(met)["total"].tolist() == [859_073]
    assert added_up(met[met["period_start"] != "2017-01-01"]).empty
    assert added_up(met.head(2)).empty


def test_a_band_without_an_upper_end_names_no_column_of_ours(shown):
    tables = shown("northumbria", "Northumbria Police", "2022-01-01", "2022-03-31", 3)
    said = [row[0] for row in tables["published-own"].rows]
    assert "999: share of answered calls answered after 1 minute" in said
    assert not [text for text in said if "_s" in text or "where given" in text]


# Own clock and BT's clock


def test_sussex_stands_on_both_clocks_for_the_month_both_know(open_force):
    toml = TOML.format(name="Sussex Police", start="2023-01-01", end="2023-12-31")
    review = open_force(toml, {"counts.csv": counts("2023-01-01", 12)}, slug="sussex")
    clocks = performance.both_clocks(review)
    january = clocks[clocks["first_day"].astype(str) == "2023-01-01"].set_index("measure")
    level = january.loc["service_level_of_answered"]
    assert (level["own"], level["bt"]) == (0.92, 0.808)
    assert level["difference"] == pytest.approx(0.112)
    assert january.loc["answered", ["own", "bt", "difference"]].tolist() == [20_000, 21_524, -1_524]
    [table] = page.own_and_bt(review, clocks)
    row = next(row for row in table.rows if "answered within 10 seconds, January 2023" in row[0])
    assert row[1:4] == ("92.0%", "80.8%", "+11.2 percentage points")
    assert "from its attempt to connect the call until the force picks up" in table.notes[0]
    assert set(clocks["channel"]) == {"999"}


def test_only_days_that_both_clocks_know_are_set_side_by_side(open_force):
    toml = TOML.format(name="Sussex Police", start="2023-02-01", end="2023-12-31")
    review = open_force(toml, {"counts.csv": counts("2023-02-01", 11)}, slug="sussex")
    clocks = performance.both_clocks(review)
    # November 2023 is known to both; the year from November 2023 and January 2023 are not.
    assert {str(day) for day in clocks["first_day"]} == {"2023-11-01"}


def test_without_a_period_on_both_clocks_there_is_no_table(open_force):
    toml = TOML.format(name="Testshire Police", start="2023-01-01", end="2023-12-31")
    review = open_force(toml, {"counts.csv": counts("2023-01-01", 12)})
    assert page.own_and_bt(review, performance.both_clocks(review)) == ()
