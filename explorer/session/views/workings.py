"""What the workings below the maps show: one kind of part a tab."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.session.request import Chore


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


@dataclass(frozen=True)
class Waiting(WorkingsPart):
    """What the tab shows is still to be computed.

    Attributes
    ----------
    chore
        What computes it, in the worker.
    """

    chore: Chore
