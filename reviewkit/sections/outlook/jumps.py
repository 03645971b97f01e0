"""Where the level of calls has probably jumped although no event of the force says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.models.breaks import unmarked_breaks
from reviewkit.sections.outlook.lines import lines

if TYPE_CHECKING:
    from reviewkit.data.review import Review

COLUMNS = ["channel", "stage", "date", "change", "chance"]


def jumps(review: Review) -> pd.DataFrame:
    """Return likely breaks in the calls of each channel that no declared event explains, where there are days.

    Returns
    -------
    pandas.DataFrame
        ``channel, stage, date`` (the Monday of the first week at the new level; it may be out by a week or two)``,
        change`` (a share of the level before)``, chance`` (how often chance alone gives one as strong).
    """
    events = [vars(event) for event in review.force.events]
    made = [pd.DataFrame(columns=COLUMNS)]
    for line in lines(review):
        if line.step == "day" and len(line.series):
            found = unmarked_breaks(line.series, country=review.force.nation, events=events)
            made.append(found.assign(channel=line.queue.channel, stage=line.queue.stage)[COLUMNS])
    return pd.concat([table for table in made if len(table)] or made[:1], ignore_index=True)
