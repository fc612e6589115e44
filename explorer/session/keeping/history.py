"""What undo and redo step through: what was chosen, and the net and picture that it was chosen in."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from explorer.session.request import Request
from explorer.session.state import ViewState

PAUSE = 0.7
"""Seconds; changes of one and the same thing that follow faster are one step, such as a slider that is dragged."""

_MOST = 200


@dataclass(frozen=True)
class Moment:
    """What was chosen, and what it was chosen in.

    Attributes
    ----------
    state
        Without what passes by, such as the cell under the pointer.
    """

    state: ViewState
    request: Request


@dataclass(frozen=True)
class History:
    """The moments before the present one and, after undo, those behind it.

    Attributes
    ----------
    present
        None before a net has computed anything, or failed to.
    since
        When it began to be the present, in seconds of any clock.
    held
        The present when something was taken that is dragged since: all changes until it is let go are one step. None
        while nothing is.
    """

    past: tuple[Moment, ...] = ()
    present: Moment | None = None
    future: tuple[Moment, ...] = ()
    since: float = 0.0
    held: Moment | None = None

    def taken(self) -> History:
        """Return the history while something is dragged."""
        return replace(self, held=self.present)

    def let_go(self) -> History:
        """Return the history with what was dragged as a step of its own."""
        return replace(self, held=None, since=float("-inf"))

    def then(self, moment: Moment, now: float) -> History:
        """Return the history with ``moment`` as the present one; what was undone before it is forgotten."""
        if self.present is None:
            return History(present=moment, since=now)
        if moment == self.present:
            return self
        if self._goes_on(moment, now):
            past = self.past[:-1] if moment == self.past[-1] else self.past
            return History(past, moment, (), now, self.held)
        return History((*self.past[1 - _MOST :], self.present), moment, (), now, self.held)

    def undone(self) -> History:
        """Return the history one step back; itself at its beginning."""
        if not self.past or self.present is None:
            return self
        return History(self.past[:-1], self.past[-1], (self.present, *self.future), self.since)

    def redone(self) -> History:
        """Return the history one step on; itself at its end."""
        if not self.future or self.present is None:
            return self
        return History((*self.past, self.present), self.future[0], self.future[1:], self.since)

    def _goes_on(self, moment: Moment, now: float) -> bool:
        """Return whether ``moment`` goes on with the change that led to the present one."""
        if self.held is not None:
            return self.held != self.present and not self.future
        if self.present is None or not self.past or self.future or now - self.since > PAUSE:
            return False
        return _differing(self.past[-1], self.present) == _differing(self.present, moment)


def _differing(one: Moment, other: Moment) -> set[str]:
    return {
        name
        for mine, its in ((one.state, other.state), (one.request, other.request))
        for name in (field.name for field in fields(mine) if field.compare)
        if getattr(mine, name) != getattr(its, name)
    }
