"""The sites of real data, built through the command line and opened in a real browser: their figures and their looks.

The figures are those of the issue, and those that plain Python counts from the raw files, without our readers.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from filelock import FileLock
from lxml import html

from reviewkit.press.manifest import faults_of
from tests.browsing import DRAWINGS, OPEN_ALL, opened, violations
from tests.plain import statistical_words_above
from tests.real import ANONBANK, FILES, NHS111, SWAST, real_force

PROVIDERS = {"nhs111-dorset": "111AI4", "nhs111-devon": "111AL2", "nhs111-yorkshire": "111AI7"}
UNPUBLISHED = "2026-03-30"  # from here on the file of NHS 111 holds zeros
ROOT = Path(__file__).resolve().parent.parent
WIDTHS = (1280, 320)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def sites(run_folder) -> dict[str, Path]:
    """The folder of each site, all built by one command, once for all workers."""
    base = run_folder / "real"
    with FileLock(base.with_name("real.lock")):
        log = base / "build.log"
        if not log.exists():
            for slug in FILES:
                real_force(slug, base / "data")
            command = [sys.executable, "-m", "reviewkit", "build", *FILES]
            places = ["--data", str(base / "data"), "--outputs", str(base / "outputs")]
            done = subprocess.run([*command, *places], cwd=ROOT, capture_output=True, text=True, check=False)
            log.write_text(f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}", encoding="utf-8")
    told = log.read_text(encoding="utf-8")
    assert told.startswith("exit code 0\n"), told
    return {slug: next((base / "outputs" / slug).glob("*/index.html")).parent for slug in FILES}


def words(page: Path) -> str:
    """All text of a page, with one space between parts."""
    body = html.fromstring(page.read_bytes()).find("body")
    return " ".join(" ".join(body.itertext()).split())


def findings(site: Path) -> list[dict]:
    """What the sections of a site found."""
    return json.loads((site / "findings.json").read_text(encoding="utf-8"))


def counted(code: str | None) -> Counter:
    """NHS 111 calls by plain Python: of one contract, or of all."""
    total = Counter()
    with NHS111.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["date"] < UNPUBLISHED and code in {None, row["contract_code"]}:
                for name in ("calls_received", "calls_answered", "calls_answered_60s"):
                    total[name] += int(float(row[name]))
    return total


@pytest.mark.parametrize("slug", FILES)
def test_a_site_is_whole(sites, slug):
    assert faults_of(sites[slug]) == []
    assert "Invented data" not in words(sites[slug] / "index.html")
    for path in sites[slug].glob("*.html"):
        assert statistical_words_above(path.read_bytes()) == [], path.name


@pytest.mark.parametrize(("slug", "code"), [("nhs111-england", None), *PROVIDERS.items()])
def test_nhs_111_figures_are_those_of_the_file(sites, slug, code):
    total = counted(code)
    received, answered, quick = (total[f"calls_{name}"] for name in ("received", "answered", "answered_60s"))
    page, front = words(sites[slug] / "performance.html"), words(sites[slug] / "index.html")
    assert f"calls that got through did so within 1 minute ({quick / answered:.1%})" in page
    assert f"calls that got through did so within 1 minute ({quick / answered:.1%})" in front
    found = (sites[slug] / "findings.json").read_text(encoding="utf-8")
    row = f"{quick / received:.1%} of 111 calls were answered within 1 minute ({quick / answered:.1%} of those"
    assert row in found
    assert f"111 {received:,} {answered:,} [x]" in page  # what became of calls; giving up is withheld
    assert f"not answered: {received - answered:,} of {received:,} calls ({1 - answered / received:.1%})" in page


def test_england_answered_78_per_cent_of_answered_and_72_4_of_received_calls_in_time(sites):
    page = words(sites["nhs111-england"] / "performance.html")
    assert "111, within 1 minute 72.4 78.0" in page


@pytest.mark.parametrize("page", ["index.html", "performance.html"])
def test_the_contradiction_and_the_unpublished_week_of_nhs_111_are_told_on_every_page(sites, page):
    text = words(sites["nhs111-england"] / page)
    assert "calls_abandoned contradicts calls_received and calls_answered" in text
    assert "calls_abandoned of 111 first answer" in text
    assert "30 March 2026 to 5 April 2026. These last rows are all zeros: not yet published" in text
    assert not [jargon for jargon in ("stage primary", " parts)", "Calls_abandoned") if jargon in text]
    assert "Data up to 29 March 2026" in text


def test_the_front_page_says_few_plain_things_that_were_not_possible(sites):
    front = html.parse(sites["nhs111-england"] / "index.html")
    said = [item.text_content() for item in front.xpath("//h2[@id='not-possible']/following-sibling::ul[1]/li")]
    assert 3 <= len([text for text in said if not text.startswith("The part")]) <= 6
    assert said[-1].startswith("The part “Staffing” is not in this review: The data do not count calls by the hour")
    assert said[0] == "111: the average wait. The data do not give the waits of answered calls."
    assert said[1].startswith("111: calls abandoned, 24 November 2025 to 29 March 2026. Supplied, but not used.")
    assert not [text for text in said if "calls_" in text]


def test_neither_the_contradictory_column_nor_the_unpublished_week_is_used(sites):
    page = words(sites["nhs111-england"] / "performance.html")
    assert "30 Mar 2026" not in page
    assert "gave up before anybody answered" not in page
    assert "March 2026 (partly outside the period)" in page
    assert "(100% received)" not in page


def test_the_bank_shows_what_plain_python_counts(sites):
    with gzip.open(ANONBANK, "rt", encoding="ascii") as file:
        rows = list(csv.DictReader(io.StringIO(file.read()), delimiter="\t"))
    rows = [row for row in rows if row["type"].strip() == "PS" and row["outcome"].strip() in {"AGENT", "HANG"}]
    answered = [float(row["q_time"]) for row in rows if row["outcome"].strip() == "AGENT"]
    quick, offered = sum(wait <= 20 for wait in answered), len(rows)
    page = words(sites["anonbank"] / "performance.html")
    assert f"bank {offered:,} {len(answered):,} {offered - len(answered):,}" in page
    assert f"bank, within 20 seconds {100 * quick / offered:.1f} {100 * quick / len(answered):.1f}" in page
    assert round(100 * quick / offered) == 55
    assert round(100 * quick / len(answered)) == 62


def test_a_single_month_is_shown_by_weeks_of_which_the_incomplete_are_marked(sites):
    page = words(sites["anonbank"] / "performance.html")
    assert "28 Dec 1998 (incomplete)" in page
    assert "in the week of" in page
    assert "11 Jan 1999 (71% received)" in page


def test_what_nobody_published_or_promised_is_said_plainly(sites):
    page = words(sites["anonbank"] / "performance.html")
    assert "No targets of Anonymous Bank are known to this review." in page
    assert "No published figures about these channels are at hand." in page


def test_the_demand_of_two_providers_is_forecast_as_far_as_four_months_bear(sites):
    for slug, code in (("nhs111-dorset", "111AI4"), ("nhs111-devon", "111AL2")):
        page = words(sites[slug] / "demand.html")
        assert "calls are expected in the next 9 weeks (30 March 2026 to 31 May 2026)" in page
        assert "The history of 126 days bears a forecast of 63 days" in page
        assert "with less than two years of days the time of year cannot be told from growth" in page
        assert "which hours will be busy cannot be told" in page
        [expected] = [
            row for row in findings(sites[slug]) if row["id"].endswith("/forecast") and "/calls/" in row["id"]
        ]
        daily = counted(code)["calls_received"] / 126
        assert expected["value"] / 63 == pytest.approx(daily, rel=0.15)
        assert expected["lower"] < expected["value"] < expected["upper"]


def test_an_ambulance_county_is_forecast_with_its_year_and_compared_with_the_year_before(sites):
    page = words(sites["swast-cornwall"] / "demand.html")
    assert "calls are expected in the next 13 weeks (1 January 2020 to 31 March 2020)" in page
    assert "New Year’s Day +31" in page
    with SWAST.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["ORA"] == "Cornwall"]
    before = sum(int(row["Actual_Value"]) for row in rows if "2019-01-02" <= row["Actual_dt"] <= "2019-04-02")
    assert f"({before:,} on the same days)" in page


def test_a_month_of_calls_is_too_short_for_a_forecast_and_the_front_page_says_so(sites):
    assert not (sites["anonbank"] / "demand.html").exists()
    assert "31 days are known, and at least 84 are needed" in words(sites["anonbank"] / "index.html")


@pytest.mark.parametrize("slug", FILES)
@pytest.mark.parametrize("width", WIDTHS)
def test_each_page_is_quiet_accessible_and_fits(browser, sites, slug, width):
    for path in sorted(sites[slug].glob("*.html")):
        page = opened(browser, path, width, bypass_csp=True)
        assert page.heard == [f"request: {path.as_uri()}"]
        assert page.evaluate(DRAWINGS) == []
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        page.context.close()
