"""The kinds of chart a page can show, each drawn for a wide and for a narrow screen."""

from __future__ import annotations

from reviewkit.page.drawing.bars import bars
from reviewkit.page.drawing.dots import dots
from reviewkit.page.drawing.flow import flow
from reviewkit.page.drawing.heat import heat_map
from reviewkit.page.drawing.lines import lines
from reviewkit.page.drawing.traces import TargetLine

__all__ = ["TargetLine", "bars", "dots", "flow", "heat_map", "lines"]
