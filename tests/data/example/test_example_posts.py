"""The posts and hours of an invented force: the rota its calls were answered with, and figures that hold together."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from reviewkit.data.example.invent import EXAMPLESHIRE, invented
from reviewkit.data.example.posts import ABSENCES, DAYS, ROLES
from reviewkit.data.example.records import records
from reviewkit.data.example.staff import FEWEST, rota


@pytest.fixture(scope="module", params=[EXAMPLESHIRE, invented(3, seed=5)], ids=["exampleshire", "another"])
def force(request):
    return request.param


@pytest.fixture(scope="module")
def made(force) -> dict[str, list[dict[str, str]]]:
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
        for name, content in records(force).items()
    }


def test_the_rota_is_what_the_calls_were_answered_with(force, made):
    for queue, role in enumerate(ROLES):
        planned = np.maximum(np.rint(rota(force, queue)), FEWEST[queue])
        for row in (row for row in made["rota"] if row["Role"] == role):
            first, end = (int(row[name][:2]) * 2 for name in ("Start", "End"))
            there = planned[DAYS.index(row["Day"]), first : end or 48]
            assert there.tolist() == [float(row["People"])] * 4


def test_posts_in_post_and_vacant_make_up_the_establishment(made):
    for row in made["staff"]:
        there, filled, vacant, training = (
            int(row[name]) for name in ("Establishment", "In post", "Vacant", "In training")
        )
        assert filled + vacant == there
        assert training <= filled


def test_hours_lost_are_some_of_those_paid_and_no_row_is_about_few_people(made):
    for row in made["absence"]:
        assert 0 < int(row["Hours lost"]) < int(row["Hours paid"])
    for at in range(0, len(made["absence"]), len(ABSENCES)):
        month = made["absence"][at : at + len(ABSENCES)]
        assert 0.2 < sum(int(row["Hours lost"]) for row in month) / int(month[0]["Hours paid"]) < 0.5


def test_more_are_ill_in_the_weeks_in_which_too_few_came_to_work():
    rows = csv.DictReader(io.StringIO(records(EXAMPLESHIRE)["absence.csv"].decode()))
    ill = {
        row["To"]: int(row["Hours lost"]) / int(row["Hours paid"])
        for row in rows
        if (row["Role"], row["Reason"]) == (ROLES[0], "Sickness")
    }
    assert min(ill["31/08/2024"], ill["31/12/2024"]) > max(
        share for end, share in ill.items() if end not in {"31/08/2024", "31/12/2024"}
    )


def test_each_lever_has_hours_of_its_own_or_people_who_join(made):
    for row in made["levers"]:
        assert bool(row["Hours a week"]) != bool(row["People an intake"])
        assert float(row["At worst"]) <= float(row["Most likely"]) <= float(row["At best"]) <= 1
