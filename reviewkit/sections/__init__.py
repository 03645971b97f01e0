"""One module a section of the review: the questions it answers, named as the report names them."""

from __future__ import annotations


class NotPossible(Exception):  # noqa: N818 - it is an answer, not a fault: the section is left out and the page says why
    """A section, or one of its figures, cannot be made from the data supplied.

    Parameters
    ----------
    reason
        A plain sentence for the reader: what is missing and what would be needed.

    Examples
    --------
    >>> NotPossible("No calls and no interval counts were supplied.").reason
    'No calls and no interval counts were supplied.'
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
