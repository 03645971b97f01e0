"""After the call, as a reader sees it: what is said, what is not shown, and nothing where nothing came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from reviewkit.data.review import open_review
from reviewkit.page import performance as page
from reviewkit.page.performance import beyond as words
from reviewkit.sections import beyond
from tests.data.drawn import Drawn
from tests.data.drawn_records import entry

DUE = "to contact a victim back fell due in June 2024"
TAKEN = "when the records were taken."
CAME = "100 intelligence reports were submitted from calls in June 2024."
HALF = f"{CAME} Half of them reached an analyst within 2 hours"


@pytest.fixture
def review(tmp_path, monkeypatch):
    """A review of June 2024 of a force that supplied its register of barriers alone."""
    columns = ("id", "kind", "description", "evidence", "status")
    drawn = Drawn(tmp_path).declare(entry("barriers", *columns), start="2024-06-01", end="2024-06-30")
    drawn.file("barriers.csv", ",".join(columns) + "\nB1,people,Few.,,open\n")
    monkeypatch.setenv("REVIEWKIT_DATA", str(tmp_path))
    return open_review("exampleshire")


def contact(**changes: object) -> pd.DataFrame:
    row = {"due": 100, "in_time": 60, "late": 25, "open": 15, "not_yet_due": 0, "share": 0.6}
    return pd.DataFrame([row | {"withheld": False, "reason": ""} | changes])


def roles(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["made_by", "made", "in_time", "late", "share", "withheld", "reason"])


def standards(**changes: object) -> pd.DataFrame:
    row = {"standard": "Ring back in a day", "due": 100, "kept": 60, "missed": 40, "told": np.nan, "share": 0.6}
    row |= {"promised_share": 0.9, "verdict": "missed", "citation": "Charter, page 3", "left_out": 0}
    return pd.DataFrame([row | {"withheld": False, "reason": ""} | changes])


def reports(**changes: object) -> pd.DataFrame:
    row = {"submitted": 100, "reached": 95, "waiting": 5, "looked": 80, "stated": 40, "unstated": 40, "share": 0.5}
    row |= {"half_s": 7_200.0, "half_reason": "", "nine_in_ten_s": 90_000.0, "nine_in_ten_reason": ""}
    return pd.DataFrame([row | {"withheld": False, "reason": ""} | changes])


def register(*rows: dict) -> pd.DataFrame:
    names = ("id", "kind", "description", "evidence", "effect", "cost", "cost_unit", "owner", "raised", "status")
    plain = {"id": "B1", "kind": "people", "description": "Few people.", "status": "open"}
    return pd.DataFrame([plain | row for row in rows], columns=names).astype({"cost": float})


# Contact back


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            f"100 promises {DUE}. 60 (60%) were kept in time, 25 (25%) were kept late and 15 (15%) had not been kept "
            + TAKEN,
        ),
        ({"due": 0, "share": np.nan}, "No promise to contact a victim back fell due in June 2024."),
        (
            {"due": 9, "in_time": 9, "withheld": True},
            "Fewer than 10 promises to contact a victim back fell due in June 2024: too few for figures.",
        ),
        (
            {"late": 3, "withheld": True},
            f"100 promises {DUE}. How many were kept is not shown: fewer than 10 were late, open or in time.",
        ),
    ],
)
def test_what_became_of_promises_is_one_paragraph(review, changes, said):
    [prose] = page.contact_back(review, contact(**changes), roles())
    assert prose.paragraphs == (said,)


def test_promises_not_yet_due_are_named_as_left_out(review):
    [prose] = page.contact_back(review, contact(not_yet_due=12), roles())
    assert prose.paragraphs[0].endswith(" 12 more had been made and were not yet due: they are left out.")
    [prose] = page.contact_back(review, contact(not_yet_due=4), roles())
    assert prose.paragraphs[0].endswith(" Fewer than 10 more had been made and were not yet due: they are left out.")


def test_a_withheld_role_is_neither_on_the_page_nor_in_its_csv(review):
    frame = roles(
        ("officer", 40, 30, 10, 0.75, False, ""),
        ("other", 23, 23, 0, 1.0, True, ""),
        ("victim care", 7, 7, 0, 1.0, True, ""),
    )
    _, table = page.contact_back(review, contact(), frame)
    assert table.rows == (
        ("Officer", "75.0", "30", "10", "40"),
        ("Other", "[c]", "[c]", "[c]", "[c]"),
        ("Victim care", "[c]", "[c]", "[c]", "[c]"),
    )
    assert "[c] withheld so that nobody can be recognised." in table.notes
    assert "23" not in table.csv
    assert "7" not in table.csv.splitlines()[-1]


# Service standards


def test_a_standard_stands_beside_what_was_promised_with_its_document(review):
    [table] = page.service_standards(review, standards())
    assert table.rows == (("Ring back in a day", "60.0", "90", "Missed", "60", "100", "[x]"),)
    assert "Ring back in a day: Charter, page 3." in table.notes
    assert "[x] not available: The records do not say how many were told." in table.notes
    assert table.title == "The service standard was not kept as often as promised"


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (["met", "met"], "2 of 2 service standards were kept as often as promised"),
        (["met", "missed", "cannot be told"], "1 of 2 service standards was kept as often as promised"),
        (["missed", "missed"], "None of 2 service standards was kept as often as promised"),
        (["cannot be told"], "No service standard can be held against what was promised"),
    ],
)
def test_the_title_counts_the_standards_that_can_be_told(verdicts, title):
    assert words.title_standards(pd.DataFrame({"verdict": verdicts})) == title


def test_records_that_reach_beyond_the_period_are_told(review):
    [table] = page.service_standards(review, standards(left_out=2))
    assert "Left out: 2 records that reach beyond the period under review." in table.notes


# Intelligence


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            (
                f"{HALF}, and 9 in 10 within 25 hours. It is known of 80 of them whether a use was written down; "
                "for 40 (50%) one was."
            ),
        ),
        ({"submitted": 0}, "No intelligence was submitted from calls in June 2024."),
        (
            {"submitted": 9},
            "Fewer than 10 intelligence reports were submitted from calls in June 2024: too few for figures.",
        ),
        (
            {"nine_in_ten_s": np.nan, "looked": 0, "share": np.nan},
            f"{HALF}; more than 1 in 10 had reached none {TAKEN} {beyond.NOBODY_LOOKED}",
        ),
        (
            {"half_s": np.nan, "nine_in_ten_s": np.nan, "withheld": True},
            (
                f"{CAME} More than half of them had reached no analyst {TAKEN} How many had a use stated is not shown, "
                "because the number, or that of the others, is too small."
            ),
        ),
    ],
)
def test_intelligence_is_one_paragraph_in_plain_words(review, changes, said):
    [prose] = page.intelligence(review, reports(**changes))
    assert prose.paragraphs == (said,)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "1 minute"), (61, "2 minutes"), (3_599, "60 minutes"), (3_600, "1 hour"), (3_601, "2 hours"),
     (259_199, "72 hours"), (259_200, "3 days"), (259_201, "4 days")],
)  # fmt: skip
def test_a_time_is_rounded_up_so_that_within_stays_true(seconds, said):
    assert words.span(seconds) == said


# Barriers


def test_a_barrier_has_its_evidence_cost_owner_and_status(review):
    full = {"evidence": "A log.", "effect": "Longer calls.", "cost": 1_250.5, "cost_unit": "pounds", "owner": "Head"}
    [table] = page.barriers(review, register(full, {"id": "B2", "status": "in hand"}))
    assert table.rows == (
        ("B1, people: Few people.", "A log.", "Longer calls.", "£1,250.50", "Head", "Open"),
        ("B2, people: Few people.", "None supplied.", "Not stated", "Not stated", "Nobody named", "In hand"),
    )


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([{"evidence": "A log."}], "1 barrier to answering well stands"),
        ([{}, {"evidence": "A log."}], "2 barriers to answering well stand, 1 without evidence"),
        ([{"evidence": "A log."}, {"status": "removed"}], "1 barrier to answering well stands; 1 has been removed"),
        ([{"status": "removed"}] * 2, "0 barriers to answering well stand; 2 have been removed"),
    ],
)
def test_the_title_counts_the_barriers_that_stand(rows, title):
    assert words.title_barriers(register(*rows)) == title


# What was not supplied


def test_one_line_says_what_the_force_would_have_to_supply(review):
    [prose] = page.records_not_supplied(review)
    assert prose.paragraphs == (
        (
            "No records were supplied of contact back with victims, service standards and intelligence from calls. "
            "To show them, fill in template_contact_back.xlsx, template_service_standards.xlsx and "
            "template_intelligence.xlsx, which reviewkit new writes."
        ),
    )


def test_nothing_stands_on_the_page_for_what_was_not_supplied(review):
    assert page.contact_back(review, beyond.contact_back(review), beyond.contact_back_by_role(review)) == ()
    assert page.service_standards(review, beyond.service_standards(review)) == ()
    assert page.intelligence(review, beyond.intelligence(review)) == ()
    assert len(page.barriers(review, beyond.barriers(review))) == 1


# Findings


def test_each_part_gives_a_finding_that_can_be_cited(review):
    found = page.found_after_the_call(review, contact(), standards(), reports(), register({}))
    assert {finding.id: (finding.value, finding.unit) for finding in found} == {
        "performance/contact-back/in-time/all/all/level": (0.6, "share"),
        "performance/service-standard/ring-back-in-a-day/all/all/promise": (0.6, "share"),
        "performance/intelligence/time-to-an-analyst/all/all/nine-in-ten": (90_000, "seconds"),
        "performance/intelligence/use-stated/all/all/level": (0.5, "share"),
        "performance/barriers/standing/all/all/count": (1, "barriers"),
    }
    assert {(finding.start, finding.end) for finding in found} == {(date(2024, 6, 1), date(2024, 6, 30))}


def test_what_is_withheld_or_cannot_be_told_is_no_finding(review):
    unknown = reports(submitted=5, half_s=np.nan, nine_in_ten_s=np.nan, share=np.nan)
    withheld = {"withheld": True}
    parts = (contact(**withheld), standards(**withheld), unknown, register({})[:0])
    assert page.found_after_the_call(review, *parts) == ()


def test_records_of_an_invented_force_are_said_to_be_invented(review):
    invented = replace(review, force=replace(review.force, synthetic=True))
    by_role = roles(("control_room", 20, 15, 5, 0.75, False, ""))
    shown = [page.contact_back(it, contact(), by_role)[-1].source for it in (review, invented)]
    name = review.force.name
    assert shown == [f"{name}: records.", f"{name}: records (invented data)."]
    listed = register({"evidence": "A log.", "effect": "Waits.", "owner": "The head."})
    assert page.barriers(invented, listed)[0].source == f"{name}: register (invented data)."
