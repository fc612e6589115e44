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
        None before a net has computed anything.
    since
        When it began to be the present, in seconds of any clock.
    """

    past: tuple[Moment, ...] = ()
    present: Moment | None = None
    future: tuple[Moment, ...] = ()
    since: float = 0.0

    def then(self, moment: Moment, now: float) -> History:
        """Return the history with ``moment`` as the present one; what was undone before it is forgotten."""
        if self.present is None:
            return History(present=moment, since=now)
        if moment == self.present:
            return self
        if self._goes_on(moment, now):
            past = self.past[:-1] if moment == self.past[-1] else self.past
            return History(past, moment, (), now)
        return History((*self.past[1 - _MOST :], self.present), moment, (), now)

    def undone(self) -> History:
        """Return the history one step back; itself at its beginning."""
        if not self.past or self.present is None:
            return self
        return replace(self, past=self.past[:-1], present=self.past[-1], future=(self.present, *self.future))

    def redone(self) -> History:
        """Return the history one step on; itself at its end."""
        if not self.future or self.present is None:
            return self
        return replace(self, past=(*self.past, self.present), present=self.future[0], future=self.future[1:])

    def _goes_on(self, moment: Moment, now: float) -> bool:
        """Return whether ``moment`` goes on with the change that led to the present one."""
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
