"""Tables of records, such as promises of contact back, as a section sees them."""

from __future__ import annotations

import pandas as pd

from reviewkit.data.declared.schemas import RECORD_TABLES
from reviewkit.data.declared.wording import listed
from reviewkit.data.prepared import Prepared
from reviewkit.data.tidy.records import columns

LOCAL = "Europe/London"
DTYPES = {
    "text": "str",
    "time": f"datetime64[us, {LOCAL}]",
    "date": "datetime64[us]",
    "count": "Int64",
    "seconds": "float64",
    "number": "float64",
    "yes or no": "boolean",
}
"""How pandas holds each kind of value; what a cell does not say is missing in all of them."""


def read_records(prepared: Prepared, table: str) -> pd.DataFrame:
    """Return every row of a table of records, of all periods; no rows where the force supplied none.

    Returns
    -------
    pandas.DataFrame
        The columns of the schema in its order, but ``force``. Times are Europe/London, dates days without a zone.

    Raises
    ------
    ValueError
        For a table that is none of records: ``calls`` and ``intervals`` may be too large to hold.
    """
    if table not in RECORD_TABLES:
        msg = f"{table!r} is no table of records; these are {listed(RECORD_TABLES)}"
        raise ValueError(msg)
    kinds = {column.name: DTYPES[column.kind] for column in columns(table)}
    path = prepared.table(table)
    frame = pd.read_parquet(path, columns=list(kinds)) if path.exists() else pd.DataFrame(columns=list(kinds))
    local = {name: _local(frame[name]) for name, kind in kinds.items() if kind == DTYPES["time"]}
    return frame.assign(**local).astype(kinds)


def _local(stamps: pd.Series) -> pd.Series:
    return pd.to_datetime(stamps, utc=True).dt.tz_convert(LOCAL)
