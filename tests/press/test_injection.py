"""Hostile words everywhere a text can come in: on the page they are words, and nothing runs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nbformat import v4

from reviewkit.page.display import Chart, Column, Notice, Prose, Table
from reviewkit.press.front import Missing
from reviewkit.press.reading import read
from reviewkit.press.record import About, SectionLink, SiteContext
from reviewkit.press.site import write_site

pytestmark = pytest.mark.browser
HOSTILE = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "</style></title><svg onload=window.ran=1>",
    "\"' onmouseover=window.ran=1 autofocus onfocus=window.ran=1 x='",
    "{{ 7 * 7 }}{% raw %}",
    "[x](javascript:window.ran=1)",
)
ALL = " ".join(HOSTILE)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text x="1" y="1">&lt;script&gt;</text></svg>'
TABLE = Table(
    id="rows", title=ALL, units=ALL, source=ALL, notes=(ALL,), columns=(Column(name=ALL), Column(name="n")),
    rows=((ALL, ALL),), csv="a\n",
)  # fmt: skip
CHART = Chart(
    id="chart", title=ALL + " title", subtitle=ALL, alt=ALL, source=ALL, svg_wide=DRAWING, svg_narrow=DRAWING,
    table=replace(TABLE, id="chart-table"),
)  # fmt: skip


@pytest.fixture
def site(tmp_path):
    shown = (TABLE, CHART, Prose(paragraphs=HOSTILE), Notice(title=ALL, paragraphs=HOSTILE))
    outputs = [v4.new_output("display_data", data=item._repr_mimebundle_()) for item in shown]
    html = v4.new_output("display_data", data={"text/html": ALL, "image/svg+xml": ALL, "application/javascript": ALL})
    cells = [v4.new_markdown_cell(f"# {ALL}"), *(v4.new_markdown_cell(f"## {words}\n\n{words}") for words in HOSTILE)]
    book = v4.new_notebook(cells=[*cells, v4.new_code_cell("x", outputs=[*outputs, html])])
    page = read(book, section="hello")
    about = About(
        data=HOSTILE, faults=({"head": ALL, "lines": HOSTILE},), facts=((ALL, ALL),), version="0",
        inputs=({"name": ALL, "words": ALL, "sha256": ALL},), code_hash="0",
    )  # fmt: skip
    context = SiteContext(
        force=ALL, body=ALL, body_title=ALL, website="", synthetic=True, period=ALL, cut_off=ALL, about=about,
        sections=(SectionLink("hello", ALL, ALL),),
    )  # fmt: skip
    write_site(tmp_path, [(page, book)], site=context, missing=[Missing("other", ALL)], build={})
    return tmp_path


@pytest.mark.parametrize("name", ["index.html", "hello.html"])
@pytest.mark.parametrize("bypass_csp", [False, True])  # safe with the policy, and without it
def test_nothing_runs(browser, site, name, bypass_csp):
    context = browser.new_context(bypass_csp=bypass_csp)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / name).as_uri())
    page.evaluate("document.querySelectorAll('*').forEach(one => one.dispatchEvent(new MouseEvent('mouseover')))")
    assert page.evaluate("window.ran") is None
    assert asked == [(site / name).as_uri()]
    assert page.evaluate("[...document.querySelectorAll('script, img')].length") == 0
    assert "<script>window.ran=1</script>" in page.inner_text("h1")
    context.close()
