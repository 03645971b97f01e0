"""Figures of a queue over a period: which are asked, worked out from sums, or refused with the reason."""
