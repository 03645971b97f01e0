"""reviewkit: a workbook for reviewing how the police answer the public's calls."""

__version__ = "0.1.0"
