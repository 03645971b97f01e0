"""What has been published about the same force, and nationally: each figure with its basis, beside, never ranked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.data.declared.force_names import slug_of

if TYPE_CHECKING:
    import pandas as pd

    from reviewkit.data.declared.force import Force
    from reviewkit.data.review import Review

NATIONAL = re.compile(r"uk|united-kingdom|great-britain|england|wales|england-(and-)?wales.*|uk-\d+-forces")
OWN, COUNTRY = "this force, as published", "national"


def is_national(name: str) -> bool:
    """Say whether a published figure is about a whole country, or about the forces of it that answered.

    Examples
    --------
    >>> is_national("UK"), is_national("ENGLAND_WALES_OR_UK"), is_national("north-wales")
    (True, True, False)
    """
    return bool(NATIONAL.fullmatch(slug_of(name)))


def beside_published(review: Review) -> pd.DataFrame:
    """Return published figures for the channels of the review: the same force first, then national, newest first.

    They were counted by others, with another clock and other rules, so nothing here is computed from both.

    Returns
    -------
    pandas.DataFrame
        Columns of :func:`reviewkit.data.published.published_figures` and ``whose``. Empty where nothing fits. An
        invented force has no published figures of its own.
    """
    return chosen(review.published, review.force, set(review.counts["channel"]))


def chosen(published: pd.DataFrame, force: Force, channels: set[str]) -> pd.DataFrame:
    """Return the published figures that belong beside a force's own; places in somebody's ranking are left out."""
    own_names = () if force.synthetic else force.slugs
    forces = published["force"].astype(str)
    own = forces.map(slug_of).isin(own_names)
    about = published["channel"].astype(str).isin(channels) & published["metric"].ne("rank")
    rows = published[(own | forces.map(is_national)) & about]
    whose = own.loc[rows.index].map({True: OWN, False: COUNTRY})
    ordered = rows.assign(whose=whose).sort_values(
        ["whose", "channel", "metric", "period_end"], ascending=[False, False, True, False], kind="stable"
    )
    return ordered.reset_index(drop=True)
