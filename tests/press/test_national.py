"""The national page: forces side by side, never ranked; what is counted otherwise, or missing, is told apart."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from lxml import html

from reviewkit.page.findings import GAVE_UP, HOW_LONG, TARGET, Finding, finding_id
from reviewkit.press.asked import Asked, Built, Failure
from reviewkit.press.national import write_national
from tests.browsing import opened, violations

DAYS = (date(2024, 4, 1), date(2025, 3, 31))
MEAN = "Mean wait of answered calls: seconds waited by answered calls / answered"
CRUDE = "Share abandoned: abandoned / offered"
NOT_ANSWERED = "Share not answered: (offered - answered) / offered"


def finding(metric, counted, claim, *, stage="primary", days=DAYS, **more):
    ident = finding_id("performance", metric, counted, channel="101", stage=stage, claim=claim)
    said = {"statement": "S.", "value": 1.0, "unit": "share", "definition": "", "anchor": ""} | more
    return Finding(id=ident, start=days[0], end=days[1], **said).as_json()


def answers(**more):
    asked = {HOW_LONG: "how-long", GAVE_UP: "gave-up", TARGET: "target"}
    return [
        finding(part, "plain-words", "answer", question=question, about="101", display="So", **more)
        for question, part in asked.items()
    ]


def figures(wait="3 minutes", gave_up="5.0%", **more):
    return [
        finding("wait", "mean-of-answered", "level", definition=MEAN, display=wait, **more),
        finding("gave-up", "crude", "level", definition=CRUDE, display=gave_up, **more),
        finding("gave-up", "crude", "target", definition=CRUDE, display="5.0%: met; target at most 5%", **more),
        *answers(**more),
    ]


@pytest.fixture
def compare(tmp_path):
    """A function that writes the page of forces given as ``name=findings``, and reads it."""

    def written(*broken, days=None, invented=True, **forces):
        pairs = []
        for slug, found in forces.items():
            span = (days or {}).get(slug, DAYS)
            folder = tmp_path / slug / f"{span[0]}_{span[1]}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "findings.json").write_text(json.dumps(found), encoding="utf-8")
            asked = Asked(slug, span, name=f"{slug.title()} Police", synthetic=invented)
            pairs.append((asked, Built(slug=slug, index=folder / "index.html", made=("performance",))))
        assert write_national([*pairs, *broken], outputs=tmp_path, code_hash="0") is bool(forces)
        return html.parse(tmp_path / "index.html").getroot() if forces else None

    return written


def rows(page, number=0):
    return [[text(cell) for cell in row] for row in page.findall(".//table")[number].iter("tr")]


def text(part):
    return " ".join(part.text_content().split())


def test_forces_stand_in_the_order_of_their_names_each_with_its_own_figure(compare):
    page = compare(zed=figures("1 minute"), able=figures("9 minutes"))
    assert rows(page) == [
        ["Force", "Mean wait of answered calls"],
        ["Able Police (invented)", "9 minutes"],
        ["Zed Police (invented)", "1 minute"],
    ]
    assert rows(page, 2)[1] == ["Able Police (invented)", "5.0%: met; target at most 5%"]
    link = page.xpath("//table//a/@href")[0]
    assert link == "able/2024-04-01_2025-03-31/index.html"


def test_figures_of_two_definitions_never_share_a_column(compare):
    other = finding("not-answered", "of-offered", "level", definition=NOT_ANSWERED, display="25.8%")
    page = compare(able=figures(), zed=[other, *answers()])
    assert rows(page, 1) == [
        ["Force", "Share abandoned", "Share not answered"],
        ["Able Police (invented)", "5.0%", "[c]"],
        ["Zed Police (invented)", "[c]", "25.8%"],
    ]
    assert "[c] No figure counted in this way" in text(page)
    assert f"{NOT_ANSWERED}." in text(page)


def test_a_definition_with_other_words_and_other_days_are_marked(compare):
    part = finding("wait", "mean-of-answered", "level", definition=f"{MEAN}; the data cover 94%", display="2 minutes")
    days = finding(
        "gave-up", "crude", "level", definition=CRUDE, display="9.0%", days=(date(2025, 3, 1), date(2025, 3, 31))
    )
    page = compare(able=figures(), best=figures(), zed=[part, days, *answers()])
    assert rows(page)[-1] == ["Zed Police (invented)", "2 minutes [a]"]
    assert rows(page, 1)[-1] == ["Zed Police (invented)", "9.0% [a]"]
    assert f"[a] Counted as: {MEAN}; the data cover 94%." in text(page)
    assert "[a] These days only: 2025-03-01 to 2025-03-31." in text(page)


def test_a_figure_that_is_not_there_is_told_with_the_reason(compare):
    page = compare(able=figures(), zed=answers(statement="Not known. No waits were supplied."))
    assert rows(page)[-1] == ["Zed Police (invented)", "[x]"]
    assert "[x] Zed Police: Not known. No waits were supplied." in text(page)


def test_another_step_of_the_call_has_tables_of_its_own(compare):
    page = compare(able=figures(), zed=figures("8 minutes", stage="secondary"))
    assert [len(rows(page, number)) for number in range(6)] == [2] * 6
    assert "figures of Zed Police about 101 are of another step" in text(page)


def test_another_period_stands_apart(compare):
    year = (date(2023, 4, 1), date(2024, 3, 31))
    page = compare(able=figures(), zed=figures(days=year), days={"zed": year})
    heads = [text(head) for head in page.findall(".//h2")]
    assert heads[:2] == ["The year to March 2025", "The year to March 2024"]
    assert [row[0] for row in rows(page)[1:]] == ["Able Police (invented)"]


def test_what_failed_is_told_without_a_place_of_this_computer(compare):
    fault = Failure(section="performance", message="cell 3: no file /home/officer/calls.csv\nmore")
    broken = (Asked("broken", DAYS, name="Broken Police"), Built(slug="broken", index=None, failures=(fault,)))
    page = compare(broken, able=figures(), zed=[])
    missing = [text(item) for item in page.xpath("//h2[@id='absent']/following-sibling::ul[1]/li")]
    assert missing == [
        "Broken Police: cell 3: no file calls.csv",
        "Zed Police: its pages hold none of the figures compared here",
    ]


def test_invented_data_is_told_before_everything_else(compare):
    assert "None of these forces exists" in text(compare(able=figures(), zed=figures()).find(".//aside"))
    assert compare(able=figures(), zed=figures(), invented=False).find(".//aside") is None


def test_nothing_published_leaves_the_page_as_it_was(compare, tmp_path):
    compare(able=figures(), zed=figures())
    before = (tmp_path / "index.html").read_bytes()
    compare((Asked("able", None), Built(slug="able", index=None)))
    assert (tmp_path / "index.html").read_bytes() == before


def test_the_same_findings_leave_the_file_untouched_and_others_replace_it(compare, tmp_path):
    compare(able=figures(), zed=figures())
    page = tmp_path / "index.html"
    before = page.stat().st_mtime_ns, page.read_bytes()
    compare(able=figures(), zed=figures())
    assert (page.stat().st_mtime_ns, page.read_bytes()) == before
    compare(able=figures(), zed=figures("4 minutes"))
    assert "4 minutes" in page.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "able", "figures.csv", "index.html", "zed"]


def downloaded(folder):
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_figure_of_the_page_can_be_downloaded(compare, tmp_path):
    year = (date(2023, 4, 1), date(2024, 3, 31))
    page = compare(
        able=figures(value=180.25), last=figures(days=year), zed=answers(statement="Not known."), days={"last": year}
    )
    assert page.xpath("//a[@download]/@href") == ["figures.csv"]
    rows = downloaded(tmp_path)
    assert [(row["force"], row["end"], row["value"], row["shown"], row["reason"]) for row in rows[:4]] == [
        ("Able Police", "2025-03-31", "180.25", "3 minutes", ""),
        ("Able Police", "2025-03-31", "180.25", "5.0%", ""),
        ("Able Police", "2025-03-31", "180.25", "5.0%: met; target at most 5%", ""),
        ("Zed Police", "2025-03-31", "", "", "Not known."),
    ]
    assert [row["force"] for row in rows] == ["Able Police"] * 3 + ["Zed Police"] * 3 + ["Last Police"] * 3
    first = rows[0]
    assert (first["question"], first["channel"], first["stage"], first["invented"]) == (
        HOW_LONG,
        "101",
        "primary",
        "true",
    )
    assert f"{first['figure']}: {first['counted_as']}" == MEAN


@pytest.mark.parametrize("harm", ["gone", "altered"])
def test_figures_that_are_gone_or_altered_are_written_anew(compare, tmp_path, harm):
    compare(able=figures(), zed=figures())
    path = tmp_path / "figures.csv"
    good = path.read_bytes()
    path.unlink() if harm == "gone" else path.write_bytes(good.replace(b"3 minutes", b"1 minute"))
    compare(able=figures(), zed=figures())
    assert path.read_bytes() == good


def test_a_spreadsheet_runs_nothing_of_a_downloaded_figure(compare, tmp_path):
    compare(able=figures("=1+1"), zed=figures())
    assert downloaded(tmp_path)[0]["shown"] == "'=1+1"


def test_a_name_cannot_bring_markup(compare, tmp_path):
    folder = tmp_path / "evil"
    folder.mkdir()
    (folder / "findings.json").write_text(json.dumps(figures("<b>1</b>")), encoding="utf-8")
    asked = Asked("evil", DAYS, name="<script>x</script>")
    page = compare((asked, Built(slug="evil", index=folder / "index.html")), able=figures())
    assert not page.xpath("//script | //b")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_in_a_browser_the_page_is_accessible_quiet_and_fits(compare, browser, tmp_path, width):
    other = finding("not-answered", "of-offered", "level", definition=NOT_ANSWERED, display="25.8%")
    broken = (Asked("broken", DAYS, name="Broken Police"), Built(slug="broken", index=None))
    compare(broken, able=figures(), best=[other, *answers()], zed=figures(stage="secondary"))
    page = opened(browser, tmp_path / "index.html", width)
    assert page.heard == [f"request: {(tmp_path / 'index.html').as_uri()}"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
    page = opened(browser, tmp_path / "index.html", width, bypass_csp=True)
    assert violations(page) == []
    page.context.close()
