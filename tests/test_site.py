"""Exampleshire's pages in a real browser: whole, quiet, accessible, readable on a phone, small."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from lxml import html

from reviewkit.press.manifest import faults_of
from tests.browsing import DRAWINGS, OPEN_ALL, opened, violations
from tests.plain import statistical_words_above

WIDTHS = (1280, 320)
KILOBYTE = 1000
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(exampleshire_site) -> list[Path]:
    found = sorted(exampleshire_site.glob("*.html"))
    assert {"index.html", "performance.html", "demand.html", "staffing.html"} <= {path.name for path in found}
    return found


def test_the_site_on_disk_is_whole(exampleshire_site):
    assert faults_of(exampleshire_site) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_asked_for_and_nothing_is_said(browser, pages, width):
    for path in pages:
        page = opened(browser, path, width)
        page.wait_for_timeout(200)
        assert page.heard == [f"request: {path.as_uri()}"]
        page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(browser, pages, width):
    for path in pages:
        page = opened(browser, path, width, bypass_csp=True)  # axe is a script: only our own policy keeps it out
        page.evaluate(OPEN_ALL)
        assert violations(page) == []
        page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(browser, pages, width):
    for path in pages:
        page = opened(browser, path, width)
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_one_drawing_of_each_chart_is_seen_and_its_words_are_large_enough_and_apart(browser, pages, width):
    for path in pages:
        page = opened(browser, path, width)
        assert page.evaluate(DRAWINGS) == []
        page.context.close()


def test_without_a_mouse_everything_can_be_reached(browser, pages):
    for path in pages:
        page = opened(browser, path, 320)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.context.close()


def test_every_link_within_the_site_leads_somewhere(exampleshire_site, pages):
    ids = {path.name: set(html.fromstring(path.read_bytes()).xpath("//@id")) for path in pages}
    for path in pages:
        for link in html.fromstring(path.read_bytes()).xpath("//a/@href"):
            if not link.startswith(("http", "mailto")):
                file, _, anchor = link.partition("#")
                assert (exampleshire_site / (file or path.name)).is_file(), link
                assert not anchor or anchor in ids[file or path.name], link


def test_each_page_says_what_it_is(pages):
    titles = []
    for path in pages:
        tree = html.fromstring(path.read_bytes())
        titles.append(tree.findtext(".//title"))
        assert tree.get("lang") == "en-GB"
        assert len(tree.findall(".//h1")) == 1
        assert not tree.xpath("//script | //img | //iframe | //object | //*[@style] | //*[@onclick]")
        assert len(tree.xpath("//@id")) == len(set(tree.xpath("//@id")))
        text = " ".join(tree.find("body").text_content().split())
        for words in (
            "Invented data.",
            "not official statistics",
            "Content hash of the code",
            "Data up to 31 March 2025",
        ):
            assert words in text
        assert text.index("Invented data.") < text.index(tree.findtext(".//h1").strip()[:20])
        assert re.search(r"force exampleshire, start 2024-04-01, end 2025-03-31", text)
    assert len(set(titles)) == len(titles)


def test_every_table_has_a_caption_and_scopes_and_every_chart_a_text_alternative_a_table_and_a_download(pages):
    for path in pages:
        tree = html.fromstring(path.read_bytes())
        assert all(table.findtext("caption//span", "").strip() for table in tree.iter("table"))
        assert all(cell.get("scope") in {"col", "row"} for cell in tree.iter("th"))
        for figure in tree.iter("figure"):
            alternatives = {drawing.get("aria-label") for drawing in figure.iter("svg")}
            assert len(alternatives) == 1
            assert len(alternatives.pop().split()) >= 5
            assert figure.findtext("figcaption//p")
            assert figure.xpath(".//details//table | .//details//p")
            assert figure.xpath(".//a[@download]")
            assert any("Source:" in (part.text or "") for part in figure.iter("p"))


def test_the_inputs_and_their_hashes_are_on_every_page(pages, exampleshire_data):
    import hashlib

    for received in (exampleshire_data / "raw" / "exampleshire").glob("*.csv.gz"):
        digest = hashlib.sha256(received.read_bytes()).hexdigest()
        assert all(digest in path.read_text(encoding="utf-8") for path in pages)


def test_the_front_page_answers_with_three_to_six_figures(exampleshire_site):
    tree = html.parse(exampleshire_site / "index.html")
    assert 3 <= len(tree.xpath("//ul[@class='headline']/li")) <= 6
    assert len(tree.xpath("//p[@class='lead']")) == 2
    findings = json.loads((exampleshire_site / "findings.json").read_text(encoding="utf-8"))
    assert len({finding["id"] for finding in findings}) == len(findings)


def test_statisticians_words_stand_under_their_heading_only(pages):
    assert {path.name: statistical_words_above(path.read_bytes()) for path in pages} == {
        path.name: [] for path in pages
    }


FIRST_SCREEN = """() => [...document.querySelectorAll('p.lead')].map(p => p.getBoundingClientRect().bottom)"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_one_screen_says_how_long_people_waited_and_whether_it_got_better(browser, exampleshire_site, width, height):
    page = opened(browser, exampleshire_site / "index.html", width)
    bottoms = page.evaluate(FIRST_SCREEN)
    assert len(bottoms) == 2
    assert max(bottoms) <= height
    said = page.locator("p.lead").all_text_contents()
    assert all("within" in text and "a year before" in text for text in said)
    page.context.close()


@pytest.mark.parametrize("name", ["performance.html", "demand.html", "staffing.html"])
def test_a_page_is_small(exampleshire_site, name):
    page = (exampleshire_site / name).read_bytes()
    charts = len(html.fromstring(page).findall(".//figure"))
    packed = len(gzip.compress(page))
    assert packed <= min(15 * KILOBYTE + 7 * KILOBYTE * charts, 100 * KILOBYTE), (
        f"{packed:,} bytes with {charts} charts"
    )


def test_no_published_file_names_a_place_on_this_computer(exampleshire_site):
    places = re.compile(rb"/(?:home|root|tmp|Users|work)/|[A-Z]:\\\\?Users")
    files = [path for path in exampleshire_site.rglob("*") if path.is_file()]
    assert [path.name for path in files if places.search(path.read_bytes())] == []
