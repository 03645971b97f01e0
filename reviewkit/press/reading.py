"""An executed notebook read against the allow-list: what goes on the page, what is left out, what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from nbformat import NotebookNode

from reviewkit.page.cards import CARDS
from reviewkit.page.display import CHART, NOTICE, PROSE, TABLE
from reviewkit.page.findings import FINDING
from reviewkit.press.faults import ExportError, hide_paths, local_path, plain
from reviewkit.press.markdown import Anchors, Heading, to_html
from reviewkit.press.runner import cell_number
from reviewkit.press.svg import safe_svg

OURS = (CHART, TABLE, CARDS, PROSE, FINDING, NOTICE)
_ID = re.compile(r"[a-z][a-z0-9_-]{0,79}")
_BOILERPLATE = re.compile(
    r"no description|^(?:an? |the )?(?:image|picture|chart|figure|plot|graph)(?: of \w+)?\W*$", re.IGNORECASE
)
_FEWEST_WORDS = 5
_TEMPLATE_IDS = ("main", "contents", "about")


@dataclass(frozen=True)
class Block:
    """One thing on the page: ``kind`` is markdown, chart, table, cards, prose or notice."""

    kind: str
    content: Any


@dataclass
class Page:
    """A section's page before it is dressed.

    Attributes
    ----------
    title
        Words of the page's one h1.
    lead
        First paragraph, plain text; the front page prints it beside the link.
    findings
        Content of every finding, in order.
    figures
        File name -> CSV text.
    dropped
        What was left out, one line each, for the build record.
    """

    section: str
    title: str = ""
    lead: str = ""
    blocks: list[Block] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)


def read(notebook: NotebookNode, *, section: str) -> Page:
    """Return the page that an executed notebook makes.

    Published are markdown and the displays of :mod:`reviewkit.page`; code, and with it the parameters
    cell, never is. Everything else is left out and listed.

    Raises
    ------
    ExportError
        An error output, words on stderr, a local path in something that would be published, a chart or table without
        title, source or a text alternative of its own, an anchor used twice or leading nowhere, a drawing that is not
        on the allow-list. All refusals are listed, each with its cell.
    """
    reader = _Reader(section, reserved=_display_ids(notebook))
    for index, cell in enumerate(notebook.cells):
        reader.place = f"cell {cell_number(notebook, index)}"
        try:
            reader.cell(cell)
        except (KeyError, TypeError, AttributeError) as fault:
            reader.refuse(f"a display is not as it should be ({type(fault).__name__}: {fault})")
    reader.check_anchors()
    if reader.faults:
        raise ExportError(reader.faults)
    return reader.page


class _Reader:
    def __init__(self, section: str, *, reserved: set[str]) -> None:
        self.page = Page(section, title=section.replace("_", " ").capitalize())
        self.anchors = Anchors({*_TEMPLATE_IDS, *reserved})  # a heading makes way for a chart of the same name
        self.shown = set(_TEMPLATE_IDS)
        self.faults: list[str] = []
        self.place = ""
        self.titled = False
        self.pointed: list[tuple[str, str]] = []  # place, anchor

    def refuse(self, words: str) -> None:
        self.faults.append(f"{self.place}: {words}")

    def drop(self, words: str) -> None:
        self.page.dropped.append(f"{self.page.section}, {self.place}: {words}")

    def cell(self, cell: NotebookNode) -> None:
        if cell.cell_type == "markdown":
            self.markdown(cell.source)
        elif cell.cell_type == "code":
            for output in cell.outputs:
                self.output(output)
        elif cell.source.strip():
            self.drop("a raw cell")

    def markdown(self, source: str) -> None:
        self.no_path(source)
        made = to_html(source, self.anchors)
        for words in made.dropped:
            self.drop(words)
        for heading in made.headings:
            if heading.level > 1:
                self.page.headings.append(heading)
            elif self.titled:
                self.refuse(f"a second title, {heading.text!r}: begin it with ## instead of #")
            else:
                self.page.title, self.titled = heading.text, True
        if made.html.strip():
            self.page.blocks.append(Block("markdown", made.html))
        if not self.page.lead:
            self.page.lead = _first_paragraph(made.html)

    def output(self, output: NotebookNode) -> None:
        if output.output_type == "error":
            self.refuse(f"the cell ended with an error, {hide_paths(plain(f'{output.ename}: {output.evalue}'))[:200]}")
        elif output.output_type == "stream":
            self.stream(output)
        else:
            kind = next((kind for kind in OURS if kind in output.data), None)
            if kind is None:
                self.drop(f"an output of type {', '.join(sorted(output.data)) or 'nothing'}")
            else:
                self.display(kind, output.data[kind])

    def stream(self, output: NotebookNode) -> None:
        words = plain(output.text).strip()
        if output.name == "stderr" and words:
            self.refuse(f"the cell wrote a warning, {hide_paths(words)[:200]!r}")
        elif words:
            self.drop(f"printed text, {hide_paths(words)[:60]!r}")

    def display(self, kind: str, content: dict[str, Any]) -> None:
        for text in _texts(content):
            self.no_path(text)
        match kind:
            case _ if kind == FINDING:
                self.page.findings.append(content | {"section": self.page.section})
                self.pointed.append((self.place, content["anchor"]))
            case _ if kind == CHART:
                self.chart(content)
            case _ if kind == TABLE:
                self.page.blocks.append(Block("table", self.table(content)))
            case _ if kind == CARDS:
                self.cards(content)
            case _ if kind == PROSE:
                self.page.blocks.append(Block("prose", content["paragraphs"]))
            case _:
                self.page.blocks.append(Block("notice", content))

    def chart(self, content: dict[str, Any]) -> None:
        name, alt = content["id"], " ".join(content["alt"].split())
        self.described(content, "chart")
        if len(alt.split()) < _FEWEST_WORDS or _BOILERPLATE.search(alt) or alt == content["title"].strip():
            self.refuse(f"chart {name} has no text alternative of its own: {alt!r}")
        drawings = {}
        for width in ("wide", "narrow"):
            try:
                drawings[width] = safe_svg(content[f"svg_{width}"], css_class=width, label=alt)
            except ValueError as fault:
                self.refuse(f"chart {name}, {width}: {fault}")
        self.anchor(name)
        table = self.table(content["table"], chart=name)
        self.page.blocks.append(Block("chart", content | {"drawings": drawings, "table": table}))

    def table(self, content: dict[str, Any], *, chart: str = "") -> dict[str, Any]:
        name = content["id"]
        if not chart:
            self.described(content, "table")
        self.anchor(name if name != chart else f"{name}-table")
        file = f"{self.page.section}_{chart or name}.csv"
        if content["csv"]:
            self.page.figures[file] = content["csv"]
        fold = content["fold_after"]
        rows = content["rows"]
        split = fold if len(rows) > fold + 2 else len(rows)  # nobody opens a fold for two rows
        return content | {
            "anchor": name if name != chart else f"{name}-table",
            "file": file if content["csv"] else "",
            "size": _size(content["csv"]),
            "first": split,
            "rest": len(rows) - split,
        }

    def cards(self, content: dict[str, Any]) -> None:
        self.described(content, "definitions")
        self.anchor(content["id"])
        file = f"{self.page.section}_{content['id']}.csv"
        self.page.figures[file] = content["csv"]
        self.page.blocks.append(Block("cards", content | {"file": file, "size": _size(content["csv"])}))

    def described(self, content: dict[str, Any], what: str) -> None:
        for key in ("title", "source"):
            if not content[key].strip():
                self.refuse(f"{what} {content['id']} has no {key}")

    def anchor(self, name: str) -> None:
        if not _ID.fullmatch(name):
            self.refuse(f"the id {name!r} is not small letters, digits and hyphens")
        elif name in self.shown:
            self.refuse(f"the id {name!r} is used twice on the page")
        self.shown.add(name)

    def no_path(self, text: str) -> None:
        if found := local_path(text):
            self.refuse(f"a path of this computer would be published, {hide_paths(found)!r}")

    def check_anchors(self) -> None:
        for place, anchor in self.pointed:
            self.place = place
            if anchor and anchor not in self.shown | {heading.id for heading in self.page.headings}:
                self.refuse(f"a finding points to {anchor!r}, which is not on the page")


def _display_ids(notebook: NotebookNode) -> set[str]:
    outputs = (output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)
    shown = (output.get("data", {}).get(kind) for output in outputs for kind in (CHART, TABLE, CARDS))
    contents = [content for content in shown if isinstance(content, dict)]
    tables = [content["table"] for content in contents if isinstance(content.get("table"), dict)]
    return {str(content.get("id")) for content in (*contents, *tables)}


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            if not key.startswith("svg_"):
                yield from _texts(value)
            else:
                yield from re.findall(r">([^<]+)<", value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)


def _first_paragraph(html: str) -> str:
    found = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", found.group(1))).split()) if found else ""


def _size(text: str) -> str:
    kilobytes = len(text.encode()) / 1000
    return f"{max(1, round(kilobytes)):,} KB"
