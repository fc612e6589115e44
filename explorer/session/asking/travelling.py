"""Going back to what was shown before, and on again."""

from __future__ import annotations

from time import monotonic

from explorer.session.asking.asking import Asking
from explorer.session.keeping.history import History, Moment
from explorer.session.state import lasting, passing_of


class Travelling(Asking):
    """Undoes and redoes what changes the view, or the net and picture that it shows."""

    _history = History()
    _awaited: Moment | None = None
    _letting_go = False

    @property
    def moment(self) -> Moment:
        """What is chosen and shown now."""
        return Moment(lasting(self._state), self._exchange.shown)

    def undo(self) -> None:
        """Take back the last change of the view or of what it shows."""
        self._travel(self._history.undone())

    def redo(self) -> None:
        """Make again the last change that was taken back."""
        self._travel(self._history.redone())

    def restore(self, moment: Moment) -> None:
        """Show again what was shown at some other time, as far as it is still there."""
        self._awaited = moment
        self._ask(lambda: self._exchange.ask(moment.request))

    def begin_step(self) -> None:
        """Make one step of undo of all that is changed until ``end_step``."""
        self._letting_go = False
        self._history = self._history.taken()

    def end_step(self) -> None:
        """Let what is changed from now on be other steps, once what is wanted by now is shown."""
        self._letting_go = True
        self._remember()

    def _remember(self) -> None:
        """Make a step of what has changed, once what is shown is what is wanted."""
        if self._exchange.answered:
            self._history = self._history.then(self.moment, monotonic())
            if self._letting_go:
                self._letting_go, self._history = False, self._history.let_go()

    def _travel(self, history: History) -> None:
        if history.present is None or history == self._history:
            return
        self._history = history
        if history.present.request == self._exchange.wanted:
            self._state = passing_of(self._state, history.present.state)
            self._refresh()
        else:
            self.restore(history.present)

    def _arrive(self) -> bool:
        """Choose again what was chosen at the moment that is awaited; return whether it is here."""
        shown = self._exchange.shown
        if self._awaited is None or shown != self._exchange.wanted:
            return False
        awaited, self._awaited = self._awaited, None
        if shown == awaited.request:
            self._state = passing_of(self._state, awaited.state)
        return shown == awaited.request
