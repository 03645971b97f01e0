"""Twelve layouts modelled on what contact-centre systems export, by name.

Each writer draws its files into a folder and returns a :class:`~tests.data.reading.layouts.drawing.Drawing`; ``swap``
replaces cells, sheet names or file names on the way, to draw a bad variant.

The names of measures come from the manuals each writer names. Not every layout could be held against a full export:
the leading columns of Genesys Cloud, the capitals of Five9 and the measures of Teams rest in part on general knowledge.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.data.reading.layouts import avaya_cisco, cloud, genesys_mitel
from tests.data.reading.layouts.drawing import Drawing

WRITERS: tuple[Callable[..., Drawing], ...] = (
    avaya_cisco.avaya_split_interval,
    avaya_cisco.avaya_vdn_daily,
    avaya_cisco.cisco_call_type_interval,
    avaya_cisco.cisco_csq_activity,
    genesys_mitel.genesys_cloud_queue_performance,
    genesys_mitel.pureconnect_queue_statistics,
    genesys_mitel.mitel_queue_performance,
    genesys_mitel.eight_by_eight_queue_days,
    cloud.amazon_connect_historical,
    cloud.cxone_half_hours_across,
    cloud.five9_call_log,
    cloud.teams_days_across,
)
LAYOUTS: dict[str, Callable[..., Drawing]] = {writer.__name__: writer for writer in WRITERS}
