"""The proven gap of a whole week with breaks, as the issue of the shifts asks for it; not timed."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.methods.shifts import Break, Shift, cover

LENGTHS = (8, 9, 10, 12)


def police_week(most: int = 60) -> np.ndarray:
    """People needed in each half hour: low before dawn, high in the evening, highest late on Friday and Saturday."""
    half = np.arange(336)
    clock, day = half / 2 % 24, half // 48
    shape = 0.35 + 0.4 * np.exp(-(((clock - 12) / 4.5) ** 2)) + 0.55 * np.exp(-(((clock - 19.5) / 3.2) ** 2))
    shape += 0.1 * np.exp(-((clock / 1.5) ** 2)) + 0.2 * (np.isin(day, (4, 5)) & (clock > 18))
    shape += 0.3 * np.exp(-clock / 3) * (np.isin(day, (5, 6)) & (clock < 4))
    shape *= 1 + 0.03 * np.random.default_rng(0).standard_normal(336)
    return np.ceil(shape / shape.max() * most)


def test_a_week_without_breaks_is_proven_best() -> None:
    rota = cover(police_week(), [Shift(f"{hours} h", hours) for hours in LENGTHS])
    assert rota.gap == 0
    assert rota.missing.sum() == 0


@pytest.mark.slow
def test_a_week_with_breaks_and_half_hourly_starts_is_proven_within_a_five_hundredth() -> None:
    rota = cover(police_week(), [Shift(f"{hours} h", hours, breaks=(Break(30, 2, hours - 2),)) for hours in LENGTHS])
    assert rota.gap <= 0.002
    assert rota.missing.sum() == 0
    assert rota.bound >= police_week().sum() / 2  # nobody is paid for a break, so no hour is cheaper than 1
