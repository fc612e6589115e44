"""What the workings below the maps show: one kind of part a tab."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WorkingsPart:
    """What one tab shows; each tab has a kind of its own.

    Attributes
    ----------
    title
        What it is about, in a few words, beside the tabs.
    """

    title: str


@dataclass(frozen=True)
class Nothing(WorkingsPart):
    """There is nothing to show in the tab.

    Attributes
    ----------
    words
        Why, and what to do.
    """

    words: str
