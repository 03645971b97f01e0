"""The words of the staffing page: posts, hours of the week, targets, and where figures come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.page import formats, sentences
from reviewkit.page.findings import finding_id
from reviewkit.page.performance import frames
from reviewkit.page.performance.words import upper_first

if TYPE_CHECKING:
    from reviewkit.data.review import Review
    from reviewkit.sections.rostering.posts import Assumed, Post


def name(post: Post) -> str:
    """Name a post, to begin a sentence."""
    return upper_first(post.queue.name)


def slug(post: Post) -> str:
    """Return a post as part of an id: ``101-secondary``."""
    parts = finding_id("", "", "", channel=post.queue.channel, stage=post.queue.stage, claim="").split("/")
    return f"{parts[3]}-{parts[4]}"


def target(post: Post) -> str:
    """Write a post's target: ``90% within 10 seconds``."""
    return f"{formats.per_cent(post.share)} within {formats.wait(post.within_s)}"


def people(value: float) -> str:
    """Write a number of people that may be a mean, to a tenth.

    Examples
    --------
    >>> people(2.615), people(3.0), people(1.0)
    ('2.6 people', '3 people', '1 person')
    """
    said = f"{value:.1f}".removesuffix(".0")
    return f"{said} {'person' if said == '1' else 'people'}"


def hours(value: float) -> str:
    """Write hours of work, in whole ones.

    Examples
    --------
    >>> hours(113.5), hours(1.2), hours(0.3)
    ('114 hours', '1 hour', 'less than 1 hour')
    """
    if 0 < value < 0.5:
        return "less than 1 hour"
    return formats.things(value, "hour", "hours")


def weeks(post: Post) -> str:
    """Name the weeks counted: ``the 13 weeks to 30 March 2025``."""
    last = sentences.day(post.weeks[-1] + pd.Timedelta(days=6))
    return f"the week to {last}" if len(post.weeks) == 1 else f"the {len(post.weeks)} weeks to {last}"


def ahead(post: Post) -> str:
    """Name the weeks to come: ``1 April 2025 to 30 June 2025``."""
    return sentences.period(*(time.date() for time in post.ahead))


def source(review: Review, assumed: Assumed) -> str:
    """Say what the figures were worked out from, and that the need is a calculation."""
    counts = frames.source_of(review, [post.queue for post in assumed.posts]).rstrip(".")
    return f"Calculation of this review from a forecast, from: {counts}."


def subtitle(review: Review, what: str, post: Post) -> str:
    """Return a chart's second line: measure and unit, place, period."""
    return f"{what}, {review.force.name}, {ahead(post)}"
