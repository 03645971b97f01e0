"""Exampleshire's records worked out a second time: line by line over the files as received, with nothing of ours."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reviewkit.sections import beyond

RECEIVED = Path(__file__).resolve().parents[2] / "data" / "raw" / "exampleshire"
FIRST, AFTER = datetime(2024, 4, 1), datetime(2025, 4, 1)  # noqa: DTZ001 - the clock on the wall, as the files have it
ROLES = {"FCR": "control room", "OIC": "investigator", "Response": "officer", "VCU": "victim care"}
CHANGED = datetime(2024, 10, 27, 1), datetime(2025, 3, 30, 1)  # noqa: DTZ001


def lines(name: str) -> list[dict[str, str]]:
    with (RECEIVED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clock(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007


def between(first: datetime, last: datetime) -> timedelta:
    """Return the time from one to the other: an hour more over the autumn's change, an hour less over the spring's."""
    autumn, spring = (first < change < last for change in CHANGED)
    return last - first + timedelta(hours=autumn - spring)


@pytest.fixture(scope="module")
def review(opened, exampleshire_data):
    return opened("exampleshire", exampleshire_data)


def test_contact_back(review):
    counts, roles = Counter(), Counter()
    for line in lines("contact_back.csv"):
        due = clock(line["Due"])
        if not FIRST <= due < AFTER:
            counts["not_yet_due"] += 1
            continue
        made = clock(line["Contact made"]) if line["Contact made"] else None
        kind = "open" if made is None else "in_time" if made <= due else "late"
        counts["due"] += 1
        counts[kind] += 1
        roles[ROLES.get(line["Contacted by"]), kind] += 1
    [row] = beyond.contact_back(review).to_dict("records")
    assert {name: row[name] for name in counts} == counts
    table = beyond.contact_back_by_role(review)
    found = {(part.made_by, kind): getattr(part, kind) for part in table.itertuples() for kind in ("in_time", "late")}
    assert found == {key: count for key, count in roles.items() if key[0]}


def test_service_standards(review):
    due, kept = Counter(), Counter()
    for line in lines("service_standards.csv"):
        due[line["Standard"]] += int(line["Due"])
        kept[line["Standard"]] += int(line["Kept"])
    table = beyond.service_standards(review).set_index("standard")
    assert dict(table["due"]) == due
    assert dict(table["share"]) == pytest.approx({name: kept[name] / due[name] for name in due})


def test_intelligence(review):
    rows = lines("intelligence.csv")
    times = sorted(
        between(clock(row["Submitted"]), clock(row["Opened by analyst"])).total_seconds()
        for row in rows
        if row["Opened by analyst"]
    )
    [found] = beyond.intelligence(review).to_dict("records")
    # The first time by which half, and nine in ten, of all had reached an analyst; those that never did are no times.
    assert found["half_s"] == times[-(-len(rows) // 2) - 1]
    assert found["nine_in_ten_s"] == times[-(-9 * len(rows) // 10) - 1]
    use = Counter(row["Use recorded"] for row in rows)
    assert (found["submitted"], found["stated"], found["looked"]) == (len(rows), use["Y"], use["Y"] + use["N"])
    assert found["share"] == pytest.approx(use["Y"] / (use["Y"] + use["N"]))


def test_barriers(review):
    assert Counter(beyond.barriers(review)["status"]) == Counter(line["Status"] for line in lines("barriers.csv"))
