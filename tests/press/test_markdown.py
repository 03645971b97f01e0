"""Markdown cells: what gets through, and that nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from reviewkit.press.markdown import Anchors, safe_link, to_html

ALLOWED = {
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "a",
    "code",
    "pre",
    "blockquote",
    "br",
    "hr",
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Some *plain* **words**", "<p>Some <em>plain</em> <strong>words</strong></p>"),
        ("## By month", '<h2 id="by-month">By month</h2>'),
        ("[a](https://example.org/)", '<p><a href="https://example.org/">a</a></p>'),
        ("[a](javascript:alert(1))", "<p>a</p>"),
        ("[a](data:text/html,x)", "<p>a</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("a <img src=x onerror=alert(1)> b", "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>"),
        ("![alt](https://example.org/x.png)", "<p></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
    ],
)
def test_markdown(source, expected):
    assert to_html(source, Anchors()).html.strip() == expected


def test_the_title_is_taken_out_and_headings_have_anchors_of_their_own():
    made = to_html("# Title\n\n## Waits\n\n## Waits\n\n### Café & co", Anchors())
    assert [(heading.level, heading.text, heading.id) for heading in made.headings] == [
        (1, "Title", ""),
        (2, "Waits", "waits"),
        (2, "Waits", "waits-2"),
        (3, "Café & co", "cafe-co"),
    ]
    assert "<h1" not in made.html


def test_what_is_left_out_is_listed():
    assert to_html("![x](y.png) [z](file:///etc/passwd)", Anchors()).dropped == (
        "a picture, y.png",
        "a link to file:///etc/passwd",
    )


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java%73cript:alert(1)", "&#106;avascript:alert(1)", " data:x"),
        *("vbscript:x", "//example.org/x", "/etc/passwd", "file:///x", "https://a'b", "figures/../x.csv", ""),
    ],
)
def test_links_that_lose_their_target(url):
    assert safe_link(url) == ""


@given(st.text(alphabet=st.sampled_from("<>\"'&()[]!`*#-_\n abjs:/=onerror;%")))
def test_whatever_is_written_only_plain_markup_comes_out(source):
    made = to_html(source, Anchors()).html
    for element in html.fragment_fromstring(made, create_parent="div").iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href", "id", "start", "class"}
        assert not element.get("href", "#").lower().startswith(("javascript", "data", "file"))
