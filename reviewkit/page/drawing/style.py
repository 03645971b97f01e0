"""The look of every chart: one palette, one scale of type, two widths."""

from __future__ import annotations

WIDE = 720  # CSS px of a chart on a wide screen
NARROW = 288  # CSS px left by the margins of a 320 px screen

TICK_SIZE = 12  # px: the smallest text on a chart
LABEL_SIZE = 13  # px: names of series, panels and bars

# The palette of the Government Analysis Function: at least 3:1 on white.
BLUE, TURQUOISE, PINK, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
PALETTE = (BLUE, PINK, TURQUOISE, ORANGE)
TEXT_OF = {TURQUOISE: "#1C7A72", ORANGE: "#B84A12"}  # the same hue dark enough to read as text: 4.5:1 on white

INK = "#414042"  # text, axes at zero, targets
GREY = "#757575"  # series that are not the subject, and their names
RULE = "#D9D9D9"  # grid lines: no information of their own
PAPER = "#FFFFFF"

# One hue from pale to dark: the order stays in greyscale and for every kind of colour blindness.
SCALE = ("#E6EEF5", "#B9D0E4", "#84ABCD", "#4D81AF", "#265C8C", "#12436D")

# What may be expected: the band of 95 in 100, within it that of 80, and an edge of 3:1 on white.
BAND = ("#E6EEF5", "#B9D0E4")
BAND_EDGE = "#4D81AF"

FONT_STACK = "Arial,Helvetica,sans-serif"

# Settings of matplotlib while a chart is written, for ``rc_context``: nothing leaks into a notebook's own figures. One
# unit of the drawing is one CSS pixel (72 dots to the inch); the salt makes ids the same on every machine.
RC = {
    "figure.dpi": 72,
    "savefig.dpi": 72,
    "savefig.bbox": None,
    "svg.hashsalt": "reviewkit",
    "path.simplify": False,
}


def text_colour(colour: str) -> str:
    """Return the colour in which a mark's name is written: the mark's own, or darker where that is too pale to read.

    Examples
    --------
    >>> text_colour(BLUE) == BLUE, text_colour(ORANGE)
    (True, '#B84A12')
    """
    return TEXT_OF.get(colour, colour)
