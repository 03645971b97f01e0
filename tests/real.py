"""Real data, made by others: copied untouched from beside the checkout, mapped by nothing but a force.toml."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared" / "data"
NHS111 = SHARED / "nhs111_daily" / "nhs111_daily.csv"
ANONBANK = SHARED / "anonbank" / "january_1999.txt.gz"
SWAST = SHARED / "swast" / "daily_responses_2014_2019.csv"
FILES = {
    "nhs111-england": NHS111,
    "nhs111-dorset": NHS111,
    "nhs111-devon": NHS111,
    "nhs111-yorkshire": NHS111,
    "anonbank": ANONBANK,
    "swast-cornwall": SWAST,
}


def real_force(slug: str, data: Path) -> Path:
    """Put a real file and its force.toml into a data folder, and return the force's folder."""
    source = FILES[slug]
    if not source.exists():
        if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
            pytest.fail(f"{source} is not there")
        pytest.skip(f"the shared data are not beside the checkout: {source.name}")
    folder = data / "raw" / slug
    folder.mkdir(parents=True)
    shutil.copyfile(source, folder / source.name)
    shutil.copyfile(HERE / "forces" / slug / "force.toml", folder / "force.toml")
    return folder
