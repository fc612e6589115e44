"""What the window shows of the tour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TourPart:
    """The page that is open.

    Attributes
    ----------
    page, pages
        Its number, from 1, and how many there are.
    title
        The question that it answers.
    words
        The answer; or what is going on, or what to do, where the scene of the page is not shown.
    here
        Whether it is.
    """

    page: int
    pages: int
    title: str
    words: str
    here: bool
