"""What all parts of the session need that want something of the worker, or have something to tell."""

from __future__ import annotations

from collections.abc import Callable

from psygnal import Signal

from explorer.errors import ExplorerError
from explorer.session.asking.choosing import Choosing
from explorer.session.computing.exchange import Exchange
from explorer.session.messages import Busy, Message
from explorer.session.state import ViewState


class Asking(Choosing):
    """Asks the worker, and tells the user.

    Attributes
    ----------
    busy_changed
        What the worker is at.
    message
        A sentence for the user.
    """

    busy_changed = Signal(Busy)
    message = Signal(Message)

    def __init__(self, state: ViewState, exchange: Exchange) -> None:
        super().__init__(state)
        self._exchange = exchange

    @property
    def busy(self) -> Busy:
        """What the worker is at."""
        return self._exchange.busy

    def _ask(self, ask: Callable[[], None]) -> None:
        """Ask something of the worker, and tell that it is busy."""
        busy = self.busy
        ask()
        self._tell_busy(busy)
        self._refresh()

    def _tell_busy(self, before: Busy) -> None:
        if self.busy != before:
            self.busy_changed.emit(self.busy)

    @property
    def _on_b(self) -> bool:
        """Whether what is pinned is shown."""
        return self._view.compare is not None and self._view.compare.side == "b"

    def _stays_pinned(self, hint: str) -> bool:
        """Return whether what is pinned is shown, which nothing changes; tell the user."""
        if self._on_b:
            self._tell("What is pinned stays as it is", hint)
        return self._on_b

    def _awaits_net(self, hint: str) -> bool:
        """Return whether another net than the one that is shown is on its way; tell the user."""
        if self._exchange.opens_net:
            self._tell("Another net is being opened", hint)
        return self._exchange.opens_net

    def _tell(self, text: str, hint: str) -> None:
        """Tell the user why nothing happens, or what else did."""
        self.message.emit(Message("info", text, hint))

    def _complain(self, error: ExplorerError) -> None:
        """Tell the user of an error."""
        self.message.emit(Message("error", error.message, error.hint))
