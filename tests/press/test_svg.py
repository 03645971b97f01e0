"""Drawings are parsed again, and refused whole when anything is not on the list."""

from __future__ import annotations

import pytest

from reviewkit.press.svg import safe_svg

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def clean(inside: str, start: str = "") -> str:
    return safe_svg(f"{start}<svg {NAMESPACE} viewBox='0 0 9 9'>{inside}</svg>", css_class="wide", label="A & b")


def test_a_drawing_of_ours_keeps_its_shapes_and_words():
    made = clean(
        '<g font-size="12"><text x="1" y="2">Apr &lt; May<tspan dx="1">x</tspan>!</text></g><path d="M0 0h1"/>'
    )
    assert made == (
        '<svg viewBox="0 0 9 9" class="wide" role="img" aria-label="A &amp; b"><g font-size="12">'
        '<text x="1" y="2">Apr &lt; May<tspan dx="1">x</tspan>!</text></g><path d="M0 0h1"/></svg>'
    )


def test_comments_and_stray_text_are_left_behind():
    assert "hidden" not in clean("<!-- hidden --><?hidden?>hidden<g>hidden</g>")


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<style>a{}</style>", "<style>"),
        ("<a href='https://example.org'/>", "<a>"),
        ("<image href='https://example.org/x.png'/>", "<image>"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<animate attributeName='href'/>", "<animate>"),
        ("<set attributeName='onload'/>", "<set>"),
        ("<h:script xmlns:h='http://www.w3.org/1999/xhtml'/>", "<script>"),
        ("<path onload='alert(1)'/>", "onload on <path>"),
        ("<path style='fill:url(https://example.org)'/>", "style on <path>"),
        ("<path fill='url(https://example.org/x)'/>", "fill of <path>"),
        ("<path fill='url(#a) url(//example.org)'/>", "fill of <path>"),
        ("<use xlink:href='https://example.org/x.svg#a'/>", "href of <use>"),
        ("<use href='javascript:alert(1)'/>", "href of <use>"),
        ("<g transform='&lt;x&gt;'/>", "transform of <g>"),
        ("<path>", "not well-formed"),
        ("&nothing;", "not well-formed"),
    ],
)
def test_what_is_not_on_the_list_refuses_the_drawing(inside, words):
    with pytest.raises(ValueError, match=words):
        clean(inside)


def test_a_document_type_is_refused():
    with pytest.raises(ValueError, match=r"document type|not well-formed"):
        clean("<text>&a;</text>", start='<!DOCTYPE svg [<!ENTITY a "b">]>')


def test_a_reference_within_the_drawing_may_stay():
    assert 'href="#a"' in clean("<defs><path id='a' d='M0 0'/></defs><use xlink:href='#a' clip-path='url(#c)'/>")


def test_only_svg_is_a_drawing():
    with pytest.raises(ValueError, match="not SVG"):
        safe_svg("<html/>", css_class="wide", label="x")
