"""Colours can be told from paper and from one another, by anybody."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reviewkit.page.drawing import style


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_says():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("colour", [*style.PALETTE, style.GREY, style.INK])
def test_marks_stand_out_from_the_paper(colour):
    assert contrast(colour, style.PAPER) >= 3


@pytest.mark.parametrize("colour", [*style.PALETTE, style.GREY, style.INK])
def test_names_can_be_read(colour):
    assert contrast(style.text_colour(colour), style.PAPER) >= 4.5


def test_shades_darken_evenly_enough_to_keep_their_order_in_grey():
    shades = [luminance(colour) for colour in style.SCALE]
    assert all(1.25 * after + 0.01 < before for before, after in pairwise(shades))
