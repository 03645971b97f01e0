"""The kinds of chart a page can show, each drawn for a wide and for a narrow screen."""

from __future__ import annotations

from reviewkit.page.bars import bars
from reviewkit.page.dots import dots
from reviewkit.page.heat import heat_map
from reviewkit.page.lines import lines
from reviewkit.page.traces import TargetLine

__all__ = ["TargetLine", "bars", "dots", "heat_map", "lines"]
