"""The nbconvert exporter ``reviewkit``: an executed section notebook in, an accessible page out.

``jupyter nbconvert --to reviewkit notebook.ipynb`` uses it too; a build adds the site around the page.
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter, ResourcesDict
from nbformat import NotebookNode

from reviewkit.press.reading import Page, read
from reviewkit.press.record import SiteContext
from reviewkit.press.render import render


class ReviewExporter(Exporter):
    """Publishes by an allow-list (see :func:`reviewkit.press.reading.read`), through our own templates.

    Raises
    ------
    ExportError
        The notebook holds something that must not be published.
    """

    file_extension = ".html"
    output_mimetype = "text/html"
    export_from_notebook = "Review page"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return a notebook as HTML, with its downloads and what was left out in ``resources``."""
        nb, resources = super().from_notebook_node(nb, resources, **options)
        name = str(resources.get("metadata", ResourcesDict()).get("name", "")) or "section"
        page = read(nb, section=name.lstrip("0123456789_") or "section")
        resources["dropped"] = page.dropped
        resources["outputs"] = {f"figures/{file}": text.encode() for file, text in page.figures.items()}
        return section_page(page, None), resources


def section_page(page: Page, site: SiteContext | None) -> str:
    """Return a section's page as HTML, within its site when there is one."""
    title = f"{page.title} – {site.force}, {site.period}" if site else page.title
    return render(
        "section.html.j2", page=page, site=site, current=page.section, title=title, description=page.lead or page.title
    )
