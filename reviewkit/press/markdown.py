"""Markdown cells to HTML: headings, paragraphs, lists, emphasis and safe links; nothing else gets through."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote

import mistune

_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"']+|#[\w-]+|[a-z0-9_-]+\.html(?:#[\w-]+)?|figures/[\w-]+\.csv")


@dataclass(frozen=True)
class Heading:
    """One heading of a page: its level, its words and its anchor."""

    level: int
    text: str
    id: str


@dataclass
class Anchors:
    """The anchors given away on one page, so that no two headings share one."""

    taken: set[str] = field(default_factory=set)

    def make(self, text: str) -> str:
        """Return an anchor for a heading, new to the page.

        Examples
        --------
        >>> anchors = Anchors()
        >>> anchors.make("Calls by month"), anchors.make("Calls by month")
        ('calls-by-month', 'calls-by-month-2')
        """
        letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "part"
        number, name = 2, stem
        while name in self.taken:
            name, number = f"{stem}-{number}", number + 1
        self.taken.add(name)
        return name


@dataclass(frozen=True)
class Rendered:
    """The HTML of one markdown cell, its headings, and what was left out of it."""

    html: str
    headings: tuple[Heading, ...]
    dropped: tuple[str, ...]


def to_html(source: str, anchors: Anchors) -> Rendered:
    r"""Return a markdown cell as HTML.

    Raw HTML is printed as text, never as markup; pictures are left out; a link that does not lead to the web, to an
    e-mail address or to a page of the site loses its target and keeps its words.

    Examples
    --------
    >>> to_html("Hello <b>you</b>", Anchors()).html
    '<p>Hello &lt;b&gt;you&lt;/b&gt;</p>\n'
    """
    renderer = _Renderer(anchors)
    html = str(mistune.create_markdown(renderer=renderer)(source))
    return Rendered(html, tuple(renderer.headings), tuple(renderer.dropped))


def safe_link(url: str) -> str:
    """Return a link's target when it may stand on a page, otherwise an empty string.

    Examples
    --------
    >>> safe_link("https://example.org/a"), safe_link("java&#115;cript:alert(1)"), safe_link("performance.html#waits")
    ('https://example.org/a', '', 'performance.html#waits')
    """
    read = unescape(unquote(url)).strip()
    return url if _SAFE_LINK.fullmatch(read) and _SAFE_LINK.fullmatch(url) else ""


class _Renderer(mistune.HTMLRenderer):
    def __init__(self, anchors: Anchors) -> None:
        super().__init__(escape=True)
        self.anchors = anchors
        self.headings: list[Heading] = []
        self.dropped: list[str] = []

    def heading(self, text: str, level: int, **_: object) -> str:
        words = unescape(re.sub(r"<[^>]*>", "", text))
        if level == 1:  # the title; the template writes the page's one h1
            self.headings.append(Heading(1, words, ""))
            return ""
        made = Heading(level, words, self.anchors.make(words))
        self.headings.append(made)
        return f'<h{level} id="{made.id}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002 - a tooltip helps nobody on a phone
        target = safe_link(url)
        if not target:
            self.dropped.append(f"a link to {url[:60]}")
            return text
        return f'<a href="{escape(target)}">{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        self.dropped.append(f"a picture, {url[:60]}")
        return ""
