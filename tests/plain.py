"""Words that belong under the heading "For statisticians", and whether a page keeps them there."""

from __future__ import annotations

import re

from lxml import html

HEADING = "For statisticians"
STATISTICAL = re.compile(r"\bp9[05]\b|percentile|\bXmR\b|\bErlang\b|\bSARIMA\b", re.IGNORECASE)


def statistical_words_above(page: bytes) -> list[str]:
    """Return texts of a page that use a statistician's word before that heading, or anywhere on a page without it."""
    found = []
    for part in html.fromstring(page).iter():
        if part.tag in {"h1", "h2", "h3"} and " ".join(part.text_content().split()) == HEADING:
            break
        if not isinstance(part.tag, str) or part.tag == "style":
            continue
        texts = (part.text, part.tail, part.get("aria-label"), part.get("content"))
        found += [text.strip() for text in texts if text and STATISTICAL.search(text)]
    return found
