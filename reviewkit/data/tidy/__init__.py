"""Cells made into tidy tables."""
